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
  /** Whether it has a value for each recorded spike, and not for each of its elements. */
  isAtSpikes: boolean;
  /** After so many steps the buffer may be full. */
  longestChunk: number;
}

/** Values that a buffer holds at least. */
const ROOM = 1 << 18;

/** The places of neurons in a range. */
export const placesInRange =
  ({ first, end }: Range) =>
  (element: number): number | undefined =>
    element >= first && element < end ? element - first : undefined;

/**
 * The places of synapses in a part.
 * @param order which of the synapses, as they are made, stands at each place
 */
export function placesInOrder(order: Uint32Array): (element: number) => number | undefined {
  const places = new Map<number, number>();
  order.forEach((made, place) => {
    places.set(made, place);
  });
  return (element) => places.get(element);
}

/**
 * Lays out a monitor's buffer.
 * @param spikes the buffer of a domain's recorded spikes
 * @param placeOf where an element is among those of the part; undefined for those of others
 */
export function placeMonitor(
  { elements, every, atSpikes }: Monitor,
  placeOf: (element: number) => number | undefined,
  spikes: (domain: string) => { capacity: number } | undefined,
  plan: MemoryPlan,
): PlacedMonitor {
  if (atSpikes !== undefined)
    return {
      positions: [],
      elements: 0,
      // one for each spike: whoever makes room for those takes these out too
      buffer: plan.buffer(8 * (spikes(atSpikes)?.capacity ?? 0)),
      filled: 0,
      isAtSpikes: true,
      longestChunk: Number.POSITIVE_INFINITY,
    };
  const positions: number[] = [];
  const chosen: number[] = [];
  elements.forEach((element, position) => {
    const place = placeOf(element);
    if (place === undefined) return;
    positions.push(position);
    chosen.push(place);
  });
  const capacity = Math.max(ROOM, 2 * chosen.length);
  return {
    positions,
    elements: plan.array(Int32Array.from(chosen)),
    buffer: plan.buffer(8 * capacity),
    filled: 0,
    isAtSpikes: false,
    longestChunk:
      chosen.length === 0
        ? Number.POSITIVE_INFINITY
        : every * (Math.floor(capacity / chosen.length) - 1),
  };
}
