import { execFileSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Program, parse, type Statement } from "acorn";
import { transformSync } from "esbuild";
import { PROJECT } from "./data.js";
import { joined, type TestCell } from "./notebooks.js";

/** Numbers of Brian 2: one run of a deterministic model, or measures of ten runs of a random one. */
export interface Reference {
  /** Steps of spikes, neuron by neuron. */
  spikes?: number[][];
  traces?: Record<string, number[]>;
  values?: Record<string, number[]>;
  /** Where Brian itself loses digits: how far traces may lie apart, in parts of their span, and why. */
  tolerance?: { ofSpan: number; reason: string };
}

/** What a notebook calls `measured`: the same of our run, one number for each measure. */
export interface Measured {
  spikes?: number[][];
  traces?: Record<string, number[]>;
  values?: Record<string, number>;
}

export const GALLERY = join(PROJECT, "notebooks", "gallery");

/** The notebooks of the gallery, by name. */
export const galleryNames = (): string[] =>
  readdirSync(GALLERY)
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => file.slice(0, -".ipynb".length));

export const cellsOf = (name: string): TestCell[] =>
  JSON.parse(readFileSync(join(GALLERY, `${name}.ipynb`), "utf8")).cells;

const codeOf = (name: string): string[] =>
  cellsOf(name)
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => joined(source));

/** The line of a random notebook that says its seed; each has one. */
const SEED = /^const seed = \d+;$/gm;

/** How many such lines a notebook has. */
export const seedLines = (name: string): number => codeOf(name).join("\n").match(SEED)?.length ?? 0;

const script = (text: string) =>
  transformSync(text, { loader: "ts", format: "esm", target: "es2022" }).code;

/** Runs a module where the notebooks are, with the packages of this project; gives what it prints. */
function printedBy(name: string, code: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-gallery-"));
  try {
    symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, code);
    const options = { cwd: GALLERY, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    return execFileSync(process.execPath, [file], options).trim().split("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the code cells of a notebook as one module: what it prints, and what it calls `measured`. */
export function executed(name: string): { printed: string; measured: Measured } {
  const text = [...codeOf(name), "console.log(JSON.stringify(measured))"].join(";\n");
  const lines = printedBy(name, script(text));
  return { measured: JSON.parse(lines.pop() as string), printed: lines.pop() as string };
}

/** Whether a statement only draws a figure, or shows a result, as the last one of a cell does. */
const isShown = (statement: Statement | Program["body"][number]): boolean => {
  if (statement.type !== "ExpressionStatement") return false;
  const { expression } = statement;
  if (expression.type === "Identifier") return true;
  return (
    expression.type === "CallExpression" &&
    expression.callee.type === "Identifier" &&
    /^(plot\w*|stack|layout)$/.test(expression.callee.name)
  );
};

/**
 * A notebook up to what it calls `measured`, without its figures, as text of a module that can be run again and
 * again: what it imports, and the body of a function of the seed.
 */
export function repeatable(name: string): { imports: string; body: string } {
  const cells = codeOf(name);
  const last = cells.findIndex((cell) => /^const measured\b/m.test(cell));
  const text = script(`${cells.slice(0, last + 1).join(";\n")};\nexport { measured };`);
  const { body } = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const of = (statements: typeof body) =>
    statements.map(({ start, end }) => text.slice(start, end)).join("\n");
  const rest = body.filter(
    (one) => !/^(Im|Ex)port/.test(one.type) && !isShown(one) && !/^const seed = /.test(of([one])),
  );
  return { imports: of(body.filter(({ type }) => type === "ImportDeclaration")), body: of(rest) };
}

/** Runs a random notebook with each of the seeds, without its figures: what it calls `measured` with each. */
export function measuredWith(name: string, seeds: readonly number[]): Record<string, number>[] {
  const { imports, body } = repeatable(name);
  const lines = printedBy(
    name,
    `${imports}
    const measuredWith = async (seed) => {
      const console = { log() {} };
      ${body}
      return measured.values;
    };
    for (const seed of ${JSON.stringify(seeds)}) console.log(JSON.stringify(await measuredWith(seed)));`,
  );
  return lines.map((line) => JSON.parse(line));
}
