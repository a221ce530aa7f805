import type { KernelInstance } from "../instance.js";

// Long work on arrays, some of their elements at a time: what is drawn is still in the processor's caches when it is
// placed, a kernel's functions are compiled again, better, only between two calls, and others have a turn.

/** Elements that are worked on at once. */
export const PORTION = 2 ** 13;

/** Portions after which others have a turn. */
const TURN = 128;

/** Works on so many elements; `work` gets how many there are now, and how many there were before. */
export function* inPortions(
  count: number,
  work: (size: number, first: number) => void,
): Generator<void, void> {
  for (let [first, k] = [0, 0]; first < count; first += PORTION, k++) {
    if (k % TURN === 0) yield;
    work(Math.min(PORTION, count - first), first);
  }
}

/** Where the rows of synapses stand, and where those are to be that tell where each row begins: one more than rows. */
interface Rows {
  rows: number;
  count: number;
  offsets: number;
  rowCount: number;
}

/**
 * Finds the places of synapses when they are sorted into rows, each keeping its order. The row of each synapse is
 * overwritten by its place.
 */
export function* sortIntoRows(
  { memory, exports }: Pick<KernelInstance, "memory" | "exports">,
  { rows, count, offsets, rowCount }: Rows,
): Generator<void, void> {
  const [bytes, counts] = [4 * rowCount, offsets + 4];
  new Uint8Array(memory.buffer, offsets, bytes + 4).fill(0);
  yield* inPortions(count, (size, first) => exports.countRows(rows + 4 * first, size, counts));
  exports.endsOfRows(counts, rowCount);
  // a row begins where the one before it ends
  yield* inPortions(count, (size, first) => exports.takePlaces(rows + 4 * first, size, offsets));
  // which has moved each beginning to the next one's
  const all = new Uint8Array(memory.buffer, offsets, bytes + 4);
  all.copyWithin(4, 0, bytes);
  all.fill(0, 0, 4);
}
