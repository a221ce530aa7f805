import { EXPONENTIAL_TABLES, NORMAL_TABLES } from "../random/index.js";

/** Copies the ziggurat tables to where the kernel library expects them. */
export function fillZigguratTables(memory: WebAssembly.Memory, address: number): void {
  const tables = [NORMAL_TABLES, EXPONENTIAL_TABLES].flatMap(({ k, w, f }) => [k, w, f]);
  for (const [i, table] of tables.entries())
    new Float64Array(memory.buffer, address + 2048 * i, 256).set(table);
}
