import { elementary } from "../base/index.js";
import { Xoshiro256, type XoshiroState } from "./xoshiro256.js";
import { EXPONENTIAL_TABLES, NORMAL_TABLES } from "./zigguratTables.js";

const { exp, log } = elementary;

/** Where the two ziggurats' outermost strips begin. */
export const NORMAL_TAIL = 3.654152885361009;
export const EXPONENTIAL_TAIL = 7.69711747013105;

/** Deviates by the ziggurat method from a xoshiro256++ generator, as Julia's Random makes them. */
export class XoshiroStream {
  protected generator: Xoshiro256;

  constructor(state: XoshiroState) {
    this.generator = new Xoshiro256(state);
  }

  /** The generator's state: four 64-bit words. */
  get state(): XoshiroState {
    return this.generator.state;
  }

  /** The next word, byte by byte from the lowest on. */
  bytes(): number[] {
    this.generator.next();
    const { low, high } = this.generator;
    return [low, high].flatMap((half) => [0, 8, 16, 24].map((shift) => (half >>> shift) & 255));
  }

  /** Its state as plain data, and back. */
  save(): readonly bigint[] {
    return this.state;
  }
  restore(saved: unknown): void {
    this.goOnFrom(saved as readonly bigint[]);
  }

  /** Draws on from a state that somebody else's draws have left. */
  goOnFrom([a, b, c, d]: readonly bigint[]): void {
    this.generator = new Xoshiro256([a, b, c, d]);
  }

  /**
   * A stream of one of many like things, told by an index: each word of the state is mixed with it
   * as SplitMix64 does (Steele, Lea and Flood 2014).
   */
  part(index: number): XoshiroStream {
    const [a, b, c, d] = this.state.map((word) => splitMix(word, index));
    return new XoshiroStream([a, b, c, d]);
  }

  /** A uniform deviate in [0, 1). */
  uniform(): number {
    return this.generator.nextUniform();
  }

  /**
   * A whole number from 0 to before `count`: the upper half of a word times `count`, words that would
   * favour some being left out (Lemire 2019), as Julia draws from a range.
   */
  whole(count: number): number {
    const size = BigInt(count);
    let product = this.generator.nextWord() * size;
    if (BigInt.asUintN(64, product) < size) {
      const least = BigInt.asUintN(64, -size) % size;
      while (BigInt.asUintN(64, product) < least) product = this.generator.nextWord() * size;
    }
    return Number(product >> 64n);
  }

  /** One normal deviate. */
  normal(): number {
    this.generator.next();
    return this.normalFrom(this.generator.high, this.generator.low);
  }

  /** An array of normal deviates: one after the other. */
  normals(count: number): Float64Array {
    return Float64Array.from({ length: count }, () => this.normal());
  }

  /** One exponential deviate of mean 1. */
  exponential(): number {
    const { k, w, f } = EXPONENTIAL_TABLES;
    const generator = this.generator;
    for (;;) {
      generator.next();
      const draw = generator.high * 1048576 + (generator.low >>> 12);
      const strip = (generator.low >>> 12) & 255;
      const x = draw * w[strip];
      if (draw < k[strip]) return x;
      if (strip === 0) return EXPONENTIAL_TAIL - log(this.uniform());
      if ((f[strip - 1] - f[strip]) * this.uniform() + f[strip] < exp(-x)) return x;
    }
  }

  /** Turns a raw word into a normal deviate; one time in a hundred that takes further draws. */
  protected normalFrom(wordHigh: number, wordLow: number): number {
    const { k, w, f } = NORMAL_TABLES;
    let high = wordHigh;
    let low = wordLow;
    for (;;) {
      // r = bits 12..63; its lowest bit is the sign, the other 51 bits are the draw
      const draw = high * 524288 + (low >>> 13);
      const strip = (low >>> 13) & 255;
      const x = ((low >>> 12) & 1 ? -draw : draw) * w[strip];
      if (draw < k[strip]) return x;
      if (strip === 0) return this.normalTail(((low >>> 21) & 1) === 1);
      if ((f[strip - 1] - f[strip]) * this.uniform() + f[strip] < exp((-x * x) / 2)) return x;
      this.generator.next();
      high = this.generator.high;
      low = this.generator.low;
    }
  }

  private normalTail(negative: boolean): number {
    for (;;) {
      const x = -log(this.uniform()) / NORMAL_TAIL;
      const y = -log(this.uniform());
      if (2 * y > x * x) return negative ? -(NORMAL_TAIL + x) : NORMAL_TAIL + x;
    }
  }
}

/** SplitMix64's increment and multipliers. */
export const SPLIT_MIX = {
  increment: 0x9e3779b97f4a7c15n,
  first: 0xbf58476d1ce4e5b9n,
  second: 0x94d049bb133111ebn,
} as const;

function splitMix(word: bigint, index: number): bigint {
  const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
  let z = wrap(word + BigInt(index + 1) * SPLIT_MIX.increment);
  z = wrap((z ^ (z >> 30n)) * SPLIT_MIX.first);
  z = wrap((z ^ (z >> 27n)) * SPLIT_MIX.second);
  return z ^ (z >> 31n);
}
