import { describe, expect, it } from "vitest";
import {
  ceilSpikes,
  dataFrame,
  grid,
  groupMeans,
  Hz,
  median,
  ms,
  mV,
  nto1,
  pS,
  range,
  run,
  seconds,
  unitsToHeader,
} from "../../src/index.js";
import { numbersOf } from "../../src/tables/index.js";
import { readJSON } from "../helpers/data.js";

interface Row {
  we_pS: number;
  seed: number;
  median_Vm_mV: number;
  output_rate_Hz: number;
}
const published = readJSON<{ rows: Row[]; group_means: Omit<Row, "seed">[] }>("nto1_we_sweep.json");

const strengths = pS(published.group_means.map((row) => row.we_pS));

describe("the published sweep of nto1", () => {
  it("has all 180 rows: twelve at full precision, all in their means", async () => {
    const rows = [];
    for (const { we, seed } of grid({ we: strengths, seed: range(10) })) {
      const result = await run(nto1({ N: 6500, duration: seconds(10), we, seed }));
      const median_Vm = median(ceilSpikes(result));
      rows.push({ we, seed, median_Vm, output_rate: result.firingRate });
    }
    const table = unitsToHeader(dataFrame(rows));
    expect(table.columns).toEqual(["we_pS", "seed", "median_Vm_mV", "output_rate_Hz"]);
    const [we, seed, vm, rate] = table.columns.map((name) => numbersOf(table, name));
    for (const row of published.rows) {
      const at = we.findIndex((strength, i) => strength === row.we_pS && seed[i] === row.seed);
      expect(rate[at]).toBe(row.output_rate_Hz);
      expect(Math.abs(vm[at] - row.median_Vm_mV)).toBeLessThan(1e-9);
    }
    const means = groupMeans(table, "we_pS");
    expect(means.columns).toEqual(table.columns);
    published.group_means.forEach((row, i) => {
      expect(numbersOf(means, "we_pS")[i]).toBe(row.we_pS);
      expect(numbersOf(means, "seed")[i]).toBe(4.5);
      // printed with 6 and 2 decimals
      expect(numbersOf(means, "median_Vm_mV")[i].toFixed(6)).toBe(row.median_Vm_mV.toFixed(6));
      expect(numbersOf(means, "output_rate_Hz")[i].toFixed(2)).toBe(row.output_rate_Hz.toFixed(2));
    });
  });

  it("begins and ends with the voltages printed for the default simulation", async () => {
    const { V, spikes } = await run(nto1());
    expect(V.length).toBe(100_000);
    const printed = [-65, -64.99986538, -64.99623327, -54.53301958, -54.51563329, -54.49719995];
    const ends = [...V.in(mV).slice(0, 3), ...V.in(mV).slice(-3)];
    expect(ends.map((voltage) => Number(voltage.toFixed(8)))).toEqual(printed);
    expect(spikes.count).toBe(41);
  });
});

describe("nto1", () => {
  const short = { N: 200, duration: seconds(1), we: pS(600), seed: 3 };

  it("gives the same bits for the same value, also after other runs", async () => {
    const first = await run(nto1(short));
    await run(nto1({ ...short, seed: 4 }));
    const second = await run(nto1({ ...short }));
    expect(second.V.equals(first.V)).toBe(true);
    expect(second.spikes.equals(first.spikes)).toBe(true);
    expect(first.spikes.count).toBeGreaterThan(0);
  });

  it("delivers the last input spike in the later variant only", async () => {
    // one slow input: its last spike is far from the others and makes a difference of its own
    const one = { N: 1, duration: seconds(5), we: pS(1000), seed: 2 };
    const earlier = await run(nto1({ ...one, variant: "2023-08-11" }));
    const later = await run(nto1({ ...one, variant: "later" }));
    const jumps = (V: Float64Array): number =>
      V.filter((voltage, i) => i > 1 && voltage - 2 * V[i - 1] + V[i - 2] > 1e-5).length;
    expect(jumps(later.V.values) - jumps(earlier.V.values)).toBe(1);
  });

  it("delivers nothing when nothing arrives, and then rests", async () => {
    const { V, firingRate } = await run(nto1({ ...short, we: pS(0) }));
    expect(firingRate.in(Hz)).toBe(0);
    expect(Math.abs(V.in(mV).at(-1) as number) - 65).toBeLessThan(1e-6);
  });

  it.each([
    [{ N: 0 }, "invalid N: 0; expected a whole number from 1 to 1000000"],
    [{ N: 1e12 }, "invalid N: 1000000000000"],
    [{ N: 1.5 }, "invalid N: 1.5"],
    [{ seed: -1 }, "invalid seed: -1"],
    [{ duration: seconds(-1) }, "invalid duration: -1 s; expected more than 0 s"],
    [{ duration: ms(0.1) }, "invalid duration: 100 us is 1 steps of 100 us; expected 2 to"],
    [{ we: pS(-1) }, "invalid we: -1 pS; expected 0 pS or more"],
    [{ variant: "2024" as never }, "invalid variant: 2024; expected one of 2023-08-11, later"],
    [{ sigma: Number.NaN }, "invalid sigma: NaN"],
  ])("refuses %o before any work", (parameters, message) => {
    expect(() => nto1(parameters)).toThrow(message);
  });

  it("is plain data that cannot be changed", () => {
    const simulation = nto1(short);
    expect(Object.isFrozen(simulation)).toBe(true);
    expect(Object.isFrozen(simulation.parameters)).toBe(true);
    expect(simulation.parameters.wi.in(pS)).toBe(2400);
  });
});
