import { aroundScripts } from "../cells/cellScripts.js";
import type { Tslab } from "../tslab.js";

/**
 * A listener for SIGINT that the synchronous part of a cell sets (`process.once("SIGINT", ...)`, also
 * within a package) would make the next interrupt end the kernel. While a script runs that
 * interrupts can stop, Node watches for the signal itself; when the script ends, it puts the
 * signal's default in place: the end of the process. A listener added meanwhile believes that
 * it still watches. So Node begins to watch for listeners only after the script.
 */
export function mendSigintListeners(tslab: Tslab): void {
  aroundScripts(tslab, (run) => {
    const resume = postponeSigint();
    try {
      return run();
    } finally {
      resume();
    }
  });
}

type Listener = (...parameters: unknown[]) => void;

/** Keeps Node from watching for SIGINT on behalf of new listeners, until the returned function is called. */
function postponeSigint(): () => void {
  const watchers = process.rawListeners("newListener") as Listener[];
  const postponed = watchers.map((watch) => (event: unknown, ...rest: unknown[]): void => {
    if (event !== "SIGINT") watch.call(process, event, ...rest);
  });
  replace("newListener", postponed);
  return () => {
    // what the script itself put there stays
    const added = (process.rawListeners("newListener") as Listener[]).filter(
      (listener) => !postponed.includes(listener),
    );
    replace("newListener", [...watchers, ...added]);
    replace("SIGINT", process.rawListeners("SIGINT") as Listener[]);
  };
}

/** Takes all listeners of an event off and sets others; what runs once still runs once. */
function replace(event: string, listeners: readonly Listener[]): void {
  process.removeAllListeners(event);
  for (const listener of listeners) process.on(event, listener);
}
