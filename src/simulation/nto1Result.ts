import { INSPECT } from "../base/index.js";
import { registerStored } from "../cache/index.js";
import { Signal, SpikeTrain, windowText } from "../signals/index.js";
import type { Quantity } from "../units/index.js";
import { simulatedWindow } from "./simulatedWindow.js";
import type { Nto1Simulation } from "./simulation.js";

/** What an N-to-1 simulation gives: the membrane voltage and the output spikes. */
export class Nto1Result {
  /**
   * Membrane voltage at each time step, after the reset, on the time axis of the published program:
   * the sample of step k stands at k dt, at the time of the spikes of that step, although
   * it was recorded at the step's end.
   */
  readonly V: Signal<"voltage">;
  /** Output spikes, over the time that was simulated: as many steps as there were. */
  readonly spikes: SpikeTrain;

  /**
   * @param V the voltage after each step; where its time axis begins makes no difference
   * @param spikes output spikes; the end of their window makes no difference
   */
  constructor(
    readonly simulation: Nto1Simulation,
    V: Signal<"voltage">,
    spikes: SpikeTrain,
  ) {
    this.V = new Signal<"voltage">(V.values, V.dimension, V.timestep, 0);
    const { start, stop } = simulatedWindow(simulation.parameters);
    this.spikes = new SpikeTrain(spikes.seconds, stop, start);
    Object.freeze(this);
  }

  /** Number of output spikes divided by the time that was simulated. */
  get firingRate(): Quantity<"rate"> {
    return this.spikes.firingRate;
  }

  /** The voltage at which spikes are cut off: what `ceilSpikes` draws them up to. */
  get Vs(): Quantity<"voltage"> {
    return this.simulation.parameters.Vs;
  }

  [INSPECT](): string {
    const { N, seed, we } = this.simulation.parameters;
    return (
      `nto1 result: ${this.spikes.count} spikes in ${windowText(this.spikes)} (${this.firingRate}), ` +
      `N = ${N}, we = ${we}, seed = ${seed}`
    );
  }
}

registerStored(
  "Nto1Result",
  Nto1Result,
  ({ simulation, V, spikes }) =>
    [simulation, V, spikes] as [Nto1Simulation, Signal<"voltage">, SpikeTrain],
  ([simulation, V, spikes]) => new Nto1Result(simulation, V, spikes),
);
