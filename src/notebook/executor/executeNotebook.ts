import { basename, dirname } from "node:path";
import { InterruptedError, UserError } from "../../base/index.js";
import { CellRunner, type End } from "./cellRunner.js";
import { type Cell, joined, type Notebook, readNotebook } from "./notebookFile.js";
import { Outputs } from "./outputs.js";

/** Tags of cells that Jupyter's nbconvert knows: a cell that may fail, and one that is left out. */
const MAY_FAIL = "raises-exception";
const LEFT_OUT = "skip-execution";

/**
 * Executes all cells of a notebook, in the notebook's folder, with a kernel of its own. Needs Node and tslab,
 * and neither Jupyter nor Python; the outputs are those that Jupyter would write.
 * @param file path of the notebook, which is only read
 * @returns the notebook with its outputs.
 * @throws UserError showing the cell that failed, its source and what it says; InterruptedError
 *   where the user stops it.
 */
export async function executeNotebook(file: string): Promise<Notebook> {
  const notebook = await readNotebook(file);
  const outputs = new Outputs();
  const runner = await CellRunner.start(dirname(file), (index, said) =>
    outputs.take(notebook.cells[index], said),
  );
  let interrupts = 0;
  const interrupt = (): void => {
    interrupts += 1;
    // who asks twice does not want to wait
    if (interrupts === 1) runner.interrupt();
    else void runner.stop(true);
  };
  process.on("SIGINT", interrupt);
  try {
    notebook.metadata.language_info = runner.language;
    for (const [index, cell] of notebook.cells.entries()) {
      if (cell.cell_type !== "code") continue;
      cell.outputs = [];
      cell.execution_count = null;
      if (!isExecuted(cell)) continue;
      const end = await runner.execute(index, requestOf(cell));
      if (interrupts > 0) throw new InterruptedError(`interrupted in ${nameOf(cell, index)}`);
      if (end !== "ok" && !(end === "error" && hasTag(cell, MAY_FAIL)))
        throw new UserError(
          `${basename(file)} failed in ${nameOf(cell, index)}:\n${why(cell, end)}`,
        );
    }
    return notebook;
  } finally {
    process.removeListener("SIGINT", interrupt);
    await runner.stop(false);
  }
}

const hasTag = (cell: Cell, tag: string): boolean => cell.metadata?.tags?.includes(tag) ?? false;

const isExecuted = (cell: Cell): boolean =>
  joined(cell.source).trim() !== "" && !hasTag(cell, LEFT_OUT);

const requestOf = (cell: Cell) => ({
  code: joined(cell.source),
  stop_on_error: !hasTag(cell, MAY_FAIL),
});

/** A cell by its place among all cells and by the number that stands beside it: "cell 7, [4]". */
const nameOf = (cell: Cell, index: number): string =>
  `cell ${index + 1}, [${cell.execution_count ?? " "}]`;

/** A cell's source and what it failed of. */
function why(cell: Cell, end: End): string {
  const error = cell.outputs?.find(({ output_type }) => output_type === "error");
  const message = typeof end === "object" ? end.died : (error?.traceback ?? []).join("\n");
  return `${joined(cell.source)}\n\n${message}`;
}
