import { InterruptedError } from "../../base/index.js";
import { checkedNetwork, type NetworkSimulation } from "../../network/index.js";
import type { NetworkResult } from "../../results/index.js";
import { checkRunOptions, type RunOptions, run } from "../../run/index.js";
import { lower } from "../../units/index.js";
import { progressDisplay } from "./progress.js";
import type { ProgressState } from "./progressState.js";

/**
 * Runs a network while a bar shows how much time is simulated and how long the rest will take. An
 * interrupt (Ctrl-C, or the notebook's stop button) ends the run.
 * @param given the simulation
 * @param options those of `run`; its `onProgress` is called beside the bar, its `signal` stops the
 *   run, too
 * @throws UserError for what is no network, and for unknown options; InterruptedError when the user
 *   stops the run.
 * @example
 * ```ts
 * const watched = await runWithProgress(simulation);
 * watched.spikeCount("neurons") > 0 // => true
 * ```
 */
export async function runWithProgress<Named>(
  given: NetworkSimulation<Named>,
  options: RunOptions = {},
): Promise<NetworkResult & Named> {
  const simulation = checkedNetwork(given);
  checkRunOptions(options, "runWithProgress");
  const started = performance.now();
  const total = lower("duration", simulation.duration, "time");
  const state: ProgressState = { label: "s simulated", done: 0, total, elapsed: 0 };
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const display = await progressDisplay(state, interrupt);
  let finished = false;
  let shownAt = 0;
  try {
    const onProgress = (done: number, steps: number): void => {
      options.onProgress?.(done, steps);
      state.elapsed = (performance.now() - started) / 1000;
      state.done = Number(((total * done) / steps).toPrecision(3));
      if (state.elapsed - shownAt < 0.1) return;
      shownAt = state.elapsed;
      display.show(state);
    };
    const signal = AbortSignal.any([
      controller.signal,
      ...(options.signal ? [options.signal] : []),
    ]);
    const result = await run(simulation, { ...options, onProgress, signal });
    state.done = total;
    finished = true;
    return result;
  } catch (error) {
    if (controller.signal.aborted)
      throw new InterruptedError(`interrupted after ${state.done} of ${total} s`);
    throw error;
  } finally {
    process.removeListener("SIGINT", interrupt);
    display.end(state, finished);
  }
}
