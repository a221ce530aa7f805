import type { Expression } from "../equations/index.js";
import type { Repetition, SystemMatrix } from "../integrators/index.js";
import type { Clock, Connection, Slice } from "../network/index.js";
import type { Drawn, StreamName } from "../random/index.js";
import type { Dimension } from "../units/index.js";

// Everything that one step of a network does, as data. Made once from a network (build.ts), printed
// (print.ts), made faster without changing a bit (optimise/), and carried out by a target.

/** The name of a domain: that of a population or source; of synapses with "synapses " before it. */
export type DomainName = string;

/** Neurons of a population; or their events of a kind beside the spike, which are listed like spikes. */
export interface PopulationDomain {
  readonly kind: "population";
  readonly name: DomainName;
  readonly size: number;
  /** Of events: whose they are. */
  readonly eventOf?: DomainName;
}

/** Channels of a source. */
export interface SourceDomain {
  readonly kind: "source";
  readonly name: DomainName;
  readonly size: number;
  /** The spikes of sources that know them before the run. */
  readonly events?: EventList;
}

/** Synapses of a kind; how many there are is known when they are made. */
export interface SynapsesDomain {
  readonly kind: "synapses";
  readonly name: DomainName;
  /** The name that the user gave. */
  readonly label: string;
  readonly source: DomainName;
  readonly target: DomainName;
  readonly from: Slice;
  readonly to: Slice;
  readonly connection: Connection;
  /** The texts of the rule: conditions, probabilities, targets. Names are marked as in names.ts, `x@pre` too. */
  readonly texts: ReadonlyMap<string, Expression>;
}

export type Domain = PopulationDomain | SourceDomain | SynapsesDomain;

/** Spikes that are known before the run. */
export type EventList =
  /** Steps and channels in turn, in the order of the steps. */
  | { readonly kind: "given"; readonly events: Int32Array }
  /** Times in s, of each channel. */
  | { readonly kind: "times"; readonly times: readonly Float64Array[] }
  /** Intervals drawn from the exponential distribution, channel by channel. */
  | {
      readonly kind: "renewal";
      readonly rates: Beginning;
      readonly purpose: string;
      /** Whether a spike at the very time of a step belongs to it, or to the next one. */
      readonly due: "at" | "before";
      /** Whether the very last spike of all channels is left out. */
      readonly lastSpike: "delivered" | "left out";
      readonly clock: Clock;
      readonly duration: number;
    };

/** How a field's numbers begin. */
export type Beginning =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "each"; readonly values: Float64Array }
  | { readonly kind: "drawn"; readonly drawn: Drawn; readonly purpose: string }
  /** From other fields, the index, and draws: rand(), randn(). */
  | { readonly kind: "expression"; readonly expression: Expression; readonly purpose: string }
  /** Of synapses: which of its pair's each one is, from 0 on. */
  | { readonly kind: "places" }
  /** A time in s as steps, to the nearest whole number, and some more. */
  | { readonly kind: "steps"; readonly of: Beginning; readonly more: number }
  /** From fields of the same domain that do not change. */
  | { readonly kind: "computed"; readonly expression: Expression }
  /** An entry of the exponential of a linear system's matrix times the time step. */
  | {
      readonly kind: "propagator";
      readonly system: SystemMatrix;
      readonly row: number;
      readonly column: number;
    };

/** Where a number lives: one for each element of a domain, or one that all share. */
export interface Field {
  readonly domain: DomainName;
  readonly name: string;
  readonly shared: boolean;
  readonly begins: Beginning;
  /** What it is measured in, where users see it. */
  readonly dimension?: Dimension;
  /** Whether it is a variable of the model's, whose values must stay finite. */
  readonly isState: boolean;
  /** Whether its numbers, one for each element, never change and are those of 32 bits. */
  readonly isSingle?: boolean;
}

/**
 * What a neuron's spikes have left at a synapse: each adds 1, which decays. Its value is that of
 * spikes of steps strictly before. The source's spikes come to the synapse as the blocks at them do.
 */
export interface Trace {
  readonly domain: DomainName;
  readonly name: string;
  readonly side: "source" | "target";
  /** Time constant in s. */
  readonly tau: number;
}

/** When a block is carried out. */
export type When =
  /** For each element, every n-th step, or in the steps that are told, ascending. */
  | { readonly kind: "step"; readonly every: number; readonly at?: readonly number[] }
  /** For each spike of the domain's own, or each of its events of a kind, at the end of its step. */
  | { readonly kind: "spike"; readonly event?: DomainName }
  /** For each synapse of a spike (or event) of the source, after the synapse's delay, a field. */
  | { readonly kind: "source spike"; readonly delay: string; readonly event?: DomainName }
  /** For each synapse of a spike (or event) of the target, after so many times the synapse's delay, a field. */
  | {
      readonly kind: "target spike";
      readonly delay: string;
      readonly times: 0 | 1 | 2;
      readonly event?: DomainName;
    };

