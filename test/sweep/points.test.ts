import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  inProcess,
  ms,
  mV,
  type NetworkResult,
  type NetworkSimulation,
  network,
  population,
  pS,
  ResultCache,
  range,
  sweep,
  workers,
} from "spikebook";
import { afterAll, beforeEach, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "spikebook-points-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let cache: ResultCache;
let caches = 0;
beforeEach(() => {
  process.env.SPIKEBOOK_CACHE = join(folder, "kernels");
  cache = new ResultCache(join(folder, `cache-${++caches}`));
});

/** Neurons that spike in each step of 1 ms, `spikes` times in all. */
const counting = (spikes: number | Float64Array): NetworkSimulation =>
  network({
    populations: [
      population("p", {
        N: 1,
        equations: "x : 1",
        update: "x = x + 1",
        threshold: "x <= most",
        parameters: { most: spikes },
      }),
    ],
    duration: ms(100),
    dt: ms(1),
  });

describe.each([
  ["in process", inProcess()],
  ["on workers", workers({ threads: 2 })],
])("points, %s", (_, executor) => {
  it("are what they were when they were made, whatever becomes of what they were made of", async () => {
    const most = new Float64Array(1);
    const options = {
      grid: { k: [1, 2, 4] },
      measures: ["spike_count"],
      executor,
      cache,
    };
    const reused = await sweep({
      ...options,
      simulation: ({ k }) => {
        most[0] = 20 * k;
        return counting(most);
      },
    });
    expect(reused.values).toEqual([
      [1, 20],
      [2, 40],
      [4, 80],
    ]);
    // and what is in the cache now is what a careful sweep finds
    const careful = await sweep({
      ...options,
      simulation: ({ k }) => counting(Float64Array.of(20 * k)),
    });
    expect(careful.values).toEqual(reused.values);
    expect(await cache.entries()).toHaveLength(3);
  });

  it("keep their parameters, also where a function changes them", async () => {
    const points = [{ list: [3, 1] }, { list: [2, 5] }];
    const sweeping = sweep({
      grid: points,
      simulation: (point: { list: number[] }) => {
        const [most] = point.list.sort();
        return counting(most);
      },
      measures: {
        shown: (_result: NetworkResult, point: { list: number[] }) => point.list.reverse().join(),
        spikes: "spike_count",
      },
      executor,
      cache,
    });
    points[1].list[0] = 50;
    const table = await sweeping;
    expect(table.columns).toEqual(["list", "shown", "spikes"]);
    expect((table.values as unknown[][]).map(([, , spikes]) => spikes)).toEqual([1, 2]);
  });

  it("give each measure a result of its own", async () => {
    const first = (result: NetworkResult): number => {
      const { values } = result.signal("p", "x", 0);
      const highest = values.sort().reverse()[0];
      return highest;
    };
    const table = await sweep({
      grid: { k: [1] },
      simulation: () => network({ ...counting(2), record: [{ of: "p", variable: "x" }] } as never),
      measures: { first, second: first, start: (r) => r.signal("p", "x", 0).values[0] },
      executor,
      cache,
    });
    const [[, one, two, start]] = table.values as number[][];
    expect(two).toBe(one);
    expect(start).toBeLessThan(one);
  });
});

describe("the table of a sweep", () => {
  const options = { simulation: () => counting(3), measures: ["spike_count"] };

  it("has a column for each parameter of any point", async () => {
    const table = await sweep({
      ...options,
      grid: [{ a: 1 }, { b: mV(2), a: 3 }, { c: "later" }] as object[],
      cache,
    });
    expect(table.columns).toEqual(["a", "b_mV", "c", "spike_count"]);
    expect(table.values).toEqual([
      [1, Number.NaN, Number.NaN, 3],
      [3, 2, Number.NaN, 3],
      [Number.NaN, Number.NaN, "later", 3],
    ]);
  });

  it("takes names that all objects have for what they are", async () => {
    const table = await sweep({
      ...options,
      grid: [{ constructor: 1 }, { toString: 2, mean: 3 }] as object[],
      cache,
    });
    expect(table.columns).toEqual(["constructor", "toString", "mean", "spike_count"]);
    expect(table.values).toEqual([
      [1, Number.NaN, Number.NaN, 3],
      [Number.NaN, 2, 3, 3],
    ]);
  });

  it.each([
    [{ grid: { spike_count: [1, 2] } }, "the column spike_count is that of a parameter"],
    [{ grid: [{ a: 1 }, { spike_count: 1 }] }, "the column spike_count is that of a parameter"],
    [
      { grid: { we: pS([1, 2]) }, measures: { we_pS: "spike_count" } },
      "the column we_pS is that of a parameter",
    ],
    [{ grid: { error: [1] }, failures: "keep" }, "the column error is that of a parameter"],
    [
      { grid: { k: [1] }, measures: { error: "spike_count" }, failures: "keep" },
      "the column error says what went wrong",
    ],
    [
      { grid: { k: [1] }, measures: ["spike_count", "spike_count"] },
      "two columns are named spike_count",
    ],
    [{ grid: { k: [mV(1), pS(1)] } }, "inconsistent units: column k holds 1 mV and 1 pS"],
    [{ grid: { k: [mV(1), 1] } }, "invalid column k: it mixes quantities and 1"],
  ])(
    "refuses columns that would take each other's place, before any work: %j",
    async (change, message) => {
      let made = 0;
      const simulation = (): NetworkSimulation => {
        made += 1;
        return counting(3);
      };
      await expect(sweep({ ...options, simulation, cache, ...change } as never)).rejects.toThrow(
        message,
      );
      expect(made).toBe(0);
      expect(await cache.entries()).toEqual([]);
    },
  );

  it("refuses a measure that has a parameter's name only with its unit, at the first outcome", async () => {
    const seen: number[] = [];
    await expect(
      sweep({
        grid: { V_mV: range(200) },
        simulation: ({ V_mV }) => counting(V_mV),
        measures: {
          V: (result) => {
            seen.push(1);
            return mV(result.spikeCount());
          },
        },
        cache,
      }),
    ).rejects.toThrow("the column V_mV is that of a parameter");
    expect(seen.length).toBeLessThan(50);
  });

  it("lets a parameter be called error where failures are thrown", async () => {
    const table = await sweep({ ...options, grid: { error: [7] }, cache });
    expect(table.columns).toEqual(["error", "spike_count"]);
  });

  it("waits for measures that take their time", async () => {
    const slowly = async <T>(value: T): Promise<T> => {
      await new Promise((done) => setTimeout(done, 5));
      return value;
    };
    const grid = { k: range(4) };
    const measures = {
      spikes: (result: NetworkResult) => slowly(result.spikeCount()),
      label: (_result: NetworkResult, { k }: { k: number }) => slowly(`point ${k}`),
      failing: async (_result: NetworkResult, { k }: { k: number }) => {
        if ((await slowly(k)) === 2) throw new Error("no luck");
        return true;
      },
    };
    const simulation = ({ k }: { k: number }): NetworkSimulation => counting(k);
    for (const executor of [inProcess(), workers({ threads: 2 }), inProcess()]) {
      const table = await sweep({ grid, simulation, measures, failures: "keep", executor, cache });
      expect(table.columns).toEqual(["k", "spikes", "label", "failing", "error"]);
      expect(table.values).toEqual([
        [0, 0, "point 0", true, ""],
        [1, 1, "point 1", true, ""],
        [2, Number.NaN, Number.NaN, Number.NaN, "measure failing fails: no luck"],
        [3, 3, "point 3", true, ""],
      ]);
    }
  });

  it.each([
    [undefined, "it gives undefined"],
    [null, "it gives null"],
    [[1, 2], "it gives [1, 2]"],
    [mV([1, 2]), "it gives [1 2] mV"],
    [5n, "it gives 5n"],
    [Promise.resolve({ a: 1 }), "it gives { a }"],
  ])("fails points whose measures stand in no table: %s", async (value, message) => {
    const mine = (): never => value as never;
    await expect(sweep({ ...options, grid: { k: [1] }, measures: [mine], cache })).rejects.toThrow(
      message,
    );
  });
});
