import type { Assignment, Expression } from "../equations/index.js";
import type { StreamName } from "../random/index.js";

/** What of a population shapes its kernel: names and code, no sizes and no values. */
export interface PopulationPlan {
  name: string;
  states: readonly string[];
  /** States that stand still while the neuron is refractory. */
  held: readonly string[];
  /** Names with one value for all neurons, and with one for each. */
  constants: readonly string[];
  perNeuron: readonly string[];
  /** What takes the state from one step to the next. */
  update: readonly Assignment[];
  /** Whether the update reads normal deviates (xi). */
  noisy: boolean;
  /** On names of the population; subexpressions already written out. */
  threshold: Expression | undefined;
  reset: readonly Assignment[];
  refractory: boolean;
  /** Whether spikes are remembered for synapses with delays. */
  remembered: boolean;
}

/** Something that spikes by itself: given spike trains, or Poisson processes. */
export interface SourcePlan {
  name: string;
  kind: "spikeTrains" | "poisson";
  /** Whether Poisson processes share one rate, which is drawn faster. */
  equalRates: boolean;
  remembered: boolean;
}

/** What changes synapses: statements on their own variables, traces and constants. */
export interface PlasticityPlan {
  /** Values of each synapse that the statements change. */
  variables: readonly string[];
  /** Names of traces, which jump by 1 at each spike of the source or of the target. */
  preTraces: readonly string[];
  postTraces: readonly string[];
  /** At a spike of the source, before the synapse acts, and at one of the target. */
  onPre: readonly Assignment[];
  onPost: readonly Assignment[];
  /** Whether powers may be computed by the faster function. */
  fastPowers: boolean;
}

/** Synapses between one population or source and one population. */
export interface PathwayPlan {
  name: string;
  /** Index of the population, or (from a source) of the source. */
  from: number;
  fromSource: boolean;
  to: number;
  /** Whether any synapse has a delay; without, spikes act in their own step. */
  delayed: boolean;
  statements: readonly Assignment[];
  constants: readonly string[];
  perSynapse: readonly string[];
  /** Whether neuron k of one side is connected to neuron k of the other, all in the same way. */
  oneToOne: boolean;
  plasticity: PlasticityPlan | undefined;
}

/** A variable, recorded for chosen neurons. */
export interface RecorderPlan {
  population: number;
  expression: Expression;
  /** Whether it records every step. */
  always: boolean;
}

/** All that the source of a kernel depends on. */
export interface KernelPlan {
  populations: readonly PopulationPlan[];
  sources: readonly SourcePlan[];
  pathways: readonly PathwayPlan[];
  recorders: readonly RecorderPlan[];
  /** Whether variables are recorded before a step or after it. */
  recordAt: "start" | "end";
  /** Which generator noise and Poisson processes draw from. */
  stream: StreamName;
}
