import { createHash } from "node:crypto";
import { Xoshiro256 } from "./xoshiro256.js";
import { EXPONENTIAL_TABLES, NORMAL_TABLES } from "./zigguratTables.js";

/** Where the two ziggurats' outermost strips begin. */
const NORMAL_TAIL = 3.654152885361009;
const EXPONENTIAL_TAIL = 7.69711747013105;

/** Multipliers with which Julia forks eight lanes for filling an array, one per state word. */
const FORK_MULTIPLIERS = [
  0x02011ce34bce797fn,
  0x5a94851fb48a6e05n,
  0x3688cf5d48899fa7n,
  0x867b4bb4c42e5661n,
] as const;

const LANES = 8;

/**
 * The random stream of Julia 1.9 (`Random.seed!(seed)`, then `rand`, `randn`, `randexp`), draw for
 * draw: xoshiro256++ seeded through SHA-256, deviates by the ziggurat method. Published results of
 * Nto1AdEx.jl depend on it.
 */
export class JuliaStream {
  private readonly generator: Xoshiro256;

  /** @param seed a whole number, 0 or more; more than 53 bits as a bigint. */
  constructor(seed: number | bigint) {
    const digest = createHash("sha256")
      .update(seedBytes(BigInt(seed)))
      .digest();
    this.generator = new Xoshiro256([
      digest.readBigUInt64LE(0),
      digest.readBigUInt64LE(8),
      digest.readBigUInt64LE(16),
      digest.readBigUInt64LE(24),
    ]);
  }

  /** `rand()`: a uniform deviate in [0, 1). */
  uniform(): number {
    return this.generator.nextUniform();
  }

  /** `randn()`: one normal deviate. */
  normal(): number {
    this.generator.next();
    return this.normalFrom(this.generator.high, this.generator.low);
  }

  /**
   * `randn(count)`: normal deviates. From seven on, Julia first fills the array with raw words
   * from eight forked lanes, so these are other numbers than `count` calls of {@link normal} give.
   */
  normals(count: number): Float64Array {
    const deviates = new Float64Array(count);
    if (count < 7) {
      for (let i = 0; i < count; i++) deviates[i] = this.normal();
      return deviates;
    }
    const words = this.rawWords(count);
    for (let i = 0; i < count; i++) deviates[i] = this.normalFrom(words[2 * i + 1], words[2 * i]);
    return deviates;
  }

  /** `randexp()`: one exponential deviate of mean 1. */
  exponential(): number {
    const { k, w, f } = EXPONENTIAL_TABLES;
    const generator = this.generator;
    for (;;) {
      generator.next();
      const draw = generator.high * 1048576 + (generator.low >>> 12);
      const strip = (generator.low >>> 12) & 255;
      const x = draw * w[strip];
      if (draw < k[strip]) return x;
      if (strip === 0) return EXPONENTIAL_TAIL - Math.log(this.uniform());
      if ((f[strip - 1] - f[strip]) * this.uniform() + f[strip] < Math.exp(-x)) return x;
    }
  }

  /** Raw words as pairs of 32-bit halves, lower half first. */
  private rawWords(count: number): Uint32Array {
    const words = new Uint32Array(2 * count);
    let at = 0;
    if (count >= LANES) {
      const lanes = this.forkLanes();
      for (; at + LANES <= count; at += LANES)
        lanes.forEach((lane, i) => {
          lane.next();
          words[2 * (at + i)] = lane.low;
          words[2 * (at + i) + 1] = lane.high;
        });
    }
    for (; at < count; at++) {
      this.generator.next();
      words[2 * at] = this.generator.low;
      words[2 * at + 1] = this.generator.high;
    }
    return words;
  }

  private forkLanes(): Xoshiro256[] {
    const states = FORK_MULTIPLIERS.map((multiplier) =>
      Array.from({ length: LANES }, () =>
        BigInt.asUintN(64, multiplier * this.generator.nextWord()),
      ),
    );
    return Array.from(
      { length: LANES },
      (_, i) => new Xoshiro256([states[0][i], states[1][i], states[2][i], states[3][i]]),
    );
  }

  /** Turns a raw word into a normal deviate; one time in a hundred that takes further draws. */
  private normalFrom(wordHigh: number, wordLow: number): number {
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
      if ((f[strip - 1] - f[strip]) * this.uniform() + f[strip] < Math.exp((-x * x) / 2)) return x;
      this.generator.next();
      high = this.generator.high;
      low = this.generator.low;
    }
  }

  private normalTail(negative: boolean): number {
    for (;;) {
      const x = -Math.log(this.uniform()) / NORMAL_TAIL;
      const y = -Math.log(this.uniform());
      if (2 * y > x * x) return negative ? -(NORMAL_TAIL + x) : NORMAL_TAIL + x;
    }
  }
}

/** A seed as 32-bit words, least significant first, at least one, each little-endian. */
function seedBytes(seed: bigint): Buffer {
  const words: number[] = [];
  for (let rest = seed; words.length === 0 || rest > 0n; rest >>= 32n)
    words.push(Number(rest & 0xffffffffn));
  const bytes = Buffer.alloc(4 * words.length);
  for (const [i, word] of words.entries()) bytes.writeUInt32LE(word, 4 * i);
  return bytes;
}
