import { host, shown, UserError } from "../../base/index.js";
import { requireName, type Source } from "../../network/index.js";
import { SpikeTrain } from "../../signals/index.js";
import { lowerAll, type Quantity, type QuantityArray } from "../../units/index.js";
import { describedSource, emitEvents, numbersOf, type SourceKind } from "./kind.js";

/** Spike trains that are given: channel k spikes at `times[k]`, in s, in order. */
export interface SpikeTrainSource extends Source {
  readonly kind: "spikeTrains";
  readonly times: readonly Float64Array[];
}

/** The spike times of one channel: quantities, a SpikeTrain, or plain numbers in seconds. */
export type TrainTimes =
  | QuantityArray<"time">
  | readonly Quantity<"time">[]
  | SpikeTrain
  | Float64Array
  | readonly number[];

/**
 * Describes given spike trains, one for each channel. A spike at t acts in the step in which t lies:
 * floor(t / dt) of the network that it is used in; several of a channel in a step all count.
 *
 * ```ts
 * const input = spikeTrains("input", [ms([10, 20]), ms([15])]);
 * ```
 *
 * @throws UserError for times before 0, or what are no times.
 */
export function spikeTrains(
  name: string,
  times: readonly TrainTimes[],
  dt?: Quantity<"time">,
): SpikeTrainSource {
  requireName(name, "source");
  if (dt !== undefined)
    host.warn(
      "spikeTrains takes no dt any more: times become steps of the network they are used in",
    );
  if (!Array.isArray(times) || times.length === 0)
    throw new UserError(
      `invalid spike trains: ${shown(times)}; expected a list with the times of each channel`,
    );
  const trains = times.map((train, channel) => secondsOf(train, channel));
  const made: SpikeTrainSource = {
    kind: "spikeTrains",
    name,
    N: trains.length,
    times: Object.freeze(trains),
  };
  const count = trains.reduce((sum, train) => sum + train.length, 0);
  return describedSource(
    made,
    () => `spike trains ${name}: ${trains.length} channels with ${count} spikes in all`,
  );
}

function secondsOf(train: TrainTimes, channel: number): Float64Array {
  const what = `times of channel ${channel}`;
  const isPlain = (value: unknown): boolean => typeof value === "number";
  const given = train instanceof SpikeTrain ? train.seconds : train;
  const plain = given instanceof Float64Array || (Array.isArray(given) && given.every(isPlain));
  const seconds = lowerAll(what, given, plain ? "dimensionless" : "time");
  const early = seconds.find((time) => time < 0);
  if (early !== undefined)
    throw new UserError(`invalid spike time: ${early} s; expected 0 or later`);
  return seconds.sort();
}

export const SPIKE_TRAINS: SourceKind<SpikeTrainSource> = {
  kind: "spikeTrains",
  again: ({ name, N, times }) => {
    if (!Array.isArray(times) || times.length !== N)
      throw new UserError(
        `invalid times of ${name}: ${shown(times)}; expected those of ${N} channels`,
      );
    return spikeTrains(
      name,
      times.map((train) => numbersOf("times", train)),
    );
  },
  domain: ({ name, N, times }) => ({
    kind: "source",
    name,
    size: N,
    events: { kind: "times", times },
  }),
  pass: emitEvents,
};
