import { expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";
import { expectSame } from "../helpers/compareTargets.js";

const many = population("many", {
  N: 600,
  equations: "dx/dt = -x/ms : 1",
  threshold: "x > 100",
});
const one = population("one", {
  N: 1,
  equations: "du/dt = (1.6 - u)/(1.5*ms) : 1",
  threshold: "u > 1",
  reset: "u = 0",
});

// a thread that has none of a population's neurons has nothing to do for it, also where there is one only
it.each([
  ["first", [one, many]],
  ["last", [many, one]],
] as const)("one neuron spikes once on any threads, listed %s", async (_, populations) => {
  const simulation = network({
    populations,
    synapses: [
      synapses("c", {
        from: one,
        to: many,
        connection: { rule: "allToAll" },
        onPre: "x += 1",
        delay: ms(1),
      }),
    ],
    record: [{ of: "many", variable: "x", neurons: [0, 599] }],
    duration: ms(20),
  });
  const alone = await run(simulation, { threads: 1 });
  expect(alone.spikeCount("one")).toBe(13);
  for (const threads of [2, 3]) {
    let used = 0;
    const shared = await run(simulation, {
      threads,
      onBuilt: (built) => {
        used = built.threads;
      },
    });
    expect(used).toBe(threads);
    expect(shared.spikeCount("one")).toBe(13);
    expectSame(alone, shared);
  }
});
