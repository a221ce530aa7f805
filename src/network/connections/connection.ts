import type { RandomStream } from "../../random/index.js";
import type { Slice } from "../slice.js";

/** Pairs of neurons: indices into the populations. */
export interface Pairs {
  sources: Int32Array;
  targets: Int32Array;
}

/** The two sides that a rule connects. */
export interface Sides {
  from: Slice;
  to: Slice;
}

/** How many neurons there are on both sides, and whether two are the same neuron. */
export interface SideFacts {
  sources: number;
  targets: number;
  /** Whether source k of the slice is target j of the slice. */
  isSelf: (source: number, target: number) => boolean;
  /** Whether the sides overlap in one population. */
  samePopulation: boolean;
}

/**
 * The stream of a rule's draws, or of those for one block of 256 neurons of the target's population:
 * rules that draw block by block can be carried out on several threads.
 */
export type ConnectionStream = (block?: number) => RandomStream;

/**
 * A connection rule. A new one is a file beside this, and a line in the list of index.ts.
 */
export interface ConnectionRule<Options extends { rule: string }> {
  readonly rule: Options["rule"];
  /** The options it takes beside `rule`. */
  readonly options: readonly string[];
  /** A copy of the options that nobody else can change. @throws UserError for what is wrong. */
  readonly check: (given: Options, sides: Sides) => Options;
  /** How many synapses it makes, at least about: for estimates of memory. */
  readonly count: (options: Options, sides: Sides) => number;
  /** The pairs, in the order in which they are made. */
  readonly pairs: (options: Options, sides: Sides, stream: ConnectionStream) => Pairs;
}

export function factsOf({ from, to }: Sides): SideFacts {
  const samePopulation = from.of === to.of;
  return {
    sources: from.end - from.start,
    targets: to.end - to.start,
    isSelf: (source, target) => samePopulation && from.start + source === to.start + target,
    samePopulation,
  };
}

/** Neurons of a population that share a generator of the default stream. */
export const BLOCK = 256;

/** Pairs that are counted first, then filled in: by indices within the slices. */
export class PairList {
  private readonly sources: Int32Array;
  private readonly targets: Int32Array;
  private length = 0;

  constructor(
    private readonly sides: Sides,
    capacity: number,
  ) {
    this.sources = new Int32Array(capacity);
    this.targets = new Int32Array(capacity);
  }

  add(source: number, target: number): void {
    this.sources[this.length] = this.sides.from.start + source;
    this.targets[this.length] = this.sides.to.start + target;
    this.length += 1;
  }

  get pairs(): Pairs {
    return {
      sources: this.sources.subarray(0, this.length),
      targets: this.targets.subarray(0, this.length),
    };
  }
}
