import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { projectFolder, writeWhole } from "../cache/index.js";
import { UserError } from "../units/index.js";
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
  const env = await prepareJupyter(project);
  const output = resolve(options.output ?? notebook);
  const started = Date.now();
  const folder = await mkdtemp(join(tmpdir(), "spikebook-"));
  try {
    console.error(`Executing ${relative(process.cwd(), notebook)} ...`);
    await execute(notebook, folder, env);
    await writeWhole(output, await readFile(join(folder, basename(notebook))));
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

/**
 * Executes a notebook into a folder. Errors are allowed at first and looked for afterwards,
 * because nbconvert keeps a failed cell's message, which tslab writes as output, to itself.
 */
async function execute(notebook: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { status, errors } = await start(
    [
      "nbconvert",
      "--to=notebook",
      "--execute",
      "--allow-errors",
      "--ExecutePreprocessor.timeout=-1",
      `--output-dir=${folder}`,
      `--output=${basename(notebook)}`,
      notebook,
    ],
    env,
    "pipe",
  );
  if (status !== 0)
    throw new UserError(`${basename(notebook)} failed: ${errors.trim().split("\n").at(-1)}`);
  const executed = JSON.parse(await readFile(join(folder, basename(notebook)), "utf8"));
  const failure = describeFailure(executed as Notebook);
  if (failure) throw new UserError(`${basename(notebook)} failed in ${failure}`);
}

interface Notebook {
  cells: { cell_type: string; source: Text; outputs?: CellOutput[] }[];
}
interface CellOutput {
  output_type: string;
  name?: string;
  text?: Text;
}
type Text = string | string[];

const joined = (text: Text | undefined): string => (Array.isArray(text) ? text.join("") : (text ?? ""));

/** The first failed cell of an executed notebook and its message; undefined where all went well. */
function describeFailure({ cells }: Notebook): string | undefined {
  for (const [i, { source, outputs = [] }] of cells.entries()) {
    if (!outputs.some((output) => output.output_type === "error")) continue;
    const messages = outputs.filter((output) => output.name === "stderr");
    return `cell ${i + 1}:\n${joined(source)}\n\n${messages.map(({ text }) => joined(text)).join("")}`;
  }
  return undefined;
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