/** What a block does with each element. Names are resolved: see names.ts. */
export type Statement =
  /** A field, of the element or of the neuron across, or a temporary gets a value. */
  | { readonly kind: "set"; readonly target: string; readonly expression: Expression }
  /** A temporary becomes a deviate, drawn for each element that comes to the statement. */
  | {
      readonly kind: "draw";
      readonly target: string;
      readonly distribution: "uniform" | "normal" | "poisson";
      /** Of a Poisson deviate. */
      readonly mean?: Expression;
      /** Whether all elements have that mean: their deviates are drawn together, before the statements. */
      readonly isForAll?: boolean;
      readonly purpose: string;
    }
  /** The element spikes, or has an event of a kind, where a condition holds. */
  | { readonly kind: "emit"; readonly condition: Expression; readonly event?: DomainName }
  /** The channel spikes so many times in a step as a Poisson deviate says; the mean is a field. */
  | { readonly kind: "emit poisson"; readonly mean: string; readonly purpose: string }
  /** As before, for channels that share a mean: drawn for 256 of them together. */
  | { readonly kind: "emit poisson together"; readonly mean: string; readonly purpose: string }
  /** Statements that are carried out again and again, for each element as often as it needs. */
  | {
      readonly kind: "repeat";
      /** Temporaries that go from one turn to the next. */
      readonly carried: Repetition["carried"];
      readonly statements: readonly Statement[];
      readonly again: Expression;
    }
  /** The spikes that the domain's list of events has for this step. */
  | { readonly kind: "emit events" }
  /** A field becomes the values over time that hold in this step. */
  | { readonly kind: "timed"; readonly target: string; readonly table: number }
  /** A variable of the target becomes the sum over all its synapses, 0 where there are none. */
  | { readonly kind: "sum"; readonly target: string; readonly expression: Expression }
  /**
   * A variable of all compartments of a tree's cells becomes the solution of
   * (loss_k + sum of axial conductances) v_k - (axial conductances to neighbours) v = drive_k; both are fields.
   */
  | {
      readonly kind: "solve";
      readonly target: string;
      readonly loss: string;
      readonly drive: string;
      readonly tree: number;
    }
  /** A value is recorded by a monitor. */
  | { readonly kind: "record"; readonly monitor: number; readonly expression: Expression };

/** Statements on each element of a domain, or on those at which something happens. */
export interface Block {
  /** What it is, for printing: "update of neurons". */
  readonly name: string;
  readonly domain: DomainName;
  readonly when: When;
  readonly statements: readonly Statement[];
  /** Whether a normal deviate is drawn for each element, which the statements read as `xi`. */
  readonly draws?: { readonly normal: string };
  /** Of blocks that record: which elements. */
  readonly elements?: readonly number[];
  /** Whether powers may be computed to a relative error of 1e-10 only. */
  readonly fastPowers?: boolean;
}

/** Values over time. */
export interface TimedTable {
  /** Whose the values are, and what they are called. */
  readonly of: DomainName;
  readonly name: string;
  /** Row by row; a row holds for `dt` (in s), the last one for ever. */
  readonly values: Float64Array;
  /** Values in a row: 1, or one for each element. */
  readonly columns: number;
  readonly dt: number;
}

/** The row of values over time that holds at a time; the slack keeps times on the grid in their own row. */
export const TIMED_SLACK = 1e-9;

/**
 * The shape of a population's cells: nodes at the middles of compartments, and at branching points, which
 * have no membrane. Parents come before their children.
 */
export interface Tree {
  readonly of: DomainName;
  readonly cells: number;
  /** The compartment of each node, -1 of a branching point; its elements are compartment*cells + cell. */
  readonly compartment: Int32Array;
  /** The node before each on the way to the root; -1 of the first one. */
  readonly parent: Int32Array;
  /** The conductance to it, in S. */
  readonly axial: Float64Array;
}

/** What is recorded of a population, or of synapses. */
export interface Monitor {
  readonly domain: DomainName;
  /** The name that the user gave. */
  readonly of: string;
  readonly variable: string;
  readonly dimension: Dimension;
  readonly elements: readonly number[];
  readonly every: number;
  /** Whose spikes or events it takes values at; undefined where it does every n-th step. */
  readonly atSpikes?: DomainName;
  /** Whether its samples are kept, or only what statistics make of them. */
  readonly purpose: "samples" | "statistics";
}

/** Everything that one step does. */
export interface Program {
  /** The time step in s. */
  readonly dt: number;
  readonly stream: StreamName;
  readonly seed: number;
  readonly clock: Clock;
  /** In the order in which they are made, which is that of published programs' draws. */
  readonly domains: readonly Domain[];
  readonly fields: readonly Field[];
  readonly traces: readonly Trace[];
  /** In the order in which a step carries them out. */
  readonly blocks: readonly Block[];
  readonly monitors: readonly Monitor[];
  readonly timed: readonly TimedTable[];
  readonly trees: readonly Tree[];
  /** Populations and sources whose spikes are taken out of the kernel: to be recorded, or counted. */
  readonly recordsSpikes: readonly DomainName[];
  /** Whether monitors record at the start of a step or at its end. */
  readonly recordAt: "start" | "end";
}
