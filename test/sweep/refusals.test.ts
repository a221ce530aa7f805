import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { cached, ResultCache } from "../../src/cache/index.js";
import { nto1 } from "../../src/models/index.js";
import { network, population } from "../../src/network/index.js";
import {
  grid,
  inProcess,
  progress,
  range,
  runWithProgress,
  slurm,
  sweep,
  workers,
  zip,
} from "../../src/sweep/index.js";
import {
  dataFrame,
  groupMeans,
  readCSV,
  saveCSV,
  saveJSON,
  saveNpy,
  saveNpz,
  synapseArray,
  synapseTable,
} from "../../src/tables/index.js";
import { ms } from "../../src/units/index.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-refusals-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cache = new ResultCache(join(folder, "cache"));
const WHOLE = {
  grid: { seed: range(2) },
  simulation: ({ seed }: { seed: number }) => nto1({ N: 10, duration: ms(1), seed }),
  measures: ["spike_count"],
  cache,
};
const small = network({
  populations: [population("p", { N: 1, equations: "dx/dt = -x/ms : 1" })],
  duration: ms(1),
});

/** A function as JavaScript calls it: with anything. */
const loosely = (f: unknown): ((...args: unknown[]) => unknown) => f as never;

describe("options that do not exist", () => {
  it("are told from what list.map gives", () => {
    expect([2, 3].map(range)).toEqual([
      [0, 1],
      [0, 1, 2],
    ]);
  });

  it.each<[string, () => unknown]>([
    [
      'unknown option of sweep: excutor; expected one of grid, simulation, measures, executor, cache, figure, failures, from; did you mean "executor"?',
      () => sweep({ ...WHOLE, excutor: inProcess() } as never),
    ],
    [
      'unknown option of workers: thread; expected threads; did you mean "threads"?',
      () => workers({ thread: 3 } as never),
    ],
    [
      "unknown option of inProcess: threads; expected none",
      () => loosely(inProcess)({ threads: 3 }),
    ],
    ["invalid arguments of range: 5 is one too many", () => loosely(range)(2, 5)],
    ["invalid arguments of range: 10 is one too many", () => loosely(range)(0, 10, 2)],
    [
      "unknown option of grid: shuffle; expected none",
      () => loosely(grid)({ a: [1] }, { shuffle: true }),
    ],
    [
      "unknown option of zip: strict; expected none",
      () => loosely(zip)({ a: [1] }, { strict: true }),
    ],
    [
      "unknown option of dataFrame: columns; expected none",
      () => loosely(dataFrame)([{ a: 1 }], { columns: ["a"] }),
    ],
    [
      "unknown option of groupMeans: dropna; expected statistics",
      () => loosely(groupMeans)(dataFrame([{ a: 1 }]), "a", { dropna: true }),
    ],
    [
      "unknown option of slurm: ntasks; expected one of array, partition, time, memory, cpusPerTask, atOnce, options, retries, poll",
      () => slurm({ array: 1, ntasks: 2 } as never),
    ],
    [
      'unknown option of slurm: partion; expected one of array, partition, time, memory, cpusPerTask, atOnce, options, retries, poll; did you mean "partition"?',
      () => slurm({ array: 1, partion: "main" } as never),
    ],
    [
      'unknown option of runWithProgress: thread; expected one of from, onProgress, signal, forgetState, threads, onBuilt, chunk, target, onDivergence, streamTo; did you mean "threads"?',
      () => runWithProgress(small, { thread: 2 } as never),
    ],
    [
      'unknown option of cached: use; expected one of uses, cache, keepState; did you mean "uses"?',
      () => cached("a", () => 1, { use: {} } as never),
    ],
    [
      "invalid label: { label }; expected text",
      () => progress([1], { label: "x" } as never).next(),
    ],
  ])("are refused: %s", async (message, call) => {
    const calling = async (): Promise<unknown> => call();
    await expect(calling()).rejects.toThrow(UserError);
    await expect(calling()).rejects.toThrow(message);
  });
});

