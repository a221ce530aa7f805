import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT, readJSON } from "../helpers/data.js";
import { galleryNames, measuredWith, type Reference } from "../helpers/galleryNotebooks.js";
import { atLeast, kolmogorovSmirnov, moments, welch } from "../helpers/twoSamples.js";

// Ten seeds of ours against ten of Brian's, for each random model of the gallery: npm run seeds
// With UPDATE_GALLERY=1 it writes what the documentation's table says of them.
//
// A correct package passes with a chance of at least 99 %. Half of the other one is shared by the tests of single
// measures, two of each (Bonferroni): of samples of ten, Kolmogorov and Smirnov's then only tells apart two that do
// not overlap (its next chance is 2e-4), and Welch's means that are 2.6 standard deviations apart. Half is that of
// small differences in many models: of models with a measure below 5 %, as many as it has measures taken into
// account, there may be no more than chance gives.
const TABLE = "gallery/seeds.json";
const SEEDS = Array.from({ length: 10 }, (_, k) => k + 1);
const CHANCE = 0.005;

const references = new Map(
  galleryNames().flatMap((name) => {
    const { values } = readJSON<Reference>(`gallery/${name}.json`);
    return values ? [[name, values] as const] : [];
  }),
);
const measures = [...references.values()].reduce((sum, of) => sum + Object.keys(of).length, 0);
const level = CHANCE / (2 * measures);

/** What the documentation's table says of each model. */
interface Row {
  /** Means and standard deviations of ten runs, ours and Brian's, and the chance by Kolmogorov and Smirnov's test. */
  [measure: string]: { ours: [number, number]; brian: [number, number]; ks: number };
}

const digits = (value: number, count = 4) => Number(value.toPrecision(count));
const found: Record<string, Row> = {};
/** The least chance of each model, times its comparisons. */
const least: Record<string, number> = {};

describe.each([...references])("ten seeds of %s", (name, values) => {
  it("are as Brian's", () => {
    const runs = measuredWith(name, SEEDS);
    expect(runs).toHaveLength(SEEDS.length);
    const row: Row = {};
    const chances: number[] = [];
    for (const [measure, theirs] of Object.entries(values)) {
      const ours = runs.map((run) => run[measure]);
      expect(ours.every(Number.isFinite), measure).toBe(true);
      const ks = kolmogorovSmirnov(ours, theirs);
      const t = welch(ours, theirs);
      chances.push(ks, t);
      const [a, b] = [moments(ours), moments(theirs)];
      row[measure] = {
        ours: [digits(a.mean), digits(a.sd, 2)],
        brian: [digits(b.mean), digits(b.sd, 2)],
        ks: digits(ks, 2),
      };
      expect.soft(ks, `${measure}, Kolmogorov and Smirnov`).toBeGreaterThan(level);
      expect.soft(t, `${measure}, Welch`).toBeGreaterThan(level);
    }
    least[name] = Math.min(...chances) * chances.length;
    found[name] = row;
  });
});

describe("all random models", () => {
  it("do not lie beside Brian's more often than by chance", () => {
    const tested = Object.keys(least).length;
    expect(tested).toBeGreaterThan(0);
    let allowed = 0;
    while (atLeast(allowed + 1, tested, 0.05) > CHANCE) allowed += 1;
    const beside = Object.keys(least).filter((name) => least[name] < 0.05);
    expect(beside.length, beside.join(", ")).toBeLessThanOrEqual(allowed);
  });
});

afterAll(() => {
  if (process.env.UPDATE_GALLERY !== "1") return;
  const old = existsSync(join(PROJECT, "test", "data", TABLE))
    ? readJSON<Record<string, Row>>(TABLE)
    : {};
  // where only some models ran (npm run seeds -- -t cuba), the others' rows stay
  const rows = [...references.keys()].flatMap((name) => {
    const row = found[name] ?? old[name];
    return row ? [[name, row] as const] : [];
  });
  const lines = rows.map(([name, row]) => {
    const of = Object.entries(row).map(([measure, one]) => `"${measure}": ${JSON.stringify(one)}`);
    return ` "${name}": {\n  ${of.join(",\n  ")}\n }`;
  });
  writeFileSync(join(PROJECT, "test", "data", TABLE), `{\n${lines.join(",\n")}\n}\n`);
});
