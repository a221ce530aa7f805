// AssemblyScript. Random streams whose states live in memory: see src/random for what they are.
import { sexp, slog, vlog } from "./math";

/** Six tables of 256 doubles: k, w, f of the normal, then of the exponential ziggurat. */
export const TABLES: usize = memory.data(6 * 256 * 8);
const NORMAL_TAIL: f64 = 3.654152885361009;

/** The next word of the xoshiro256++ generator at `state` (four words). */
export function nextWord(state: usize): u64 {
  const s0 = load<u64>(state);
  let s1 = load<u64>(state, 8);
  let s2 = load<u64>(state, 16);
  let s3 = load<u64>(state, 24);
  const result = rotl<u64>(s0 + s3, 23) + s0;
  const shifted = s1 << 17;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  store<u64>(state, s0 ^ s3);
  store<u64>(state, s1, 8);
  store<u64>(state, s2 ^ shifted, 16);
  store<u64>(state, rotl<u64>(s3, 45), 24);
  return result;
}

/** A uniform deviate in [0, 1) from a xoshiro256++ generator. */
export function xoshiroUniform(state: usize): f64 {
  return f64(nextWord(state) >> 11) * 1.1102230246251565e-16;
}

/** A normal deviate from a xoshiro256++ generator, by the ziggurat method. */
export function xoshiroNormal(state: usize): f64 {
  while (true) {
    const r = (nextWord(state) >> 12) & 0x000fffffffffffff;
    const draw = r >> 1;
    const strip = usize(draw & 255) << 3;
    const magnitude = f64(i64(draw)) * load<f64>(TABLES + 2048 + strip);
    const x = r & 1 ? -magnitude : magnitude;
    if (f64(i64(draw)) < load<f64>(TABLES + strip)) return x;
    if (strip == 0) return normalTail(state, ((draw >> 8) & 1) != 0);
    const below = load<f64>(TABLES + 4096 + strip);
    const above = load<f64>(TABLES + 4096 + strip - 8);
    if ((above - below) * xoshiroUniform(state) + below < sexp(-0.5 * x * x)) return x;
  }
}

function normalTail(state: usize, negative: bool): f64 {
  while (true) {
    const x = -slog(xoshiroUniform(state)) / NORMAL_TAIL;
    const y = -slog(xoshiroUniform(state));
    if (2.0 * y > x * x) return negative ? -(NORMAL_TAIL + x) : NORMAL_TAIL + x;
  }
}

// MT19937 at `state`: 624 words; how many were used (2496); whether a deviate is kept (2500) and
// which (2504); the words as they are drawn, tempered (2512 to 5008)
const TEMPERED: usize = 2512;

function nextTwisted(state: usize): u32 {
  let position = load<u32>(state, 2496);
  if (position == 624) {
    twist(state);
    position = 0;
  }
  store<u32>(state, position + 1, 2496);
  return load<u32>(state + (usize(position) << 2), TEMPERED);
}

/** New words from joined neighbours and words far ahead, four at once. */
function twistFour(at: usize, far: usize): void {
  const joined = v128.or(
    v128.and(v128.load(at), i32x4.splat(0x80000000)),
    v128.and(v128.load(at, 4), i32x4.splat(0x7fffffff)),
  );
  const odd = i32x4.neg(v128.and(joined, i32x4.splat(1)));
  const mixed = v128.xor(i32x4.shr_u(joined, 1), v128.and(odd, i32x4.splat(0x9908b0df)));
  v128.store(at, v128.xor(v128.load(far), mixed));
}

function twistOne(state: usize, i: usize, next: usize, far: usize): void {
  const joined =
    (load<u32>(state + (i << 2)) & 0x80000000) | (load<u32>(state + (next << 2)) & 0x7fffffff);
  const odd: u32 = joined & 1 ? 0x9908b0df : 0;
  store<u32>(state + (i << 2), load<u32>(state + (far << 2)) ^ (joined >> 1) ^ odd);
}

function twist(state: usize): void {
  let i: usize = 0;
  for (; i < 224; i += 4) twistFour(state + (i << 2), state + ((i + 397) << 2));
  for (; i < 227; i++) twistOne(state, i, i + 1, i + 397);
  for (; i < 623; i += 4) twistFour(state + (i << 2), state + ((i - 227) << 2));
  twistOne(state, 623, 0, 396);
  for (let o: usize = 0; o < 2496; o += 16) {
    let word = v128.load(state + o);
    word = v128.xor(word, i32x4.shr_u(word, 11));
    word = v128.xor(word, v128.and(i32x4.shl(word, 7), i32x4.splat(0x9d2c5680)));
    word = v128.xor(word, v128.and(i32x4.shl(word, 15), i32x4.splat(0xefc60000)));
    v128.store(state + o, v128.xor(word, i32x4.shr_u(word, 18)), TEMPERED);
  }
}

/** A uniform deviate in [0, 1) of NumPy's legacy generator. */
export function numpyUniform(state: usize): f64 {
  const a = f64(nextTwisted(state) >> 5);
  const b = f64(nextTwisted(state) >> 6);
  return (a * 67108864.0 + b) * 1.1102230246251565e-16;
}

