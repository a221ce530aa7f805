import type { Pairs } from "../network/index.js";

/** Which state of plastic synapses somebody asks for. */
export type SynapsesAt =
  /** As they were before the run. */
  | "before"
  /** As they are at the end of the run. */
  | "after"
  /** As each was at the last spike of its source: what NEST reports. */
  | "lastSourceSpike";

export const SYNAPSES_AT: readonly SynapsesAt[] = ["before", "after", "lastSourceSpike"];

/** Synapses by source and delay: row s * delays + d begins at `offsets` of it. */
export interface SynapseGroup {
  /** In steps, ascending. */
  readonly delays: Int32Array;
  readonly offsets: Uint32Array;
  /** The index of a synapse's target in its population. */
  readonly target: (k: number) => number;
  /** The values of a name, in SI units, by synapse; undefined for what this group does not know. */
  readonly column: (name: string) => ((k: number) => number) | undefined;
}

/** Values of plastic variables by synapses and variable, in the order of a whole table. */
export type FinalValues = ReadonlyMap<string, ReadonlyMap<string, Float64Array>>;

/** Tells what the synapses of a simulated network are; names are those that the user gave. */
export interface SynapseReader {
  /** Sources and targets in the order in which they were made. */
  pairs(synapses: string): Pairs;
  /** Lets somebody read synapses; what was read must be copied before `read` returns. */
  look<T>(synapses: string, at: SynapsesAt, read: (groups: readonly SynapseGroup[]) => T): T;
  /** What of the run cannot be drawn anew: the plastic variables' values at its end, and before that. */
  finalValues(): { after: FinalValues; lastSourceSpike: FinalValues };
}
