import { behind, growTo } from "../layout/memoryPlan.js";
import type { Made, MadeRows } from "./task.js";

/**
 * Gives a kind of synapses the same delays in all threads, so that its rows are the same ones everywhere: a delay
 * that a thread has none of has empty rows there.
 */
export function alignDelays(
  memories: readonly WebAssembly.Memory[],
  made: readonly Made[],
): Made[] {
  const heaps = made.map(({ heap }) => heap);
  const all = made[0].rows.map((_, k) => delaysOfAll(made.map(({ rows }) => rows[k])));
  const aligned = made.map(({ rows }, part) =>
    rows.map((own, k): MadeRows => {
      const delays = all[k];
      if (delays.length === own.delays.length && delays.every((d, n) => d === own.delays[n]))
        return own;
      const memory = memories[part];
      const sources = own.rowCount / own.delays.length;
      const offsets = heaps[part];
      heaps[part] = behind(offsets, 4 * (delays.length * sources + 1));
      growTo(memory, heaps[part]);
      const before = new Uint32Array(memory.buffer, own.offsets, own.rowCount + 1);
      const after = new Uint32Array(memory.buffer, offsets, delays.length * sources + 1);
      const places = Array.from(delays, (delay) => own.delays.indexOf(delay));
      let [row, to] = [0, 0];
      for (let source = 0; source < sources; source++)
        for (const place of places) {
          after[to++] = before[row];
          if (place >= 0) row += 1;
        }
      after[to] = before[own.rowCount];
      return { ...own, delays, offsets, rowCount: delays.length * sources };
    }),
  );
  return aligned.map((rows, part) => ({ rows, heap: heaps[part] }));
}

/** All delays that occur in some thread, ascending; of a thread without synapses they do not count. */
function delaysOfAll(parts: readonly MadeRows[]): Int32Array {
  const filled = parts.filter(({ count }) => count > 0);
  const delays = (filled.length > 0 ? filled : parts).flatMap((own) => [...own.delays]);
  return Int32Array.from(new Set(delays)).sort();
}