describe("the wrong kind of thing", () => {
  it.each<[string, () => unknown]>([
    ["invalid options of sweep: null", () => sweep(undefined as never)],
    ["invalid options of sweep: 5", () => sweep(5 as never)],
    ["invalid simulation: undefined; expected a function", () => sweep({} as never)],
    ["invalid simulation: 3", () => sweep({ ...WHOLE, simulation: 3 } as never)],
    ["invalid grid: undefined", () => sweep({ ...WHOLE, grid: undefined } as never)],
    ["invalid grid: 7", () => sweep({ ...WHOLE, grid: 7 } as never)],
    ["invalid grid: no points", () => sweep({ ...WHOLE, grid: [] } as never)],
    ["invalid point 1: null", () => sweep({ ...WHOLE, grid: [{ seed: 1 }, null] } as never)],
    ["invalid point 0: undefined", () => sweep({ ...WHOLE, grid: new Array(2) } as never)],
    ["invalid point 0: [1]", () => sweep({ ...WHOLE, grid: [[1]] } as never)],
    ["invalid measures: undefined", () => sweep({ ...WHOLE, measures: undefined } as never)],
    [
      'invalid measures: "spike_count"',
      () => sweep({ ...WHOLE, measures: "spike_count" } as never),
    ],
    ["invalid measure: 5", () => sweep({ ...WHOLE, measures: [5] } as never)],
    ["invalid measure: Symbol(a)", () => sweep({ ...WHOLE, measures: [Symbol("a")] } as never)],
    ["invalid measure: null", () => sweep({ ...WHOLE, measures: { a: null } } as never)],
    ["unknown measure: toString", () => sweep({ ...WHOLE, measures: ["toString"] } as never)],
    ["invalid executor: {}", () => sweep({ ...WHOLE, executor: {} } as never)],
    ["invalid cache: { folder }", () => sweep({ ...WHOLE, cache: { folder: "a" } } as never)],
    ["invalid figure: 5; expected a function", () => sweep({ ...WHOLE, figure: 5 } as never)],
    [
      "invalid failures: keeps; expected one of throw, keep; did you mean",
      () => sweep({ ...WHOLE, failures: "keeps" } as never),
    ],
    [
      "invalid point seed = 0: TypeError: Cannot read properties of undefined (reading 'a')",
      () => sweep({ ...WHOLE, simulation: (() => (undefined as never as { a: 1 }).a) as never }),
    ],
    ["invalid options of workers: 3", () => workers(3 as never)],
    ["invalid threads: Infinity", () => workers({ threads: Number.POSITIVE_INFINITY })],
    ["invalid options of slurm: null", () => slurm(undefined as never)],
    ["invalid array: undefined", () => slurm({} as never)],
    ["invalid partition: 5", () => slurm({ array: 1, partition: 5 as never })],
    ['invalid time: "--wrap=rm"', () => slurm({ array: 1, time: "--wrap=rm" })],
    ['invalid options of sbatch: "--x"', () => slurm({ array: 1, options: "--x" as never })],
    ["invalid option of sbatch: 5", () => slurm({ array: 1, options: [5] as never })],
    ["invalid poll: 3", () => slurm({ array: 1, poll: 3 as never })],
    ["invalid grid: undefined", () => grid(undefined as never)],
    ["invalid grid: [1, 2]", () => grid([1, 2] as never)],
    ["invalid values of a: 5", () => grid({ a: 5 } as never)],
    ["invalid points: null", () => zip(null as never)],
    ["invalid values of a: null", () => zip({ a: null } as never)],
    ["invalid count: undefined", () => range(undefined as never)],
    ["invalid count: 1.5", () => range(1.5)],
    ["invalid items: undefined", () => progress(undefined as never).next()],
    ["invalid items: {}", () => progress({} as never).next()],
    ["invalid simulation: 5", () => runWithProgress(5 as never)],
    ["invalid simulation: {}", () => runWithProgress({} as never)],
    ["invalid onProgress: 5", () => runWithProgress(small, { onProgress: 5 as never })],
    ["invalid signal: {}", () => runWithProgress(small, { signal: {} as never })],
  ])("is refused: %s", async (message, call) => {
    const calling = async (): Promise<unknown> => call();
    await expect(calling()).rejects.toThrow(UserError);
    await expect(calling()).rejects.toThrow(message);
  });

  it("never gives anything but a UserError, whatever it is", async () => {
    const odd: unknown[] = [
      undefined,
      null,
      0,
      -1,
      Number.NaN,
      1e9,
      "",
      "\0",
      "text",
      Symbol("odd"),
      5n,
      true,
      [],
      [null],
      [[]],
      {},
      { a: undefined },
      Object.create(null),
      { toString: null },
      () => 1,
      new Map(),
      new Date(Number.NaN),
      new Proxy({}, {}),
      new Uint8Array(2),
    ];
    const calls: ((value: never) => unknown)[] = [
      (v) => cached(v, () => 1),
      (v) => cached("a", v),
      (v) => cached("a", () => 1, v),
      (v) => cached("odd", (_: unknown) => 1, { cache })(v),
      (v) => cached("odd", () => v, { cache })(),
      (v) => cached("odd", () => 1, { cache, uses: v })(),
      (v) => new ResultCache(v),
      (v) => new ResultCache(join(folder, "other"), v),
      (v) => cache.get(v, "ab".repeat(8)),
      (v) => cache.get("a", v),
      (v) => cache.put(v, 1, { name: "a", call: "", version: "" }),
      (v) => cache.put("ab".repeat(8), v, { name: "a", call: "", version: "" }),
      (v) => cache.put("ab".repeat(8), 1, v),
      (v) => cache.put("ab".repeat(8), 1, { name: v, call: v, version: v }),
      (v) => cache.clear(v),
      (v) => cache.trim(v),
      (v) => grid(v),
      (v) => grid({ a: v }),
      (v) => zip(v),
      (v) => range(v),
      (v) => loosely(inProcess)(v),
      (v) => workers(v),
      (v) => workers({ threads: v }),
      (v) => slurm(v),
      (v) => slurm({ array: 1, partition: v, memory: v }),
      (v) => slurm({ array: 1, options: v }),
      (v) => progress(v).next(),
      (v) => runWithProgress(v),
      (v) => runWithProgress(small, v),
      (v) => sweep(v),
      (v) => sweep({ ...WHOLE, grid: v }),
      (v) => sweep({ ...WHOLE, measures: v }),
      (v) => sweep({ ...WHOLE, simulation: v }),
      (v) => sweep({ ...WHOLE, simulation: () => v }),
      (v) => sweep({ ...WHOLE, executor: v }),
      (v) => sweep({ ...WHOLE, cache: v }),
      (v) => sweep({ ...WHOLE, measures: { m: () => v }, failures: "keep" }),
      (v) => dataFrame(v),
      (v) => dataFrame([v]),
      (v) => dataFrame([{ a: v }]),
      (v) => groupMeans(v, "a"),
      (v) => groupMeans(dataFrame([{ a: 1 }]), v),
      (v) => groupMeans(dataFrame([{ a: v }]), "a"),
      (v) => saveCSV(v, join(folder, "a.csv")),
      (v) => saveCSV(dataFrame([{ a: v }]), join(folder, "a.csv")),
      (v) => readCSV(v),
      (v) => saveJSON(v, join(folder, "a.json")),
      (v) => saveNpy(join(folder, "a.npy"), v),
      (v) => saveNpz(join(folder, "a.npz"), v),
      (v) => saveNpz(join(folder, "a.npz"), { a: v }),
      (v) => synapseTable(v),
      (v) => synapseArray(v, {}),
    ];
    const write = process.stderr.write;
    process.stderr.write = () => true;
    try {
      for (const call of calls)
        for (const value of odd) {
          const error = await (async () => call(value as never))().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error !== undefined && !(error instanceof UserError))
            expect.fail(`${call} of ${String(typeof value)}: ${error}`);
        }
    } finally {
      process.stderr.write = write;
    }
  });
});

describe("what a run is told beside its bar", () => {
  it("is heard: onProgress is called, and a signal stops the run", async () => {
    const steps: number[] = [];
    await runWithProgress(small, { onProgress: (done) => steps.push(done) });
    expect(steps.at(-1)).toBe(10);
    const stop = new AbortController();
    const long = network({ ...small, duration: ms(1e8) });
    const running = runWithProgress(long as never, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(running).rejects.toThrow(/abort/);
  });
});
