// What it takes to compile cells that readers edit: a script of its own, loaded when somebody presses "Edit".
import { transform } from "sucrase";
import { cellsFunction } from "../../cells/cellCode.js";
import { groupCells } from "../../cells/groups.js";
import { keptGroups, STATIC } from "../../cells/nodeOnly.js";
import { type ParsedCell, parseCode } from "../../cells/parseCell.js";

/** What the editor's script gives. */
export interface CellEditor {
  /**
   * Compiles the cells of a page.
   * @param sources the cells' places in the notebook, and their TypeScript
   * @param kept cells that stay as the notebook has them
   * @returns a function's text, what it is to be given, and cells that the page cannot compute, with reasons
   * @throws Error for a cell that is no TypeScript.
   */
  compile(
    sources: readonly (readonly [index: number, source: string])[],
    kept: ReadonlySet<number>,
  ): Promise<{
    text: string;
    imports: readonly string[];
    kept: readonly (readonly [cell: number, reason: string])[];
  }>;
}

const compile: CellEditor["compile"] = async (sources, keptCells) => {
  const cells = sources.map(([index, source]) => parsed(source, index));
  const groups = groupCells(cells);
  const kept = keptGroups(groups, cells, ({ index }) => (keptCells.has(index) ? [STATIC] : []));
  const reasons = Array.from(kept, ([k, reason]) =>
    groups[k].cells.map(({ index }) => [index, reason] as const),
  );
  return { ...cellsFunction(groups, cells, kept), kept: reasons.flat() };
};

function parsed(source: string, index: number): ParsedCell {
  let code = "";
  try {
    code = transform(source, {
      transforms: ["typescript"],
      disableESTransforms: true,
      keepUnusedImports: true,
      production: true,
    }).code;
    return parseCode(code, index);
  } catch (error) {
    // both count lines from 1, and types go without a line
    const [, line, column] = /\((\d+):(\d+)\)/.exec(String(error)) ?? [];
    const { message } = error as Error;
    const said = message.replace(/^Error transforming .*?: |\s*\(\d+:\d+\)/g, "");
    const text = source.split("\n")[Number(line) - 1];
    const place = line ? `, line ${line}, letter ${column}: ${text?.trim() ?? ""}` : "";
    throw new Error(`invalid cell ${index + 1}: ${said}${place}`);
  }
}

/** What the script gives. */
export const editor: CellEditor = { compile };
