import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../../base/index.js";
import { writeWhole } from "../../cache/index.js";
import { type Cell, joined, readNotebook } from "../../notebook/executor/notebookFile.js";
import { cellsModule } from "../cells/cellCode.js";
import { groupCells } from "../cells/groups.js";
import { keptGroups, STATIC } from "../cells/nodeOnly.js";
import { type ParsedCell, parseCell } from "../cells/parseCell.js";
import { digestOfOutputs } from "../outputs.js";
import { committedOutputs } from "./committed.js";
import { editorFile } from "./editorFile.js";
import { pageScript } from "./pageScript.js";
import { type PageCell, pageText } from "./pageText.js";

/** How a page is written. */
export interface PageOptions {
  /** The folder in which it is written. */
  folder: string;
  /** One HTML file with everything in it, which also works from a disk. */
  single?: boolean;
  /** Cells that stay as the notebook has them, by their place in it, from 0. */
  keep?: readonly number[];
}

/** What was written. */
export interface WrittenPage {
  files: readonly string[];
  /** Cells that the page shows as the notebook has them, and why. */
  kept: readonly { cell: number; reason: string }[];
}

/** Cells whose outputs are times have this tag: they are never the same twice. */
const TIMING = "timing";

/**
 * Makes a web page of a notebook: its text, its outputs, and its cells, which are computed in the reader's
 * browser, again whenever a control is moved. The page is static: any web server can hold it.
 * @throws UserError for a file that is no notebook, and for a cell that is no TypeScript.
 */
export async function buildPage(
  notebook: string,
  { folder, single = false, keep = [] }: PageOptions,
): Promise<WrittenPage> {
  const { cells } = await readNotebook(notebook);
  const parsed: ParsedCell[] = [];
  for (const [index, cell] of cells.entries())
    if (cell.cell_type === "code") parsed.push(await parseCell(joined(cell.source), index));
  for (const cell of keep)
    if (cells[cell]?.cell_type !== "code")
      throw new UserError(
        `invalid cell to keep: ${cell + 1}; expected the number of a code cell, up to ${cells.length}`,
      );
  const tags = ({ index }: ParsedCell): readonly string[] => [
    ...(cells[index].metadata?.tags ?? []),
    ...(keep.includes(index) ? [STATIC] : []),
  ];
  const groups = groupCells(parsed);
  const keptByGroup = keptGroups(groups, parsed, tags);
  const kept = new Map(
    groups.flatMap((group, k) => {
      const reason = keptByGroup.get(k);
      return reason === undefined ? [] : group.cells.map(({ index }) => [index, reason] as const);
    }),
  );
  const digests = parsed.flatMap((cell) => {
    const outputs = committedOutputs(cells[cell.index]);
    const isCompared = outputs.length > 0 && !tags(cell).includes(TIMING);
    return isCompared ? [[cell.index, digestOfOutputs(outputs)] as const] : [];
  });
  const editor = await editorFile();
  const script = await pageScript({
    notebook,
    cellsText: cellsModule(groups, parsed, keptByGroup),
    cells: parsed,
    kept: new Set(kept.keys()),
    facts: { digests, ...(!single && { editor: editor.name }) },
  });
  const name = basename(notebook, ".ipynb");
  const text = pageText({
    title: titleOf(cells) ?? name,
    cells: cells.map((cell, index) => pageCell(cell, index, kept.get(index))),
    script: single ? { text: script, editor: editor.text } : { file: `${name}.js` },
  });
  const page = join(folder, `${name}.html`);
  await writeWhole(page, text);
  if (!single) {
    await writeWhole(join(folder, `${name}.js`), script);
    // one for all pages of the folder
    if (!existsSync(join(folder, editor.name)))
      await writeWhole(join(folder, editor.name), editor.text);
  }
  return {
    files: single ? [page] : [page, join(folder, `${name}.js`), join(folder, editor.name)],
    kept: Array.from(kept, ([cell, reason]) => ({ cell, reason })),
  };
}

function pageCell(cell: Cell, index: number, kept: string | undefined): PageCell {
  const isCode = cell.cell_type === "code";
  return {
    index,
    kind: isCode ? "code" : "text",
    source: joined(cell.source),
    outputs: isCode ? committedOutputs(cell) : [],
    ...(kept !== undefined && { kept }),
  };
}

/** The first heading of a notebook. */
function titleOf(cells: readonly Cell[]): string | undefined {
  for (const cell of cells) {
    const [, title] = /^#+\s+(.+)$/m.exec(joined(cell.source)) ?? [];
    if (cell.cell_type === "markdown" && title) return title;
  }
  return undefined;
}
