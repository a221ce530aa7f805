import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type Executor,
  grid,
  inProcess,
  ms,
  type NetworkSimulation,
  network,
  nto1,
  population,
  ResultCache,
  range,
  SweepError,
  seconds,
  sweep,
  workers,
  zip,
} from "spikebook";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { ResultCache as OwnCache } from "../../src/cache/index.js";
import { computeClaimed } from "../../src/sweep/executors/executor.js";
import type { PointTask } from "../../src/sweep/executors/pointTask.js";
import { PROJECT } from "../helpers/data.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-stops-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let cache: ResultCache;
let caches = 0;
beforeEach(() => {
  process.env.SPIKEBOOK_CACHE = join(folder, "kernels");
  cache = new ResultCache(join(folder, `cache-${++caches}`));
});
const pause = (time: number): Promise<void> => new Promise((done) => setTimeout(done, time));

/** Neurons that do little, for so long: 100 000 s take hours. */
const lasting = (duration: number): NetworkSimulation =>
  network({
    populations: [population("p", { N: 2000, equations: "dx/dt = -x/ms : 1" })],
    duration: seconds(duration),
  });

/** The worker processes that this process has started. */
const workerProcesses = (): number[] =>
  execFileSync("ps", ["-eo", "pid,ppid,args"], { encoding: "utf8" })
    .split("\n")
    .filter(
      (line) =>
        line.includes("pointWorker.js") && Number(line.trim().split(/\s+/)[1]) === process.pid,
    )
    .map((line) => Number(line.trim().split(/\s+/)[0]));

describe("what is too large", () => {
  it.each([
    [
      "range",
      () => range(1e9),
      "invalid count: 1000000000; expected a whole number from 0 to 10000000",
    ],
    ["range of text", () => range("3" as never), "invalid count: 3; expected a whole number"],
    [
      "grid",
      () => grid({ a: range(1000), b: range(1000), c: range(100) }),
      "invalid grid: 100000000 points (1000 a × 1000 b × 100 c); expected at most 10000000",
    ],
    [
      "grid of many parameters",
      () => grid(Object.fromEntries(range(400).map((k) => [`p${k}`, [1, 2, 3]]))),
      "expected at most 10000000",
    ],
    ["zip", () => zip({ a: { length: 1e9 } as never }), "invalid values of a: { length }"],
  ])("is refused before it is made: %s", (_, call, message) => {
    expect(call).toThrow(expect.objectContaining({ name: "UserError" }));
    expect(call).toThrow(message);
  });

  it("is refused as a grid of a sweep", async () => {
    const values = range(2000);
    await expect(
      sweep({
        grid: { a: values, b: values },
        simulation: () => lasting(0.001),
        measures: ["spike_count"],
        cache,
      }),
    ).rejects.toThrow("invalid grid: 4000000 points (2000 a × 2000 b); expected at most 1000000");
  });
});

