import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  inProcess,
  ms,
  mV,
  type Nto1Result,
  network,
  nto1,
  plot,
  population,
  pS,
  type Quantity,
  range,
  SweepError,
  seconds,
  sweep,
  workers,
  zip,
} from "spikebook";
import { afterAll, describe, expect, it, vi } from "vitest";
import { spikebook } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";
import {
  DIVERGED,
  expectPublished,
  impossible,
  strengths,
  timesStored,
} from "../helpers/sweeps.js";

// built code throughout: worker threads and other processes run it, and caches tell its states apart
const folder = mkdtempSync(join(tmpdir(), "spikebook-sweeps-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let caches = 0;
const newCache = (): string => {
  process.env.SPIKEBOOK_CACHE = join(folder, `cache-${++caches}`);
  return process.env.SPIKEBOOK_CACHE;
};

const PUBLISHED = {
  grid: { we: pS(strengths), seed: range(10) },
  simulation: ({ we, seed }: { we: Quantity<"conductance">; seed: number }) =>
    nto1({ N: 6500, duration: seconds(10), we, seed }),
  measures: ["median_Vm", "output_rate"],
};

const SMALL = {
  grid: { we: pS([10, 20, 30]), seed: range(4) },
  simulation: ({ we, seed }: { we: Quantity<"conductance">; seed: number }) =>
    nto1({ N: 100, duration: seconds(0.2), we: we.times(60), seed }),
};

describe("the published sweep", () => {
  it.each([
    ["in this process", inProcess()],
    ["on one worker", workers({ threads: 1 })],
    ["on three workers", workers({ threads: 3 })],
  ])("comes out the same %s, and again from the cache", async (_, executor) => {
    const cache = newCache();
    const table = await sweep({ ...PUBLISHED, executor });
    expect(table.columns).toEqual(["we_pS", "seed", "median_Vm_mV", "output_rate_Hz"]);
    expectPublished(table.values as unknown[][]);
    const stored = await timesStored(cache);
    expect(stored.size).toBe(180);
    const again = await sweep({ ...PUBLISHED, executor });
    expect(again.values).toEqual(table.values);
    expect(await timesStored(cache)).toEqual(stored);
  });
});

describe("a sweep", () => {
  it("measures by functions what names do not, the same everywhere", async () => {
    newCache();
    const measures = {
      rate: "output_rate",
      first: (result: Nto1Result, { we }: { we: Quantity<"conductance"> }) =>
        `${we}: ${result.spikes.count}`,
      highest: (result: Nto1Result) => mV(Math.max(...result.V.in(mV))),
    };
    const here = await sweep({ ...SMALL, measures });
    const spikes = (result: Nto1Result): number => result.spikes.count;
    const listed = await sweep({ ...SMALL, measures: ["output_rate", spikes] });
    expect(listed.columns).toEqual(["we_pS", "seed", "output_rate_Hz", "spikes"]);
    newCache();
    const there = await sweep({ ...SMALL, measures, executor: workers({ threads: 2 }) });
    expect(here.columns).toEqual(["we_pS", "seed", "rate_Hz", "first", "highest_mV"]);
    expect(there.values).toEqual(here.values);
    const cached = await sweep({
      ...SMALL,
      measures: { twice: (r: Nto1Result) => 2 * r.spikes.count },
    });
    expect((cached.values as number[][]).map((row) => `${row[2] / 2}`)).toEqual(
      (here.values as string[][]).map((row) => row[3].split(": ")[1]),
    );
  });

  it("takes lists of points, also zipped ones, and computes equal points once", async () => {
    const cache = newCache();
    const points = zip({ we: pS([15, 15, 30]), seed: [1, 1, 2] });
    const table = await sweep({ ...SMALL, grid: points, measures: ["spike_count"] });
    expect(table.columns).toEqual(["we_pS", "seed", "spike_count"]);
    const [a, b] = table.values as number[][];
    expect(a).toEqual(b);
    expect((await timesStored(cache)).size).toBe(2);
    expect(() => zip({ we: pS([1, 2]), seed: [1] })).toThrow(
      "invalid values of seed: 1; expected 2, as many as we has",
    );
  });

  it.each([
    ["in this process", inProcess()],
    ["on workers", workers({ threads: 2 })],
  ])("finishes the others where points fail, %s", async (_, executor) => {
    const cache = newCache();
    const options = {
      grid: { k: range(6) },
      simulation: ({ k }: { k: number }) => {
        if (k % 3 === 1) return impossible();
        return network({
          populations: [
            population("p", {
              N: 1,
              equations: "x : 1",
              update: "x = x + 1",
              threshold: `x > ${k}`,
            }),
          ],
          duration: ms(10),
        });
      },
      measures: ["spike_count"],
      executor,
    };
    const error = await sweep(options).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SweepError);
    const { message, failures, points } = error as SweepError;
    expect(message).toBe(`2 of 6 points failed:\n  k = 1: ${DIVERGED}\n  k = 4: ${DIVERGED}`);
    expect(points).toEqual([{ k: 1 }, { k: 4 }]);
    expect(failures[0].error).toBe(DIVERGED);
    const stored = await timesStored(cache);
    expect(stored.size).toBe(4);
    const kept = await sweep({ ...options, failures: "keep" });
    expect(kept.columns).toEqual(["k", "spike_count", "error"]);
    const rows = kept.values as unknown[][];
    expect(rows.map((row) => row[1])).toEqual([100, Number.NaN, 98, 97, Number.NaN, 95]);
    expect(rows[1][2]).toBe(DIVERGED);
    // alone, and mended
    const retried = await sweep({
      ...options,
      grid: points as { k: number }[],
      simulation: () => nto1({ N: 10, duration: ms(10) }),
    });
    expect(retried.shape[0]).toBe(2);
    const after = await timesStored(cache);
    expect(after.size).toBe(5);
    for (const [digest, time] of stored) expect(after.get(digest)).toBe(time);
  });

  it("refuses what cannot be swept before any work", async () => {
    const cache = newCache();
    const refuses = async (change: object, message: string): Promise<void> => {
      await expect(
        sweep({ ...SMALL, measures: ["spike_count"], ...change } as never),
      ).rejects.toThrow(message);
    };
    await refuses({ grid: [] }, "invalid grid");
    await refuses({ grid: { we: [] } }, "invalid values of we");
    await refuses({ measures: [] }, "invalid measures: none given");
    await refuses({ measures: [() => 1] }, "invalid measure: a function without a name");
    await refuses({ measures: ["spike_cont"] }, "unknown measure: spike_cont; expected one of");
    await refuses(
      { measures: ["weight_mean"] },
      "invalid point we = 10 pS, seed = 0: invalid measure: weight_mean; it is for simulations that have plastic synapses",
    );
    await refuses(
      { simulation: () => nto1({ N: -1 }) },
      "invalid point we = 10 pS, seed = 0: invalid N: -1",
    );
    await refuses({ simulation: () => 3 }, "invalid simulation: 3");
    await refuses({ executor: "workers" }, "invalid executor: workers");
    await refuses({ failures: "ignore" }, "invalid failures: ignore");
    expect(() => workers({ threads: 0 })).toThrow("invalid threads: 0");
    expect(existsSync(join(cache, "entries"))).toBe(false);
  });

  it("draws a live figure of what there is", async () => {
    newCache();
    const sizes: number[] = [];
    await sweep({
      ...SMALL,
      measures: ["spike_count"],
      figure: (table) => {
        sizes.push(table.shape[0]);
        return plot([{ kind: "dots", x: [1], y: [1] }]);
      },
    });
    expect(sizes.at(-1)).toBe(12);
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const seen = new Set<string>();
    const table = await sweep({
      ...SMALL,
      grid: { we: pS([0, 10]), seed: range(3) },
      measures: ["spike_count"],
      figure: ({ columns }) => {
        seen.add(columns.join());
        throw new Error("no ink");
      },
    });
    // units are those of the whole grid, also while only zeros are known; a bad figure stops nothing
    expect([...seen]).toEqual(["we_pS,seed,spike_count"]);
    expect(table.shape[0]).toBe(6);
    expect(warn.mock.calls).toEqual([["Warning: the figure could not be drawn: no ink"]]);
  });
});

describe("sweeps in several processes", () => {
  const LINE =
    "sweep nto1 --vary we=0pS,15pS,30pS --vary seed=0..9 --set N=6500 --duration 10s --measures median_Vm";
  const start = (cache: string, more: string): ChildProcess =>
    spawn(
      process.execPath,
      [join(PROJECT, "dist/cli.js"), ...LINE.split(" "), ...more.split(" ")],
      {
        env: { ...process.env, SPIKEBOOK_CACHE: cache },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
  const ended = (
    child: ChildProcess,
  ): Promise<{ status: number | null; stdout: string; stderr: string }> =>
    new Promise((settle) => {
      const texts = { stdout: "", stderr: "" };
      child.stdout?.on("data", (text) => (texts.stdout += text));
      child.stderr?.on("data", (text) => (texts.stderr += text));
      child.on("close", (status) => settle({ status, ...texts }));
    });
  const stored = async (cache: string): Promise<number> => (await timesStored(cache)).size;
  /** Waits until some points are stored. */
  const until = async (cache: string, count: number): Promise<void> => {
    while ((await stored(cache)) < count) await new Promise((settle) => setTimeout(settle, 5));
  };

  it.each(["in-process", "workers"])(
    "compute what is missing after a kill, %s",
    async (executor) => {
      const reference = await ended(start(newCache(), "--executor in-process"));
      const cache = newCache();
      for (const count of [1, 8, 17]) {
        const child = start(cache, `--executor ${executor}`);
        const end = ended(child);
        await until(cache, count);
        child.kill("SIGKILL");
        await end;
      }
      const before = await stored(cache);
      expect(before).toBeGreaterThanOrEqual(17);
      const { status, stdout, stderr } = await ended(start(cache, `--executor ${executor}`));
      expect(status).toBe(0);
      expect(stdout).toBe(reference.stdout);
      expect(stderr).toMatch(/30\/30 points \(\d+ cached\)/);
      expect(Number(/(\d+) cached/.exec(stderr)?.[1])).toBeGreaterThanOrEqual(17);
      expect(await stored(cache)).toBe(30);
    },
  );

  it("compute each point once where they overlap", async () => {
    const cache = newCache();
    const outcomes = await Promise.all(
      ["in-process", "workers", "in-process"].map((executor) =>
        ended(start(cache, `--executor ${executor}`)),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1);
    // what each of them neither found nor got from another one, it computed
    const counts = (text: string): number[] =>
      [...text.matchAll(/(\d+) (?:cached|computed elsewhere)/g)].map(([, count]) => Number(count));
    const computed = outcomes.map(({ stderr }) => 30 - counts(stderr).reduce((a, b) => a + b, 0));
    expect(computed.reduce((a, b) => a + b)).toBe(30);
    expect(await stored(cache)).toBe(30);
    expect(readdirSync(join(cache, "claims"))).toEqual([]);
  });

  it.each(["in-process", "workers"])(
    "stop at an interrupt, and keep what is finished, %s",
    async (executor) => {
      const cache = newCache();
      const child = start(cache, `--executor ${executor}`);
      const end = ended(child);
      await until(cache, 3);
      child.kill("SIGINT");
      const { status, stdout, stderr } = await end;
      expect(status).toBe(130);
      expect(stdout).toBe("");
      expect(stderr).toMatch(/interrupted after \d+ of 30 points; what is finished is cached/);
      expect(await stored(cache)).toBeLessThan(30);
      expect(readdirSync(join(cache, "claims"))).toEqual([]);
    },
  );
});

describe("spikebook sweep", () => {
  it("writes a table", async () => {
    const out = join(folder, "sweep.csv");
    const line = `sweep nto1 --vary we=0pS,15pS --vary seed=0..1 --set N=650 --duration 1s --measures median_Vm,output_rate --executor workers --threads 2 --out ${out}`;
    const { status, stdout } = await spikebook(line.split(" "), { SPIKEBOOK_CACHE: newCache() });
    expect(status).toBe(0);
    expect(stdout.trim()).toBe(`4 rows written to ${out}`);
  });

  it.each([
    ["--measures spike_count", "missing values: expected --vary"],
    ["--vary we=0pS --measures spike_cnt", 'did you mean "spike_count"?'],
    ["--vary we=0 --measures spike_count", "invalid we"],
    ["--vary we=1pS --set we=2pS --measures spike_count", "invalid settings: we is given twice"],
    ["--vary seed=9..0 --measures spike_count", "invalid range: 9..0"],
    [
      "--vary seed=1 --measures spike_count --executor slrm",
      'unknown executor: slrm; expected one of in-process, workers, slurm; did you mean "slurm"?',
    ],
    ["--vary seed=1 --measures spike_count --executor slurm --array x", "invalid array: x"],
  ])("refuses %s", async (options, message) => {
    const { status, stderr } = await spikebook(["sweep", "nto1", ...options.split(" ")], {
      SPIKEBOOK_CACHE: newCache(),
    });
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
