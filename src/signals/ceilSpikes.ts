import type { Quantity } from "../units/index.js";
import { requireDimension } from "../units/index.js";
import { Signal } from "./signal.js";
import type { SpikeTrain } from "./spikeTrain.js";

/** A voltage trace with its spikes, and the voltage at which a spike is cut off. */
export interface SpikingVoltage {
  readonly V: Signal<"voltage">;
  readonly spikes: SpikeTrain;
  readonly Vs: Quantity<"voltage">;
}

/**
 * The voltage trace with each spike drawn up to the ceiling Vs, for plots and medians: the
 * recorded trace holds the value after the reset, so that spikes would not be seen in it.
 *
 * The sample that is raised is the first whose time is not before the spike, on the time axis of
 * the published analysis: n points evenly spaced from 0 to n * timestep *inclusive*, so slightly
 * wider than the timestep.
 * @returns a new signal; the given one is left as it is.
 */
export function ceilSpikes({ V, spikes, Vs }: SpikingVoltage): Signal<"voltage"> {
  requireDimension(Vs, V.dimension, `ceiling ${Vs}`);
  const values = V.values.slice();
  const spacing = (values.length * V.timestep) / (values.length - 1);
  for (const time of spikes.seconds) {
    const sinceStart = time - V.start;
    let index = Math.max(0, Math.floor(sinceStart / spacing));
    while (index > 0 && (index - 1) * spacing >= sinceStart) index -= 1;
    while (index * spacing < sinceStart) index += 1;
    if (index < values.length) values[index] = Vs.value;
  }
  return new Signal<"voltage">(values, V.dimension, V.timestep, V.start);
}
