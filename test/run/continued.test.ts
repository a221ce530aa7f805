import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { loadState, saveState } from "../../src/cache/index.js";
import { changed, type NetworkSimulation } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";
import { expectAlike, expectSame } from "../helpers/compareTargets.js";
import { expectOneRun } from "../helpers/oneRun.js";
import { type NetworkRecipe, networkOf, networkRecipe } from "../helpers/randomNetworks.js";

/** How many networks: a few in CI, thousands by `npm run fuzz`. */
const COUNT = Math.ceil(Number(process.env.SPIKEBOOK_FUZZ ?? 100) / 2);
const SEED = Number(process.env.SPIKEBOOK_FUZZ_SEED ?? 1);

const folder = mkdtempSync(join(tmpdir(), "spikebook-continued-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "run.state");

const anyThreads = fc.constantFrom(1, 2, 3);

/** Renewal processes on a published stream cannot be drawn on. */
const canGoOn = ({ sources, stream, steps }: NetworkRecipe): boolean =>
  steps > 1 && !(stream !== "default" && sources.some(({ kind }) => kind.startsWith("renewal")));

it(`${COUNT} random networks, saved and gone on from, are uninterrupted ones, on any threads`, async () => {
  let spikes = 0;
  await fc.assert(
    fc.asyncProperty(
      networkRecipe,
      fc.integer({ min: 1, max: 159 }),
      anyThreads,
      anyThreads,
      async (recipe, cut, before, after) => {
        fc.pre(canGoOn(recipe));
        const first = Math.min(cut, recipe.steps - 1);
        const whole = await run(networkOf(recipe), { threads: 1 });
        spikes += whole.spikeCount();
        const begin = await run(networkOf(recipe, first), { threads: before });
        await saveState(file, begin);
        const rest = await run(networkOf(recipe, recipe.steps - first), {
          threads: after,
          from: await loadState(file),
        });
        expectOneRun(begin, rest, whole);
      },
    ),
    { numRuns: COUNT, seed: SEED },
  );
  expect(spikes).toBeGreaterThan(COUNT);
}, 3_600_000);

/** Other values for what random networks have, where that is allowed. */
function otherValues(recipe: NetworkRecipe, simulation: NetworkSimulation, steps: number) {
  const { populations, synapses } = simulation;
  const isPublished = recipe.stream !== "default";
  return changed(simulation, {
    parameters: {
      ...Object.fromEntries(
        populations.map(({ name, N }, k) => [
          name,
          {
            tau: ms(4 + k),
            theta: mV(8),
            ...(!isPublished && { E: mV(Array.from({ length: N }, (_, i) => 9 + (i % 5))) }),
          },
        ]),
      ),
      ...(!isPublished &&
        Object.fromEntries(
          synapses.flatMap(({ name, parameters }) =>
            Object.hasOwn(parameters, "jump") ? [[name, { jump: mV(0.9) }]] : [],
          ),
        )),
    },
    duration: ms(recipe.dt).times(steps),
  });
}

it(`${COUNT} random networks go on alike with changed parameters on threads and interpreted`, async () => {
  let differences = 0;
  await fc.assert(
    fc.asyncProperty(networkRecipe, fc.integer({ min: 1, max: 159 }), async (recipe, cut) => {
      fc.pre(canGoOn(recipe));
      const first = Math.min(cut, recipe.steps - 1);
      const beginning = networkOf(recipe, first);
      const begin = await run(beginning, { threads: 3 });
      const same = await run(networkOf(recipe, recipe.steps - first), { from: begin.finalState });
      const other = otherValues(recipe, beginning, recipe.steps - first);
      const one = await run(other, { threads: 1, from: begin.finalState });
      expectSame(one, await run(other, { threads: 3, from: begin.finalState }));
      const plain = await run(beginning, { target: "interpreter" });
      const interpreted = await run(other, { target: "interpreter", from: plain.finalState });
      expectAlike(one, interpreted);
      if (one.spikeCount() !== same.spikeCount()) differences += 1;
    }),
    { numRuns: COUNT, seed: SEED },
  );
  // the changes had their effect
  expect(differences).toBeGreaterThan(COUNT / 5);
}, 3_600_000);
