import { sha256 } from "@noble/hashes/sha2.js";
import { Xoshiro256, type XoshiroState } from "./xoshiro256.js";
import { XoshiroStream } from "./xoshiroStream.js";

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
export class JuliaStream extends XoshiroStream {
  /** @param seed a whole number, 0 or more; more than 53 bits as a bigint. */
  constructor(seed: number | bigint) {
    super(stateOfDigest(seedBytes(BigInt(seed))));
  }

  /**
   * `randn(count)`: normal deviates. From seven on, Julia first fills the array with raw words
   * from eight forked lanes, so these are other numbers than `count` calls of {@link normal} give.
   */
  override normals(count: number): Float64Array {
    const deviates = new Float64Array(count);
    if (count < 7) {
      for (let i = 0; i < count; i++) deviates[i] = this.normal();
      return deviates;
    }
    const words = this.rawWords(count);
    for (let i = 0; i < count; i++) deviates[i] = this.normalFrom(words[2 * i + 1], words[2 * i]);
    return deviates;
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
}

/** The state of a generator from the SHA-256 digest of some bytes, or of text in UTF-8. */
export function stateOfDigest(content: Uint8Array | string): XoshiroState {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const view = new DataView(sha256(bytes).buffer);
  return [0, 8, 16, 24].map((offset) => view.getBigUint64(offset, true)) as unknown as XoshiroState;
}

/** A seed as 32-bit words, least significant first, at least one, each little-endian. */
function seedBytes(seed: bigint): Uint8Array {
  const words: number[] = [];
  for (let rest = seed; words.length === 0 || rest > 0n; rest >>= 32n)
    words.push(Number(rest & 0xffffffffn));
  const view = new DataView(new ArrayBuffer(4 * words.length));
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word, true);
  return new Uint8Array(view.buffer);
}
