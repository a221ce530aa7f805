import { UserError } from "../base/index.js";
import type { Quantity } from "../units/index.js";
import type { NetworkSimulation, Population } from "./network.js";

/**
 * The published program in two states. "2023-08-11" never delivers the very last input spike and
 * delivers spikes strictly before t; "later" delivers all of them, at or before t.
 */
export type Nto1Variant = "2023-08-11" | "later";

/** Parameters of the N-to-1 simulation; symbols as in the papers (Naud et al. 2008). */
export interface Nto1Parameters {
  /** Number of Poisson inputs; the first 80 % of them are excitatory. */
  readonly N: number;
  /** Seed of the julia stream, from which the inputs are drawn. */
  readonly seed: number;
  readonly duration: Quantity<"time">;
  /** Time step of forward Euler. */
  readonly dt: Quantity<"time">;
  /** Conductance jump at each excitatory input spike. */
  readonly we: Quantity<"conductance">;
  /** Conductance jump at each inhibitory input spike. */
  readonly wi: Quantity<"conductance">;
  /** Mean of the log-normal distribution of input rates. */
  readonly meanRate: Quantity<"rate">;
  /** Standard deviation of the logarithm of the input rates. */
  readonly sigma: number;
  readonly variant: Nto1Variant;
  /** Membrane capacitance. */
  readonly C: Quantity<"capacitance">;
  /** Leak conductance. */
  readonly gL: Quantity<"conductance">;
  /** Leak reversal potential; the membrane starts there. */
  readonly EL: Quantity<"voltage">;
  /** Spike initiation threshold. */
  readonly VT: Quantity<"voltage">;
  /** Slope factor of spike initiation. */
  readonly DT: Quantity<"voltage">;
  /** Voltage beyond which a spike is registered and cut off. */
  readonly Vs: Quantity<"voltage">;
  /** Reset voltage. */
  readonly Vr: Quantity<"voltage">;
  /** Subthreshold adaptation. */
  readonly a: Quantity<"conductance">;
  /** Increase of the adaptation current at each spike. */
  readonly b: Quantity<"current">;
  /** Time constant of the adaptation current. */
  readonly tau_w: Quantity<"time">;
  /** Reversal potential of excitatory and of inhibitory synapses. */
  readonly Ee: Quantity<"voltage">;
  readonly Ei: Quantity<"voltage">;
  /** Time constant of the synaptic conductances. */
  readonly tau_g: Quantity<"time">;
}

/** One AdEx neuron with N Poisson inputs: plain data, made by `nto1()`. */
export interface Nto1Simulation {
  readonly model: "nto1";
  readonly parameters: Nto1Parameters;
  /** The neuron's model: a population of one. */
  readonly neuron: Population;
}

/**
 * Checks that a value is a simulation.
 * @throws UserError if it is not.
 */
export function requireSimulation(value: Simulation): Simulation {
  if (value?.model !== "nto1" && value?.model !== "network")
    throw new UserError(
      `invalid simulation: ${String(value)}; expected what nto1() or network() returns`,
    );
  return value;
}

/** A simulation is a value: it says all that its result depends on, and nothing else. */
export type Simulation = Nto1Simulation | NetworkSimulation;
