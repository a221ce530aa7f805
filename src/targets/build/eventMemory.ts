import { digestOf } from "../../base/index.js";
import type { EventPairs } from "./events.js";

/** Events that were drawn, and the state in which they left the stream that they were drawn from. */
export interface DrawnEvents {
  events: EventPairs;
  left: unknown;
}

/** Bytes of events kept at most: those of some 60 runs of 10 s with 6500 inputs. */
const LARGEST_SIZE = 128e6;

const kept = new Map<string, DrawnEvents>();
let size = 0;

/**
 * Events that are drawn from the same stream in the same way are the same: a sweep over synaptic strengths
 * meets the same inputs again and again, and drawing them takes most of a run's time.
 * @param what all that the events depend on
 */
export function rememberedEvents(what: unknown, draw: () => DrawnEvents): DrawnEvents {
  const key = digestOf(what);
  const known = kept.get(key);
  const drawn = known ?? draw();
  // a Map keeps the order of insertion: moving the entry to the end makes it the latest used
  kept.delete(key);
  kept.set(key, drawn);
  if (!known) size += drawn.events.byteLength;
  for (const [oldest, { events }] of kept) {
    if (size <= LARGEST_SIZE || oldest === key) break;
    kept.delete(oldest);
    size -= events.byteLength;
  }
  return drawn;
}
