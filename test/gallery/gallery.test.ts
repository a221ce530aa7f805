import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT, readJSON } from "../helpers/data.js";
import {
  cellsOf,
  executed,
  galleryNames,
  type Reference,
  seedLines,
} from "../helpers/galleryNotebooks.js";
import { joined } from "../helpers/notebooks.js";
import { moments } from "../helpers/twoSamples.js";

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
  const { mean, sd } = moments(runs);
  return Math.abs(value - mean) / sd;
}

const names = galleryNames();

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
    // random models are run again with other seeds (test/long/gallerySeeds.ts)
    expect(seedLines(name)).toBe(values ? 1 : 0);
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

describe("the documentation's table of ten seeds", () => {
  it("has all measures of all random models, beside Brian's present numbers", () => {
    const table =
      readJSON<Record<string, Record<string, { brian: number[] }>>>("gallery/seeds.json");
    const random = names.flatMap((name) => {
      const { values } = readJSON<Reference>(`gallery/${name}.json`);
      return values ? [[name, values] as const] : [];
    });
    expect(Object.keys(table)).toEqual(random.map(([name]) => name));
    for (const [name, values] of random) {
      expect(Object.keys(table[name])).toEqual(Object.keys(values));
      for (const [measure, runs] of Object.entries(values)) {
        const { mean, sd } = moments(runs);
        const rounded = [Number(mean.toPrecision(4)), Number(sd.toPrecision(2))];
        expect(table[name][measure].brian, `${name}: ${measure}`).toEqual(rounded);
      }
    }
  });
});
