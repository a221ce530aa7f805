import { createHash } from "node:crypto";
import { availableParallelism, totalmem } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { useHost } from "../../base/index.js";
import { engineVersion } from "../../cache/index.js";
import { startThread } from "./thread.js";

/** Puts Node's ways of doing things in the place of those that work everywhere. */
export function useNode(): void {
  useHost({
    hasher: () => {
      const hash = createHash("sha256");
      return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
    },
    nextTurn: () => nextTurn(),
    cores: availableParallelism,
    memory,
    onInterrupt,
    startThread,
    engine: engineVersion,
  });
}

/** Bytes of memory that this process may take: those of the machine, or of its container. */
function memory(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

async function onInterrupt(stop: () => void): Promise<() => void> {
  // not before the next turn: a listener set in the synchronous part of a cell would make
  // the next interrupt end the kernel
  await nextTurn();
  process.on("SIGINT", stop);
  return () => process.removeListener("SIGINT", stop);
}
