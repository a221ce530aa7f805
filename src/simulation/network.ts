import { UserError } from "../base/index.js";
import type { ModelText, ParameterValue } from "../equations/index.js";
import type { StreamName } from "../random/index.js";
import { DIMENSIONLESS, Quantity, QuantityArray } from "../units/index.js";

/** A value that is drawn for each neuron or synapse, from a stream named after its use. */
export interface Drawn {
  distribution: "uniform" | "normal";
  /** Lower end or mean, and upper end or standard deviation, in SI units. */
  first: number;
  second: number;
  dimension: Quantity["dimension"];
}

/** A constant, one value for each, or drawn. */
export type Values = ParameterValue | Drawn;

/** A population of neurons of one model. */
export interface Population {
  readonly kind: "population";
  readonly name: string;
  readonly N: number;
  readonly model: ModelText;
  /** Integration method; "euler" by default. */
  readonly method: string;
  /** Initial values of state variables; 0 where nothing is said. */
  readonly initial: Readonly<Record<string, Values>>;
}

/** Spike trains that are given: channel k spikes at `times[k]`. */
export interface SpikeTrainSource {
  readonly kind: "spikeTrains";
  readonly name: string;
  readonly N: number;
  /** Step and channel of each spike in turn, by step; several of a channel in a step all count. */
  readonly events: Int32Array;
  /** The largest number of spikes in one step. */
  readonly mostAtOnce: number;
}

/** Independent Poisson processes, one a channel. */
export interface PoissonSource {
  readonly kind: "poisson";
  readonly name: string;
  readonly N: number;
  /** Rates in 1/s, one for all or one for each channel. */
  readonly rates: Float64Array;
}

/** Something whose spikes synapses can carry. */
export type Spiking = Population | SpikeTrainSource | PoissonSource;

/** Neurons `start` to before `end` of a population or source. */
export interface Slice {
  readonly of: string;
  readonly start: number;
  readonly end: number;
}

/** Which pairs of neurons are connected; indices count within the slices. */
export type Connection =
  | {
      rule: "list";
      sources: readonly number[] | Int32Array;
      targets: readonly number[] | Int32Array;
    }
  | { rule: "allToAll"; autapses?: boolean }
  | { rule: "oneToOne" }
  | { rule: "probability"; probability: number; autapses?: boolean }
  | { rule: "inDegree"; inDegree: number; autapses?: boolean; multapses?: boolean };

/**
 * How synapses change at the spikes of the neurons on both sides. The statements read and change
 * the synapse's own variables; they read traces and constants, and nothing of the neurons.
 */
export interface Plasticity {
  /** Variables of each synapse with their initial values. */
  readonly variables: Readonly<Record<string, Values>>;
  /**
   * Traces of the source's and of the target's spikes, with the time constants of their decay.
   * Each spike adds 1. Statements see what the spikes strictly before have left.
   */
  readonly preTraces?: Readonly<Record<string, Quantity<"time">>>;
  readonly postTraces?: Readonly<Record<string, Quantity<"time">>>;
  /** At a spike of the source, before the synapse acts. */
  readonly onPre?: string;
  /** At a spike of the target, when it has come back to the synapse (after the delay). */
  readonly onPost?: string;
  /** Constants that the statements read. */
  readonly parameters?: Readonly<Record<string, number | Quantity>>;
  /** "fast": powers (x ** y) to a relative error below 1e-10. */
  readonly powers?: "accurate" | "fast";
}

/** Synapses between two slices. */
export interface Synapses {
  readonly name: string;
  readonly from: Slice;
  readonly to: Slice;
  readonly connection: Connection;
  /** Statements on variables of the target: "ge += we". */
  readonly onPre: string;
  /** Values that the statements read, constant, per synapse or drawn. */
  readonly parameters: Readonly<Record<string, Values>>;
  /** From a spike to its effect; constant, per synapse or drawn; 0 by default. */
  readonly delay?: Values;
  /** How the synapses change; its variables can be read by `onPre`. */
  readonly plasticity?: Plasticity;
}

/** What is recorded of a population beside its spikes. */
export interface Recording {
  readonly of: string;
  /** A state variable or subexpression. */
  readonly variable: string;
  /** Which neurons; all by default. */
  readonly neurons?: readonly number[];
  /** Every so many steps; 1 by default. */
  readonly every?: number;
}

/** The state in which a run ended, from which another can go on. */
export interface FinalState {
  /** The number of steps done. */
  readonly step: number;
  /** The kernels' memories, one for each thread: states, generators, spikes on their way. */
  readonly memories: readonly Uint8Array[];
  /** Digest of the simulation, its duration left out. */
  readonly digest: string;
}

/** A network to simulate: plain data, made by `network()`. */
export interface NetworkSimulation {
  readonly model: "network";
  readonly populations: readonly Population[];
  readonly sources: readonly (SpikeTrainSource | PoissonSource)[];
  readonly synapses: readonly Synapses[];
  readonly record: readonly Recording[];
  /** Populations and sources whose spikes are recorded. */
  readonly recordSpikes: readonly string[];
  /** Whether variables are recorded before or after each step. */
  readonly recordAt: "start" | "end";
  readonly duration: Quantity<"time">;
  readonly dt: Quantity<"time">;
  readonly seed: number;
  readonly stream: StreamName;
}

/** How many steps a duration takes, to the nearest whole number. */
export const stepCount = ({
  duration,
  dt,
}: {
  duration: Quantity<"time">;
  dt: Quantity<"time">;
}): number => Math.round(duration.value / dt.value);

/** Values drawn uniformly between two ends: `uniform(mV(0), mV(20))`. */
export function uniform(low: Quantity | number, high: Quantity | number): Drawn {
  return drawn("uniform", low, high);
}

/** Values drawn from the normal distribution: `normal(ms(10), ms(1))`. */
export function normal(mean: Quantity | number, deviation: Quantity | number): Drawn {
  return drawn("normal", mean, deviation);
}

function drawn(
  distribution: Drawn["distribution"],
  a: Quantity | number,
  b: Quantity | number,
): Drawn {
  const [first, second] = [a, b].map((q) => (typeof q === "number" ? q : q.value));
  const [one, other] = [a, b].map((q) => (typeof q === "number" ? undefined : q.dimension));
  if (String(one) !== String(other)) throw new UserError(`inconsistent units: ${a} and ${b}`);
  return { distribution, first, second, dimension: one ?? DIMENSIONLESS };
}

/** A value of the same dimension as some values: what stands for them where units are checked. */
export function likeOf(values: Values): ParameterValue {
  return isDrawn(values) ? new Quantity(0, values.dimension) : values;
}

/** Whether values are to be drawn. */
export function isDrawn(values: Values): values is Drawn {
  return (
    typeof values === "object" &&
    !(values instanceof Quantity) &&
    !(values instanceof QuantityArray) &&
    "distribution" in values
  );
}
