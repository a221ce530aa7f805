import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { PROJECT, readJSON } from "../helpers/data.js";

/** A row of test/data/scaling.json. */
interface Row {
  scale: number;
  threads: number;
  neurons: number;
  synapses: number;
  steps_per_s: number;
  events_per_s: number;
  build_s: number;
  simulate_s: number;
  memory_MiB: number;
  bare_MiB: number;
  addressed_MiB: number;
}

type Model = Record<
  "build" | "simulate" | "memory" | "address",
  {
    coefficients: Record<string, number>;
    share: number;
    error: number;
    of: (row: object) => number;
  }
>;

interface Range {
  best: number;
  worst: number;
}

interface ModelModule {
  fitScaling: (rows: readonly Row[]) => Model;
  nonNegativeLeastSquares: (
    columns: readonly number[][],
    b: readonly number[],
  ) => { coefficients: number[]; squares: number };
  predictSimulation: (model: Model, row: Row, machine: object) => Range & { moving: number };
  predictBuilding: (model: Model, row: Row, machine: object) => Range;
  networksThatFit: (
    model: Model,
    row: Row,
    machine: object,
  ) => { byMemory: number; byAddress: number };
  residuals: (model: Model, rows: readonly Row[]) => Record<string, number | undefined>[];
}

interface DocsModule {
  scalingData: (measured?: object) => Promise<{
    full: Row;
    sizeAt: (scale: number) => Row;
    model: Model;
  }>;
  scaling: (part: string, measured?: object) => Promise<string>;
  scalingFigure: (data: object) => Promise<{ svg: () => string }>;
}

const moduleAt = (...path: string[]): Promise<unknown> =>
  import(/* @vite-ignore */ pathToFileURL(join(PROJECT, ...path)).href);
const model = (await moduleAt("test", "bench", "scalingModel.mjs")) as ModelModule;
const docs = (await moduleAt(".scripts", "docs", "scaling.mjs")) as DocsModule;

const MiB = 2 ** 20;

/** Made-up costs; the share of a second thread is one of the hundredths that are tried. */
const COSTS = {
  build: { start: 0.2, thread: 0.35, synapse: 2e-7, share: 0.83 },
  simulate: { neuronStep: 2.5e-9, event: 3e-8, exchange: 2e-6, share: 0.9 },
  memory: { start: 90, thread: 55, synapse: 24, neuron: 4000 },
  address: { start: 2, synapse: 13, neuron: 1500 },
};

/** What those costs make of a network with some threads. */
function madeUp(scale: number, threads: number): Row {
  const { build, simulate, memory, address } = COSTS;
  const [neurons, synapses] = [Math.round(77_169 * scale), Math.round(298_880_970 * scale ** 2)];
  // as in the network itself: rates grow with the scale
  const events_per_s = synapses * (1 + 2 * Math.sqrt(scale));
  const effective = (share: number): number => 1 + share * (threads - 1);
  const work = simulate.neuronStep * neurons * 1e4 + simulate.event * events_per_s;
  return {
    ...{ scale, threads, neurons, synapses, events_per_s, steps_per_s: 1e4, bare_MiB: 80 },
    build_s:
      build.start +
      build.thread * (threads - 1) +
      (build.synapse * synapses) / effective(build.share),
    simulate_s: work / effective(simulate.share) + simulate.exchange * 1e4 * (threads - 1),
    memory_MiB:
      memory.start +
      memory.thread * (threads - 1) +
      (memory.synapse * synapses + memory.neuron * neurons) / MiB,
    addressed_MiB:
      address.start + ((address.synapse * synapses) / threads + address.neuron * neurons) / MiB,
  };
}

const MADE_UP = [0.02, 0.05, 0.1, 0.2, 0.3].flatMap((scale) =>
  [1, 2].map((threads) => madeUp(scale, threads)),
);

