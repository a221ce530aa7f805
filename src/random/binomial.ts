import { gammaDeviate } from "./distributions/gamma.js";
import type { RandomStream } from "./streams.js";

/** Trials that are made one by one. */
const FEW = 32;

/**
 * A binomial deviate: how many of `n` trials succeed, each with probability `p`. While there are many, one
 * of the middle of their ordered uniform deviates is drawn from its beta distribution, which says on which side
 * of it `p` lies: only those trials are left (Relles 1972, Ahrens and Dieter 1974). So the time grows
 * with the logarithm of `n`.
 */
export function binomialDeviate(stream: RandomStream, n: number, p: number): number {
  let [left, probability, count] = [n, p, 0];
  while (left > FEW && probability > 0 && probability < 1) {
    const below = Math.floor(left / 2) + 1;
    const above = left + 1 - below;
    const x = gammaDeviate(stream, below);
    const middle = x / (x + gammaDeviate(stream, above));
    if (middle < probability) {
      count += below;
      left = above - 1;
      probability = (probability - middle) / (1 - middle);
    } else {
      left = below - 1;
      probability /= middle;
    }
  }
  if (probability <= 0) return count;
  if (probability >= 1) return count + left;
  for (let k = 0; k < left; k++) if (stream.uniform() < probability) count += 1;
  return count;
}
