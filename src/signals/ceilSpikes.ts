import { checkOptions, shown, UserError } from "../base/index.js";
import { lower, type Quantity } from "../units/index.js";
import { requireSignal, Signal } from "./signal.js";
import { requireTrain, type SpikeTrain } from "./spikeTrain.js";

/** A voltage trace with its spikes, and the voltage at which a spike is cut off. */
export interface SpikingVoltage {
  readonly V: Signal<"voltage">;
  readonly spikes: SpikeTrain;
  readonly Vs: Quantity<"voltage">;
}

/**
 * The voltage trace with each spike drawn up to the ceiling Vs, for plots and medians: the
 * recorded trace holds the value after the reset, so that spikes would not be seen in it.
 * Takes the result of `nto1`, or a trace and spikes of one's own:
 * `ceilSpikes({ V: out.signal("neurons", "V", 0), spikes: out.spikeTrains("neurons")[0], Vs: mV(40) })`.
 *
 * The sample that is raised is the first whose time is not before the spike. In a trace that begins
 * at 0 it is found on the time axis of the published analysis: n points evenly spaced from 0 to
 * n * timestep *inclusive*, so slightly wider than the timestep. Spikes on the time grid raise the
 * same sample on either axis. Spikes that have no sample, because the trace is a part, are left out.
 * @returns a new signal; the given one is left as it is.
 * @throws UserError for what is no trace, train or voltage.
 * @example
 * ```ts
 * const out = await run(nto1({ N: 10, we: nS(9.75), duration: seconds(1) }));
 * median(ceilSpikes(out));
 * ceilSpikes({ V: signal, spikes: train, Vs: mV(40) })
 * ```
 */
export function ceilSpikes(trace: SpikingVoltage): Signal<"voltage"> {
  requireTrace(trace);
  const { V, spikes } = trace;
  const { start, timestep } = V;
  const ceiling = lower("Vs", trace.Vs, V.dimension);
  const values = V.values.slice();
  // on the grid, a spike may lie a little after its own sample in spite of being at its time
  const [spacing, slack] =
    start === 0 && values.length > 1
      ? [(values.length * timestep) / (values.length - 1), 0]
      : [timestep, 1e-6 * timestep];
  for (const time of spikes.seconds) {
    const sinceStart = time - start - slack;
    // the sample of an earlier spike stands before the trace
    if (sinceStart <= -timestep) continue;
    let index = Math.max(0, Math.floor(sinceStart / spacing));
    while (index > 0 && (index - 1) * spacing >= sinceStart) index -= 1;
    while (index * spacing < sinceStart) index += 1;
    if (index < values.length) values[index] = ceiling;
  }
  return new Signal<"voltage">(values, V.dimension, timestep, start);
}

function requireTrace(trace: unknown): asserts trace is SpikingVoltage {
  if (typeof trace !== "object" || trace === null || Array.isArray(trace))
    throw new UserError(
      `invalid trace: ${shown(trace)}; expected the result of nto1, or { V, spikes, Vs }`,
    );
  // results hold more than is needed here; what users write does not
  const prototype: object | null = Object.getPrototypeOf(trace);
  const isWritten = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (isWritten) checkOptions("ceilSpikes", trace, ["V", "spikes", "Vs"]);
  const { V, spikes } = trace as Partial<SpikingVoltage>;
  requireSignal("V", V);
  requireTrain("spikes", spikes);
}
