// Records in a kernel's memory: what blocks of the same domain share, at known offsets. A slot takes
// 8 bytes, whatever stands in it: an address or count (i32) or a number (f64).

import { CONSTANTS } from "./library/addresses.js";

const slots = <Names extends string>(names: readonly Names[]): Readonly<Record<Names, number>> =>
  Object.freeze(Object.fromEntries(names.map((name, k) => [name, 8 * k]))) as Record<Names, number>;

const SPIKING_NAMES = [
  /** The list of this step's spikes: their number, then indices into the whole domain. */
  "spikesNow",
  /** Lists of the last steps: where, how many, how many bytes each. */
  "ring",
  "ringLength",
  "listSize",
  /** The lists that this thread fills, where several threads exchange them. */
  "ownRing",
  "ownLength",
  "ownListSize",
  /** Most spikes in one step. */
  "listRoom",
  /** Recorded spikes (step and index in turn), how many there are, for how many there is room. */
  "spikeBuffer",
  "spikesKept",
  "spikesFree",
  /** Elements of the domain that this thread has, which the first one is, and all there are. */
  "count",
  "first",
  "total",
  /** Of sources whose spikes are known: step and channel in turn, how many, which is next. */
  "events",
  "eventCount",
  "nextEvent",
  /** The states of the generators of blocks. */
  "generators",
  /** Normal deviates of this step. */
  "noise",
  /** Pairs of neurons of which one rested when that was last looked at. */
  "resting",
] as const;

/** The record of a population or source. */
export const SPIKING = slots(SPIKING_NAMES);
export const SPIKING_SIZE = 8 * SPIKING_NAMES.length;

const SYNAPSES_NAMES = [
  "firstSource",
  "sourceCount",
  /** Of synapses one to one: what is added to a source's index to get that of its target; of those
   * onto one neuron: the index of that. */
  "shift",
  /** The delays that occur, ascending, and how many there are. */
  "delays",
  "delayCount",
  /** Where the synapses of each delay and source begin; one more at the end. */
  "offsets",
  /** Byte offsets of the targets in this thread's arrays. */
  "targets",
  /** Of plastic synapses: the step of each row's last spike, and how many there were in it. */
  "lastSpikes",
  "lastCounts",
  /** Each target's newest spike in the history; the history, the bytes it uses and may use. */
  "heads",
  "history",
  "historyUsed",
  "historyRoom",
  /** Tables of fast powers. */
  "powers",
  /** Byte offsets of the targets that sums begin and end with. */
  "sumsFrom",
  "sumsTo",
] as const;

/** The record of synapses. */
export const SYNAPSES = slots(SYNAPSES_NAMES);
export const SYNAPSES_SIZE = 8 * SYNAPSES_NAMES.length;

const RUN_NAMES = [
  "dt",
  /** The time at the beginning of the step, where times are summed. */
  "time",
  /** Set by a step in which a variable may have become infinite or no number. */
  "suspect",
  /** Whether such steps do not stop the run. */
  "unchecked",
  /** The generator of published streams. */
  "generator",
  /** The last step that was computed, while synapses are brought up to its end. */
  "lastStep",
] as const;

/** Where the record of the run itself stands. */
export const RUN_RECORD = CONSTANTS;

/** The record of the run itself. */
export const RUN = slots(RUN_NAMES);
export const RUN_SIZE = 8 * RUN_NAMES.length;

/** Bytes of the larger of the published generators, MT19937 with its tempered words. */
export const GENERATOR_SIZE = 5008;

/** A spike in a history before its traces: its step, the earlier and the later one's place, the earlier one's step. */
export const HISTORY_NODE = { step: 0, earlier: 4, later: 8, earlierStep: 12, traces: 16 } as const;

/** The step before all steps at which a source last spiked; further back than any delay. */
export const NEVER = -(2 ** 21);

/** The step of a history's place 0, before all spikes of all neurons. */
export const BEFORE_HISTORY = -(2 ** 30);

/** A node of a tree: its parent's row and its compartment's elements as byte offsets, its axial conductance. */
export const NODE = { parent: 0, place: 4, axial: 8, size: 16 } as const;

/** Two cells at a node of a tree: what it loses, what drives it, and its voltage. */
export const ROW = { loss: 0, drive: 16, voltage: 32, size: 48 } as const;