describe("least squares without negative coefficients", () => {
  it("are those without bounds, where these are not negative", () => {
    const found = model.nonNegativeLeastSquares(
      [
        [1, 1, 1, 1],
        [0, 1, 2, 3],
      ],
      [1, 3, 5, 7],
    );
    expect(found.coefficients[0]).toBeCloseTo(1, 12);
    expect(found.coefficients[1]).toBeCloseTo(2, 12);
    expect(found.squares).toBeLessThan(1e-20);
  });

  it("leave out what would be negative, and fit the rest anew", () => {
    // a falling line: the best without a slope is the mean
    const { coefficients } = model.nonNegativeLeastSquares(
      [
        [1, 1, 1],
        [0, 1, 2],
      ],
      [3, 2, 1],
    );
    expect(coefficients[0]).toBeCloseTo(2, 12);
    expect(coefficients[1]).toBe(0);
  });

  it("take one of columns that are the same, and none of nothing", () => {
    const same = model.nonNegativeLeastSquares(
      [
        [1, 2],
        [1, 2],
        [0, 0],
      ],
      [2, 4],
    ).coefficients;
    expect(same[0] + same[1]).toBeCloseTo(2, 12);
    expect(same[2]).toBe(0);
  });
});

describe("the model of cost", () => {
  it("finds the costs that made-up rows were made of", () => {
    const fitted = model.fitScaling(MADE_UP);
    for (const [name, { share, ...costs }] of Object.entries(COSTS) as [
      keyof Model,
      Record<string, number>,
    ][]) {
      for (const [cost, value] of Object.entries(costs))
        expect(fitted[name].coefficients[cost] / value, `${name} ${cost}`).toBeCloseTo(1, 6);
      if (share !== undefined) expect(fitted[name].share, name).toBe(share);
      expect(fitted[name].error, name).toBeLessThan(1e-6);
    }
    for (const row of model.residuals(fitted, MADE_UP))
      for (const [name, error] of Object.entries(row)) expect(error, name).toBeCloseTo(0, 6);
  });

  it("tells by how much it is beside a row that is not of its kind", () => {
    const [first, ...rest] = MADE_UP;
    const rows = [{ ...first, memory_MiB: 2 * first.memory_MiB }, ...rest];
    const fitted = model.fitScaling(rows);
    expect(fitted.memory.error).toBeGreaterThan(0.05);
    const beside = model.residuals(fitted, rows)[0].memory as number;
    expect(beside).toBeCloseTo(fitted.memory.of(rows[0]) / rows[0].memory_MiB - 1, 12);
    expect(beside).toBeLessThan(-0.05);
  });

  it("takes further threads for whole ones, where one did all", () => {
    const fitted = model.fitScaling(MADE_UP.filter(({ threads }) => threads === 1));
    expect(fitted.build.share).toBe(1);
    expect(fitted.simulate.coefficients.exchange).toBe(0);
  });

  it("predicts from the best to the worst, and not less than the memory's bandwidth", () => {
    const fitted = model.fitScaling(MADE_UP);
    const full = madeUp(1, 1);
    const { neuronStep, event, exchange, share } = COSTS.simulate;
    const work = neuronStep * full.neurons * 1e4 + event * full.events_per_s;
    const fast = { cores: 64, bandwidth_GB_per_s: 1e6 };
    const free = model.predictSimulation(fitted, full, fast);
    expect(free.best).toBeCloseTo(work / 64 + exchange * 1e4 * 6, 6);
    expect(free.worst).toBeCloseTo(work / (1 + 63 * share) + exchange * 1e4 * 63, 6);
    const slow = model.predictSimulation(fitted, full, { cores: 64, bandwidth_GB_per_s: 1 });
    expect(slow.best).toBe(slow.moving);
    expect(slow.moving).toBeCloseTo((192 * full.events_per_s) / 1e9, 9);
    const built = model.predictBuilding(fitted, full, fast);
    expect(built.best).toBeCloseTo(0.2 + 0.35 * 6 + (2e-7 * full.synapses) / 64, 5);
    expect(built.worst).toBeGreaterThan(built.best);
  });

  it("fits networks by memory and by addresses", () => {
    const fitted = model.fitScaling(MADE_UP);
    const full = madeUp(1, 1);
    const machine = { cores: 64, memory_GB: 512 };
    const { byMemory, byAddress } = model.networksThatFit(fitted, full, machine);
    const bytes = 24 * full.synapses + 4000 * full.neurons;
    expect(byMemory).toBeCloseTo((0.9 * 512e9 - (90 + 63 * 55) * MiB) / bytes, 3);
    const addresses = (13 * full.synapses) / 64 + 1500 * full.neurons;
    expect(byAddress).toBeCloseTo((2 ** 32 - 2 * MiB) / addresses, 3);
  });
});

