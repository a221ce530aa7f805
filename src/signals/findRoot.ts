import {
  checkOptions,
  requireFunction,
  requireWholeNumber,
  shown,
  UserError,
} from "../base/index.js";
import { lower } from "../units/index.js";

/** How {@link findRoot} searches. */
export interface RootSearch {
  /** Two points at which the function has opposite signs. */
  bracket: readonly [number, number];
  /** Absolute tolerance of the root. */
  absoluteTolerance: number;
  /** Relative tolerance of the root; by default 4 * 2^-52, which is also the least. */
  relativeTolerance?: number;
  /** The search fails after so many iterations; by default 100. */
  maximumIterations?: number;
}

/** A root, and how many iterations it took. */
export interface Root {
  /** Where the function changes its sign. */
  root: number;
  /** How many iterations it took. */
  iterations: number;
  /** How often the function was called. */
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
 * @throws UserError for options that do not exist, if the bracket has no sign change, a value is not
 *   a number, or the search does not converge.
 * @example
 * ```ts
 * const { root } = await findRoot((x) => x ** 2 - 2, { bracket: [0, 2], absoluteTolerance: 1e-9 });
 * root.toFixed(6) // => 1.414214
 * ```
 */
export async function findRoot(
  evaluate: (x: number) => number | Promise<number>,
  search: RootSearch,
): Promise<Root> {
  requireFunction("function", evaluate);
  const { bracket, absoluteTolerance, relativeTolerance, maximumIterations } =
    settledSearch(search);
  let functionCalls = 0;
  const f = async (x: number): Promise<number> => {
    functionCalls += 1;
    const y = await evaluate(x);
    if (typeof y !== "number" || Number.isNaN(y))
      throw new UserError(`invalid function value at ${x}: ${shown(y)}; expected a number`);
    return y;
  };

  let [previous, current] = bracket;
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
    `no root found in [${bracket.join(", ")}] after ${maximumIterations} iterations`,
  );
}

/** The least relative tolerance that doubles can meet: four times their spacing. */
const LEAST_RELATIVE_TOLERANCE = 4 * 2 ** -52;

/** @throws UserError for options that do not exist or have no such value. */
function settledSearch(search: RootSearch): Required<RootSearch> {
  checkOptions("findRoot", search, [
    "bracket",
    "absoluteTolerance",
    "relativeTolerance",
    "maximumIterations",
  ]);
  const {
    bracket,
    absoluteTolerance,
    relativeTolerance = LEAST_RELATIVE_TOLERANCE,
    maximumIterations = 100,
  } = search ?? {};
  if (!Array.isArray(bracket) || bracket.length !== 2 || !bracket.every(Number.isFinite))
    throw new UserError(
      `${bracket === undefined ? "missing bracket" : `invalid bracket: ${shown(bracket)}`}; expected two finite numbers`,
    );
  lower("absoluteTolerance", absoluteTolerance, "dimensionless", { above: 0 });
  lower("relativeTolerance", relativeTolerance, "dimensionless", {
    least: LEAST_RELATIVE_TOLERANCE,
  });
  requireWholeNumber("maximumIterations", maximumIterations, 1, Number.MAX_SAFE_INTEGER);
  return {
    bracket: [bracket[0], bracket[1]],
    absoluteTolerance,
    relativeTolerance,
    maximumIterations,
  };
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
