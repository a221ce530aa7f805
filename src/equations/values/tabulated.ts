import { checkChoice, checkOptions, digestOf, showAs, shown, UserError } from "../../base/index.js";
import {
  type Dimension,
  describeDimension,
  dimensionOfValue,
  lowerAll,
  type Quantity,
  type QuantityArray,
} from "../../units/index.js";

/** A function of one number that is given as a table. */
export interface Tabulated {
  readonly kind: "tabulated";
  /** What it is called with, for messages. */
  readonly arguments: readonly string[];
  /** Where it is known, ascending, and what it is there, in SI units. */
  readonly at: Float64Array;
  readonly values: Float64Array;
  /** What the argument and the value measure. */
  readonly from: Dimension;
  readonly to: Dimension;
  readonly outside: "hold" | "refuse";
}

type Numbers<D extends string = string> =
  | QuantityArray<D>
  | readonly Quantity<D>[]
  | readonly number[]
  | Float64Array;

const MOST = 1e7;

/**
 * A function given as a table: a parameter that texts call, linear between its points.
 *
 * ```ts
 * population("p", { N: 3, equations: "dr/dt = (gain(I) - r)/tau : Hz\nI : amp",
 *   parameters: { gain: tabulated(pA([0, 100, 300]), Hz([0, 5, 40])), I: pA([50, 200, 500]), tau: ms(10) } })
 * ```
 *
 * @param at where it is known, strictly ascending
 * @param values what it is there
 * @param options `outside`: what it is before the first and after the last point: the value there ("hold", by
 *   default), or no number ("refuse"), which ends the run with an error
 * @throws UserError naming the value and what was expected.
 */
export function tabulated(
  at: Numbers,
  values: Numbers,
  options: { outside?: "hold" | "refuse" } = {},
): Tabulated {
  checkOptions("tabulated", options ?? null, ["outside"]);
  const outside = checkChoice("outside", options.outside ?? "hold", ["hold", "refuse"]);
  const [x, y] = [numbersOf("at", at), numbersOf("values", values)];
  if (x.plain.length !== y.plain.length)
    throw new UserError(
      `invalid values of tabulated: ${y.plain.length} given; expected ${x.plain.length}, one for each point`,
    );
  const odd = x.plain.findIndex((point, k) => k > 0 && !(point > x.plain[k - 1]));
  if (odd > 0)
    throw new UserError(
      `invalid at of tabulated: ${x.plain[odd]} after ${x.plain[odd - 1]}, in SI units; expected ascending points`,
    );
  const made: Tabulated = {
    kind: "tabulated",
    arguments: Object.freeze(["x"]),
    at: x.plain,
    values: y.plain,
    from: x.dimension,
    to: y.dimension,
    outside,
  };
  return showAs(
    made,
    () =>
      `${x.plain.length} points of a function from ${describeDimension(x.dimension)} to ${describeDimension(y.dimension)}`,
  );
}

function numbersOf(what: string, given: unknown): { plain: Float64Array; dimension: Dimension } {
  const name = `${what} of tabulated`;
  const isList = typeof given === "object" && given !== null && "length" in given;
  const length = isList ? Number((given as { length: unknown }).length) : 0;
  if (!isList || !(length >= 2 && length <= MOST))
    throw new UserError(`invalid ${name}: ${shown(given)}; expected a list of two points or more`);
  const [first] = given as unknown as Iterable<unknown>;
  const dimension = dimensionOfValue(name, first);
  return { plain: lowerAll(name, given, dimension).slice(), dimension };
}

/** Whether a value is such a function. @throws UserError for what was put together wrongly by hand. */
export function isTabulated(value: unknown): value is Tabulated {
  const given = (value ?? {}) as Partial<Tabulated>;
  if (given.kind !== "tabulated") return false;
  const { at, values, from, to, outside } = given;
  const isWhole =
    at instanceof Float64Array &&
    values instanceof Float64Array &&
    at.length >= 2 &&
    at.length === values.length &&
    at.every((point, k) => Number.isFinite(point) && (k === 0 || point > at[k - 1])) &&
    values.every(Number.isFinite) &&
    Array.isArray(from) &&
    Array.isArray(to) &&
    (outside === "hold" || outside === "refuse");
  if (!isWhole)
    throw new UserError(`invalid function: ${shown(value)}; expected what tabulated() returns`);
  return true;
}

/** Tables that expressions call, by the names under which they do. */
const known = new Map<string, Tabulated>();

/** The name by which an expression calls a table: that of the parameter, and what it holds. */
export function callableName(parameter: string, table: Tabulated): string {
  const { at, values, from, to, outside } = table;
  const name = `${parameter}'${digestOf({ at, values, from, to, outside }).slice(0, 12)}`;
  if (!known.has(name)) known.set(name, table);
  return name;
}

/** The table that an expression calls by a name; undefined for other functions. */
export const tableNamed = (name: string): Tabulated | undefined => known.get(name);

/** The value of a table: the same operations as those of kernels. */
export function lookUp({ at, values, outside }: Tabulated, x: number): number {
  const last = at.length - 1;
  if (!(x >= at[0])) return x < at[0] && outside === "hold" ? values[0] : Number.NaN;
  if (x >= at[last]) return x === at[last] || outside === "hold" ? values[last] : Number.NaN;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (at[middle] <= x) low = middle;
    else high = middle;
  }
  const slope = (values[high] - values[low]) / (at[high] - at[low]);
  return values[low] + (x - at[low]) * slope;
}
