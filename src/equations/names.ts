import { DIMENSIONLESS, dimensionPower, NAMED_DIMENSIONS } from "../units/index.js";
import type { ValueType } from "./dimensions.js";
import { binary, type Expression, number } from "./expressions/expression.js";
import { FUNCTIONS } from "./functions/index.js";

// Users' names begin with a letter and go on with letters, digits and underscores. Names of our own
// have a prime or an at-sign, so that they can never meet a user's.

const TIME = NAMED_DIMENSIONS.time.exponents;

/** Names that mean the same in every model. */
export const BUILT_IN: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ["t", TIME],
  ["dt", TIME],
  ["i", DIMENSIONLESS],
  ["N", DIMENSIONLESS],
  ["pi", DIMENSIONLESS],
  ["inf", "infinity"],
  ["True", "truth"],
  ["False", "truth"],
  ["xi", dimensionPower(TIME, -0.5)],
  ["lastSpike", TIME],
]);

/** Whether a name is that of noise: xi, or one of several that are independent, xi_1. */
export const isNoise = (name: string): boolean => /^xi(_\w+)?$/.test(name);

/** What names stand for that are the same number or truth value everywhere. */
export const CONSTANTS: ReadonlyMap<string, Expression> = new Map([
  ["pi", number(Math.PI)],
  ["inf", number(Number.POSITIVE_INFINITY)],
  ["True", binary("==", number(1), number(1))],
  ["False", binary("==", number(1), number(0))],
]);

/** Why a name cannot be given to something; undefined if it can. */
export function reservedName(name: string): string | undefined {
  if (isNoise(name) && name !== "xi") return "it is a noise of its own";
  if (BUILT_IN.has(name)) return "it has a meaning of its own in every model";
  return FUNCTIONS.has(name) ? "it is the name of a function" : undefined;
}

/**
 * Names of our own: with a prime in front where they are of ours alone, behind or within where they go
 * with a variable, so that no two meet. They stand beside the user's in the statements of a model. */
export const INTERNAL = {
  /** Whether the neuron is refractory in this step: a truth value. */
  resting: "'resting",
  /** Steps for which the neuron is still refractory, one more than those to come. */
  rest: "'rest",
  /** Values over time, as they are in this step. */
  timed: (name: string): string => `'timed ${name}`,
  /** The value of a variable at the end of a step, before all take their new values. */
  next: (name: string): string => marked(name, ""),
  /** A value that a method keeps for a variable: a slope, a position. */
  of: (name: string, what: string): string => marked(name, what),
} as const;

/** A name with a mark behind it; whose it is, in the texts of synapses, stays at the end. */
function marked(name: string, mark: string): string {
  const at = name.indexOf("@");
  return at < 0 ? `${name}'${mark}` : `${name.slice(0, at)}'${mark}${name.slice(at)}`;
}
