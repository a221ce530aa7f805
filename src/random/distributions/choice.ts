import { shown, UserError } from "../../base/index.js";
import {
  DIMENSIONLESS,
  dimensionOfValue,
  isManyValues,
  lowerAll,
  type Quantity,
  type QuantityArray,
} from "../../units/index.js";
import type { Distribution, Drawn } from "./drawn.js";

/** Parameters: how many values, the values, and where weights are given their running sums up to 1. */
export const CHOICE: Distribution = {
  name: "choice",
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
export function runningSums(weights: readonly number[] | Float64Array, count: number): number[] {
  const plain = lowerAll("weights of choice", weights, DIMENSIONLESS, { count, least: 0 });
  let sum = 0;
  const sums = Array.from(plain, (weight) => {
    sum += weight;
    return sum;
  });
  if (!(sum > 0))
    throw new UserError("invalid weights of choice: all are 0; expected one or more above 0");
  const last = plain.findLastIndex((weight) => weight > 0);
  return sums.map((part, k) => (k >= last ? 1 : part / sum));
}

/**
 * Values drawn from a list, all alike or with weights: `choice(mV([-70, -60]))`,
 * `choice([1, 2, 3], [0.5, 0.25, 0.25])`. Weights need not sum up to 1. On the numpy stream they are those of
 * `np.random.choice`.
 * @throws UserError for an empty list, values of different dimensions, or weights that do not fit.
 * @example
 * ```ts
 * import { choice, ms, population } from "spikebook/browser"; // where `choice` is no control of a page
 * population("cells", { N: 10, equations: "dv/dt = -v/tau : volt", parameters: { tau: choice(ms([10, 20]), [0.8, 0.2]) } })
 * ```
 */
export function choice(
  values: readonly number[] | Float64Array,
  weights?: readonly number[],
): Drawn<"dimensionless">;
export function choice<D extends string>(
  values: QuantityArray<D> | readonly Quantity<D>[],
  weights?: readonly number[],
): Drawn<D>;
export function choice(
  values: QuantityArray | readonly Quantity[] | readonly number[] | Float64Array,
  weights?: readonly number[],
): Drawn {
  if (!isManyValues(values) || values.length === 0)
    throw new UserError(
      `invalid values of choice: ${shown(values)}; expected a list of numbers or quantities`,
    );
  const dimension = dimensionOfValue("values of choice", values);
  const plain = lowerAll("values of choice", values, dimension);
  const sums = weights === undefined ? [] : runningSums(weights, plain.length);
  return Object.freeze({
    distribution: CHOICE.name,
    parameters: Object.freeze([plain.length, ...plain, ...sums]),
    dimension,
  });
}
