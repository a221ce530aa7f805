import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { loadState, saveState } from "../../src/cache/index.js";
import { run } from "../../src/run/index.js";
import { expectAlike, expectSame } from "../helpers/compareTargets.js";
import { expectOneRun } from "../helpers/oneRun.js";
import { cellsOf, cellsRecipe } from "../helpers/randomCells.js";

/** How many networks: a few in CI, thousands by SPIKEBOOK_FUZZ. */
const COUNT = Math.ceil(Number(process.env.SPIKEBOOK_FUZZ ?? 100) * 0.6);
const SEED = Number(process.env.SPIKEBOOK_FUZZ_SEED ?? 1);

const folder = mkdtempSync(join(tmpdir(), "spikebook-cells-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "run.state");

const anyThreads = fc.constantFrom(1, 2, 3);

it(`${COUNT} random networks of cells with a shape: targets agree, on threads, continued and saved`, async () => {
  const spikes = { cells: 0, points: 0 };
  await fc.assert(
    fc.asyncProperty(
      cellsRecipe,
      fc.integer({ min: 1, max: 59 }),
      anyThreads,
      anyThreads,
      async (recipe, cut, before, after) => {
        const simulation = cellsOf(recipe);
        const whole = await run(simulation, { threads: 1 });
        for (const { name, shape } of simulation.populations)
          spikes[shape ? "cells" : "points"] += whole.spikeCount(name);
        expectAlike(whole, await run(simulation, { target: "interpreter" }));
        expectSame(whole, await run(simulation, { threads: 3, chunk: 17 }));
        const first = Math.min(cut, recipe.steps - 1);
        const begin = await run(cellsOf(recipe, first), { threads: before });
        await saveState(file, begin);
        const rest = await run(cellsOf(recipe, recipe.steps - first), {
          threads: after,
          from: await loadState(file),
        });
        expectOneRun(begin, rest, whole);
      },
    ),
    {
      numRuns: COUNT,
      seed: SEED,
      interruptAfterTimeLimit: 30 * 60_000,
      markInterruptAsFailure: true,
    },
  );
  // something happened
  expect(spikes.cells).toBeGreaterThan(COUNT);
  expect(spikes.points).toBeGreaterThan(COUNT);
}, 3_600_000);
