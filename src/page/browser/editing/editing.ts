import { messageOf } from "../../../base/index.js";
import { EDITOR_ELEMENT } from "../../outputs.js";
import type { CellView } from "../cells/cellView.js";
import { element } from "../cells/cellView.js";
import type { PageCells } from "../cells/pageCells.js";
import type { PageGroup } from "../pageData.js";
import type { CellEditor } from "./editor.js";
import { evaluated, loadScript } from "./evaluate.js";
import { importedFrom, type Names } from "./names.js";

/** What editing needs of a page. */
interface Editing {
  cells: PageCells;
  /** Texts that readers wrote, by cell. */
  edits: Map<number, string>;
  names: Names;
  viewOf: (cell: number) => CellView;
  editor: string | undefined;
}

/** A cell whose code readers can change. */
interface EditableCell {
  index: number;
  /** The notebook's own code. */
  source: string;
  code: HTMLElement;
}

/** Puts a button "Edit" to the code of each cell that the page computes. */
export function editableCells(editing: Editing): void {
  const all = Array.from(document.querySelectorAll<HTMLElement>("section.cell"), (section) => {
    const code = section.querySelector<HTMLElement>(".source > pre > code");
    return { section, index: Number(section.id.replace("cell-", "")), code };
  }).filter((one) => one.code !== null);
  const cells = all.map(({ index, code }) => ({
    index,
    source: code?.textContent ?? "",
    code: code as HTMLElement,
  }));
  const kept = new Set(
    all.filter(({ section }) => section.dataset.state === "kept").map(({ index }) => index),
  );
  for (const cell of cells) if (!kept.has(cell.index)) makeEditable(cell, cells, kept, editing);
}

function makeEditable(
  cell: EditableCell,
  all: readonly EditableCell[],
  kept: ReadonlySet<number>,
  editing: Editing,
): void {
  const { index, source, code } = cell;
  const pre = code.parentElement as HTMLElement;
  const button = (text: string, press: () => void): HTMLButtonElement => {
    const made = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: text,
    });
    made.addEventListener("click", press);
    return made;
  };
  const area = document.createElement("textarea");
  area.spellcheck = false;
  area.setAttribute("autocapitalize", "off");
  area.setAttribute("aria-label", `code of cell ${index + 1}`);
  const fault = element("p", "error");
  fault.setAttribute("role", "alert");
  const run = async (text: string): Promise<void> => {
    fault.remove();
    if (text === source) editing.edits.delete(index);
    else editing.edits.set(index, text);
    try {
      await recompute(index, all, kept, editing);
    } catch (error) {
      fault.textContent = messageOf(error);
      buttons.after(fault);
    }
  };
  const resize = (): void => {
    area.rows = Math.min(40, area.value.split("\n").length + 1);
  };
  const edit = (): void => {
    area.value = editing.edits.get(index) ?? source;
    resize();
    pre.replaceWith(area);
    buttons.replaceChildren(
      button("Run", () => void run(area.value)),
      button("As in the notebook", () => {
        area.value = source;
        resize();
        void run(source);
      }),
    );
    area.focus();
    // so that the first run need not wait
    editorOf(editing.editor).catch(() => {});
  };
  area.addEventListener("input", resize);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    void run(area.value);
  });
  const buttons = element("p", "buttons", button("Edit", edit));
  pre.after(buttons);
}

let last: Promise<unknown> = Promise.resolve();

/** Cells with another text than the one that the page computes: some because they did not compile. */
const pending = new Set<number>();

/** Compiles all cells anew, one of which has another text, and computes what has changed. */
function recompute(
  changed: number,
  all: readonly EditableCell[],
  kept: ReadonlySet<number>,
  { cells, edits, names, viewOf, editor }: Editing,
): Promise<void> {
  const next = last.then(async () => {
    pending.add(changed);
    const { compile } = await editorOf(editor);
    const sources = all.map(({ index, source }) => [index, edits.get(index) ?? source] as const);
    const compiled = await compile(sources, kept);
    const values = importedFrom(names, compiled.imports);
    const make = await evaluated<(values: readonly unknown[]) => PageGroup[]>(compiled.text);
    for (const [cell, reason] of compiled.kept)
      if (!kept.has(cell)) viewOf(cell).keep(`Not computed: ${reason}.`);
    // all at once: nobody waits for what it gives
    void cells.define(make(values), new Set(pending));
    pending.clear();
  });
  last = next.catch(() => {});
  return next;
}

let loaded: Promise<CellEditor> | undefined;

/** What compiles cells, loaded when it is needed first. */
function editorOf(file: string | undefined): Promise<CellEditor> {
  loaded ??= load(file).catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(file: string | undefined): Promise<CellEditor> {
  const inPage = document.getElementById(EDITOR_ELEMENT)?.textContent;
  await loadScript(file ?? new Blob([inPage ?? ""], { type: "text/javascript" }));
  return (globalThis as unknown as { spikebookEditor: CellEditor }).spikebookEditor;
}
