import { shown, UserError } from "../../base/index.js";
import {
  DIMENSIONLESS,
  type Dimension,
  dimensionOfValue,
  isManyValues,
  lowerAll,
  type Quantity,
  type QuantityArray,
} from "../../units/index.js";
import type { Distribution, Drawn } from "./drawn.js";

/** Parameters: how many values, the values, and where weights are given their running sums up to 1. */
export const ONE_OF: Distribution = {
  name: "oneOf",
  draw: (stream, parameters) => {
    const [count] = parameters;
    if (parameters.length === 1 + count) return parameters[1 + stream.whole(count)];
    return parameters[1 + place(parameters, 1 + count, stream.uniform())];
  },
  isWhole: ([count, ...rest]) => rest.slice(0, count).every(Number.isInteger),
};

/** How many running sums from an index on are at most as large as a number. */
function place(sums: readonly number[], from: number, u: number): number {
  let [low, high] = [from, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > u) high = middle;
    else low = middle + 1;
  }
  return low - from;
}

/** Running sums of weights, divided by their sum. @throws UserError for weights that are none. */
function runningSums(
  what: string,
  weights: readonly number[] | Float64Array,
  count: number,
): number[] {
  const plain = lowerAll(`weights of ${what}`, weights, DIMENSIONLESS, { count, least: 0 });
  let sum = 0;
  const sums = Array.from(plain, (weight) => {
    sum += weight;
    return sum;
  });
  if (!(sum > 0))
    throw new UserError(`invalid weights of ${what}: all are 0; expected one or more above 0`);
  const last = plain.findLastIndex((weight) => weight > 0);
  return sums.map((part, k) => (k >= last ? 1 : part / sum));
}

/**
 * Values drawn from a list, all alike or with weights: `oneOf(mV([-70, -60]))`,
 * `oneOf([1, 2, 3], [0.5, 0.25, 0.25])`. Weights need not sum up to 1. On the numpy stream they are those of
 * `np.random.choice`.
 * @throws UserError for an empty list, values of different dimensions, or weights that do not fit.
 * @example
 * ```ts
 * import { ms, oneOf, population } from "spikebook";
 * population("cells", { N: 10, equations: "dv/dt = -v/tau : volt", parameters: { tau: oneOf(ms([10, 20]), [0.8, 0.2]) } })
 * ```
 */
export function oneOf(
  values: readonly number[] | Float64Array,
  weights?: readonly number[],
): Drawn<"dimensionless">;
export function oneOf<D extends string>(
  values: QuantityArray<D> | readonly Quantity<D>[],
  weights?: readonly number[],
): Drawn<D>;
export function oneOf(
  values: QuantityArray | readonly Quantity[] | readonly number[] | Float64Array,
  weights?: readonly number[],
): Drawn {
  if (!isManyValues(values) || values.length === 0)
    throw new UserError(
      `invalid values of oneOf: ${shown(values)}; expected a list of numbers or quantities`,
    );
  const dimension = dimensionOfValue("values of oneOf", values);
  const plain = lowerAll("values of oneOf", values, dimension);
  return drawnFrom("oneOf", plain, dimension, weights);
}

/** Values drawn from a list of plain numbers; `what` asks for it, for errors about its weights. */
export function drawnFrom(
  what: string,
  values: readonly number[] | Float64Array,
  dimension: Dimension,
  weights: readonly number[] | undefined,
): Drawn {
  const count = values.length;
  const sums = weights === undefined ? [] : runningSums(what, weights, count);
  return Object.freeze({
    distribution: ONE_OF.name,
    parameters: Object.freeze([count, ...values, ...sums]),
    dimension,
  });
}
