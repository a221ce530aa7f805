// AssemblyScript. The input spikes of the N-to-1 simulation, drawn as the published program draws
// them, and counted by time step: see src/simulation/nto1Inputs.ts.
import { sexp, slog } from "./math";
import { nextWord, TABLES, xoshiroUniform } from "./random";

const EXPONENTIAL_TAIL: f64 = 7.69711747013105;
const EXPONENTIAL_TABLES: usize = TABLES + 3 * 2048;

/** An exponential deviate of mean 1, by the ziggurat method. */
export function xoshiroExponential(state: usize): f64 {
  while (true) {
    const draw = nextWord(state) >> 12;
    const strip = usize(draw & 255) << 3;
    const x = f64(i64(draw)) * load<f64>(EXPONENTIAL_TABLES + 2048 + strip);
    if (f64(i64(draw)) < load<f64>(EXPONENTIAL_TABLES + strip)) return x;
    if (strip == 0) return EXPONENTIAL_TAIL - slog(xoshiroUniform(state));
    const below = load<f64>(EXPONENTIAL_TABLES + 4096 + strip);
    const above = load<f64>(EXPONENTIAL_TABLES + 4096 + strip - 8);
    if ((above - below) * xoshiroUniform(state) + below < sexp(-x)) return x;
  }
}

/** The time at each step, summed up step by step as the published program does. */
export function fillTimes(times: usize, steps: i32, dt: f64): void {
  let t: f64 = 0;
  for (let step = 0; step < steps; step++) {
    store<f64>(times + (usize(step) << 3), t);
    t += dt;
  }
}

/** The first step at which a spike is due: strictly before its time, or (inclusive) at it. */
export function firstStep(spike: f64, times: usize, steps: i32, dt: f64, inclusive: bool): i32 {
  let step = i32(spike / dt);
  // the summed times drift from multiples of dt, at most by a step
  while (step > 0 && spike <= load<f64>(times + (usize(step - 1) << 3))) step -= 1;
  while (step < steps) {
    const t = load<f64>(times + (usize(step) << 3));
    if (spike < t || (inclusive && spike == t)) break;
    step += 1;
  }
  return step;
}

/**
 * Draws the spikes of inputs `first` to before `end`, whose rates are given, and adds them to the
 * counts of their steps. Returns the time of the last spike; -1 without spikes.
 */
export function countSpikes(
  state: usize,
  rates: usize,
  first: i32,
  end: i32,
  duration: f64,
  times: usize,
  steps: i32,
  dt: f64,
  inclusive: bool,
  counts: usize,
): f64 {
  let last: f64 = -1;
  let s0 = load<u64>(state);
  let s1 = load<u64>(state, 8);
  let s2 = load<u64>(state, 16);
  let s3 = load<u64>(state, 24);
  for (let input = first; input < end; input++) {
    const rate = load<f64>(rates + (usize(input) << 3));
    let time: f64 = 0;
    while (true) {
      // the generator's next word, its state in registers
      const draw = (rotl<u64>(s0 + s3, 23) + s0) >> 12;
      const strip = usize(draw & 255) << 3;
      let interval: f64 = 0;
      if (f64(i64(draw)) < load<f64>(EXPONENTIAL_TABLES + strip)) {
        interval = f64(i64(draw)) * load<f64>(EXPONENTIAL_TABLES + 2048 + strip);
        const shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = rotl<u64>(s3, 45);
      } else {
        // one draw in fifty takes the long way, which draws the same word again
        store<u64>(state, s0);
        store<u64>(state, s1, 8);
        store<u64>(state, s2, 16);
        store<u64>(state, s3, 24);
        interval = xoshiroExponential(state);
        s0 = load<u64>(state);
        s1 = load<u64>(state, 8);
        s2 = load<u64>(state, 16);
        s3 = load<u64>(state, 24);
      }
      time += interval / rate;
      if (time > duration) break;
      const step = firstStep(time, times, steps, dt, inclusive);
      if (step < steps) {
        const at = counts + (usize(step) << 1);
        store<u16>(at, load<u16>(at) + 1);
      }
      last = max(last, time);
    }
  }
  store<u64>(state, s0);
  store<u64>(state, s1, 8);
  store<u64>(state, s2, 16);
  store<u64>(state, s3, 24);
  return last;
}

/** The sum of counts. */
export function sumCounts(counts: usize, length: i32): i32 {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += i32(load<u16>(counts + (usize(i) << 1)));
  return sum;
}

/** The largest number of spikes that both channels have in one step. */
export function mostAtOnce(first: usize, second: usize, steps: i32): i32 {
  let most = 1;
  for (let step = 0; step < steps; step++) {
    const o = usize(step) << 1;
    most = max(most, i32(load<u16>(first + o)) + i32(load<u16>(second + o)));
  }
  return most;
}

/** Writes the counts of two channels out as events, step by step; returns how many. */
export function writeEvents(first: usize, second: usize, steps: i32, events: usize): i32 {
  let at = events;
  for (let step = 0; step < steps; step++) {
    const o = usize(step) << 1;
    for (let n = i32(load<u16>(first + o)); n > 0; n--) {
      store<u64>(at, u64(step));
      at += 8;
    }
    for (let n = i32(load<u16>(second + o)); n > 0; n--) {
      store<u64>(at, u64(step) | (1 << 32));
      at += 8;
    }
  }
  return i32((at - events) >> 3);
}

export const ZIGGURAT: usize = TABLES;
