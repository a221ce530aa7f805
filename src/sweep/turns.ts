import { setImmediate as nextTurn } from "node:timers/promises";

/** Milliseconds between two turns of the event loop. */
const TURN = 50;

/**
 * Gives the event loop a turn now and then in long work: in it bars are drawn, and interrupts
 * arrive. `const turn = turns(); for (...) { await turn(); ... }`
 */
export function turns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN) return;
    await nextTurn();
    last = performance.now();
  };
}
