import type { Tree } from "../../../program/index.js";
import { NODE, ROW } from "../records.js";
import type { MemoryPlan } from "./memoryPlan.js";
import type { Range } from "./part.js";

/** A tree as one thread has it; without nodes where another thread computes its cells. */
export interface PlacedTree {
  /** A record for each node: see NODE. */
  nodes: number;
  count: number;
  /**
   * A record for each node and pair of cells: see ROW. What children add stands there, and is 0
   * between two steps.
   */
  rows: number;
  /** Bytes of the rows of a node, and of one number for each cell. */
  rowBytes: number;
  cellBytes: number;
}

const rowsOf = (cells: number): number => ROW.size * Math.ceil(cells / 2);

/** Lays out a tree. Of nodes without a compartment the place is -1. */
export function placeTree(
  { cells, parent, compartment, axial }: Tree,
  { first, end }: Range,
  plan: MemoryPlan,
): PlacedTree {
  const count = first < end ? parent.length : 0;
  const nodes = new DataView(new ArrayBuffer(NODE.size * count));
  for (let k = 0; k < count; k++) {
    const at = NODE.size * k;
    nodes.setInt32(at + NODE.parent, Math.max(0, parent[k]) * rowsOf(cells), true);
    nodes.setInt32(at + NODE.place, compartment[k] < 0 ? -1 : 8 * cells * compartment[k], true);
    nodes.setFloat64(at + NODE.axial, axial[k], true);
  }
  return {
    nodes: plan.array(new Uint8Array(nodes.buffer)),
    count,
    rows: plan.zeros(rowsOf(cells) * count),
    rowBytes: rowsOf(cells),
    cellBytes: 8 * cells,
  };
}