describe("the page about cost as work grows", () => {
  interface Measured {
    rows: Row[];
    missing: { scale: number; threads: number; failed: string }[];
    machine: { processor: string };
    date: string;
  }
  const measured = readJSON<Measured>("scaling.json");
  const cellsOf = (table: string): string[][] =>
    table
      .split("\n")
      .slice(2)
      .map((line) =>
        line
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      );

  it("asks for all its parts, and has no numbers of its own", async () => {
    const page = readFileSync(join(PROJECT, "src/docs/how-it-works/scaling.md"), "utf8");
    const parts = [...page.matchAll(/^<!-- generated: scaling (\w+) -->$/gm)].map(
      ([, part]) => part,
    );
    expect(parts).toEqual(["about", "table", "figure", "model", "residuals", "predictions"]);
    for (const part of parts)
      expect(await docs.scaling(part)).not.toMatch(/NaN|undefined|Infinity/);
    expect(page).not.toMatch(/^\|/m);
    await expect(docs.scaling("toString")).rejects.toThrow("scaling has no part toString");
  });

  it("says what scaling.json has, row by row", async () => {
    const cells = cellsOf(await docs.scaling("table"));
    expect(cells).toHaveLength(measured.rows.length + measured.missing.length);
    for (const [k, row] of measured.rows.entries()) {
      const [scale, threads, neurons, synapses, build, simulate, , events, memory, bytes] =
        cells[k];
      expect([scale, threads].map(Number)).toEqual([row.scale, row.threads]);
      expect([neurons, synapses].map((cell) => Number(cell.replaceAll("\u00a0", "")))).toEqual([
        row.neurons,
        row.synapses,
      ]);
      for (const [cell, value] of [
        [build, row.build_s],
        [simulate, row.simulate_s],
        [events, row.events_per_s / row.simulate_s / 1e6],
        [memory, (row.memory_MiB * MiB) / 1e6],
        [bytes, ((row.memory_MiB - row.bare_MiB) * MiB) / row.synapses],
      ] as const)
        expect(Number(cell) / value).toBeCloseTo(1, 2);
    }
    const about = await docs.scaling("about");
    expect(about).toContain(measured.machine.processor);
    expect(about).toContain(measured.date);
    const quiet = { ...measured, load_before_and_after: [0.1, 1.8] };
    const busy = { ...measured, load_before_and_after: [1.1, 1.8] };
    expect(await docs.scaling("about", quiet)).not.toContain("Others used it");
    expect(await docs.scaling("about", busy)).toContain("Others used it");
  });

  it("changes with what was measured, and tells what did not fit", async () => {
    const failed = "UserError: invalid network: the synapses take 9 GB, and there are 5 GB";
    const other = { ...measured, rows: MADE_UP, missing: [{ scale: 1, threads: 2, failed }] };
    const rows = other.rows.map((row) => ({ ...row, simulate_cpu_s: row.simulate_s }));
    const cells = cellsOf(await docs.scaling("table", { ...other, rows }));
    expect(cells).toHaveLength(11);
    expect(Number(cells[9][4]) / MADE_UP[9].build_s).toBeCloseTo(1, 2);
    expect(cells[10].join(" ")).toContain(failed);
    const costs = await docs.scaling("model", { ...other, rows });
    expect(costs).toContain("a synapse 200 ns");
    expect(costs).toContain("a neuron's step 2.50 ns; a synaptic event 30.0 ns");
    expect(costs).toContain("a synapse 24.0 B; a neuron 4000 B");
  });

  it("knows the network at the scales that were measured, and at its published size", async () => {
    const { sizeAt, full } = await docs.scalingData();
    for (const row of measured.rows) {
      const { neurons, synapses, events_per_s } = sizeAt(row.scale);
      expect([neurons, synapses]).toEqual([row.neurons, row.synapses]);
      expect(events_per_s / row.events_per_s).toBeCloseTo(1, 9);
    }
    expect(full.neurons).toBe(77_169);
    // 0.97e9 events in a second, by the published rates
    expect(full.events_per_s / 1e9).toBeCloseTo(0.97, 1);
  });

  it("draws every measurement", async () => {
    const figure = await docs.scalingFigure(await docs.scalingData());
    const svg = figure.svg();
    expect(svg).not.toMatch(/NaN|Infinity/);
    // four panels, and one of them has a legend
    const counts = new Set(measured.rows.map(({ threads }) => threads)).size;
    expect(svg.match(/<circle /g)).toHaveLength(4 * measured.rows.length + counts);
    for (const text of ["Building (s)", "Memory (MB)", "Events (million/s)", "1 thread"])
      expect(svg).toContain(text);
  });
});
