// AssemblyScript. Random streams whose states live in memory: see src/random for what they are.
import { sexp, slog } from "./math";

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
  for (;;) {
    const r = (nextWord(state) >> 12) & 0x000fffffffffffff;
    const draw = r >> 1;
    const strip = usize(draw & 255) << 3;
    const magnitude = f64(draw) * load<f64>(TABLES + 2048 + strip);
    const x = r & 1 ? -magnitude : magnitude;
    if (f64(draw) < load<f64>(TABLES + strip)) return x;
    if (strip == 0) return normalTail(state, ((draw >> 8) & 1) != 0);
    const below = load<f64>(TABLES + 4096 + strip);
    const above = load<f64>(TABLES + 4096 + strip - 8);
    if ((above - below) * xoshiroUniform(state) + below < sexp(-0.5 * x * x)) return x;
  }
}

function normalTail(state: usize, negative: bool): f64 {
  for (;;) {
    const x = -slog(xoshiroUniform(state)) / NORMAL_TAIL;
    const y = -slog(xoshiroUniform(state));
    if (2.0 * y > x * x) return negative ? -(NORMAL_TAIL + x) : NORMAL_TAIL + x;
  }
}

/** The next 32-bit word of the MT19937 generator at `state`: 624 words, then the position. */
function nextTwisted(state: usize): u32 {
  let position = load<u32>(state, 2496);
  if (position == 624) {
    twist(state);
    position = 0;
  }
  let word = load<u32>(state + (usize(position) << 2));
  store<u32>(state, position + 1, 2496);
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return word ^ (word >> 18);
}

function twist(state: usize): void {
  for (let i: usize = 0; i < 624; i++) {
    const next = i == 623 ? 0 : i + 1;
    const far = i < 227 ? i + 397 : i - 227;
    const joined = (load<u32>(state + (i << 2)) & 0x80000000) | (load<u32>(state + (next << 2)) & 0x7fffffff);
    const odd: u32 = joined & 1 ? 0x9908b0df : 0;
    store<u32>(state + (i << 2), load<u32>(state + (far << 2)) ^ (joined >> 1) ^ odd);
  }
}

/** A uniform deviate in [0, 1) of NumPy's legacy generator. */
export function numpyUniform(state: usize): f64 {
  const a = f64(nextTwisted(state) >> 5);
  const b = f64(nextTwisted(state) >> 6);
  return (a * 67108864.0 + b) / 9007199254740992.0;
}

/** A normal deviate of NumPy's legacy generator; every second one is kept behind the state. */
export function numpyNormal(state: usize): f64 {
  if (load<u32>(state, 2500) != 0) {
    store<u32>(state, 0, 2500);
    return load<f64>(state, 2504);
  }
  let x1: f64 = 0;
  let x2: f64 = 0;
  let radius: f64 = 0;
  do {
    x1 = 2.0 * numpyUniform(state) - 1.0;
    x2 = 2.0 * numpyUniform(state) - 1.0;
    radius = x1 * x1 + x2 * x2;
  } while (radius >= 1.0 || radius == 0.0);
  const factor = sqrt<f64>((-2.0 * slog(radius)) / radius);
  store<u32>(state, 1, 2500);
  store<f64>(state, factor * x1, 2504);
  return factor * x2;
}

/** Fills an array with normal deviates from the one generator of a published program. */
export function fillNumpyNormals(to: usize, count: i32, state: usize): void {
  for (let i = 0; i < count; i++) store<f64>(to + (usize(i) << 3), numpyNormal(state));
}

export function fillJuliaNormals(to: usize, count: i32, state: usize): void {
  for (let i = 0; i < count; i++) store<f64>(to + (usize(i) << 3), xoshiroNormal(state));
}

/** Fills an array with normal deviates; each block of 256 has a generator of its own. */
export function fillDefaultNormals(to: usize, count: i32, states: usize): void {
  for (let first = 0; first < count; first += 256) {
    const state = states + (usize(first >> 8) << 5);
    const end = min(first + 256, count);
    for (let i = first; i < end; i++) store<f64>(to + (usize(i) << 3), xoshiroNormal(state));
  }
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
