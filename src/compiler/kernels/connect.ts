// AssemblyScript. Connections with a fixed in-degree, ordered by source: see
// src/simulation/connect.ts for the rule.
import { xoshiroUniform } from "./random";

/** A generator's state while its draws are repeated. */
const STATE: usize = memory.data(32, 16);

/**
 * Draws `inDegree` sources out of `sources` for each target, multapses allowed, and puts the
 * targets in order of their sources: those of source i stand at targets[offsets[i]] and on.
 * Each block of 256 neurons of the target population has its own generator (of four words).
 * @param first index of the first target in its population, and `count` of them
 * @param self index of the first target as a source; far below 0 where autapses are allowed
 * @param local what is taken from a target's index where it is stored
 */
export function connectInDegree(
  states: usize,
  sources: i32,
  inDegree: i32,
  first: i32,
  count: i32,
  self: i32,
  local: i32,
  offsets: usize,
  targets: usize,
): void {
  memory.fill(offsets, 0, (usize(sources) + 1) << 2);
  draw(states, sources, inDegree, first, count, self, local, offsets + 4, 0);
  let sum: u32 = 0;
  for (let i = 1; i <= sources; i++) {
    const at = offsets + (usize(i) << 2);
    sum += load<u32>(at);
    store<u32>(at, sum);
  }
  // filling moves each source's beginning to its end, which is the next one's beginning
  draw(states, sources, inDegree, first, count, self, local, offsets, targets);
  for (let i = sources; i > 0; i--)
    store<u32>(offsets + (usize(i) << 2), load<u32>(offsets + (usize(i - 1) << 2)));
  store<u32>(offsets, 0);
}

/** Goes through all draws: counts by source, and stores the targets where there is a place. */
function draw(
  states: usize,
  sources: i32,
  inDegree: i32,
  first: i32,
  count: i32,
  self: i32,
  local: i32,
  counters: usize,
  targets: usize,
): void {
  for (let k = 0; k < count; k++) {
    const target = first + k;
    if (k == 0 || (target & 255) == 0) memory.copy(STATE, states + (usize((target >> 8) - (first >> 8)) << 5), 32);
    for (let n = 0; n < inDegree; ) {
      const source = i32(xoshiroUniform(STATE) * f64(sources));
      if (source == self + k) continue;
      n += 1;
      const at = counters + (usize(source) << 2);
      const place = load<u32>(at);
      store<u32>(at, place + 1);
      if (targets) store<u32>(targets + (usize(place) << 2), target - local);
    }
  }
}
