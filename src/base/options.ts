import { didYouMean } from "./didYouMean.js";
import { shown, UserError } from "./errors.js";

/**
 * Checks that options are an object and hold known names only: a misspelt option must not be
 * ignored.
 * @param what whose options, for the message: "population", "plotSignal"
 * @param given what the user gave; undefined counts as none
 * @param names the options there are
 * @throws UserError naming the option, what there is, and the nearest name.
 */
export function checkOptions(what: string, given: unknown, names: readonly string[]): void {
  if (given === undefined) return;
  if (!isRecord(given))
    throw new UserError(
      `invalid options of ${what}: ${shown(given)}; expected ${names.length > 0 ? `an object like { ${names.slice(0, 3).join(", ")} }` : "none"}`,
    );
  for (const name of Object.keys(given))
    if (!names.includes(name))
      throw new UserError(
        `unknown option of ${what}: ${name}; expected ${names.length > 1 ? "one of " : ""}${names.join(", ") || "none"}${didYouMean(name, names)}`,
      );
}

/**
 * Whether a value is an object of values by name, and nothing that keeps its contents otherwise, as
 * maps, dates and quantities do: what they hold would be passed over in silence.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  // objects of a notebook's cells come from another realm: their prototype is not our Object's
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Checks that a value is an object of values by name. @throws UserError naming it. */
export function requireRecord(what: string, value: unknown, example: string): void {
  if (!isRecord(value))
    throw new UserError(`invalid ${what}: ${shown(value)}; expected an object like ${example}`);
}

/**
 * Checks that a function was given no more than it takes: an option that it does not have must not
 * be ignored.
 * @param more what came after its last parameter
 * @throws UserError naming the function and what came.
 */
export function checkNoMore(what: string, more: readonly unknown[]): void {
  // list.map(f) hands over an index and the list, too
  const isMapped = more.length === 2 && Array.isArray(more[1]);
  const [first] = more;
  if (isMapped || first === undefined) return;
  if (typeof first === "object") checkOptions(what, first, []);
  else throw new UserError(`invalid arguments of ${what}: ${shown(first)} is one too many`);
}

/**
 * Checks that a value is one of some words.
 * @throws UserError naming the value, what there is, and the nearest word.
 */
export function checkChoice<Choice extends string>(
  what: string,
  value: unknown,
  choices: readonly Choice[],
): Choice {
  if (choices.includes(value as Choice)) return value as Choice;
  const near = typeof value === "string" ? didYouMean(value, choices) : "";
  const text = typeof value === "string" ? value : shown(value);
  throw new UserError(`invalid ${what}: ${text}; expected one of ${choices.join(", ")}${near}`);
}

/** Checks that a value is true or false. @throws UserError naming the value. */
export function checkTruth(what: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new UserError(`invalid ${what}: ${shown(value)}; expected true or false`);
}

/**
 * Checks a whole number against its bounds, both inclusive.
 * @throws UserError naming the parameter, its value and the bounds.
 */
export function requireWholeNumber(
  name: string,
  value: unknown,
  least: number,
  most: number,
): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
    throw new UserError(
      `invalid ${name}: ${typeof value === "string" ? value : shown(value)}; expected a whole number from ${least} to ${most}`,
    );
  return value;
}

/** Checks that a value is a function. @throws UserError naming the value. */
export function requireFunction(what: string, value: unknown): void {
  if (typeof value !== "function")
    throw new UserError(`invalid ${what}: ${shown(value)}; expected a function`);
}

/** The own property of a record, never one that all objects have; undefined where there is none. */
export const ownValue = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
