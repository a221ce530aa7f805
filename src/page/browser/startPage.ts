import { CellView } from "./cells/cellView.js";
import { PageCells } from "./cells/pageCells.js";
import { PageControls } from "./controls/pageControls.js";
import { Digests } from "./digests.js";
import { editableCells } from "./editing/editing.js";
import type { Names } from "./editing/names.js";
import { openFiles } from "./files/files.js";
import type { CellDigest, PageFacts, PageGroup } from "./pageData.js";
import { startSimulator, useWorkerScript } from "./runs/simulations.js";

/** What anybody can ask a page. */
interface SpikebookPage {
  /** Comes true when every cell was computed once, with all digests beside the notebook's. */
  ready: Promise<{ digests: readonly CellDigest[] }>;
}

/**
 * Makes a page live: computes its cells, and again whatever depends on a control that a reader moves, or
 * on a cell that a reader edits.
 * @param names what edited cells can import
 * @param script the URL of the page's script, for workers; nothing where there can be none
 */
export function startPage(
  groups: readonly PageGroup[],
  facts: PageFacts,
  names: Names,
  script: (() => string) | undefined,
): void {
  useWorkerScript(script);
  startSimulator();
  const digests = new Digests(facts);
  const edits = new Map<number, string>();
  const views = new Map<number, CellView>();
  const viewOf = (cell: number): CellView => {
    const view = views.get(cell) ?? new CellView(sectionOf(cell));
    views.set(cell, view);
    return view;
  };
  const cells = new PageCells({ viewOf, controls: new PageControls(), digests }, edits);
  const compute = async (): Promise<{ digests: readonly CellDigest[] }> => {
    await openFiles();
    await cells.define(groups);
    document.documentElement.dataset.live = String(Math.round(performance.now()));
    return { digests: digests.all() };
  };
  (globalThis as { spikebookPage?: SpikebookPage }).spikebookPage = { ready: compute() };
  editableCells({ cells, edits, names, viewOf, editor: facts.editor });
}

function sectionOf(cell: number): HTMLElement {
  const found = document.getElementById(`cell-${cell}`);
  if (!found) throw new Error(`the page has no cell ${cell}`);
  return found;
}
