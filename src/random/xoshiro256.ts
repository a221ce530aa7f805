/** Four 64-bit words. */
export type XoshiroState = readonly [bigint, bigint, bigint, bigint];

/**
 * The xoshiro256++ generator (Blackman and Vigna 2021, "Scrambled linear pseudorandom number
 * generators"). JavaScript has no fast 64-bit integers, so each 64-bit word is a pair of 32-bit
 * halves. After {@link next}, the drawn word stands in `high` and `low`.
 */
export class Xoshiro256 {
  /** Upper half of the word drawn last, as an unsigned number. */
  high = 0;
  /** Lower half of the word drawn last, as an unsigned number. */
  low = 0;
  private s0h: number;
  private s0l: number;
  private s1h: number;
  private s1l: number;
  private s2h: number;
  private s2l: number;
  private s3h: number;
  private s3l: number;

  /** @param state four 64-bit words; not all zero. */
  constructor(state: XoshiroState) {
    const [s0, s1, s2, s3] = state;
    this.s0h = upper(s0);
    this.s0l = lower(s0);
    this.s1h = upper(s1);
    this.s1l = lower(s1);
    this.s2h = upper(s2);
    this.s2l = lower(s2);
    this.s3h = upper(s3);
    this.s3l = lower(s3);
  }

  /** The four words of the state. */
  get state(): XoshiroState {
    return [
      joined(this.s0h, this.s0l),
      joined(this.s1h, this.s1l),
      joined(this.s2h, this.s2l),
      joined(this.s3h, this.s3l),
    ];
  }

  /** Draws the next word into `high` and `low`. */
  next(): void {
    const { s0h, s0l, s1h, s1l } = this;
    // sum = s0 + s3
    let low = (s0l >>> 0) + (this.s3l >>> 0);
    const sumHigh = (s0h + this.s3h + (low > 0xffffffff ? 1 : 0)) | 0;
    const sumLow = low | 0;
    // result = rotl(sum, 23) + s0
    const rotatedHigh = (sumHigh << 23) | (sumLow >>> 9);
    const rotatedLow = (sumLow << 23) | (sumHigh >>> 9);
    low = (rotatedLow >>> 0) + (s0l >>> 0);
    this.low = low >>> 0;
    this.high = (rotatedHigh + s0h + (low > 0xffffffff ? 1 : 0)) >>> 0;
    // the linear step; t = s1 << 17
    const s2h = this.s2h ^ s0h;
    const s2l = this.s2l ^ s0l;
    const s3h = this.s3h ^ s1h;
    const s3l = this.s3l ^ s1l;
    this.s1h = s1h ^ s2h;
    this.s1l = s1l ^ s2l;
    this.s0h = s0h ^ s3h;
    this.s0l = s0l ^ s3l;
    this.s2h = s2h ^ ((s1h << 17) | (s1l >>> 15));
    this.s2l = s2l ^ (s1l << 17);
    // rotl(s3, 45) is rotl by 13 with the halves swapped
    this.s3h = (s3l << 13) | (s3h >>> 19);
    this.s3l = (s3h << 13) | (s3l >>> 19);
  }

  /** The next word as a bigint: slow, for seeding. */
  nextWord(): bigint {
    this.next();
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** A uniform deviate in [0, 1): the upper 53 bits of the next word. */
  nextUniform(): number {
    this.next();
    return (this.high * 2097152 + (this.low >>> 11)) * 2 ** -53;
  }
}

const upper = (word: bigint): number => Number((word >> 32n) & 0xffffffffn) | 0;
const lower = (word: bigint): number => Number(word & 0xffffffffn) | 0;
const joined = (high: number, low: number): bigint =>
  (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
