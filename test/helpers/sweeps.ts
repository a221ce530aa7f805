import { ms, type NetworkSimulation, network, population, ResultCache } from "spikebook";
import { expect } from "vitest";
import { readJSON } from "./data.js";

/** A row of the published sweep. */
export interface PublishedRow {
  we_pS: number;
  seed: number;
  median_Vm_mV: number;
  output_rate_Hz: number;
}

/** The published sweep: rows at full precision, and the strengths of all. */
export const published = readJSON<{ rows: PublishedRow[]; group_means: PublishedRow[] }>(
  "nto1_we_sweep.json",
);
export const strengths: number[] = published.group_means.map(({ we_pS }) => we_pS);

/** Compares a table of the whole published sweep, its rows as lists, with the published numbers. */
export function expectPublished(rows: readonly (readonly unknown[])[]): void {
  expect(rows).toHaveLength(180);
  for (const { we_pS, seed, median_Vm_mV, output_rate_Hz } of published.rows) {
    const row = rows[strengths.indexOf(we_pS) * 10 + seed];
    expect(row.slice(0, 2)).toEqual([we_pS, seed]);
    expect(Math.abs(Number(row[2]) - median_Vm_mV)).toBeLessThan(1e-9);
    expect(row[3]).toBe(output_rate_Hz);
  }
}

/** When each entry of a cache was stored, by digest. */
export async function timesStored(cache: string): Promise<Map<string, number>> {
  const entries = await new ResultCache(cache).entries();
  return new Map(
    entries
      .filter(({ name }) => name === "sweep")
      .map(({ digest, storedAt }) => [digest, storedAt]),
  );
}

/** A network that passes all checks of its description, and cannot be computed. */
export function impossible(): NetworkSimulation {
  const growing = population("growing", { N: 1, equations: "x : 1", update: "x = 1/(x - x)" });
  return network({ populations: [growing], duration: ms(1) });
}

/** What is said of it. */
export const DIVERGED =
  "invalid result: x of neuron 0 of growing is Infinity at 0.1 ms; expected finite numbers (a time step may be too long, " +
  'or a model grow without bounds; run(..., { onDivergence: "continue" }) computes on); see spikebook/src/docs/manual/running.md';
