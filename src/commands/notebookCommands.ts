import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { UserError } from "../base/index.js";
import { projectFolder, requireWritable, writeWhole } from "../cache/index.js";
import { prepareJupyter } from "./jupyter.js";

/** Options of `spikebook notebook run`. */
export interface RunNotebookOptions {
  /** Where the executed notebook is written; by default over the notebook itself. */
  output?: string;
}

/**
 * Executes a notebook with Jupyter, in its own folder. The executed notebook is written only
 * when every cell succeeded.
 * @returns what to print: the files that the notebook wrote under data/, and itself.
 * @throws UserError where there is no such notebook, or showing the cell that failed.
 */
export async function runNotebook(name: string, options: RunNotebookOptions = {}): Promise<string> {
  const project = projectFolder();
  const notebook = findNotebook(name, project);
  const output = requireWritable(options.output ?? notebook);
  const env = await prepareJupyter(project);
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), "spikebook-"));
  try {
    console.error(`Executing ${relative(process.cwd(), notebook)} ...`);
    await writeWhole(output, await execute(notebook, folder, env));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const written = await filesSince(join(project, "data"), started);
  const lines = [...written, output].map((file) => `  ${relative(process.cwd(), file)}`);
  return ["Written:", ...lines].join("\n");
}

/** Opens Jupyter on the project's notebooks, with the kernel ready; ends when Jupyter ends. */
export async function openJupyter(): Promise<void> {
  const project = projectFolder();
  const env = await prepareJupyter(project);
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const { status } = await start(
    ["notebook", `--notebook-dir=${join(project, "notebooks")}`, ...asRoot],
    env,
    "inherit",
  );
  if (status !== 0) throw new UserError(`jupyter ended with status ${status}`);
}

function findNotebook(name: string, project: string): string {
  const file = name.endsWith(".ipynb") ? name : `${name}.ipynb`;
  for (const candidate of [join(project, "notebooks", file), resolve(file)])
    if (existsSync(candidate)) return candidate;
  throw new UserError(`unknown notebook: ${name}; expected the name of a file in notebooks/`);
}

/** Executes a notebook; returns the executed one. @throws UserError showing the cell that failed. */
async function execute(notebook: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { status, errors } = await convert(notebook, folder, env);
  if (status !== 0)
    throw new UserError(
      `${basename(notebook)} failed ${await explainFailure(notebook, errors, folder, env)}`,
    );
  const executed = await readNotebook(join(folder, basename(notebook)));
  // tslab does not tell the counts; Jupyter shows a cell without one as not executed
  const codeCells = executed.cells.filter((cell) => cell.cell_type === "code");
  for (const [i, cell] of codeCells.entries()) cell.execution_count ??= i + 1;
  return notebookText(executed);
}

const convert = (
  notebook: string,
  folder: string,
  env: NodeJS.ProcessEnv,
  ...flags: string[]
): Promise<Ended> =>
  start(
    [
      "nbconvert",
      "--to=notebook",
      "--execute",
      "--ExecutePreprocessor.timeout=-1",
      "--ExecutePreprocessor.record_timing=False",
      `--output-dir=${folder}`,
      `--output=${basename(notebook)}`,
      ...flags,
      notebook,
    ],
    env,
    "pipe",
  );

interface Notebook {
  cells: Cell[];
}
interface Cell {
  cell_type: string;
  source: Text;
  execution_count?: number | null;
  outputs?: { name?: string; text?: Text }[];
}
type Text = string | string[];

const joined = (text: Text | undefined): string =>
  Array.isArray(text) ? text.join("") : (text ?? "");
const readNotebook = async (file: string): Promise<Notebook> =>
  JSON.parse(await readFile(file, "utf8")) as Notebook;
const notebookText = (notebook: Notebook): string => `${JSON.stringify(notebook, undefined, 1)}\n`;

/**
 * Says which cell failed and why. nbconvert tells the cell only: tslab writes the message as
 * output, which nbconvert drops on failure. So the notebook is executed again up to that cell,
 * this time with errors allowed, and the message read from its output.
 */
async function explainFailure(
  notebook: string,
  errors: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const source = /following cell:\n-+\n([\s\S]*?)\n-+\n/.exec(errors)?.[1];
  const original = await readNotebook(notebook);
  const failed = original.cells.findIndex((cell) => joined(cell.source) === source);
  if (source === undefined || failed < 0) return `(${errors.trim().split("\n").at(-1)})`;
  const shortened = join(dirname(notebook), `.${basename(notebook)}.${process.pid}.tmp.ipynb`);
  const start = { ...original, cells: original.cells.slice(0, failed + 1) };
  let message = "";
  try {
    // beside the original, because cells read files relative to their notebook
    await writeWhole(shortened, notebookText(start));
    await convert(shortened, folder, env, "--allow-errors");
    const executed = await readNotebook(join(folder, basename(shortened)));
    const outputs = executed.cells.at(-1)?.outputs ?? [];
    message = outputs.map(({ name, text }) => (name === "stderr" ? joined(text) : "")).join("");
  } finally {
    await rm(shortened, { force: true });
  }
  return `in cell ${failed + 1}:\n${source}\n\n${message}`;
}

interface Ended {
  status: number | null;
  errors: string;
}

function start(args: string[], env: NodeJS.ProcessEnv, stdio: "inherit" | "pipe"): Promise<Ended> {
  return new Promise((settle, fail) => {
    const child = spawn("jupyter", args, {
      env,
      stdio: stdio === "inherit" ? "inherit" : ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      errors += chunk;
    });
    child.on("error", fail);
    child.on("close", (status) => settle({ status, errors }));
  });
}

/** The files below a folder that were written since a time, the cache left out. */
async function filesSince(folder: string, since: number): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || relative(folder, file).startsWith("cache")) continue;
    // file systems may round a file's time down to the second
    if ((await stat(file)).mtimeMs >= since - 1000) found.push(file);
  }
  return found.sort();
}
