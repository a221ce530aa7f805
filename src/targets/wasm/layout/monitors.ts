import type { Monitor } from "../../../program/index.js";
import type { MemoryPlan } from "./memoryPlan.js";
import type { Range } from "./part.js";

/** The buffer of one monitor, as one thread has it. */
export interface PlacedMonitor {
  /** Which of the monitor's elements these are: a thread has those of its part. */
  positions: readonly number[];
  /** Their indices in the thread's arrays. */
  elements: number;
  buffer: number;
  /** Where it stands how many values there are in the buffer. */
  filled: number;
  /** After so many steps the buffer may be full. */
  longestChunk: number;
}

/** Values that a buffer holds at least. */
const ROOM = 1 << 18;

/** Lays out a monitor's buffer. */
export function placeMonitor(
  { elements, every }: Monitor,
  { first, end }: Range,
  plan: MemoryPlan,
): PlacedMonitor {
  const positions: number[] = [];
  const chosen: number[] = [];
  elements.forEach((element, position) => {
    if (element < first || element >= end) return;
    positions.push(position);
    chosen.push(element - first);
  });
  const capacity = Math.max(ROOM, 2 * chosen.length);
  return {
    positions,
    elements: plan.array(Int32Array.from(chosen)),
    buffer: plan.buffer(8 * capacity),
    filled: 0,
    longestChunk:
      chosen.length === 0
        ? Number.POSITIVE_INFINITY
        : every * (Math.floor(capacity / chosen.length) - 1),
  };
}
