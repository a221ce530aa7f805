import { shown, UserError } from "../../base/index.js";
import { DIMENSIONLESS } from "../../units/index.js";
import type { Distribution, Drawn } from "./drawn.js";

export const INTEGERS: Distribution = {
  name: "integers",
  draw: (stream, [from, to]) => from + stream.whole(to - from + 1),
  isWhole: () => true,
};

/** How many whole numbers there may be. */
const MOST = 2 ** 32;

/**
 * Whole numbers drawn from a range, both ends included: `integers(1, 6)` throws a die. On the numpy stream
 * they are those of `np.random.randint(from, to + 1)`, on the julia stream those of `rand(from:to)`.
 * @throws UserError for ends that are not whole, out of order, or more than 2^32 apart.
 * @example
 * ```ts
 * population("dice", { N: 10, equations: "x : 1", initial: { x: integers(1, 6) } })
 * ```
 */
export function integers(from: number, to: number): Drawn<"dimensionless"> {
  requireRange(from, to);
  return Object.freeze({
    distribution: INTEGERS.name,
    parameters: Object.freeze([from, to]),
    dimension: DIMENSIONLESS,
  });
}

/** Requires the ends of a range of whole numbers. @throws UserError */
export function requireRange(from: number, to: number): void {
  for (const end of [from, to])
    if (!Number.isSafeInteger(end))
      throw new UserError(`invalid end of integers: ${shown(end)}; expected a whole number`);
  if (!(from <= to && to - from < MOST))
    throw new UserError(
      `invalid ends of integers: ${from} and ${to}; expected the lower one first, and at most 2^32 numbers`,
    );
}
