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
import { transformSync } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT, readJSON } from "../helpers/data.js";
import { joined, type TestCell } from "../helpers/notebooks.js";

/** Numbers of Brian 2: one run of a deterministic model, or measures of ten runs of a random one. */
interface Reference {
  /** Steps of spikes, neuron by neuron. */
  spikes?: number[][];
  traces?: Record<string, number[]>;
  values?: Record<string, number[]>;
  /** Where Brian itself loses digits: how far traces may lie apart, in parts of their span, and why. */
  tolerance?: { ofSpan: number; reason: string };
}

/** What a notebook calls `measured`: the same of our run, one number for each measure. */
interface Measured {
  spikes?: number[][];
  traces?: Record<string, number[]>;
  values?: Record<string, number>;
}

const NOTEBOOKS = join(PROJECT, "notebooks", "gallery");
const folder = mkdtempSync(join(tmpdir(), "spikebook-gallery-"));
symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cellsOf = (name: string): TestCell[] =>
  JSON.parse(readFileSync(join(NOTEBOOKS, `${name}.ipynb`), "utf8")).cells;

/** Runs the code cells of a notebook as one module: what it prints, and what it calls `measured`. */
function executed(name: string): { printed: string; measured: Measured } {
  const code = cellsOf(name).filter(({ cell_type }) => cell_type === "code");
  const text = [
    ...code.map(({ source }) => joined(source)),
    "console.log(JSON.stringify(measured))",
  ].join(";\n");
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, transformSync(text, { loader: "ts", format: "esm", target: "es2022" }).code);
  const lines = execFileSync(process.execPath, [file], { cwd: NOTEBOOKS, encoding: "utf8" })
    .trim()
    .split("\n");
  return { measured: JSON.parse(lines.pop() as string), printed: lines.pop() as string };
}

/** The lines of code of a notebook, those of figures and of the comparison too. */
const linesOf = (name: string): number =>
  cellsOf(name)
    .filter(({ cell_type }) => cell_type === "code")
    .flatMap(({ source }) => joined(source).split("\n"))
    .filter((line) => line.trim() !== "").length;

/** Largest difference of traces, each relative to its own largest value. */
function largestDifference(traces: Record<string, number[]>, ours: Record<string, number[]>) {
  expect(Object.keys(ours).sort()).toEqual(Object.keys(traces).sort());
  const differences = Object.entries(traces).map(([trace, values]) => {
    expect(ours[trace]).toHaveLength(values.length);
    const largest = Math.max(...values.map(Math.abs));
    return Math.max(...values.map((value, k) => Math.abs(ours[trace][k] - value))) / largest;
  });
  return Math.max(...differences);
}

/** Largest difference of traces in parts of the span of all of them, from the lowest value to the highest. */
function partOfSpan(traces: Record<string, number[]>, ours: Record<string, number[]>): number {
  const all = Object.values(traces).flat();
  const span = Math.max(...all) - Math.min(...all);
  expect(Object.keys(ours).sort()).toEqual(Object.keys(traces).sort());
  const differences = Object.entries(traces).flatMap(([trace, values]) => {
    expect(ours[trace]).toHaveLength(values.length);
    return values.map((value, k) => Math.abs(ours[trace][k] - value));
  });
  return Math.max(...differences) / span;
}

/** How many standard deviations a value lies from the mean of Brian's runs. */
function deviations(runs: readonly number[], value: number): number {
  const mean = runs.reduce((sum, x) => sum + x, 0) / runs.length;
  const variance = runs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (runs.length - 1);
  return Math.abs(value - mean) / Math.sqrt(variance);
}

const names = readdirSync(NOTEBOOKS)
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => file.slice(0, -".ipynb".length));

/** What the documentation's table says of each model. */
interface Row {
  agreement: string;
  lines: number;
}

/** The table, in test/data; `UPDATE_GALLERY=1 npx vitest run test/gallery` writes what the tests have found. */
const TABLE = "gallery/agreement.json";
const isUpdated = process.env.UPDATE_GALLERY === "1";
const found: Record<string, Row> = {};
afterAll(() => {
  if (isUpdated && Object.keys(found).length === names.length)
    writeFileSync(
      join(PROJECT, "test", "data", TABLE),
      `${JSON.stringify(Object.fromEntries(Object.entries(found).sort()), null, 1)}\n`,
    );
});

describe.each(names)("%s", (name) => {
  it("agrees with Brian 2", () => {
    const { spikes, traces, values, tolerance } = readJSON<Reference>(`gallery/${name}.json`);
    const { measured, printed } = executed(name);
    const agreement: string[] = [];
    if (spikes) {
      expect(spikes.flat().length).toBeGreaterThan(0);
      expect(measured.spikes).toEqual(spikes);
      agreement.push(`${spikes.flat().length} spikes equal`);
    }
    if (traces && tolerance) {
      expect(tolerance.reason).toMatch(/^Brian .*\(test\/\S+\.ts\)/);
      expect(tolerance.ofSpan).toBeLessThanOrEqual(3e-6);
      const difference = partOfSpan(traces, measured.traces ?? {});
      expect(difference).toBeLessThan(tolerance.ofSpan);
      agreement.push(`traces to ${difference.toExponential(0)} of their span`);
    } else if (traces) {
      const difference = largestDifference(traces, measured.traces ?? {});
      expect(difference).toBeLessThan(1e-9);
      agreement.push(`traces to ${difference.toExponential(0)}`);
    }
    if (values) {
      expect(Object.keys(measured.values ?? {}).sort()).toEqual(Object.keys(values).sort());
      for (const [measure, runs] of Object.entries(values)) {
        expect(runs).toHaveLength(10);
        const apart = deviations(runs, measured.values?.[measure] ?? Number.NaN);
        // of a normal distribution known by ten values, one in 100 lies farther out than 3.4
        expect(apart, measure).toBeLessThan(3.4);
        agreement.push(`${measure} ${apart.toFixed(1)} sd`);
      }
    }
    expect(agreement.length).toBeGreaterThan(0);
    const last = cellsOf(name).at(-1)?.outputs ?? [];
    expect(last.map(({ text }) => joined(text)).join("")).toBe(`${printed}\n`);
    found[name] = { agreement: agreement.join(", "), lines: linesOf(name) };
    if (!isUpdated) expect(found[name]).toEqual(readJSON<Record<string, Row>>(TABLE)[name]);
  });
});

describe("the documentation's table of agreement", () => {
  it("has all models, and no others", () => {
    if (!isUpdated) expect(Object.keys(readJSON<object>(TABLE))).toEqual([...names].sort());
  });
});
