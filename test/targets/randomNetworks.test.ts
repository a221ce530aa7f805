import fc from "fast-check";
import { expect, it } from "vitest";
import { run } from "../../src/run/index.js";
import { makeFrom } from "../../src/targets/wasm/making/index.js";
import { expectAlike, expectSame } from "../helpers/compareTargets.js";
import { networkOf, networkRecipe } from "../helpers/randomNetworks.js";

/** How many networks: a few in CI, thousands by `npm run fuzz`. */
const COUNT = Number(process.env.SPIKEBOOK_FUZZ ?? 100);
const SEED = Number(process.env.SPIKEBOOK_FUZZ_SEED ?? 1);

it(`${COUNT} random networks: interpreter and kernels agree, on threads and continued`, async () => {
  let spikes = 0;
  await fc.assert(
    fc.asyncProperty(networkRecipe, fc.integer({ min: 1, max: 159 }), async (recipe, cut) => {
      const simulation = networkOf(recipe);
      const kernel = await run(simulation, { threads: 1 });
      spikes += kernel.spikeCount();
      expectAlike(kernel, await run(simulation, { target: "interpreter" }));
      expectSame(kernel, await run(simulation, { threads: 3, chunk: 17 }));
      // these are few synapses: kernels would leave it to the list to make them
      makeFrom(1);
      try {
        expectSame(kernel, await run(simulation, { threads: 2 }));
      } finally {
        makeFrom();
      }
      const steps = recipe.steps;
      const first = Math.min(cut, steps - 1);
      const isDrawn = recipe.sources.some(({ kind }) => kind.startsWith("renewal"));
      if (first < 1 || (isDrawn && recipe.stream !== "default")) return;
      for (const options of [{ target: "interpreter" as const }, { threads: 1 }, { threads: 3 }]) {
        const begin = await run(networkOf(recipe, first), options);
        const rest = await run(networkOf(recipe, steps - first), {
          ...options,
          from: begin.finalState,
        });
        for (const { name } of [...simulation.populations, ...simulation.sources]) {
          const both = begin
            .spikeSteps(name)
            .map((own, i) => [...own, ...rest.spikeSteps(name)[i]]);
          expect(both, `spikes of ${name}, continued`).toEqual(kernel.spikeSteps(name));
        }
        if (options.target) continue;
        for (const { name } of simulation.synapses)
          expect(rest.synapsesOf(name)).toEqual(kernel.synapsesOf(name));
      }
    }),
    {
      numRuns: COUNT,
      seed: SEED,
      interruptAfterTimeLimit: 30 * 60_000,
      markInterruptAsFailure: true,
    },
  );
  expect(spikes).toBeGreaterThan(COUNT);
}, 3_600_000);
