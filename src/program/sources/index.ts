import { requireKnown, type Source } from "../../network/index.js";
import type { SourceKind } from "./kind.js";
import { POISSON } from "./poisson.js";
import { RENEWAL } from "./renewal.js";
import { SPIKE_EVENTS } from "./spikeEvents.js";
import { SPIKE_TRAINS } from "./spikeTrains.js";

export { type PoissonSource, poisson } from "./poisson.js";
export { type RenewalOptions, type RenewalSource, renewal } from "./renewal.js";
export { type SpikeEventSource, spikeEvents } from "./spikeEvents.js";
export { type SpikeTrainSource, spikeTrains, type TrainTimes } from "./spikeTrains.js";

const KINDS: ReadonlyMap<string, SourceKind<Source>> = new Map(
  [POISSON, SPIKE_TRAINS, SPIKE_EVENTS, RENEWAL].map((kind) => [
    kind.kind,
    kind as unknown as SourceKind<Source>,
  ]),
);

/** The kind of a source. @throws UserError for one that does not exist. */
export function kindOf({ kind }: Source): SourceKind<Source> {
  requireKnown("kind of source", kind, [...KINDS.keys()]);
  return KINDS.get(kind) as SourceKind<Source>;
}
