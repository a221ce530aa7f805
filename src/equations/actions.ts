import { checkChoice, checkOptions, requireWholeNumber, shown, UserError } from "../base/index.js";
import {
  dimensionOfValue,
  lower,
  lowerAll,
  NAMED_DIMENSIONS,
  type Quantity,
  QuantityArray,
} from "../units/index.js";

/** Statements that are carried out every so often, or at given times. */
export type Action =
  | { readonly kind: "every"; readonly interval: Quantity<"time">; readonly statements: string }
  | { readonly kind: "at"; readonly times: QuantityArray<"time">; readonly statements: string }
  | {
      readonly kind: "each step";
      readonly statements: string;
      /** Names that the statements mean as units, whatever the model calls its own. */
      readonly units: readonly string[];
    };

/** When an action is carried out, in s: every so often (0: in each step), or at times. */
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

/** What many equal Poisson sources bring to each neuron. */
export interface PoissonInputOptions {
  /** How many sources each neuron has; none is shared. */
  N: number;
  /** The rate of each: a quantity, or a text that the neuron knows, like "rate0*f(t)". */
  rate: Quantity<"rate"> | string;
  /** What each spike adds to the variable: a quantity, a number, or a text. */
  weight: Quantity | number | string;
}

/**
 * Poisson input with many equal sources as one, as an action of a population:
 *
 * ```ts
 * population("cells", {
 *   N: 10,
 *   equations: "dv/dt = -v/tau : volt",
 *   parameters: { tau: ms(10) },
 *   actions: [poissonInput("v", { N: 1000, rate: Hz(5), weight: mV(0.1) })],
 * })
 * ```
 *
 * The spikes of N independent Poisson processes in a step are a Poisson deviate of mean N rate dt; they arrive at the
 * beginning of the step, and what is held stays while the neuron rests. (Brian 2's PoissonInput draws from the binomial
 * distribution, since its sources spike at most once in a step.)
 * @param variable the variable that spikes are added to
 * @throws UserError naming the value and what was expected.
 */
export function poissonInput(
  variable: string,
  { N, rate, weight, ...others }: PoissonInputOptions,
): Action {
  checkOptions("poissonInput", others, []);
  if (typeof variable !== "string" || !/^[a-zA-Z]\w*$/.test(variable))
    throw new UserError(`invalid variable of poissonInput: ${shown(variable)}; expected its name`);
  requireWholeNumber("N of poissonInput", N, 1, 1e9);
  if (typeof rate !== "string") lower("rate of poissonInput", rate, "rate", { least: 0 });
  const [each, added] = [textOf("rate", rate), textOf("weight", weight)];
  return checked({
    kind: "each step",
    statements: `${variable} += (${added.text})*poisson(${N}*(${each.text})*dt)`,
    units: [...each.units, ...added.units],
  });
}

/** The SI base units as model text names them, in the order of a dimension's exponents; grams for kilograms. */
const UNIT_NAMES = ["metre", "gram", "second", "amp", "kelvin", "mole", "candela"];
const GRAM = 1;

/** A value as model text: the number in SI units at full precision, and the units that it names. */
function textOf(
  what: string,
  value: Quantity | number | string,
): { text: string; units: readonly string[] } {
  if (typeof value === "string") return { text: value, units: [] };
  const dimension = dimensionOfValue(`${what} of poissonInput`, value);
  const number = lower(`${what} of poissonInput`, value, dimension) * 1000 ** dimension[GRAM];
  const units = UNIT_NAMES.filter((_, k) => dimension[k] !== 0);
  const powers = units.map((unit) => `${unit}**(${dimension[UNIT_NAMES.indexOf(unit)]})`);
  return { text: [`(${number})`, ...powers].join("*"), units };
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
  checkChoice("kind of an action", action?.kind, ["every", "at", "each step"]);
  if (action.kind === "each step") {
    checkOptions("an action in each step", action, ["kind", "statements", "units"]);
    return { interval: 0 };
  }
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
