import { setImmediate as nextTurn } from "node:timers/promises";
import { InterruptedError, shown, UserError } from "../../base/index.js";
import type { ProgressDisplay, ProgressState } from "./progressState.js";
import { terminalDisplay } from "./terminalProgress.js";

let makeDisplay: (state: ProgressState) => ProgressDisplay = terminalDisplay;

/** Replaces the terminal's bar by another display, such as a notebook's. */
export function useProgressDisplay(make: (state: ProgressState) => ProgressDisplay): void {
  makeDisplay = make;
}

export { InterruptedError } from "../../base/index.js";

/** Seconds between two turns of the event loop, in which bars are drawn and interrupts arrive. */
const TURN = 0.1;

/**
 * Goes through a list while a bar shows how many items are done, how many a second, and how long
 * the rest will take: `for await (const point of progress(points)) ...`. An interrupt stops
 * the loop before its next item.
 * @param label what the items are: "simulations"
 * @throws InterruptedError when the user stops the work.
 * @example
 * ```ts
 * for await (const { seed } of progress(grid({ seed: range(3) }), "simulations"))
 *   await run(network({ ...simulation, seed }));
 * ```
 */
export async function* progress<T>(items: Iterable<T>, label = "done"): AsyncGenerator<T> {
  if (typeof items?.[Symbol.iterator] !== "function")
    throw new UserError(`invalid items: ${shown(items)}; expected a list`);
  if (typeof label !== "string")
    throw new UserError(`invalid label: ${shown(label)}; expected text like "simulations"`);
  const list = Array.from(items);
  const started = performance.now();
  const state: ProgressState = { label, done: 0, total: list.length, elapsed: 0 };
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
  };
  const display = await progressDisplay(state, interrupt);
  let lastTurn = 0;
  let finished = false;
  try {
    for (const item of list) {
      state.elapsed = (performance.now() - started) / 1000;
      if (state.elapsed - lastTurn >= TURN) {
        lastTurn = state.elapsed;
        display.show(state);
        await nextTurn();
      }
      if (interrupted)
        throw new InterruptedError(`interrupted after ${state.done} of ${state.total} ${label}`);
      yield item;
      state.done += 1;
    }
    finished = true;
  } finally {
    process.removeListener("SIGINT", interrupt);
    state.elapsed = (performance.now() - started) / 1000;
    display.end(state, finished);
  }
}

/** A display for a piece of work that begins now, and a listener for the user's interrupt. */
export async function progressDisplay(
  state: ProgressState,
  interrupt: () => void,
): Promise<ProgressDisplay> {
  await listenForInterrupt(interrupt);
  return newDisplay(state);
}

/** Listens for the user's interrupt, once. */
export async function listenForInterrupt(interrupt: () => void): Promise<void> {
  // not before the first turn: a listener set in the synchronous part of a cell would make
  // the next interrupt end the kernel
  await nextTurn();
  process.once("SIGINT", interrupt);
}

/** A display of a state, in a notebook's cell or in the terminal. */
export const newDisplay = (state: ProgressState): ProgressDisplay => makeDisplay(state);
