/** What a live figure in a notebook's cell hands to the script that brings it to life. */
export interface LiveCells {
  /** Places of the cells that compute it. */
  cells: readonly number[];
  /** The cell whose outputs are shown. */
  shown: number;
  needsTables: boolean;
  style: string;
  /** What its cells import, see importKey in cellCode.ts. */
  imports: readonly string[];
}

/** By this name live figures meet the script that they share, on the notebook's page. */
export const LIVE_FIGURES = "spikebookLiveFigures";

/** By this name the kernel's launcher keeps the cells that it has executed, for `live`. */
export const EXECUTED_CELLS = Symbol.for("spikebook.executedCells");
