import type { Insertion } from "../cells/insertions.js";
import { rewriteCells, visit } from "../cells/rewriteCells.js";
import type { Tslab } from "../tslab.js";

/**
 * The shorthand trap: `{ N }` is not found where an earlier cell declared N. tslab puts
 * `exports.` before names of earlier cells, but not in shorthand, where that would be no syntax.
 * So cells are given to it with `{ N: N }`, which means the same.
 */
export function mendShorthand(tslab: Tslab): void {
  const { isShorthandPropertyAssignment } = tslab.typescript;
  rewriteCells(tslab, (cell) => {
    const insertions: Insertion[] = [];
    visit(cell, (node) => {
      if (isShorthandPropertyAssignment(node))
        insertions.push({ at: node.name.end, text: `: ${node.name.text}` });
    });
    return insertions;
  });
}
