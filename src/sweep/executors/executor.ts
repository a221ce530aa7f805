import { setTimeout as sleep } from "node:timers/promises";
import { each, fromBytes, type ResultCache } from "../../cache/index.js";
import { describeFailure } from "../describeFailure.js";
import { turns } from "../turns.js";
import { Claims } from "./claims.js";
import { knownOutcome, type PointOutcome, type PointTask } from "./pointTask.js";

/** What an executor is given beside the points: where results go, and whom it tells. */
export interface SweepContext {
  cache: ResultCache;
  /** Aborted when the user stops the sweep. */
  signal: AbortSignal;
  /** How many points are being computed just now. */
  running: (count: number) => void;
  /**
   * Told of each outcome. An executor waits for the answer before it computes many more: measures
   * may take their time.
   * @param elsewhere whether another process computed it meanwhile
   */
  finished: (task: PointTask, outcome: PointOutcome, elsewhere?: boolean) => void | Promise<void>;
  failed: (task: PointTask, message: string) => void;
}

/** Where the points of a sweep are computed. */
export interface Executor {
  /** For messages: "workers". */
  readonly name: string;
  /**
   * Computes points, in any order, and tells of each one as soon as it is done or has failed. Ends
   * when all are, or when the signal is aborted: nothing runs any more then.
   */
  compute(tasks: readonly PointTask[], context: SweepContext): Promise<void>;
}

/** How points are computed under claims. */
export interface ClaimedWork {
  /** How many points at a time. */
  atOnce: number;
  /** Computes a point. @returns the bytes of its outcome */
  compute: (task: PointTask) => Promise<Uint8Array>;
  store: (task: PointTask, bytes: Uint8Array, cache: ResultCache) => Promise<void>;
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
  { atOnce, compute, store }: ClaimedWork,
): Promise<void> {
  const { cache, signal } = context;
  const claims = new Claims(cache.folder);
  const storing = new Set<Promise<void>>();
  const turn = turns();
  let elsewhere: PointTask[] = [];
  let running = 0;
  let trouble: { error: unknown } | undefined;
  /** Computes a point, unless it was computed between the first look and the claim. */
  const attempt = async (task: PointTask): Promise<void> => {
    if (!claims.take(task.digest)) {
      elsewhere.push(task);
      return;
    }
    let bytes: Uint8Array | undefined;
    let outcome: PointOutcome | undefined;
    try {
      outcome = await knownOutcome(task, cache);
      if (!outcome) {
        context.running(++running);
        bytes = await compute(task).finally(() => context.running(--running));
      }
    } catch (error) {
      claims.release(task.digest);
      if (!signal.aborted) context.failed(task, describeFailure(error));
      return;
    }
    const finishing = finish(task, bytes, outcome)
      .catch((error: unknown) => {
        trouble ??= { error };
      })
      .finally(() => storing.delete(finishing));
    storing.add(finishing);
    if (storing.size >= MOST_STORING) await Promise.race(storing);
  };
  const finish = async (
    task: PointTask,
    bytes?: Uint8Array,
    known?: PointOutcome,
  ): Promise<void> => {
    try {
      if (bytes) await store(task, bytes, cache);
    } catch (error) {
      return context.failed(task, describeFailure(error));
    } finally {
      claims.release(task.digest);
    }
    const outcome = known ?? (fromBytes(bytes as Uint8Array) as PointOutcome);
    await context.finished(task, outcome, known !== undefined);
  };
  const goThrough = async (list: readonly PointTask[]): Promise<void> => {
    await each(list, atOnce, async (task) => {
      await turn();
      if (!signal.aborted && !trouble) await attempt(task);
    });
    await Promise.all(storing);
    if (trouble) throw trouble.error;
  };
  try {
    await goThrough(tasks);
    while (elsewhere.length > 0 && !signal.aborted) {
      await sleep(PATIENCE * 1000);
      const waiting = elsewhere;
      const free: PointTask[] = [];
      elsewhere = [];
      for (const task of waiting) {
        await turn();
        (claims.isTaken(task.digest) ? elsewhere : free).push(task);
      }
      await goThrough(free);
    }
  } finally {
    claims.releaseAll();
    await Promise.all(storing);
  }
}
