import { didYouMean, shown, UserError } from "../base/index.js";

/** Checks the name of a part of a network: a plain word. @throws UserError for anything else. */
export function requireName(name: unknown, what: string): asserts name is string {
  if (typeof name !== "string" || !/^[A-Za-z]\w{0,99}$/.test(name))
    throw new UserError(
      `invalid ${what} name: ${shown(name)}; expected a word of letters and digits`,
    );
}

/** By which name a population's events of a kind are recorded, and whose they are. */
export const eventName = (population: string, event: string): string => `${population}.${event}`;
export const ownerOfEvents = (name: string): string => name.split(".")[0];
/** Whether a name of recorded trains is that of events beside the spike. */
export const isEventName = (name: string): boolean => name.includes(".");

/** Checks that a name is one of those there are. @throws UserError with the nearest one. */
export function requireKnown(what: string, name: unknown, names: readonly string[]): void {
  if (names.includes(name as string)) return;
  const text = typeof name === "string" ? name : shown(name);
  throw new UserError(
    `unknown ${what}: ${text}; expected ${names.length === 1 ? "" : "one of "}${names.join(", ") || "none: there are none"}${didYouMean(text, names)}`,
  );
}
