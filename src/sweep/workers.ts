import { availableParallelism } from "node:os";
import { requireWholeNumber } from "../base/index.js";
import { builtFile, engineVersion, fromBytes, toBytes } from "../cache/index.js";
import { computeClaimed, type Executor } from "./executor.js";
import type { PointOutcome, PointTask } from "./pointTask.js";

/** Options of {@link workers}. */
export interface WorkersOptions {
  /** How many threads; by default as many as there are cores. */
  threads?: number;
}

/** What a worker thread is given: the bytes of a point, and which state of the engine asks. */
export interface WorkerTask {
  bytes: Uint8Array;
  version: string;
}

/**
 * Computes the points of a sweep on the cores of this machine, in a pool of worker threads (piscina).
 * A thread takes a point and simulates it; this process stores the outcome meanwhile. Bytes are
 * handed over, not copied.
 */
export function workers({ threads = availableParallelism() }: WorkersOptions = {}): Executor {
  requireWholeNumber("threads", threads, 1, 1024);
  return {
    name: `${threads} workers`,
    compute: async (tasks, context) => {
      // not a static import: it is needed here only
      const { Piscina } = await import("piscina");
      const count = Math.min(threads, tasks.length);
      const pool = new Piscina<WorkerTask, Uint8Array>({
        filename: builtFile("sweep/pointWorker.js").href,
        minThreads: count,
        maxThreads: count,
        // the pool's own queue stays short: points are claimed when they are handed out
        concurrentTasksPerWorker: 1,
        atomics: "disabled",
      });
      const version = engineVersion();
      const stop = (): void => {
        pool.destroy().catch(() => {});
      };
      context.signal.addEventListener("abort", stop, { once: true });
      const compute = async (task: PointTask): Promise<PointOutcome> => {
        const bytes = ownBytes(toBytes(task));
        const outcome = await pool.run(
          { bytes, version },
          { transferList: [bytes.buffer as ArrayBuffer] },
        );
        return fromBytes(outcome) as PointOutcome;
      };
      try {
        // one more than there are threads, so that none waits for the next point
        const running = (points: number): void => context.running(Math.min(points, count));
        await computeClaimed(tasks, { ...context, running }, count + 1, compute);
      } finally {
        context.signal.removeEventListener("abort", stop);
        await pool.destroy();
      }
    },
  };
}

/** Bytes in a buffer of their own, which can be handed over. */
export const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
