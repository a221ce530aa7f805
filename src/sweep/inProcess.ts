import { setImmediate as nextTurn } from "node:timers/promises";
import { computeClaimed, type Executor } from "./executor.js";
import { computePoint } from "./pointTask.js";

/** Milliseconds between two turns of the event loop, in which bars are drawn and interrupts arrive. */
const TURN = 50;

/** Computes the points of a sweep one after the other, in this process. */
export function inProcess(): Executor {
  return {
    name: "in process",
    compute: (tasks, context) => {
      let lastTurn = performance.now();
      return computeClaimed(tasks, context, 1, async (task) => {
        if (performance.now() - lastTurn > TURN) {
          await nextTurn();
          lastTurn = performance.now();
          context.signal.throwIfAborted();
        }
        return computePoint(task, { signal: context.signal });
      });
    },
  };
}
