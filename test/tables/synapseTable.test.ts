import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { plasticMeasures, plasticNetwork } from "../../src/models/index.js";
import { run } from "../../src/run/index.js";
import {
  readNpy,
  saveNpy,
  synapseArray,
  synapseTable,
  unitsToHeader,
} from "../../src/tables/index.js";
import { DimensionError, ms, mV, pA } from "../../src/units/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-synapses-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("synapses taken out of a network", async () => {
  const result = await run(plasticNetwork({ N: 400, K: 100, duration: ms(500) }));
  const selection = { sources: [3, 7, 11], targets: [0, 1, 2, 3, 319] };

  it("become a table with units in its header", () => {
    const list = result.synapsesOf("EE", selection);
    const table = unitsToHeader(synapseTable(list));
    expect(table.columns).toEqual(["source", "target", "weight_pA", "delay_ms"]);
    expect(table.shape[0]).toBe(list.sources.length);
    expect(list.sources.length).toBeGreaterThan(0);
    for (const [source, target, weight, delay] of table.values as number[][]) {
      expect(selection.sources).toContain(source);
      expect(selection.targets).toContain(target);
      expect(weight).toBeGreaterThanOrEqual(0);
      expect(delay).toBe(1.5);
    }
    expect(String(unitsToHeader(synapseTable(result.synapsesOf("IE", {})))).length).toBeGreaterThan(
      0,
    );
  });

  it("become an array for NumPy, before the run and after it", async () => {
    const file = join(folder, "weights.npy");
    const [before, after] = (["before", "after"] as const).map((when) =>
      result.synapsesOf("EE", { when }),
    );
    await saveNpy(file, synapseArray(after, { weight: pA, delay: ms }));
    const { data, shape } = await readNpy(file);
    expect(shape).toEqual([320 * 80, 4]);
    expect([data[0], data[1]]).toEqual([after.sources[0], after.targets[0]]);
    expect(data[2]).toBeCloseTo(after.values.weight.values[0] * 1e12, 9);
    expect(before.sources).toEqual(after.sources);
    expect(before.targets).toEqual(after.targets);
    expect(new Set(before.values.weight.values).size).toBe(1);
    expect(new Set(after.values.weight.values).size).toBeGreaterThan(100);
    expect(() => synapseArray(after, { wait: pA })).toThrow(
      "unknown value of synapses: wait; expected one of weight, delay",
    );
    expect(() => synapseArray(after, { weight: mV })).toThrow(DimensionError);
    expect(() => synapseArray(after, { weight: mV })).toThrow(
      /in mV.*expected voltage|voltage.*current|current.*voltage/,
    );
    expect(() => synapseArray(after, { delay: pA })).toThrow(DimensionError);
    expect(() => synapseArray(after, { weight: "pA" } as never)).toThrow(
      'invalid unit: "pA"; expected a unit like mV',
    );
    expect(() => synapseArray(after, undefined as never)).toThrow("invalid units: undefined");
    for (const odd of [undefined, {}, [1]])
      for (const call of [() => synapseTable(odd as never), () => synapseArray(odd as never, {})])
        expect(call).toThrow(/invalid synapses: .*; expected what result.synapsesOf gives/);
  });

  it("are refused where there is nothing to find", () => {
    expect(() => result.synapsesOf("EEE")).toThrow("unknown synapses: EEE; expected one of EE, EI");
    expect(() => result.synapsesOf("EE", { targets: [320] })).toThrow(
      "invalid target: 320; expected a whole number from 0 to 319",
    );
    expect(() => result.synapsesOf("EE", { when: "now" as never })).toThrow("invalid when: now");
    expect(() => synapseTable(result.synapsesOf("EE", { sources: [] }))).toThrow("there are none");
  });

  it("are measured as the experiment does", () => {
    const { values } = result.synapsesOf("EE", {
      sources: Array.from({ length: 200 }, (_, i) => i),
      targets: Array.from({ length: 200 }, (_, i) => i),
      when: "lastSourceSpike",
    });
    const weights = Array.from(values.weight.values, (w) => w * 1e12);
    const measures = plasticMeasures(result);
    const average = weights.reduce((sum, w) => sum + w, 0) / weights.length;
    expect(measures.weight_mean_pA).toBeCloseTo(average, 9);
    expect(measures.weight_sd_pA).toBeCloseTo(
      Math.sqrt(weights.reduce((sum, w) => sum + (w - average) ** 2, 0) / weights.length),
      9,
    );
    expect(measures.weight_max_pA).toBeCloseTo(Math.max(...weights), 9);
    expect(measures.rate_per_s).toBe(result.spikeCount() / 400 / 0.5);
  });
});
