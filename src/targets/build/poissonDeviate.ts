import { elementary } from "../../base/index.js";
import { LARGEST_POISSON } from "../../program/index.js";

/** Largest mean of one draw by inversion; larger ones are drawn in parts. */
export const POISSON_PART = 8;

/** In how many parts, each of which mean, a Poisson deviate is drawn; undefined of a mean that none has. */
function partsOf(mean: number): { count: number; part: number } | undefined {
  if (!(mean >= 0 && mean <= LARGEST_POISSON)) return undefined;
  const count = Math.max(1, Math.ceil(mean / POISSON_PART));
  return { count, part: mean / count };
}

/**
 * A Poisson deviate by inversion (Devroye 1986, section X.3.3), of large means in parts. No number where the
 * mean is negative, none, or too large.
 */
export function poissonDeviate(mean: number, uniform: () => number): number {
  const parts = partsOf(mean);
  if (!parts) return Number.NaN;
  const silent = elementary.exp(-parts.part);
  let total = 0;
  for (let k = 0; k < parts.count; k++) {
    const deviate = uniform();
    let probability = silent;
    let count = 0;
    for (let sum = probability; deviate >= sum && count < 1000; sum += probability) {
      count += 1;
      probability *= parts.part / count;
    }
    total += count;
  }
  return total;
}

/** What deviates of one mean are drawn from: bits of words that have several deviates each, and whole words. */
export interface PoissonWords {
  /** Twelve bits of each of five deviates, of the next word. */
  twelves: () => number[];
  uniform: () => number;
}

const TWELVE_BITS = 4096;

/**
 * Poisson deviates of one mean for a block of elements by inversion: twelve bits say nearly where in [0, 1) a uniform
 * deviate is, which settles nearly all counts. Where it does not, a whole word says where in that part it is.
 */
export function poissonDeviates(mean: number, size: number, words: PoissonWords): Float64Array {
  const deviates = new Float64Array(size);
  const parts = partsOf(mean);
  if (!parts) return deviates.fill(Number.NaN);
  const silent = elementary.exp(-parts.part);
  const countAt = (twelve: number): number => {
    let uniform = twelve / TWELVE_BITS;
    let end = uniform + 1 / TWELVE_BITS;
    let [count, probability, sum] = [0, silent, silent];
    for (;;) {
      if (uniform < sum && end > sum) {
        uniform += words.uniform() / TWELVE_BITS;
        end = 0;
      }
      if (uniform < sum) return count;
      probability *= parts.part / (count + 1);
      const more = sum + probability;
      // beyond, nothing is left that numbers could tell
      if (more === sum) return count;
      count += 1;
      sum = more;
    }
  };
  for (let part = 0; part < parts.count; part++)
    for (let first = 0; first < size; first += 5)
      for (const [k, twelve] of words.twelves().entries())
        if (first + k < size) deviates[first + k] += countAt(twelve);
  return deviates;
}
