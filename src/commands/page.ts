import { existsSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { UserError } from "../base/index.js";
import { projectFolder } from "../cache/index.js";

/** Options of `spikebook page`. */
export interface PageCommandOptions {
  /** The folder to write to. */
  out: string;
  single?: boolean;
  /** Numbers of cells, from 1, with commas between them. */
  keep?: string;
}

/**
 * Makes a web page of a notebook.
 * @returns what to print: the files, and the cells that the page does not compute.
 * @throws UserError where there is no such notebook, or one that cannot become a page.
 */
export async function makePage(
  name: string,
  { out, single, keep }: PageCommandOptions,
): Promise<string> {
  const notebook = findNotebook(name);
  const folder = resolve(out);
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new UserError(`invalid folder: ${out} is a file; expected where a folder can be`);
  const numbers = keep?.split(",").map((text) => wholeNumber(text.trim()) - 1);
  const { buildPage } = await import("../page/build/buildPage.js");
  const { files, kept } = await buildPage(notebook, { folder, single, keep: numbers });
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

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UserError(`invalid cell to keep: ${text}; expected numbers of cells like 3,7`);
}
