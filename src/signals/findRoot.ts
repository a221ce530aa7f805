import { UserError } from "../base/index.js";

/** How {@link findRoot} searches. */
export interface RootSearch {
  /** Two points at which the function has opposite signs. */
  bracket: readonly [number, number];
  /** Absolute tolerance of the root. */
  absoluteTolerance: number;
  /** Relative tolerance of the root; by default 4 * 2^-52. */
  relativeTolerance?: number;
  /** The search fails after so many iterations; by default 100. */
  maximumIterations?: number;
}

/** A root, and how many iterations it took. */
export interface Root {
  root: number;
  iterations: number;
  functionCalls: number;
}

/**
 * Finds where a function changes its sign, with Brent's method in the form of SciPy's `brentq`
 * (same iterates, same number of iterations): each step interpolates (inverse quadratic or
 * secant) where that step is short enough and bisects otherwise, and moves at least
 * (xtol + rtol |x|) / 2. The function is called for one point after the other and may be
 * asynchronous.
 *
 * Source: R. P. Brent, "Algorithms for Minimization Without Derivatives", 1973, chapters 3 and 4.
 * @throws UserError if the bracket has no sign change, a value is not a number, or the search
 *   does not converge.
 */
export async function findRoot(
  evaluate: (x: number) => number | Promise<number>,
  search: RootSearch,
): Promise<Root> {
  const { absoluteTolerance, relativeTolerance = 4 * 2 ** -52, maximumIterations = 100 } = search;
  if (!(absoluteTolerance > 0))
    throw new UserError(`invalid absoluteTolerance: ${absoluteTolerance}; expected more than 0`);
  let functionCalls = 0;
  const f = async (x: number): Promise<number> => {
    functionCalls += 1;
    const y = await evaluate(x);
    if (typeof y !== "number" || Number.isNaN(y))
      throw new UserError(`invalid function value at ${x}: ${y}; expected a number`);
    return y;
  };

  let [previous, current] = search.bracket;
  let previousValue = await f(previous);
  let currentValue = await f(current);
  if (previousValue === 0) return { root: previous, iterations: 0, functionCalls };
  if (currentValue === 0) return { root: current, iterations: 0, functionCalls };
  if (Math.sign(previousValue) === Math.sign(currentValue))
    throw new UserError(
      `invalid bracket: [${previous}, ${current}]; the function is ${previousValue} and ${currentValue} there; expected opposite signs`,
    );

  // "opposite" is the best point known on the other side of the root
  let opposite = previous;
  let oppositeValue = previousValue;
  let step = current - previous;
  let stepBefore = step;
  for (let iterations = 1; iterations <= maximumIterations; iterations++) {
    if (previousValue !== 0 && currentValue !== 0 && previousValue < 0 !== currentValue < 0) {
      opposite = previous;
      oppositeValue = previousValue;
      step = current - previous;
      stepBefore = step;
    }
    if (Math.abs(oppositeValue) < Math.abs(currentValue)) {
      previous = current;
      current = opposite;
      opposite = previous;
      previousValue = currentValue;
      currentValue = oppositeValue;
      oppositeValue = previousValue;
    }
    const tolerance = (absoluteTolerance + relativeTolerance * Math.abs(current)) / 2;
    const bisection = (opposite - current) / 2;
    if (currentValue === 0 || Math.abs(bisection) < tolerance)
      return { root: current, iterations, functionCalls };

    if (Math.abs(stepBefore) > tolerance && Math.abs(currentValue) < Math.abs(previousValue)) {
      const interpolation =
        previous === opposite
          ? (-currentValue * (current - previous)) / (currentValue - previousValue)
          : inverseQuadraticStep(
              [previous, previousValue],
              [current, currentValue],
              [opposite, oppositeValue],
            );
      const shortEnough = Math.min(Math.abs(stepBefore), 3 * Math.abs(bisection) - tolerance);
      if (2 * Math.abs(interpolation) < shortEnough) {
        stepBefore = step;
        step = interpolation;
      } else {
        stepBefore = bisection;
        step = bisection;
      }
    } else {
      stepBefore = bisection;
      step = bisection;
    }

    previous = current;
    previousValue = currentValue;
    if (Math.abs(step) > tolerance) current += step;
    else current += bisection > 0 ? tolerance : -tolerance;
    currentValue = await f(current);
  }
  throw new UserError(
    `no root found in [${search.bracket.join(", ")}] after ${maximumIterations} iterations`,
  );
}

type Point = readonly [x: number, y: number];

/** The step from the current point by extrapolation through three points. */
function inverseQuadraticStep(previous: Point, current: Point, opposite: Point): number {
  const slopePrevious = (previous[1] - current[1]) / (previous[0] - current[0]);
  const slopeOpposite = (opposite[1] - current[1]) / (opposite[0] - current[0]);
  return (
    (-current[1] * (opposite[1] * slopeOpposite - previous[1] * slopePrevious)) /
    (slopeOpposite * slopePrevious * (opposite[1] - previous[1]))
  );
}
