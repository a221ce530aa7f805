import { didYouMean, shown, UserError } from "../../base/index.js";

/** What a reader can move: how it looks, and which values it can take. */
export type ControlForm =
  | { kind: "slider"; from: number; to: number; step: number | undefined; unit: string }
  | { kind: "number"; from: number; to: number; step: number | undefined; unit: string }
  | { kind: "choice"; choices: readonly string[] }
  | { kind: "checkbox" }
  | { kind: "text"; rows: number }
  | { kind: "seed" };

/** What a control holds while it is moved: a number in its unit, a place in a list, a truth, a text. */
export type Position = number | boolean | string;

/** A control: its form, where it stands at first, and the value that belongs to a position. */
export interface Control<T = unknown> {
  name: string;
  label: string;
  form: ControlForm;
  start: Position;
  /** The value at the start is the author's own, bit for bit. */
  valueAt: (position: Position) => T;
  /** A position as readers see it: "15 pS". */
  textAt: (position: Position) => string;
}

/** Settles where a control stands. In Node each stands where its author put it. */
let settle: <T>(control: Control<T>) => T = (control) => control.valueAt(control.start);

/** Puts another way to settle controls in place: a page's, which lets readers move them. */
export function useControls(other: <T>(control: Control<T>) => T): void {
  settle = other;
}

/** The value of a control. */
export const settled = <T>(control: Control<T>): T => settle(control);

/** Checks a control's name. @throws UserError for what is no name. */
export function requireControlName(what: string, name: unknown): string {
  if (typeof name === "string" && name.trim() !== "") return name;
  throw new UserError(
    `invalid name of a ${what}: ${shown(name)}; expected text, by which readers know it`,
  );
}

/** Checks a label. @throws UserError for what is no text. */
export function requireLabel(label: unknown, name: string): string {
  if (label === undefined) return name;
  if (typeof label === "string") return label;
  throw new UserError(`invalid label: ${shown(label)}; expected text`);
}

/** Checks that a value is one of a list. @throws UserError naming those that there are. */
export function requireOneOf(what: string, value: unknown, list: readonly unknown[]): number {
  const place = list.indexOf(value);
  if (place >= 0) return place;
  const names = list.map(String);
  throw new UserError(
    `invalid ${what}: ${shown(value)}; expected one of ${names.join(", ")}${didYouMean(String(value), names)}`,
  );
}
