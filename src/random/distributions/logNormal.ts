import { elementary, UserError } from "../../base/index.js";
import type { Quantity } from "../../units/index.js";
import { type Distribution, type Drawn, type DrawnBounds, describeDrawn } from "./drawn.js";

const { exp, log } = elementary;

/** What standard normal deviates become: mean and standard deviation of the logarithm are given. */
const from = ([mean, sigma]: readonly number[]): ((z: number) => number) => {
  const mu = log(mean) - (sigma * sigma) / 2;
  return (z) => exp(z * sigma + mu);
};

export const LOG_NORMAL: Distribution = {
  name: "logNormal",
  draw: (stream, parameters) => from(parameters)(stream.normal()),
  // an array of normal deviates, as published programs draw it from Julia's stream
  drawAll: (stream, parameters, count) => stream.normals(count).map(from(parameters)),
};

/**
 * Values drawn from the log-normal distribution with the given mean: their logarithm is normal with
 * standard deviation `sigma`. `logNormal(Hz(4), 0.77)`. On the julia stream they are drawn as
 * `randn(count)` draws an array.
 * @param mean the mean of the values themselves, more than 0
 * @throws UserError for a mean that is not positive, or a sigma below 0.
 * @example
 * ```ts
 * renewal("input", 100, logNormal(Hz(4), 0.77))
 * ```
 */
export function logNormal(
  mean: number,
  sigma: number,
  bounds?: DrawnBounds<"dimensionless">,
): Drawn<"dimensionless">;
export function logNormal<D extends string>(
  mean: Quantity<D>,
  sigma: number,
  bounds?: DrawnBounds<D>,
): Drawn<D>;
export function logNormal(mean: Quantity | number, sigma: number, bounds?: DrawnBounds): Drawn {
  const drawn = describeDrawn(LOG_NORMAL, { mean }, { sigma }, bounds);
  const [least, deviation] = drawn.parameters;
  if (!(least > 0)) throw new UserError(`invalid mean of logNormal: ${mean}; expected more than 0`);
  if (deviation < 0)
    throw new UserError(`invalid sigma of logNormal: ${sigma}; expected 0 or more`);
  return drawn;
}
