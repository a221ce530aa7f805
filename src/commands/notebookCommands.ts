import { existsSync } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { UserError } from "../base/index.js";
import { projectFolder, requireWritable, writeWhole } from "../cache/index.js";
import {
  executeNotebook,
  notebookText,
  readNotebook,
  sameButForTimes,
} from "../notebook/executor/index.js";
import { findJupyter, projectEnvironment, runInTerminal } from "./jupyter.js";
import { userDataFolder, writeKernelspec } from "./kernelspec.js";
import { starterNotebook } from "./starterNotebook.js";

/** Options of `spikebook notebook run`. */
export interface RunNotebookOptions {
  /** Where the executed notebook is written; by default over the notebook itself. */
  output?: string;
}

/**
 * Executes a notebook in its own folder, without Jupyter. The executed notebook is written only when
 * every cell succeeded; over the notebook itself only where more than times would change.
 * @returns what to print: the files that the notebook wrote under data/, and itself.
 * @throws UserError where there is no such notebook, or showing the cell that failed.
 */
export async function runNotebook(name: string, options: RunNotebookOptions = {}): Promise<string> {
  const project = projectFolder();
  const notebook = findNotebook(name, project);
  const output = requireWritable(options.output ?? notebook);
  const started = Date.now();
  console.error(`Executing ${shown(notebook)} ...`);
  const executed = await executeNotebook(notebook);
  const isKept = output === notebook && sameButForTimes(await readNotebook(notebook), executed);
  if (!isKept) await writeWhole(output, notebookText(executed));
  const written = await filesSince(join(project, "data"), started);
  const lines = [...written, ...(isKept ? [] : [output])].map((file) => `  ${shown(file)}`);
  return [
    ...(lines.length > 0 ? ["Written:", ...lines] : []),
    ...(isKept
      ? [`${shown(notebook)} stays as it was: its outputs are the same but for times`]
      : []),
  ].join("\n");
}

/**
 * Opens Jupyter on the project's notebooks, with the kernel ready; ends when Jupyter ends. In a project
 * without notebooks it makes one to begin with.
 * @throws UserError where tslab or Jupyter is missing, or Jupyter fails.
 */
export async function openJupyter(): Promise<void> {
  const project = projectFolder();
  const notebooks = join(project, "notebooks");
  const env = await projectEnvironment(project);
  await mkdir(notebooks, { recursive: true });
  const files = await readdir(notebooks, { recursive: true });
  if (!files.some((file) => file.endsWith(".ipynb"))) {
    const starter = join(notebooks, "first-network.ipynb");
    await writeWhole(starter, starterNotebook());
    console.error(`Written: ${shown(starter)}`);
  }
  const asRoot = process.getuid?.() === 0 ? ["--allow-root"] : [];
  const options = [`--notebook-dir=${notebooks}`, ...asRoot];
  const status = await runInTerminal(findJupyter(), options, env);
  if (status !== 0) throw new UserError(`jupyter ended with status ${status}`);
}

/** Options of `spikebook notebook register`. */
export interface RegisterOptions {
  /** A folder like /usr/local, for all users; by default the kernel is the user's own. */
  prefix?: string;
}

/**
 * Makes the kernel known to every Jupyter of the user, to VS Code and to JupyterHub.
 * @returns what to print.
 * @throws UserError where there is no tslab, or the folder cannot be written.
 */
export async function registerKernel({ prefix }: RegisterOptions = {}): Promise<string> {
  const data = prefix === undefined ? userDataFolder() : join(resolve(prefix), "share", "jupyter");
  try {
    const folder = await writeKernelspec(data, projectFolder());
    return `The kernel "TypeScript (spikebook)" is registered: ${folder}`;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `invalid folder: ${data} cannot be written (${code}); expected one that you may write to, with --prefix`,
    );
  }
}

const shown = (file: string): string => relative(process.cwd(), file);

function findNotebook(name: string, project: string): string {
  const file = name.endsWith(".ipynb") ? name : `${name}.ipynb`;
  for (const candidate of [join(project, "notebooks", file), resolve(file)])
    if (existsSync(candidate)) return candidate;
  throw new UserError(`unknown notebook: ${name}; expected the name of a file in notebooks/`);
}

/** The files below a folder that were written since a time, the cache left out. */
async function filesSince(folder: string, since: number): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || relative(folder, file).split(sep)[0] === "cache") continue;
    // file systems may round a file's time down to the second
    if ((await stat(file)).mtimeMs >= since - 1000) found.push(file);
  }
  return found.sort();
}
