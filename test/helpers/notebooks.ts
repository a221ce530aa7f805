import { writeFileSync } from "node:fs";

/** A cell of a notebook, as far as tests look at it. */
export interface TestCell {
  cell_type: string;
  source: string | string[];
  metadata?: object;
  outputs?: TestOutput[];
  execution_count?: number | null;
}

export interface TestOutput {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, string | string[]>;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** Text that may be stored line by line. */
export const joined = (text: string | string[] | undefined): string =>
  Array.isArray(text) ? text.join("") : (text ?? "");

/** Writes a notebook of code cells; returns its path. A cell is its source, or more of it. */
export function writeNotebook(
  file: string,
  cells: readonly (string | Partial<TestCell>)[],
  kernelspec: object = { name: "spikebook", display_name: "TypeScript", language: "typescript" },
): string {
  const whole = cells.map((cell, i) => ({
    cell_type: "code",
    id: `c${i}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    ...(typeof cell === "string" ? { source: cell } : cell),
  }));
  const metadata = { kernelspec };
  writeFileSync(file, JSON.stringify({ cells: whole, metadata, nbformat: 4, nbformat_minor: 5 }));
  return file;
}
