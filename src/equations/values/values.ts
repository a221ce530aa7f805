import { shown, UserError } from "../../base/index.js";
import { type Drawn, distributionOf, isDrawn, isWholeDrawn } from "../../random/index.js";
import {
  type Bounds,
  type Dimension,
  DimensionError,
  describeDimension,
  dimensionOfValue,
  isManyValues,
  lower,
  lowerAll,
  Quantity,
  QuantityArray,
  sameDimension,
} from "../../units/index.js";
import type { Expression } from "../expressions/expression.js";
import type { StoredAs } from "../stored.js";
import { type Formula, isFormula } from "./formula.js";
import { isTimed, type Timed } from "./timed.js";
import { checkValueText, type ValueScope } from "./valueText.js";

/**
 * What can be given as the values of many neurons or synapses: one for all, one for each, a
 * distribution that each is drawn from, or text that says what each is: "-70*mV + 10*mV*rand()".
 */
export type Values<D extends string = string> =
  | number
  | Quantity<D>
  | QuantityArray<D>
  | readonly number[]
  | readonly Quantity<D>[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Drawn<D>
  | Timed<D>
  | Formula
  | string
  // of variables that are declared boolean
  | boolean
  | readonly boolean[];

/** Values as plain SI numbers, after they passed the gate. */
export type PlainValues =
  | { readonly kind: "shared"; readonly value: number }
  | { readonly kind: "each"; readonly values: Float64Array }
  | { readonly kind: "drawn"; readonly drawn: Drawn }
  | { readonly kind: "expression"; readonly expression: Expression }
  /** Of synapses: which of its pair's each one is. */
  | { readonly kind: "places" };

/**
 * Lowers values to plain SI numbers; arrays are copied.
 * @param what for messages: "initial v"
 * @param dimension what they must have
 * @param count how many elements there are, where it is known
 * @param scope what a text may read, where values may be given as text
 * @throws UserError naming the value and what was expected.
 */
export function lowerValues(
  what: string,
  given: unknown,
  dimension: Dimension,
  {
    count,
    scope,
    stored = "real",
    ...bounds
  }: Bounds & { count?: number; scope?: ValueScope; stored?: StoredAs } = {},
): PlainValues {
  const values = plainOf(what, stored === "boolean" ? asNumbers(given) : given, dimension, {
    count,
    scope,
    stored,
    ...bounds,
  });
  if (stored !== "real") requireStored(what, values, stored);
  return values;
}

/** Truth values as 0 and 1. */
function asNumbers(given: unknown): unknown {
  if (typeof given === "boolean") return Number(given);
  if (Array.isArray(given))
    return given.map((item) => (typeof item === "boolean" ? Number(item) : item));
  return given;
}

/** Requires the values of integer and boolean variables to be such. */
function requireStored(what: string, values: PlainValues, stored: StoredAs): void {
  if (values.kind === "drawn") {
    if (stored === "integer" && isWholeDrawn(values.drawn)) return;
    throw new UserError(
      `invalid ${what}: drawn values; ${stored === "integer" ? "it is an integer: expected integers(from, to)" : 'it is boolean: expected text like "rand() < 0.5"'}`,
    );
  }
  if (values.kind === "expression" || values.kind === "places") return;
  const numbers = values.kind === "shared" ? [values.value] : values.values;
  const isRight = (x: number) => (stored === "integer" ? Number.isInteger(x) : x === 0 || x === 1);
  const odd = numbers.findIndex((x) => !isRight(x));
  if (odd >= 0)
    throw new UserError(
      `invalid ${what}${values.kind === "each" ? `[${odd}]` : ""}: ${numbers[odd]}; it is declared ${stored}: expected ${stored === "integer" ? "a whole number" : "true or false"}`,
    );
}

function plainOf(
  what: string,
  given: unknown,
  dimension: Dimension,
  {
    count,
    scope,
    stored,
    ...bounds
  }: Bounds & { count?: number; scope?: ValueScope; stored: StoredAs },
): PlainValues {
  if (typeof given === "string" && scope)
    return {
      kind: "expression",
      expression: checkValueText(
        what,
        given,
        scope,
        stored === "boolean" ? "truth" : dimension,
        stored,
      ).expression,
    };
  if (isDrawn(given)) {
    distributionOf(given);
    if (!sameDimension(given.dimension, dimension))
      throw new DimensionError(
        `invalid ${what}: drawn values; expected ${describeDimension(dimension)}, got ${describeDimension(given.dimension)}`,
      );
    return { kind: "drawn", drawn: given };
  }
  if (isManyValues(given))
    return { kind: "each", values: lowerAll(what, given, dimension, { count, ...bounds }) };
  return { kind: "shared", value: lower(what, given, dimension, bounds) };
}

/** The dimension of values as they were given. @throws UserError for what are none. */
export const dimensionOfValues = (what: string, given: unknown): Dimension =>
  isDrawn(given) ? given.dimension : dimensionOfValue(what, given);

/**
 * A copy of values as they were given, which nobody else can change.
 * @throws UserError for what are no values.
 */
export function copyOfValues<V extends Values>(what: string, given: V): V {
  if (given instanceof QuantityArray)
    return new QuantityArray(given.values.slice(), given.dimension) as Values as V;
  const isOne = ["number", "string", "boolean"].includes(typeof given);
  if (isOne || given instanceof Quantity || isDrawn(given)) return given;
  if (isTimed(given) || isFormula(given)) return given;
  if (isManyValues(given)) return (given as readonly number[]).slice() as readonly number[] as V;
  throw new UserError(
    `invalid ${what}: ${shown(given)}; expected a number, a quantity, one for each, values to draw like normal(mean, deviation), or text like "10*mV*rand()"`,
  );
}

/** Whether values are one for all. */
export const isShared = (values: PlainValues): values is PlainValues & { kind: "shared" } =>
  values.kind === "shared";
