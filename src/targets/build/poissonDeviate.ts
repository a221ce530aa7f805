import { elementary } from "../../base/index.js";

/** Largest mean of one draw by inversion; larger ones are drawn in parts. */
export const POISSON_PART = 8;

/** Largest mean of a Poisson deviate: drawing takes time in proportion to it. */
export const LARGEST_POISSON = 1e5;

/**
 * A Poisson deviate by inversion (Devroye 1986, section X.3.3), of large means in parts. No number where the
 * mean is negative, none, or too large.
 */
export function poissonDeviate(mean: number, uniform: () => number): number {
  if (!(mean >= 0 && mean <= LARGEST_POISSON)) return Number.NaN;
  const parts = Math.max(1, Math.ceil(mean / POISSON_PART));
  const part = mean / parts;
  const silent = elementary.exp(-part);
  let total = 0;
  for (let k = 0; k < parts; k++) {
    const deviate = uniform();
    let probability = silent;
    let count = 0;
    for (let sum = probability; deviate >= sum && count < 1000; sum += probability) {
      count += 1;
      probability *= part / count;
    }
    total += count;
  }
  return total;
}
