import type { Insertion } from "../cells/insertions.js";
import { rewriteCells, visit } from "../cells/rewriteCells.js";
import type { Tslab } from "../tslab.js";

/**
 * The destructuring trap: `const { a: b } = o` fails where an earlier cell declared `o`. tslab takes
 * the property's name for a variable of that cell and writes `{ exports, a: b }`. It leaves names in
 * quotation marks alone, so cells are given to it with `{ "a": b }`, which means the same.
 */
export function mendDestructuring(tslab: Tslab): void {
  const { isBindingElement, isIdentifier } = tslab.typescript;
  rewriteCells(tslab, (cell) => {
    const insertions: Insertion[] = [];
    visit(cell, (node) => {
      if (!isBindingElement(node) || !node.propertyName || !isIdentifier(node.propertyName)) return;
      insertions.push({ at: node.propertyName.getStart(cell), text: '"' });
      insertions.push({ at: node.propertyName.end, text: '"' });
    });
    return insertions;
  });
}
