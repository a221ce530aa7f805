import { StepTimes } from "../../network/index.js";
import type { EventList } from "../../program/index.js";
import { type RandomStream, XoshiroStream } from "../../random/index.js";

/** Spikes as pairs of step and channel, by step, then channel. */
export type EventPairs = Int32Array;

/** Steps and channels of spikes whose times are given. */
export function eventsOfTimes(times: readonly Float64Array[], dt: number): EventPairs {
  const steps: number[] = [];
  const channels: number[] = [];
  times.forEach((train, channel) => {
    for (const time of train) {
      // the slack keeps spikes that stand on the grid in their own step
      steps.push(Math.min(Math.floor(time / dt + 1e-6), LAST_STEP));
      channels.push(channel);
    }
  });
  return sortedByStep(Int32Array.from(steps), Int32Array.from(channels));
}

const mostKnown = new WeakMap<EventPairs, number>();

/** Remembers the largest number of events in one step, where it is known. */
export const knowMostAtOnce = (events: EventPairs, most: number): void =>
  void mostKnown.set(events, Math.max(1, most));

/** The largest number of events in one step; 1 where there are none. */
export function mostAtOnce(events: EventPairs): number {
  let most = mostKnown.get(events);
  if (most !== undefined) return most;
  most = 1;
  let together = 0;
  for (let k = 0; k < events.length; k += 2) {
    together = k > 0 && events[k] === events[k - 2] ? together + 1 : 1;
    if (together > most) most = together;
  }
  mostKnown.set(events, most);
  return most;
}

/** Beyond all steps of any run. */
const LAST_STEP = 2 ** 31 - 1;

/** Spikes by step; those of one step stay in the order in which they were given. */
function sortedByStep(steps: Int32Array, channels: Int32Array): EventPairs {
  const order = Uint32Array.from(steps.keys()).sort((a, b) => steps[a] - steps[b] || a - b);
  const pairs = new Int32Array(2 * steps.length);
  order.forEach((k, place) => {
    pairs[2 * place] = steps[k];
    pairs[2 * place + 1] = channels[k];
  });
  return pairs;
}

/** What a renewal process's spikes are drawn with. */
export interface RenewalDraws {
  rates: Float64Array;
  /** One stream for all channels, or one from which each gets its own, which a longer run goes on with. */
  stream: RandomStream;
  ownStreams: boolean;
  dt: number;
  list: EventList & { kind: "renewal" };
}

/**
 * Draws the spikes of renewal processes, channel by channel: running sums of exponential intervals up
 * to the duration. The slow and plain way, which the kernels' is compared with.
 */
export function drawRenewal({ rates, stream, ownStreams, dt, list }: RenewalDraws): EventPairs {
  const { duration, due, lastSpike, clock } = list;
  const count = Math.round(duration / dt);
  const times = new StepTimes(clock, dt);
  const moments = Float64Array.from({ length: count }, (_, step) => times.at(step));
  /** The first step whose time is not before a spike (or strictly after it). */
  const stepOf = (time: number): number => {
    let step = Math.max(0, Math.floor(time / dt) - 1);
    while (step < count && (due === "at" ? moments[step] < time : moments[step] <= time)) step += 1;
    return step;
  };
  const steps: number[] = [];
  const channels: number[] = [];
  let latest = { time: -1, place: -1 };
  rates.forEach((rate, channel) => {
    if (rate === 0) return;
    const own = ownStreams && stream instanceof XoshiroStream ? stream.part(channel) : stream;
    for (let time = own.exponential() / rate; time <= duration; ) {
      if (time > latest.time) latest = { time, place: steps.length };
      steps.push(stepOf(time));
      channels.push(channel);
      time += own.exponential() / rate;
    }
  });
  if (lastSpike === "left out" && latest.place >= 0) {
    steps.splice(latest.place, 1);
    channels.splice(latest.place, 1);
  }
  const inside = steps.flatMap((step, k) => (step < count ? [k] : []));
  return sortedByStep(
    Int32Array.from(inside, (k) => steps[k]),
    Int32Array.from(inside, (k) => channels[k]),
  );
}
