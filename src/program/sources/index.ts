import { checkOptions } from "../../base/index.js";
import { requireKnown, type Source } from "../../network/index.js";
import { isDescribed, type SourceKind } from "./kind.js";
import { POISSON } from "./poisson.js";
import { POISSON_OVER_TIME } from "./poissonOverTime.js";
import { RENEWAL } from "./renewal.js";
import { SPIKE_EVENTS } from "./spikeEvents.js";
import { SPIKE_TRAINS } from "./spikeTrains.js";

export { type PoissonSource, poisson } from "./poisson.js";
export type { PoissonOverTime } from "./poissonOverTime.js";
export { type RenewalOptions, type RenewalSource, renewal } from "./renewal.js";
export { type SpikeEventSource, spikeEvents } from "./spikeEvents.js";
export { type SpikeTrainSource, spikeTrains, type TrainTimes } from "./spikeTrains.js";

const KINDS: ReadonlyMap<string, SourceKind<Source>> = new Map(
  [POISSON, POISSON_OVER_TIME, SPIKE_TRAINS, SPIKE_EVENTS, RENEWAL].map((kind) => [
    kind.kind,
    kind as unknown as SourceKind<Source>,
  ]),
);

/**
 * A source as its function makes it: one that was put together otherwise is made anew.
 * @throws UserError naming what is wrong with it, options that do not exist among that.
 */
export function checkedSource(given: Source): Source {
  if (isDescribed(given)) return given;
  const made = kindOf(given).again(given);
  checkOptions(`source ${made.name}`, given, Object.keys(made));
  return made;
}

/** The kind of a source. @throws UserError for one that does not exist. */
export function kindOf({ kind }: Source): SourceKind<Source> {
  requireKnown("kind of source", kind, [...KINDS.keys()]);
  return KINDS.get(kind) as SourceKind<Source>;
}
