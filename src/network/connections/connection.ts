import { checkTruth, requireWholeNumber, UserError } from "../../base/index.js";
import type { RandomStream } from "../../random/index.js";
import type { Slice } from "../slice.js";

/** Pairs of neurons: indices into the populations. */
export interface Pairs {
  sources: Int32Array;
  targets: Int32Array;
  /** Of rules that make several synapses of a pair: which of its pair's each one is. */
  places?: Int32Array;
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
  /** Whether both sides are of one population. */
  areSame: boolean;
  /** Whether source k of the slice is target j of the slice. */
  isSelf: (source: number, target: number) => boolean;
  /** How many neurons are on both sides. */
  overlap: number;
}

/**
 * The stream of a rule's draws, or of those for one block of 256 neurons of the target's population:
 * rules that draw block by block can be carried out on several threads.
 */
export type ConnectionStream = (block?: number) => RandomStream;

/** A text of a rule as a function of a pair, by indices within the slices, and of a further number. */
export type PairFunction = (i: number, j: number, k?: number) => number;

/** What a rule makes its pairs with. */
export interface Making {
  readonly stream: ConnectionStream;
  /** Whether the stream is a published program's, with one order of draws. */
  readonly isPublished: boolean;
  /** The text of an option. */
  readonly text: (option: string) => PairFunction;
}

/** A text that a rule takes, and what it gives: a truth value or a number. */
export interface RuleText {
  text: string;
  gives: "truth" | "number";
  /** Whether it is of a source alone, or reads a number `k` too. */
  reads?: "source" | "k";
}

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
  /**
   * Whether, on our own stream, it goes by blocks of targets, each of which draws from a stream of its own: then
   * so do values that are drawn for its synapses.
   */
  readonly isByBlock?: (options: Options) => boolean;
  /** The pairs, in the order in which they are made. */
  readonly pairs: (options: Options, sides: Sides, making: Making) => Pairs;
  /** Texts among the options, by name: they are checked where both populations are known. */
  readonly texts?: (options: Options) => Readonly<Record<string, RuleText | undefined>>;
}

export function factsOf({ from, to }: Sides): SideFacts {
  const areSame = from.of === to.of && from.synapses === to.synapses;
  return {
    sources: from.end - from.start,
    targets: to.end - to.start,
    areSame,
    isSelf: (source, target) => areSame && from.start + source === to.start + target,
    overlap: areSame ? Math.max(0, Math.min(from.end, to.end) - Math.max(from.start, to.start)) : 0,
  };
}

/** What rules that draw pairs may draw. */
export interface Repeats {
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
  /** Whether the same may be drawn more than once; true by default. */
  readonly multapses?: boolean;
}

/**
 * Checks how many are to be drawn.
 * @param name the option that says how many
 * @param choices how many there are to choose from, by whether autapses are allowed
 * @param most how many there may be at most where they may repeat
 */
export function checkDrawn(
  name: string,
  wanted: number,
  { autapses = true, multapses = true }: Repeats,
  choices: (autapses: boolean) => number,
  most: number,
): Required<Repeats> {
  checkTruth("autapses", autapses);
  checkTruth("multapses", multapses);
  const others = choices(autapses);
  requireWholeNumber(name, wanted, 0, multapses ? most : others);
  if (others < 1 && wanted > 0)
    throw new UserError(`invalid ${name}: ${wanted}; there is no other neuron to connect`);
  return { autapses, multapses };
}

/** Neurons of a population that share a generator of the default stream. */
export const BLOCK = 256;

/** Neurons of a population that are of one block. */
export interface NeuronBlock {
  block: number;
  first: number;
  end: number;
}

/** The blocks that a range of a population's neurons has parts of. */
export function blocksOf({ first, end }: { first: number; end: number }): NeuronBlock[] {
  const blocks: NeuronBlock[] = [];
  for (let at = first; at < end; ) {
    const block = Math.floor(at / BLOCK);
    const next = Math.min(end, (block + 1) * BLOCK);
    blocks.push({ block, first: at, end: next });
    at = next;
  }
  return blocks;
}

/** Pairs as they are made, by indices within the slices; there may be more than was thought at first. */
export class PairList {
  private sources: Int32Array;
  private targets: Int32Array;
  private length = 0;

  constructor(
    private readonly sides: Sides,
    capacity: number,
  ) {
    this.sources = new Int32Array(capacity);
    this.targets = new Int32Array(capacity);
  }

  add(source: number, target: number): void {
    if (this.length === this.sources.length) this.grow();
    this.sources[this.length] = this.sides.from.start + source;
    this.targets[this.length] = this.sides.to.start + target;
    this.length += 1;
  }

  private grow(): void {
    const capacity = Math.max(1024, Math.ceil(1.5 * this.length));
    const larger = (list: Int32Array): Int32Array => {
      const copy = new Int32Array(capacity);
      copy.set(list);
      return copy;
    };
    this.sources = larger(this.sources);
    this.targets = larger(this.targets);
  }

  get pairs(): Pairs {
    return {
      sources: this.sources.subarray(0, this.length),
      targets: this.targets.subarray(0, this.length),
    };
  }
}
