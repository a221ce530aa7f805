import type { NetworkResult, NetworkSimulation, RunOptions } from "../simulation/index.js";
import { run } from "../simulation/index.js";
import { InterruptedError, progressDisplay } from "./progress.js";
import type { ProgressState } from "./progressState.js";

/**
 * Runs a network while a bar shows how much time is simulated and how long the rest will take. An
 * interrupt (Ctrl-C, or the notebook's stop button) ends the run.
 * @throws InterruptedError when the user stops the run.
 */
export async function runWithProgress(
  simulation: NetworkSimulation,
  options: RunOptions = {},
): Promise<NetworkResult> {
  const started = performance.now();
  const total = simulation.duration.value;
  const state: ProgressState = { label: "s simulated", done: 0, total, elapsed: 0 };
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const display = await progressDisplay(state, interrupt);
  let finished = false;
  let shown = 0;
  try {
    const onProgress = (done: number, steps: number): void => {
      state.elapsed = (performance.now() - started) / 1000;
      state.done = Number(((total * done) / steps).toPrecision(3));
      if (state.elapsed - shown < 0.1) return;
      shown = state.elapsed;
      display.show(state);
    };
    const result = await run(simulation, { ...options, onProgress, signal: controller.signal });
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
