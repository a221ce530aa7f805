import type { ExchangePlan } from "./task.js";

/**
 * Brings the spikes of all threads in the steps just done into this thread's lists: those of the
 * first thread first, which has the first neurons, so that lists are in order.
 */
export function exchangeSpikes(
  { memories, lists, own }: ExchangePlan,
  first: number,
  steps: number,
): void {
  const views = memories.map((memory) => new Int32Array(memory.buffer));
  const goal = views[own];
  for (const rings of lists) {
    const { address, length, listSize } = rings[own].ring;
    for (let step = first; step < first + steps; step++) {
      const list = (address + (step % length) * listSize) >>> 2;
      let filled = 0;
      for (let thread = 0; thread < rings.length; thread++) {
        const { ownRing } = rings[thread];
        const from = (ownRing.address + (step % ownRing.length) * ownRing.listSize) >>> 2;
        const view = views[thread];
        const count = view[from];
        for (let k = 1; k <= count; k++) goal[list + filled + k] = view[from + k];
        filled += count;
      }
      goal[list] = filled;
    }
  }
}
