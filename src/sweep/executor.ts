import { setTimeout as sleep } from "node:timers/promises";
import { Claims, each, type ResultCache } from "../cache/index.js";
import { knownOutcome, type PointOutcome, type PointTask, storeOutcome } from "./pointTask.js";

/** What an executor is given beside the points: where results go, and whom it tells. */
export interface SweepContext {
  cache: ResultCache;
  /** Aborted when the user stops the sweep. */
  signal: AbortSignal;
  /** How many points are being computed just now. */
  running: (count: number) => void;
  /** @param elsewhere whether another process computed it meanwhile */
  finished: (task: PointTask, outcome: PointOutcome, elsewhere?: boolean) => void;
  failed: (task: PointTask, message: string) => void;
}

/** Where the points of a sweep are computed. */
export interface Executor {
  readonly name: string;
  /**
   * Computes points, in any order, and tells of each one as soon as it is done or has failed. Ends
   * when all are, or when the signal is aborted: nothing runs any more then.
   */
  compute(tasks: readonly PointTask[], context: SweepContext): Promise<void>;
}

/** Seconds between two looks at points that other processes compute. */
const PATIENCE = 0.25;

/** Outcomes that may be on their way to the disk while the next points are computed. */
const MOST_STORING = 8;

/**
 * Computes points, several at a time, each under a claim, and stores their outcomes meanwhile.
 * Those that another process computes are left for the end, and taken from the cache as they come;
 * where it fails or dies, they are computed here after all.
 */
export async function computeClaimed(
  tasks: readonly PointTask[],
  context: SweepContext,
  atOnce: number,
  compute: (task: PointTask) => Promise<PointOutcome>,
): Promise<void> {
  const { cache, signal } = context;
  const claims = new Claims(cache.folder);
  const storing = new Set<Promise<void>>();
  let elsewhere: PointTask[] = [];
  let running = 0;
  /** Computes a point, unless it was computed between the first look and the claim. */
  const outcomeOf = async (
    task: PointTask,
  ): Promise<{ outcome: PointOutcome; elsewhere: boolean }> => {
    const known = await knownOutcome(task, cache);
    if (known) return { outcome: known, elsewhere: true };
    context.running(++running);
    try {
      return { outcome: await compute(task), elsewhere: false };
    } finally {
      context.running(--running);
    }
  };
  const attempt = async (task: PointTask): Promise<void> => {
    if (!(await claims.take(task.digest))) {
      elsewhere.push(task);
      return;
    }
    const { digest } = task;
    try {
      const found = await outcomeOf(task);
      const stored = (
        found.elsewhere ? Promise.resolve() : storeOutcome(task, found.outcome, cache)
      ).then(() => {
        claims.release(digest);
        context.finished(task, found.outcome, found.elsewhere);
      });
      storing.add(stored);
      stored.then(() => storing.delete(stored));
      if (storing.size >= MOST_STORING) await Promise.race(storing);
    } catch (error) {
      claims.release(digest);
      if (!signal.aborted) context.failed(task, messageOf(error));
    }
  };
  const goThrough = async (list: readonly PointTask[]): Promise<void> => {
    await each(list, atOnce, async (task) => {
      if (!signal.aborted) await attempt(task);
    });
    await Promise.all(storing);
  };
  try {
    await goThrough(tasks);
    while (elsewhere.length > 0 && !signal.aborted) {
      await sleep(PATIENCE * 1000);
      const waiting = elsewhere;
      elsewhere = waiting.filter(({ digest }) => claims.isTaken(digest));
      await goThrough(waiting.filter((task) => !elsewhere.includes(task)));
    }
  } finally {
    claims.releaseAll();
  }
}

/** What an error says, in a line or a few. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
