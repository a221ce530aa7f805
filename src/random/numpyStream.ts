import { elementary } from "../base/index.js";

const STATE_LENGTH = 624;
const SHIFT = 397;

/**
 * The random stream of NumPy's legacy `RandomState` (`np.random.seed(seed)`, `rand`, `randn`),
 * draw for draw: MT19937 (Matsumoto and Nishimura 1998) and polar normal deviates, of which every
 * second one is kept for the next call. Published results of Brian 2 depend on it. Uniform deviates
 * are NumPy's to the last bit; normal ones go through a logarithm, whose last bit may differ from
 * NumPy's (it is the kernels' own).
 */
export class NumpyStream {
  /** The 624 words of the generator. */
  readonly state: Uint32Array = new Uint32Array(STATE_LENGTH);
  /** How many of the words have been used. */
  position: number = STATE_LENGTH;
  /** The deviate kept for the next call of {@link normal}. */
  kept: number | undefined;

  /** @param seed a whole number from 0 to 2^32 - 1. */
  constructor(seed: number) {
    this.state[0] = seed;
    for (let i = 1; i < STATE_LENGTH; i++) {
      const previous = this.state[i - 1];
      this.state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** A uniform deviate in [0, 1) of 53 bits. */
  uniform(): number {
    const a = this.next() >>> 5;
    const b = this.next() >>> 6;
    return (a * 67108864 + b) / 9007199254740992;
  }

  /** A normal deviate. */
  normal(): number {
    if (this.kept !== undefined) {
      const deviate = this.kept;
      this.kept = undefined;
      return deviate;
    }
    let x1: number;
    let x2: number;
    let radius: number;
    do {
      x1 = 2 * this.uniform() - 1;
      x2 = 2 * this.uniform() - 1;
      radius = x1 * x1 + x2 * x2;
    } while (radius >= 1 || radius === 0);
    const factor = Math.sqrt((-2 * elementary.log(radius)) / radius);
    this.kept = factor * x1;
    return factor * x2;
  }

  /** An array of normal deviates: one after the other. */
  normals(count: number): Float64Array {
    return Float64Array.from({ length: count }, () => this.normal());
  }

  /** An exponential deviate of mean 1. */
  exponential(): number {
    return -elementary.log(1 - this.uniform());
  }

  /** A whole number from 0 to before `count`, as `randint`: words under a mask until one is in range. */
  whole(count: number): number {
    if (count === 1) return 0;
    const mask = 0xffffffff >>> Math.clz32(count - 1);
    for (;;) {
      const value = (this.next() & mask) >>> 0;
      if (value < count) return value;
    }
  }

  /** Its state as plain data, and back. */
  save(): { state: Uint32Array; position: number; kept: number | undefined } {
    return { state: this.state.slice(), position: this.position, kept: this.kept };
  }
  restore(saved: unknown): void {
    const { state, position, kept } = saved as ReturnType<NumpyStream["save"]>;
    this.state.set(state);
    this.position = position;
    this.kept = kept;
  }

  /** The next 32-bit word. */
  private next(): number {
    if (this.position === STATE_LENGTH) this.twist();
    return temper(this.state[this.position++]);
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < STATE_LENGTH; i++) {
      const joined = (state[i] & 0x80000000) | (state[(i + 1) % STATE_LENGTH] & 0x7fffffff);
      const odd = joined & 1 ? 0x9908b0df : 0;
      state[i] = state[(i + SHIFT) % STATE_LENGTH] ^ (joined >>> 1) ^ odd;
    }
    this.position = 0;
  }
}

/** What is drawn for a word of the state. */
export function temper(state: number): number {
  let word = state;
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return (word ^ (word >>> 18)) >>> 0;
}
