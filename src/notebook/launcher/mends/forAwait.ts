import type TypeScript from "typescript";
import { parse, visit } from "../cells/rewriteCells.js";
import type { Tslab } from "../tslab.js";

/**
 * `for await` at the top of a cell fails unless the cell has another `await`: tslab looks for
 * `await` only, when it decides whether the cell must run in an asynchronous function.
 */
export function mendForAwait(tslab: Tslab): void {
  const { createConverter } = tslab.converter;
  tslab.converter.createConverter = (options) => {
    const converter = createConverter(options);
    return {
      ...converter,
      convert: (declarations, cell) => {
        const converted = converter.convert(declarations, cell);
        if (hasForAwait(tslab, cell)) converted.hasToplevelAwait = true;
        return converted;
      },
    };
  };
}

/** Whether a cell has a `for await` loop outside of its functions and classes. */
function hasForAwait(tslab: Tslab, cell: string): boolean {
  const ts = tslab.typescript;
  const isOwnScope = (node: TypeScript.Node): boolean =>
    ts.isFunctionLike(node) || ts.isClassLike(node);
  let found = false;
  visit(
    parse(tslab, cell),
    (node) => {
      if (ts.isForOfStatement(node) && node.awaitModifier) found = true;
    },
    (node) => !isOwnScope(node),
  );
  return found;
}
