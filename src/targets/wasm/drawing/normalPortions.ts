import type { Drawn } from "../../../random/index.js";
import type { KernelInstance } from "../instance.js";
import { growTo } from "../layout/memoryPlan.js";
import { XOSHIRO_SIZE } from "../library/xoshiro.js";
import { normalArguments } from "./normalArguments.js";

/** Where normal deviates are drawn: a memory whose kernel has drawNormals() as `normals`. */
export interface NormalPlace extends Pick<KernelInstance, "memory" | "exports"> {
  /** The address of the generator. */
  state: number;
  /** Where the deviates go. */
  to: number;
}

/**
 * Draws normal deviates, some at a time.
 * @param words the state with which the generator begins
 * @param portion how many at once
 * @param take gets how many deviates there are now, and how many there were before
 * @returns the state with which the generator ends; undefined where the distribution's bounds are never reached
 */
export function drawNormalPortions(
  { memory, exports, state, to }: NormalPlace,
  drawn: Drawn,
  count: number,
  words: BigUint64Array,
  portion: number,
  take: (count: number, before: number) => void,
): BigUint64Array | undefined {
  const given = normalArguments(drawn);
  growTo(memory, to + 8 * Math.min(count, portion));
  const own = (): BigUint64Array => new BigUint64Array(memory.buffer, state, XOSHIRO_SIZE / 8);
  own().set(words);
  for (let before = 0; before < count; before += portion) {
    const size = Math.min(portion, count - before);
    if (exports.normals(to, size, state, ...given) === 0) return undefined;
    take(size, before);
  }
  return own().slice();
}