/** Two uniform deviates, from four words at once where they stand together. */
function twoUniforms(state: usize): v128 {
  const position = load<u32>(state, 2496);
  if (position > 620) {
    const first = numpyUniform(state);
    return f64x2(first, numpyUniform(state));
  }
  store<u32>(state, position + 4, 2496);
  const words = v128.load(state + (usize(position) << 2), TEMPERED);
  const a = f64x2.convert_low_i32x4_s(i32x4.shr_u(v128.shuffle<i32>(words, words, 0, 2, 0, 2), 5));
  const b = f64x2.convert_low_i32x4_s(i32x4.shr_u(v128.shuffle<i32>(words, words, 1, 3, 1, 3), 6));
  const sum = f64x2.add(f64x2.mul(a, f64x2.splat(67108864.0)), b);
  return f64x2.mul(sum, f64x2.splat(1.1102230246251565e-16));
}

/** Squared radii of a batch of points in the unit circle. */
const RADII: usize = memory.data(8 * 128, 16);

/**
 * Fills an array with normal deviates of NumPy's legacy generator: the polar method, of whose two
 * deviates the second is kept for the next call. First the points are drawn, then their
 * logarithms taken, two at once.
 */
export function fillNumpyNormals(to: usize, count: i32, state: usize): void {
  let at = to;
  const end = to + (usize(count) << 3);
  if (count > 0 && load<u32>(state, 2500) != 0) {
    store<u32>(state, 0, 2500);
    store<f64>(at, load<f64>(state, 2504));
    at += 8;
  }
  while (at < end) {
    const pairs = min<usize>((end - at + 8) >> 4, 128);
    let spare: f64 = 0;
    for (let pair: usize = 0; pair < pairs; pair++) {
      let x = f64x2.splat(0.0);
      let radius: f64 = 0;
      do {
        x = f64x2.sub(f64x2.mul(f64x2.splat(2.0), twoUniforms(state)), f64x2.splat(1.0));
        const squares = f64x2.mul(x, x);
        radius = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
      } while (radius >= 1.0 || radius == 0.0);
      const here = at + (pair << 4);
      // the second deviate comes first
      if (here + 8 < end) v128.store(here, v128.shuffle<f64>(x, x, 1, 0));
      else {
        store<f64>(here, f64x2.extract_lane(x, 1));
        spare = f64x2.extract_lane(x, 0);
      }
      store<f64>(RADII + (pair << 3), radius);
    }
    for (let pair: usize = 0; pair < pairs; pair += 2) {
      const radius = v128.load(RADII + (pair << 3));
      const factor = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2.0), vlog(radius)), radius));
      scalePair(at + (pair << 4), end, f64x2.extract_lane(factor, 0), state, spare);
      if (pair + 1 < pairs)
        scalePair(at + (pair << 4) + 16, end, f64x2.extract_lane(factor, 1), state, spare);
    }
    at += pairs << 4;
  }
}

/** Scales the two deviates of a point; one past the end is kept. */
function scalePair(at: usize, end: usize, factor: f64, state: usize, spare: f64): void {
  if (at + 8 < end) {
    v128.store(at, f64x2.mul(v128.load(at), f64x2.splat(factor)));
    return;
  }
  store<f64>(at, load<f64>(at) * factor);
  store<u32>(state, 1, 2500);
  store<f64>(state, spare * factor, 2504);
}

/** Fills an array with normal deviates of one xoshiro256++ generator. */
export function fillJuliaNormals(to: usize, count: i32, state: usize): void {
  let s0 = load<u64>(state);
  let s1 = load<u64>(state, 8);
  let s2 = load<u64>(state, 16);
  let s3 = load<u64>(state, 24);
  const end = to + (usize(count) << 3);
  for (let at = to; at < end; at += 8) {
    const word = rotl<u64>(s0 + s3, 23) + s0;
    const draw = (word >> 13) & 0x0007ffffffffffff;
    const strip = usize(draw & 255) << 3;
    if (f64(i64(draw)) < load<f64>(TABLES + strip)) {
      const t1 = s1;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t1 << 17;
      s3 = rotl<u64>(s3, 45);
      const magnitude = f64(i64(draw)) * load<f64>(TABLES + 2048 + strip);
      store<f64>(at, word & 4096 ? -magnitude : magnitude);
      continue;
    }
    // one draw in a hundred takes the long way, which draws the same word again
    store<u64>(state, s0);
    store<u64>(state, s1, 8);
    store<u64>(state, s2, 16);
    store<u64>(state, s3, 24);
    store<f64>(at, xoshiroNormal(state));
    s0 = load<u64>(state);
    s1 = load<u64>(state, 8);
    s2 = load<u64>(state, 16);
    s3 = load<u64>(state, 24);
  }
  store<u64>(state, s0);
  store<u64>(state, s1, 8);
  store<u64>(state, s2, 16);
  store<u64>(state, s3, 24);
}

/** Fills an array with normal deviates; each block of 256 has a generator of its own. */
export function fillDefaultNormals(to: usize, count: i32, states: usize): void {
  for (let first = 0; first < count; first += 256)
    fillJuliaNormals(
      to + (usize(first) << 3),
      min(256, count - first),
      states + (usize(first >> 8) << 5),
    );
}

/** A Poisson deviate by inversion: mean at most about 10, and e^-mean given. */
export function poisson(uniform: f64, mean: f64, expOfMinusMean: f64): i32 {
  let count = 0;
  let probability = expOfMinusMean;
  let sum = probability;
  while (uniform >= sum && count < 1000) {
    count += 1;
    probability *= mean / f64(count);
    sum += probability;
  }
  return count;
}
