import { useHost } from "../../base/index.js";
import { canShareMemory, startThread } from "./thread.js";

export { answerAsThread, isThread, useScript } from "./thread.js";

/** What the build puts in the place of this name: the engine's version. */
declare const SPIKEBOOK_ENGINE: string | undefined;

const GIBIBYTE = 2 ** 30;

/** The share of a machine's memory that a page may take: browsers end those that take more. */
const SHARE = 0.5;

/**
 * Puts a browser's ways of doing things in the place of those that work everywhere. Threads are there
 * only on pages that are isolated from others (crossOriginIsolated), because only those may share memory.
 * @example
 * ```ts
 * import { mV } from "spikebook/browser"; // calls useBrowser() by itself
 * mV(3)
 * ```
 */
export function useBrowser(): void {
  useHost({
    nextTurn,
    cores: () => (canShareMemory() ? navigator.hardwareConcurrency : 1),
    memory,
    // nobody sends signals to a page: runs are stopped through the option `signal`
    onInterrupt: async () => () => {},
    ...(canShareMemory() && { startThread }),
    engine: () => (typeof SPIKEBOOK_ENGINE === "string" ? SPIKEBOOK_ENGINE : "unbundled"),
  });
}

/** Messages have their turn at once; timers wait four milliseconds after some rounds. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Bytes that a simulation may take: browsers tell the machine's memory roughly, at most 8 GiB, or not at all. */
function memory(): number {
  const { deviceMemory = 4 } = navigator as { deviceMemory?: number };
  return Math.max(1, deviceMemory * SHARE) * GIBIBYTE;
}
