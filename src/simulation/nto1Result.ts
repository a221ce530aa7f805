import { inspect } from "node:util";
import { registerStored } from "../cache/index.js";
import type { Signal, SpikeTrain } from "../signals/index.js";
import type { Quantity } from "../units/index.js";
import type { Nto1Simulation } from "./simulation.js";

/** What an N-to-1 simulation gives: the membrane voltage and the output spikes. */
export class Nto1Result {
  constructor(
    readonly simulation: Nto1Simulation,
    /** Membrane voltage at each time step, after the reset. */
    readonly V: Signal<"voltage">,
    /** Output spikes. */
    readonly spikes: SpikeTrain,
  ) {
    Object.freeze(this);
  }

  /** Number of output spikes divided by the duration. */
  get firingRate(): Quantity<"rate"> {
    return this.spikes.firingRate;
  }

  /** The voltage at which spikes are cut off: what `ceilSpikes` draws them up to. */
  get Vs(): Quantity<"voltage"> {
    return this.simulation.parameters.Vs;
  }

  [inspect.custom](): string {
    const { N, seed, we, duration } = this.simulation.parameters;
    return (
      `nto1 result: ${this.spikes.count} spikes in ${duration} (${this.firingRate}), ` +
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
