import type { Tslab } from "../tslab.js";

/** By this name `live` finds the cells (see src/page/live/liveCells.ts). */
const EXECUTED_CELLS = Symbol.for("spikebook.executedCells");

/**
 * Keeps the text of all cells that were executed, as the user wrote them, in order: a live figure compiles
 * those that it depends on for the browser. Since it is put in place last, no other mend has changed them.
 */
export function keepExecutedCells(tslab: Tslab): void {
  const cells: string[] = [];
  (globalThis as { [EXECUTED_CELLS]?: string[] })[EXECUTED_CELLS] = cells;
  const { createExecutor } = tslab.executor;
  tslab.executor.createExecutor = (...parameters) => {
    const executor = createExecutor(...parameters);
    return {
      ...executor,
      execute: (cell) => {
        cells.push(cell);
        return executor.execute(cell);
      },
    };
  };
}
