import {
  checkChoice,
  checkOptions,
  checkTruth,
  requireFunction,
  requireWholeNumber,
  shown,
  UserError,
} from "../base/index.js";
import { type FinalState, isState } from "../results/index.js";
import { TARGET_NAMES, type TargetName } from "../targets/index.js";
import { type RecordingSink, requireSink } from "./recording.js";

/** Options of a run; none of them changes a number of the result. */
export interface RunOptions {
  /**
   * Goes on from where another run of the same simulation ended: only the duration may differ, and
   * what `changed` changes.
   */
  from?: FinalState;
  /** Called between chunks of steps with how many are done. */
  onProgress?: (done: number, total: number) => void;
  /**
   * Stops the run between chunks. Without one, an interrupt by the user (Ctrl-C, or the notebook's
   * stop button) stops it.
   */
  signal?: AbortSignal;
  /** Gives the memory back for other runs: the result then has no final state. */
  forgetState?: boolean;
  /**
   * How many threads share the work, at most; by default as many as there are cores, where the
   * work is large enough. Networks whose synapses read what is of their sources, and those on the published
   * programs' streams, are computed by one.
   */
  threads?: number;
  /** Called once the network is built, before its first step. */
  onBuilt?: (built: Built) => void;
  /** Most steps between two looks at the event loop; by default as many as take a moment. */
  chunk?: number;
  /** What carries the program out: "wasm" (fast, the default) or "interpreter" (slow and plain). */
  target?: TargetName;
  /**
   * What happens when a variable is no finite number any more: "stop" (by default) ends the run with
   * an error that names it; "continue" computes on.
   */
  onDivergence?: "stop" | "continue";
  /**
   * Where spikes and recorded variables go as they come: `recordTo("folder")`. The result then has
   * none of them, so that memory does not grow with the duration.
   */
  streamTo?: RecordingSink;
}

/** How a network was built. */
export interface Built {
  /** How many threads will compute it. */
  threads: number;
  /** Seconds that compiling its kernel took (little where it was compiled before), and all else. */
  compileTime: number;
  buildTime: number;
}

const OPTIONS = [
  "from",
  "onProgress",
  "signal",
  "forgetState",
  "threads",
  "onBuilt",
  "chunk",
  "target",
  "onDivergence",
  "streamTo",
] as const;

/** Most threads that share a run. */
export const MOST_THREADS = 256;

/** Checks the options of a run, or of `what` that takes the same. @throws UserError naming the value and what was expected. */
export function checkRunOptions(options: RunOptions, what = "run"): void {
  checkOptions(what, options, OPTIONS);
  const { from, onProgress, signal, forgetState, threads, onBuilt, chunk, target, onDivergence } =
    options;
  if (options.streamTo !== undefined) requireSink(options.streamTo);
  if (from !== undefined) requireState(from);
  if (onProgress !== undefined) requireFunction("onProgress", onProgress);
  if (onBuilt !== undefined) requireFunction("onBuilt", onBuilt);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new UserError(`invalid signal: ${shown(signal)}; expected that of an AbortController`);
  if (forgetState !== undefined) checkTruth("forgetState", forgetState);
  if (threads !== undefined) requireWholeNumber("threads", threads, 1, MOST_THREADS);
  if (chunk !== undefined) requireWholeNumber("chunk", chunk, 1, 2 ** 31 - 1);
  if (target !== undefined) checkChoice("target", target, TARGET_NAMES);
  if (onDivergence !== undefined) checkChoice("onDivergence", onDivergence, ["stop", "continue"]);
}

function requireState(from: unknown): void {
  if (!isState(from))
    throw new UserError(
      `invalid state to go on from: ${shown(from)}; expected the finalState of a result`,
    );
}
