import { availableParallelism } from "node:os";
import { checkOptions, requireWholeNumber } from "../../base/index.js";
import { computeClaimed, type Executor } from "./executor.js";
import { PointProcesses } from "./pointProcess.js";
import { storeOutcome } from "./pointTask.js";

/** Options of {@link workers}. */
export interface WorkersOptions {
  /** How many processes, with one thread each; by default as many as there are cores. */
  threads?: number;
}

/**
 * Computes the points of a sweep on the cores of this machine, in processes of their own: a point
 * that needs more memory than there is ends its process, and no other point.
 * This process stores the outcomes meanwhile.
 * @example
 * ```ts
 * await sweep({
 *   grid: { we: pS([15, 30]) }, executor: workers({ threads: 2 }),
 *   simulation: ({ we }) => nto1({ N: 6500, we, duration: seconds(0.5) }), measures: ["output_rate"],
 * })
 * ```
 */
export function workers(options: WorkersOptions = {}): Executor {
  checkOptions("workers", options, ["threads"]);
  const { threads = availableParallelism() } = options;
  requireWholeNumber("threads", threads, 1, 1024);
  return {
    name: `${threads} workers`,
    compute: async (tasks, context) => {
      const count = Math.min(threads, tasks.length);
      const processes = new PointProcesses(count, 1);
      const stop = (): void => processes.end();
      context.signal.addEventListener("abort", stop, { once: true });
      const running = (points: number): void => context.running(Math.min(points, count));
      try {
        await computeClaimed(
          tasks,
          { ...context, running },
          {
            // one more than there are processes, so that none waits for the next point
            atOnce: count + 1,
            store: storeOutcome,
            compute: (task) => processes.compute(task),
          },
        );
      } finally {
        context.signal.removeEventListener("abort", stop);
        processes.end();
      }
    },
  };
}
