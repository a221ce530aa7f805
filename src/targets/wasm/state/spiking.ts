import { BLOCK } from "../../../network/index.js";
import type { PlacedSpiking } from "../layout/index.js";
import type { Placed } from "./placed.js";

/** The spikes of the last steps, each of them once: threads may have the same channels of a source. */
export function takeSpikes(parts: readonly Placed<PlacedSpiking>[], nextStep: number): Int32Array {
  const [{ placed: first }] = parts;
  const found: number[] = [];
  for (let step = Math.max(0, nextStep - first.ring.length + 1); step < nextStep; step++)
    for (const [k, { memory, placed }] of parts.entries()) {
      const { address, length, listSize } = placed.ring;
      const list = (address + (step % length) * listSize) >>> 2;
      const view = new Int32Array(memory.buffer);
      for (let s = 1; s <= view[list]; s++) {
        const index = view[list + s];
        const isKnown = parts
          .slice(0, k)
          .some(({ placed: other }) => isIn(other, index) || other.isExchanged);
        if (!isKnown) found.push(step, index);
      }
    }
  return Int32Array.from(found);
}

const isIn = ({ range }: PlacedSpiking, index: number): boolean =>
  index >= range.first && index < range.end;

/** Something that draws, with the generators of a range's blocks. */
type Drawing = Pick<PlacedSpiking, "generators" | "range">;

/** The states of all blocks' generators; of blocks that no thread has, nothing. */
export function takeGenerators(
  parts: readonly Placed<Drawing>[],
  size: number,
): Uint8Array | undefined {
  let whole: Uint8Array | undefined;
  for (const { memory, placed } of parts) {
    const { generators, range } = placed;
    if (!generators || generators.bytes === 0) continue;
    const blocks = Math.ceil((range.end - range.first) / BLOCK);
    const each = generators.bytes / blocks;
    whole ??= new Uint8Array(each * Math.ceil(size / BLOCK));
    whole.set(
      new Uint8Array(memory.buffer, generators.address, generators.bytes),
      each * (range.first / BLOCK),
    );
  }
  return whole;
}

/** Puts the spikes of the last steps into a thread's lists. */
export function putSpikes(
  memory: WebAssembly.Memory,
  placed: PlacedSpiking,
  spikes: Int32Array,
): void {
  const view = new Int32Array(memory.buffer);
  const { address, length, listSize } = placed.ring;
  const notes = new Uint8Array(memory.buffer, address + length * listSize, length);
  for (let k = 0; k < spikes.length; k += 2) {
    const [step, index] = [spikes[k], spikes[k + 1]];
    if (!placed.isExchanged && !isIn(placed, index)) continue;
    const list = (address + (step % length) * listSize) >>> 2;
    view[list] += 1;
    view[list + view[list]] = index;
    notes[step % length] = 1;
  }
}

/** Puts the states of generators into a thread's memory. */
export function putGenerators(
  { buffer }: WebAssembly.Memory,
  { generators, range }: Drawing,
  whole: Uint8Array | undefined,
): void {
  if (!generators || generators.bytes === 0 || !whole) return;
  const each = generators.bytes / Math.ceil((range.end - range.first) / BLOCK);
  const begin = each * (range.first / BLOCK);
  new Uint8Array(buffer).set(whole.subarray(begin, begin + generators.bytes), generators.address);
}

/** How many of a source's events are of steps before this one. */
export function eventsBefore(events: Int32Array, step: number): number {
  let [low, high] = [0, events.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (events[2 * middle] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}
