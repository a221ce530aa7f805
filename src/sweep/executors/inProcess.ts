import { checkNoMore } from "../../base/index.js";
import { computeClaimed, type Executor } from "./executor.js";
import { computePoint, storeOutcome } from "./pointTask.js";

/**
 * Computes the points of a sweep one after the other, in this process. A point that needs more
 * memory than there is ends the process: `workers()` keeps such points to themselves.
 * @example
 * ```ts
 * await sweep({
 *   grid: { seed: range(2) }, executor: inProcess(),
 *   simulation: ({ seed }) => network({ ...simulation, seed }), measures: { rate: (result) => result.firingRateOf("neurons") },
 * })
 * ```
 */
export function inProcess(): Executor;
export function inProcess(...more: unknown[]): Executor {
  checkNoMore("inProcess", more);
  return {
    name: "in process",
    compute: (tasks, context) =>
      computeClaimed(tasks, context, {
        atOnce: 1,
        store: storeOutcome,
        compute: (task) => computePoint(task, { signal: context.signal }),
      }),
  };
}
