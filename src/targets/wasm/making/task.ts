import type { Drawn } from "../../../random/index.js";

// What a thread is told about the synapses that it makes: plain data, which travels to workers.

/** What a rule still has to know, its draws apart. */
export type RuleNumbers =
  | { rule: "total" }
  | { rule: "inDegree"; inDegree: number }
  /** The logarithm of the probability that a pair is not connected. */
  | { rule: "probability"; perPair: number };

/** A block of targets, whose synapses come from generators of its own. */
export interface BlockTask {
  /** Indices in the target's population. */
  first: number;
  end: number;
  /** How many synapses there are, or about how many. */
  count: number;
  /** The states of generators: of the pairs, of the delays, of each drawn field. */
  pairs: BigUint64Array;
  delays: BigUint64Array | undefined;
  fields: ReadonlyMap<string, BigUint64Array>;
}

/** Values of a field: one for all synapses, or drawn for each. */
export interface FieldTask {
  name: string;
  isSingle: boolean;
  values: { value: number } | { drawn: Drawn; what: string };
}

/** The synapses of a kind onto the neurons of a part. */
export interface MemberTask {
  rule: RuleNumbers;
  /** The target that is source 0 of the slice, where a neuron must not be connected to itself. */
  selfOfFirst: number | undefined;
  /** The index of the neuron that targets are counted from. */
  local: number;
  delay: { steps: number } | { drawn: Drawn; what: string; dt: number; more: number };
  fields: readonly FieldTask[];
  blocks: readonly BlockTask[];
}

/** Synapses that share their rows onto the neurons of a part: those of a kind, or of a bundle of kinds. */
export interface MakeTask {
  /** The kind that rows go by: the first one. */
  domain: string;
  /** How many sources there are. */
  sources: number;
  isNarrow: boolean;
  /** One kind, or several whose fields are the same, all drawn, and whose delays are all drawn or all the same. */
  members: readonly MemberTask[];
}

/** Synapses in rows, as they stand in a thread's memory. */
export interface MadeRows {
  domain: string;
  /** How many there are. */
  count: number;
  /** In steps, ascending. */
  delays: Int32Array;
  rowCount: number;
  /** Addresses. */
  offsets: number;
  targets: number;
  fields: ReadonlyMap<string, number>;
}

/** What a thread has made, and the first address that is free behind it. */
export interface Made {
  rows: readonly MadeRows[];
  heap: number;
}
