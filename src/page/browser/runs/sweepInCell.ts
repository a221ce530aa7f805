import type { LiveFigure } from "../../../sweep/progress/progressState.js";
import { NeedsNode } from "../shims/needsNode.js";

/** Where a sweep of a cell is computed. */
export interface SweepingCell {
  /** Aborted when the cell is computed anew. */
  signal: AbortSignal;
  progress: (done: number, total: number, label: string) => void;
  /** Shows the picture that goes with the table. */
  show: (figure: LiveFigure) => void;
  warn: (text: string) => void;
}

/** A way to sweep: it takes the options of `sweep`. */
type Way = (options: never, cell: SweepingCell) => Promise<unknown>;

/** The page's way to sweep; only those whose cells sweep have one. */
let way: Way = () => Promise.reject(new NeedsNode("a sweep on this page needs Node"));

/** Puts a way to sweep in place. */
export function useSweeps(given: Way): void {
  way = given;
}

/** Sweeps in a cell. */
export const sweepInCell: Way = (options, cell) => way(options, cell);
