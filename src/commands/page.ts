import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { UserError } from "../base/index.js";
import { projectFolder } from "../cache/index.js";

/** Options of `spikebook page`. */
export interface PageCommandOptions {
  /** The folder to write to. */
  out: string;
  single?: boolean;
}

/**
 * Makes a web page of a notebook.
 * @returns what to print: the files, and the cells that the page does not compute.
 * @throws UserError where there is no such notebook, or one that cannot become a page.
 */
export async function makePage(name: string, { out, single }: PageCommandOptions): Promise<string> {
  const notebook = findNotebook(name);
  const folder = resolve(out);
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new UserError(`invalid folder: ${out} is a file; expected where a folder can be`);
  const { buildPage } = await import("../page/build/buildPage.js");
  const { files, kept } = await buildPage(notebook, { folder, single });
  return [
    "Written:",
    ...files.map((file) => `  ${relative(process.cwd(), file)}`),
    ...(kept.length > 0 ? ["Kept as in the notebook:"] : []),
    ...kept.map(({ cell, reason }) => `  cell ${cell + 1}: ${reason}`),
  ].join("\n");
}

function findNotebook(name: string): string {
  const file = name.endsWith(".ipynb") ? name : `${name}.ipynb`;
  for (const candidate of [resolve(file), join(projectFolder(), "notebooks", file)])
    if (existsSync(candidate)) return candidate;
  throw new UserError(
    `unknown notebook: ${name}; expected a notebook's file, or its name in notebooks/`,
  );
}
