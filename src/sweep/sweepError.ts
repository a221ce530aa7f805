import { shown, UserError } from "../base/index.js";

/** A point that failed. */
export interface Failure<Point = unknown> {
  /** The point, as the grid has it. */
  point: Point;
  /** What went wrong. */
  error: string;
}

/**
 * Some points of a sweep failed; the others are finished, and cached.
 * @example
 * ```ts
 * try {
 *   await sweep({
 *     grid: { seed: range(3) }, simulation: ({ seed }) => network({ ...simulation, seed }),
 *     measures: { odd: () => { throw new Error("no measure"); } },
 *   });
 * } catch (error) {
 *   if (!(error instanceof SweepError)) throw error;
 *   console.log(error.failures.length, "of", error.total, error.points);
 * }
 * ```
 */
export class SweepError extends UserError {
  override readonly name: string = "SweepError";

  constructor(
    /** The points that failed, with what went wrong; `grid: error.points` tries them alone. */
    readonly failures: readonly Failure[],
    /** How many points there were in all. */
    readonly total: number,
  ) {
    const shown = failures
      .slice(0, 5)
      .map(({ point, error }) => `  ${describePoint(point)}: ${error}`);
    const more =
      failures.length > shown.length ? [`  and ${failures.length - shown.length} more`] : [];
    super([`${failures.length} of ${total} points failed:`, ...shown, ...more].join("\n"));
  }

  /** The points that failed. */
  get points(): unknown[] {
    return this.failures.map(({ point }) => point);
  }
}

/** A point as text: "we = 15 pS, seed = 3". */
export function describePoint(point: unknown): string {
  return Object.entries(point as object)
    .map(([name, value]) => `${name} = ${typeof value === "string" ? value : shown(value)}`)
    .join(", ")
    .slice(0, 300);
}
