import { requireWholeNumber, shown, UserError } from "../../base/index.js";
import { MOST_CHANNELS, requireName, type Source } from "../../network/index.js";
import { describedSource, emitEvents, type SourceKind } from "./kind.js";

/** Spikes that are given by their steps. */
export interface SpikeEventSource extends Source {
  readonly kind: "spikeEvents";
  /** Step and channel of each spike in turn, by step; several of a channel in a step all count. */
  readonly events: Int32Array;
}

/**
 * Describes spikes by step and channel in turn, already in the order of the steps.
 *
 * ```ts
 * const input = spikeEvents("input", 2, Int32Array.of(0, 1, 5, 0)); // channel 1 in step 0, 0 in step 5
 * ```
 *
 * @throws UserError if they are out of order or on channels that do not exist.
 */
export function spikeEvents(name: string, N: number, events: Int32Array): SpikeEventSource {
  requireName(name, "source");
  requireWholeNumber("number of channels", N, 1, MOST_CHANNELS);
  if (!(events instanceof Int32Array) || events.length % 2 !== 0)
    throw new UserError(
      `invalid events: ${shown(events)}; expected an Int32Array of step and channel in turn`,
    );
  for (let k = 0; k < events.length; k += 2) {
    const before = k === 0 ? 0 : events[k - 2];
    if (events[k] < before || events[k + 1] < 0 || events[k + 1] >= N)
      throw new UserError(
        `invalid event: step ${events[k]}, channel ${events[k + 1]}; expected steps in order and channels from 0 to ${N - 1}`,
      );
  }
  const made: SpikeEventSource = { kind: "spikeEvents", name, N, events: events.slice() };
  return describedSource(
    made,
    () => `spike trains ${name}: ${N} channels with ${events.length / 2} spikes in all`,
  );
}

export const SPIKE_EVENTS: SourceKind<SpikeEventSource> = {
  kind: "spikeEvents",
  again: ({ name, N, events }) => spikeEvents(name, N, events),
  domain: ({ name, N, events }) => ({
    kind: "source",
    name,
    size: N,
    events: { kind: "given", events },
  }),
  pass: emitEvents,
};
