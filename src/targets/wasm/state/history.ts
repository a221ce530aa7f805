import { growTo } from "../layout/memoryPlan.js";
import { SYNAPSES } from "../records.js";

/** Moves a history to the end of the memory, with another capacity. */
export function moveHistory(
  memory: WebAssembly.Memory,
  record: number,
  used: number,
  capacity: number,
  reserve: number,
): void {
  const address = new DataView(memory.buffer).getUint32(record + SYNAPSES.history, true);
  const moved = memory.buffer.byteLength;
  growTo(memory, moved + capacity);
  new Uint8Array(memory.buffer).copyWithin(moved, address, address + used);
  const view = new DataView(memory.buffer);
  view.setUint32(record + SYNAPSES.history, moved, true);
  view.setUint32(record + SYNAPSES.historyRoom, capacity - reserve, true);
}
