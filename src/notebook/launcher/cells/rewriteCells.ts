import type TypeScript from "typescript";
import type { Tslab } from "../tslab.js";
import { type Insertion, insertAll, placeBefore } from "./insertions.js";

/**
 * Changes the text of cells before tslab sees them. What TypeScript says of a cell names the
 * places of the text that the user wrote.
 * @param insertionsFor what to put in, found in the parsed cell
 */
export function rewriteCells(
  tslab: Tslab,
  insertionsFor: (cell: TypeScript.SourceFile) => Insertion[],
): void {
  const { createConverter } = tslab.converter;
  tslab.converter.createConverter = (options) => {
    const converter = createConverter(options);
    return {
      ...converter,
      convert: (declarations, cell) => {
        const insertions = insertionsFor(parse(tslab, cell));
        const converted = converter.convert(declarations, insertAll(cell, insertions));
        for (const diagnostic of converted.diagnostics) {
          if (diagnostic.fileName !== undefined) continue;
          diagnostic.start = placeBefore(cell, insertions, diagnostic.start);
          diagnostic.end = placeBefore(cell, insertions, diagnostic.end);
        }
        return converted;
      },
    };
  };
}

/** A cell's syntax, with parents. */
export function parse({ typescript: ts }: Tslab, cell: string): TypeScript.SourceFile {
  return ts.createSourceFile("cell.ts", cell, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS);
}

/** Calls a function with every node below another, unless `enter` says to stay out of one. */
export function visit(
  node: TypeScript.Node,
  see: (node: TypeScript.Node) => void,
  enter: (node: TypeScript.Node) => boolean = () => true,
): void {
  node.forEachChild((child) => {
    see(child);
    if (enter(child)) visit(child, see, enter);
  });
}
