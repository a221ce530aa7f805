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
  return normalFrom(nextWord(state), state);
}

/** A normal deviate from a word; where that is not enough, further words are drawn. */
function normalFrom(first: u64, state: usize): f64 {
  let word = first;
  while (true) {
    const r = (word >> 12) & 0x000fffffffffffff;
    const draw = r >> 1;
    const strip = usize(draw & 255) << 3;
    const magnitude = f64(i64(draw)) * load<f64>(TABLES + 2048 + strip);
    const x = r & 1 ? -magnitude : magnitude;
    if (f64(i64(draw)) < load<f64>(TABLES + strip)) return x;
    if (strip == 0) return normalTail(state, ((draw >> 8) & 1) != 0);
    const below = load<f64>(TABLES + 4096 + strip);
    const above = load<f64>(TABLES + 4096 + strip - 8);
    if ((above - below) * xoshiroUniform(state) + below < sexp(-0.5 * x * x)) return x;
    word = nextWord(state);
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

/** Two uniform deviates from the words at an address. */
function uniformsAt(address: usize): v128 {
  const words = v128.load(address);
  const a = f64x2.convert_low_i32x4_s(i32x4.shr_u(v128.shuffle<i32>(words, words, 0, 2, 0, 2), 5));
  const b = f64x2.convert_low_i32x4_s(i32x4.shr_u(v128.shuffle<i32>(words, words, 1, 3, 1, 3), 6));
  const sum = f64x2.add(f64x2.mul(a, f64x2.splat(67108864.0)), b);
  return f64x2.mul(sum, f64x2.splat(1.1102230246251565e-16));
}

/** Squared radii of a batch of points in the unit circle. */
const RADII: usize = memory.data(8 * 129, 16);

/**
 * Draws points in the unit circle: the second coordinate of each, then the first, and its squared
 * radius. A point outside is overwritten by the next one, so that nothing has to be predicted.
 */
function drawPoints(to: usize, count: usize, state: usize): void {
  let position = load<u32>(state, 2496);
  let drawn: usize = 0;
  while (drawn < count) {
    let x: v128;
    if (position <= 620) {
      x = uniformsAt(state + TEMPERED + (usize(position) << 2));
      position += 4;
    } else {
      store<u32>(state, position, 2496);
      const first = numpyUniform(state);
      x = f64x2(first, numpyUniform(state));
      position = load<u32>(state, 2496);
    }
    x = f64x2.sub(f64x2.mul(f64x2.splat(2.0), x), f64x2.splat(1.0));
    const squares = f64x2.mul(x, x);
    const radius = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
    v128.store(to + (drawn << 4), v128.shuffle<f64>(x, x, 1, 0));
    store<f64>(RADII + (drawn << 3), radius);
    drawn += usize(radius < 1.0) & usize(radius != 0.0);
  }
  store<u32>(state, position, 2496);
}

/**
 * Fills an array with normal deviates of NumPy's legacy generator: the polar method, of whose two
 * deviates the second is kept for the next call. First the points are drawn, then their
 * logarithms taken, two at once. The array has room for one more.
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
    drawPoints(at, pairs, state);
    for (let pair: usize = 0; pair < pairs; pair += 2) {
      const radius = v128.load(RADII + (pair << 3));
      const factor = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2.0), vlog(radius)), radius));
      scalePair(at + (pair << 4), end, f64x2.extract_lane(factor, 0), state);
      if (pair + 1 < pairs)
        scalePair(at + (pair << 4) + 16, end, f64x2.extract_lane(factor, 1), state);
    }
    at += pairs << 4;
  }
}

/** Scales the two deviates of a point; one past the end is kept. */
function scalePair(at: usize, end: usize, factor: f64, state: usize): void {
  v128.store(at, f64x2.mul(v128.load(at), f64x2.splat(factor)));
  if (at + 8 < end) return;
  store<u32>(state, 1, 2500);
  store<f64>(state, load<f64>(at, 8), 2504);
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

/** Rotates both words to the left. */
function rotatePair(x: v128, k: i32): v128 {
  return v128.or(i64x2.shl(x, k), i64x2.shr_u(x, 64 - k));
}

/** Fills a block with normal deviates of two generators, whose words stand side by side. */
function fillBlock(to: usize, count: i32, state: usize): void {
  let s0 = v128.load(state);
  let s1 = v128.load(state, 16);
  let s2 = v128.load(state, 32);
  let s3 = v128.load(state, 48);
  const end = to + (usize((count + 1) >> 1) << 4);
  for (let at = to; at < end; at += 16) {
    const words = i64x2.add(rotatePair(i64x2.add(s0, s3), 23), s0);
    const shifted = i64x2.shl(s1, 17);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, shifted);
    s3 = rotatePair(s3, 45);
    // 51 bits as whole doubles: put behind the exponent of 2^52, which is then taken off
    const bits = v128.and(i64x2.shr_u(words, 13), i64x2.splat(0x0007ffffffffffff));
    const whole = f64x2.sub(
      v128.or(bits, i64x2.splat(0x4330000000000000)),
      f64x2.splat(4503599627370496.0),
    );
    const strips = v128.and(i64x2.shr_u(words, 10), i64x2.splat(0x7f8));
    const i = TABLES + usize(i64x2.extract_lane(strips, 0));
    const j = TABLES + usize(i64x2.extract_lane(strips, 1));
    const widths = f64x2(load<f64>(i, 2048), load<f64>(j, 2048));
    const sign = v128.and(i64x2.shl(words, 51), i64x2.splat(0x8000000000000000));
    v128.store(at, v128.xor(f64x2.mul(whole, widths), sign));
    const isDone = f64x2.lt(whole, f64x2(load<f64>(i), load<f64>(j)));
    if (i64x2.all_true(isDone)) continue;
    // one draw in a hundred goes on, with further words of its own generator
    v128.store(state, s0);
    v128.store(state, s1, 16);
    v128.store(state, s2, 32);
    v128.store(state, s3, 48);
    if (!i64x2.extract_lane(isDone, 0))
      store<f64>(at, pairNormal(state, 0, i64x2.extract_lane(words, 0)));
    if (!i64x2.extract_lane(isDone, 1))
      store<f64>(at, pairNormal(state, 8, i64x2.extract_lane(words, 1)), 8);
    s0 = v128.load(state);
    s1 = v128.load(state, 16);
    s2 = v128.load(state, 32);
    s3 = v128.load(state, 48);
  }
  v128.store(state, s0);
  v128.store(state, s1, 16);
  v128.store(state, s2, 32);
  v128.store(state, s3, 48);
}

/** One generator of a pair by itself, while its deviate needs further words. */
const ALONE: usize = memory.data(32, 16);

function pairNormal(state: usize, lane: usize, word: u64): f64 {
  for (let k: usize = 0; k < 4; k++)
    store<u64>(ALONE + (k << 3), load<u64>(state + (k << 4) + lane));
  const deviate = normalFrom(word, ALONE);
  for (let k: usize = 0; k < 4; k++)
    store<u64>(state + (k << 4) + lane, load<u64>(ALONE + (k << 3)));
  return deviate;
}

/**
 * Fills an array with normal deviates; each block of 256 has two generators of its own, for its
 * even and its odd neurons. The array has room for an even number.
 */
export function fillDefaultNormals(to: usize, count: i32, states: usize): void {
  for (let first = 0; first < count; first += 256)
    fillBlock(
      to + (usize(first) << 3),
      min(256, count - first),
      states + (usize(first >> 8) << 6),
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

/**
 * Lists the events of one step of independent Poisson processes that share a rate. Of a block of
 * 256 channels, first the number of events is drawn, then each event's channel, eight from one
 * word: events of a sum of Poisson processes fall on each of them with equal probability.
 * @param counts tables for whole blocks, then for the last one: see drawCount
 * @param first first channel, at the beginning of a block, and `end`, the channel after the last
 * @returns the number of events in the list; at most `room`
 */
export function poissonBlocks(
  list: usize,
  room: i32,
  first: i32,
  end: i32,
  generators: usize,
  counts: usize,
  lastCounts: usize,
): i32 {
  let length = 0;
  for (let base = first; base < end; base += 256) {
    const size = min(256, end - base);
    const state = generators + (usize((base - first) >> 8) << 5);
    let count = drawCount(xoshiroUniform(state), size == 256 ? counts : lastCounts);
    count = min(count, room - length);
    while (count > 0) {
      let word = nextWord(state);
      for (let k = 0; k < 8; k++) {
        const channel = i32(word & 255);
        word >>= 8;
        store<i32>(list + (usize(length + 1) << 2), base + channel);
        // where the channel does not exist, or enough are there, the next one takes its place
        const taken = i32(channel < size) & i32(count > 0);
        length += taken;
        count -= taken;
      }
    }
  }
  return length;
}

/**
 * A count by inversion: `tables` holds where to begin the search for each 256th part of [0, 1)
 * (whole numbers), then the cumulative probabilities of the counts, the last of them above 1.
 */
function drawCount(uniform: f64, tables: usize): i32 {
  let count = load<i32>(tables + (usize(uniform * 256.0) << 2));
  while (uniform >= load<f64>(tables + (usize(count) << 3), 1024)) count += 1;
  return count;
}
