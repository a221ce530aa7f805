import { shown, UserError } from "../base/index.js";
import type { RecordedVariable } from "../results/index.js";

/** What a recording is of: enough to make trains and signals of it, whatever was written of it. */
export interface RecordingAbout {
  /** Seconds of a step, and the number of the first. */
  readonly dt: number;
  readonly firstStep: number;
  readonly steps: number;
  readonly recordAt: "start" | "end";
  /** Populations and sources whose spikes are recorded, with their sizes. */
  readonly spikes: readonly { readonly of: string; readonly N: number }[];
  readonly variables: readonly Omit<RecordedVariable, "values">[];
}

/** What some steps of a run gave. */
export interface RecordedChunk {
  /** Steps done since the run's first one, at the end of the chunk. */
  readonly done: number;
  /** Steps and neurons of spikes in turn, by population or source. */
  readonly spikes: ReadonlyMap<string, readonly Int32Array[]>;
  /** Samples of each variable: its neurons in turn, row by row. They stand until the call has returned. */
  readonly recorded: readonly Float64Array[];
}

/** Where a run's spikes and samples go as they come, instead of into its result. */
export interface RecordingSink {
  begin(about: RecordingAbout): Promise<void>;
  write(chunk: RecordedChunk): Promise<void>;
  /**
   * Called once the run is over, also where it failed or was interrupted.
   * @param whole whether it came to its end
   */
  end(whole: boolean): Promise<void>;
}

/** Checks that a value is a place for recordings. @throws UserError naming the value. */
export function requireSink(value: unknown): void {
  const { begin, write, end } = (value ?? {}) as Partial<RecordingSink>;
  const isSink = [begin, write, end].every((part) => typeof part === "function");
  if (!isSink)
    throw new UserError(`invalid streamTo: ${shown(value)}; expected recordTo("folder")`);
}
