// AssemblyScript. What plastic synapses need: decays by whole steps, a fast power, and the history
// of a neuron's spikes.
import { spow } from "./math";

/**
 * e^(-steps dt / tau) from two tables: 64 fine steps, then coarse ones of 64 steps each, the last
 * of them 0. `limit` is the number of steps at which it is reached.
 */
// @ts-ignore: decorator
@inline
export function decay(tables: usize, steps: u32, limit: u32): f64 {
  const n = min(steps, limit);
  return (
    load<f64>(tables + (usize(n & 63) << 3)) * load<f64>(tables + (usize(n >> 6) << 3), 512)
  );
}

/**
 * x^y to a relative error below 1e-10 (2e-12 where |y| is below 2): logarithm and exponential by
 * short tables and polynomials. `tables`: for each of 128 parts of [1, 2) the inverse of its
 * middle and that one's logarithm, then 64 powers of 2 from [1, 2). Falls back to the accurate
 * power where the result may be no normal number.
 */
// @ts-ignore: decorator
@inline
export function fastPower(x: f64, y: f64, tables: usize): f64 {
  const bits = reinterpret<u64>(x);
  // weights that reached 0 stay there
  if (bits == 0 && y > 0.0) return 0.0;
  // normal positive numbers only: zero, denormals, infinity, NaN and negative ones have other exponents
  if ((bits >> 52) - 1 >= 2046 || abs(y) > 16.0) return spow(x, y);
  const part = tables + (usize((bits >> 45) & 127) << 4);
  const m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const r = m * load<f64>(part) - 1.0;
  const r2 = r * r;
  // log2(1 + r)
  const tail =
    r * 1.4426950408889634 +
    r2 * (-0.7213475204444817 + r * 0.4808983469629878 + r2 * -0.36067376022224085);
  const exponent = y * (f64(i32(bits >> 52) - 1023) + load<f64>(part, 8) + tail);
  if (abs(exponent) > 1000.0) return spow(x, y);
  const whole = nearest<f64>(exponent * 64.0);
  const f = exponent - whole * 0.015625;
  const f2 = f * f;
  const grown =
    1.0 +
    f * 0.6931471805599453 +
    f2 * (0.2402265069591007 + f * 0.05550410866482158 + f2 * 0.009618129107628477);
  const n = i64(whole);
  const power = load<f64>(tables + (usize(n & 63) << 3), 2048);
  return grown * reinterpret<f64>(reinterpret<i64>(power) + ((n >> 6) << 52));
}

// A spike in a history: its step (0), the earlier and the later one's place (4, 8), the earlier
// one's step (12), and the traces right after it (16 and on). Place 0 is before all spikes.

/** Adds a spike to a neuron's history; returns where its traces stand. */
export function addSpike(history: usize, heads: usize, target: i32, place: u32, step: i32): usize {
  const head = heads + (usize(target) << 2);
  const earlier = load<u32>(head);
  const node = history + usize(place);
  store<i32>(node, step);
  store<u32>(node, earlier, 4);
  store<u32>(node, 0, 8);
  store<i32>(node, load<i32>(history + usize(earlier)), 12);
  store<u32>(history + usize(earlier), place, 8);
  store<u32>(head, place);
  return node;
}