describe("a point that ends its worker process", () => {
  it("fails, and the others go on", async () => {
    const sweeping = sweep({
      grid: { k: range(6) },
      // the second one would take hours
      simulation: ({ k }) => (k === 1 ? lasting(1e5) : nto1({ N: 10, duration: ms(10), seed: k })),
      measures: ["spike_count"],
      executor: workers({ threads: 2 }),
      cache,
      failures: "keep",
    });
    // all others are done: what still works is at that point
    while ((await cache.entries()).length < 5) await pause(20);
    let busy: number[] = [];
    while (busy.length === 0) {
      await pause(20);
      busy = workerProcesses();
    }
    for (const pid of busy) process.kill(pid, "SIGKILL");
    const table = await sweeping;
    expect(table.columns).toEqual(["k", "spike_count", "error"]);
    const rows = table.values as unknown[][];
    expect(rows.map((row) => row[2] === "")).toEqual([true, false, true, true, true, true]);
    expect(rows[1][2]).toBe(
      "its worker process was killed (SIGKILL); most often it needs more memory than there is",
    );
    expect(workerProcesses()).toEqual([]);
  });

  it("is told by its memory where that was the reason", async () => {
    // no process can even begin with so little
    process.env.NODE_OPTIONS = "--max-old-space-size=4";
    try {
      const error = await sweep({
        grid: { k: range(3) },
        simulation: ({ k }) => nto1({ N: 10, duration: ms(10), seed: k }),
        measures: ["spike_count"],
        executor: workers({ threads: 1 }),
        cache,
      }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SweepError);
      expect((error as SweepError).failures).toHaveLength(3);
      for (const { error: why } of (error as SweepError).failures)
        expect(why).toMatch(
          /^it needs more memory than there is: it ended its worker process \(SIG/,
        );
    } finally {
      delete process.env.NODE_OPTIONS;
    }
  });

  it("is told by what it said where that was another one", async () => {
    process.env.NODE_OPTIONS = "--require=/no/such/file.cjs";
    try {
      const table = await sweep({
        grid: { k: [1] },
        simulation: ({ k }) => nto1({ N: 10, duration: ms(10), seed: k }),
        measures: ["spike_count"],
        executor: workers({ threads: 1 }),
        cache,
        failures: "keep",
      });
      expect((table.values as unknown[][])[0][2]).toBe(
        "its worker process ended (status 1): Error: Cannot find module '/no/such/file.cjs'",
      );
    } finally {
      delete process.env.NODE_OPTIONS;
    }
  });

  it("fails alone where only the allocation is refused", async () => {
    const own = new OwnCache(cache.folder);
    const tasks = [1, 2, 3].map((k) => ({ digest: `${k}`.repeat(8), call: `${k}` }) as PointTask);
    const done: string[] = [];
    const failed: string[] = [];
    await computeClaimed(
      tasks,
      {
        cache: own,
        signal: new AbortController().signal,
        running: () => {},
        finished: ({ call }) => void done.push(call),
        failed: ({ call }, message) => void failed.push(`${call}: ${message}`),
      },
      {
        atOnce: 1,
        store: async () => {},
        compute: async ({ call }) => {
          if (call === "2") new Float64Array(1e15);
          return (await import("../../src/cache/index.js")).toBytes({ values: {} });
        },
      },
    );
    expect(done).toEqual(["1", "3"]);
    expect(failed).toEqual([
      "2: it needs more memory than there is (Invalid typed array length: 1000000000000000)",
    ]);
  });
});

describe("an interrupt", () => {
  const listeners = process.listenerCount("SIGINT");
  const stopped = async (sweeping: Promise<unknown>): Promise<void> => {
    await expect(sweeping).rejects.toThrow(/^interrupted after \d+ of \d+ points/);
    await expect(sweeping).rejects.toMatchObject({ name: "InterruptedError" });
    expect(process.listenerCount("SIGINT")).toBe(listeners);
  };
  const long = {
    grid: { k: range(3) },
    simulation: ({ k }: { k: number }) => lasting(1e5 + k),
    measures: ["spike_count"],
  };

  it.each([
    ["in process", inProcess()],
    ["on workers", workers({ threads: 2 })],
  ])("stops points that would take hours, %s", async (_, executor) => {
    const sweeping = sweep({ ...long, executor, cache });
    while (!existsSync(join(cache.folder, "claims"))) await pause(20);
    await pause(300);
    process.emit("SIGINT");
    await stopped(sweeping);
    while (workerProcesses().length > 0) await pause(20);
    while (readdirSync(join(cache.folder, "claims")).length > 0) await pause(20);
    expect(await cache.entries()).toEqual([]);
  });

  it("stops an executor that does not listen", async () => {
    let begun = false;
    const deaf: Executor = {
      name: "deaf",
      compute: () => {
        begun = true;
        return new Promise(() => {});
      },
    };
    const sweeping = sweep({ ...long, executor: deaf, cache });
    while (!begun) await pause(5);
    process.emit("SIGINT");
    await stopped(sweeping);
  });

  it("stops measures that never come to an end", async () => {
    let begun = false;
    const sweeping = sweep({
      grid: { k: range(3) },
      simulation: ({ k }) => nto1({ N: 10, duration: ms(10), seed: k }),
      measures: {
        never: () => {
          begun = true;
          return new Promise<number>(() => {});
        },
      },
      cache,
    });
    while (!begun) await pause(5);
    process.emit("SIGINT");
    await stopped(sweeping);
  });

  it("stops a sweep that only makes its points, or only finds them in the cache", async () => {
    let made = 0;
    const many = {
      grid: { k: range(100_000) },
      simulation: ({ k }: { k: number }) => {
        made += 1;
        return nto1({ N: 10, duration: ms(10), seed: k });
      },
      measures: ["spike_count"],
      cache,
    };
    setTimeout(() => process.emit("SIGINT"), 200);
    await stopped(sweep(many));
    expect(made).toBeLessThan(100_000);
  });

  it("stops a program whose workers are in the middle of something", async () => {
    const program = join(folder, "program.mjs");
    writeFileSync(
      program,
      `import { network, population, range, ResultCache, seconds, sweep, workers } from ${JSON.stringify(pathToFileURL(join(PROJECT, "dist/index.js")).href)};
      const p = population("p", { N: 2000, equations: "dx/dt = -x/ms : 1" });
      await sweep({
        grid: { k: range(4) }, simulation: ({ k }) => network({ populations: [p], duration: seconds(1e5 + k) }),
        measures: ["spike_count"], executor: workers({ threads: 2 }), cache: new ResultCache(process.argv[2]),
      }).catch((error) => { console.log(error.name); process.exitCode = 5; });`,
    );
    const child: ChildProcess = spawn(process.execPath, [program, cache.folder], {
      stdio: ["ignore", "pipe", "ignore"],
      detached: true,
    });
    let text = "";
    child.stdout?.on("data", (part) => (text += part));
    const end = new Promise((settle) => child.on("close", settle));
    const claims = join(cache.folder, "claims");
    while (!existsSync(claims) || readdirSync(claims).length < 2) await pause(20);
    await pause(300);
    // as a terminal does, and a notebook: to the whole group of processes
    process.kill(-Number(child.pid), "SIGINT");
    expect(await end).toBe(5);
    expect(text.trim()).toBe("InterruptedError");
  });
});
