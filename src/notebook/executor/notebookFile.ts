import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { UserError } from "../../base/index.js";

/** Text as notebooks store it: whole, or line by line. */
export type Text = string | string[];

/** An output of a cell, in the format of notebooks (nbformat 4). */
export interface Output {
  output_type: string;
  name?: string;
  text?: Text;
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
  execution_count?: number | null;
}

export interface Cell {
  cell_type: string;
  source: Text;
  metadata?: { tags?: readonly string[] };
  execution_count?: number | null;
  outputs?: Output[];
}

export interface Notebook {
  cells: Cell[];
  metadata: {
    kernelspec?: { name?: string; language?: string };
    language_info?: object & { name?: string };
  };
  nbformat: number;
}

/** Text as one string. */
export const joined = (text: Text | undefined): string =>
  Array.isArray(text) ? text.join("") : (text ?? "");

/**
 * Reads a notebook.
 * @throws UserError for a file that is no notebook of this format, or one of another language.
 */
export async function readNotebook(file: string): Promise<Notebook> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`invalid notebook: ${file} cannot be read (${error.code})`);
  });
  const invalid = (what: string): UserError =>
    new UserError(`invalid notebook: ${basename(file)} ${what}`);
  let notebook: Partial<Notebook> | null;
  try {
    notebook = JSON.parse(text) as Partial<Notebook> | null;
  } catch {
    throw invalid("is no JSON; expected a Jupyter notebook");
  }
  if (typeof notebook !== "object" || notebook === null || !Array.isArray(notebook.cells))
    throw invalid("has no cells; expected a Jupyter notebook of format 4");
  if (notebook.nbformat !== 4)
    throw invalid(`has format ${notebook.nbformat}; expected 4, which Jupyter saves`);
  const metadata = notebook.metadata ?? {};
  const language = metadata.kernelspec?.language ?? metadata.language_info?.name;
  if (language !== undefined && language !== "typescript")
    throw invalid(`is written in ${language}; expected typescript`);
  return { ...notebook, metadata } as Notebook;
}

/** A notebook as text, the way Jupyter writes it: keys in order, long texts line by line. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(cell.source),
    ...(cell.outputs ? { outputs: cell.outputs.map(outputInLines) } : {}),
  }));
  return `${JSON.stringify(inOrder({ ...notebook, cells }), undefined, 1)}\n`;
}

function outputInLines(output: Output): Output {
  if (output.text !== undefined) return { ...output, text: lines(output.text) };
  if (output.data === undefined) return output;
  const data = Object.entries(output.data).map(([type, form]) => [
    type,
    typeof form === "string" && isText(type) ? lines(form) : form,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

const isText = (type: string): boolean =>
  type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";

/** Text line by line, each with its end. */
const lines = (text: Text): string[] => {
  const whole = joined(text);
  return whole === "" ? [] : whole.split(/(?<=\n)/);
};

/** A value with the keys of all objects in order. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
