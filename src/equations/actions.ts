import { checkChoice, checkOptions, shown, UserError } from "../base/index.js";
import { lower, lowerAll, NAMED_DIMENSIONS, type Quantity, QuantityArray } from "../units/index.js";

/** Statements that are carried out every so often, or at given times. */
export type Action =
  | { readonly kind: "every"; readonly interval: Quantity<"time">; readonly statements: string }
  | { readonly kind: "at"; readonly times: QuantityArray<"time">; readonly statements: string };

/** When an action is carried out, in s. */
export type ActionTimes = { readonly interval: number } | { readonly times: Float64Array };

/**
 * An action of each neuron (or synapse) every so often, from the beginning on:
 *
 * ```ts
 * population("cells", {
 *   N: 10,
 *   equations: `dv/dt = (R*I - v)/tau : volt
 *               I : amp`,
 *   parameters: { R: Mohm(100), tau: ms(10), Imax: pA(200) },
 *   actions: [every(ms(50), "I = rand()*Imax")],
 * })
 * ```
 *
 * It is carried out at the beginning of its step, before variables are recorded, as Brian 2's
 * run_regularly is; what is held stays while a neuron rests.
 * @param interval a multiple of the time step
 * @param statements as in a reset
 * @throws UserError for an interval that is no time above 0, or statements that are no text.
 */
export const every = (interval: Quantity<"time">, statements: string): Action =>
  checked({ kind: "every", interval, statements });

/**
 * An action of each neuron (or synapse) at given times, each in the first step that begins at or after it:
 *
 * ```ts
 * population("cells", {
 *   N: 10,
 *   equations: `dv/dt = (R*I - v)/tau : volt
 *               I : amp`,
 *   parameters: { R: Mohm(100), tau: ms(10) },
 *   initial: { I: pA(150) },
 *   actions: [at(ms([100, 200]), "I = 0*nA")],
 * })
 * ```
 *
 * @param times one time or several
 * @param statements as in a reset
 * @throws UserError for what are no times, or statements that are no text.
 */
export function at(
  times: Quantity<"time"> | QuantityArray<"time"> | readonly Quantity<"time">[],
  statements: string,
): Action {
  const isList = Array.isArray(times) || times instanceof QuantityArray;
  const values = lowerAll("times of at", isList ? times : [times], "time", { least: 0 });
  const { exponents } = NAMED_DIMENSIONS.time;
  return checked({ kind: "at", times: new QuantityArray(values.sort(), exponents), statements });
}

/** Checks an action, however it was made. */
function checked(action: Action): Action {
  timesOf(action);
  if (typeof action.statements !== "string")
    throw new UserError(
      `invalid statements of ${action.kind}: ${shown(action.statements)}; expected text like "I = rand()*Imax"`,
    );
  return Object.freeze(action);
}

/** When an action is carried out. @throws UserError for what is no action. */
export function timesOf(action: Action): ActionTimes {
  checkChoice("kind of an action", action?.kind, ["every", "at"]);
  if (action.kind === "every") {
    checkOptions("every", action, ["kind", "interval", "statements"]);
    return { interval: lower("interval of every", action.interval, "time", { above: 0 }) };
  }
  checkOptions("at", action, ["kind", "times", "statements"]);
  const times = lowerAll("times of at", action.times, "time", { least: 0 });
  if (times.length === 0) throw new UserError("invalid times of at: none; expected one or more");
  return { times };
}

/** A copy of a list of actions that nobody else can change. @throws UserError for what is none. */
export function copyOfActions(what: string, given: unknown): readonly Action[] {
  if (!Array.isArray(given))
    throw new UserError(
      `invalid actions of ${what}: ${shown(given)}; expected a list like [every(ms(50), "I = 0*nA")]`,
    );
  return Object.freeze(given.map((action: Action) => checked({ ...action })));
}
