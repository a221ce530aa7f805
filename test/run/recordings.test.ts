import { expect, it } from "vitest";
import { ms, mV, network, population, run } from "../../src/index.js";
import { expectAlike } from "../helpers/compareTargets.js";

it("records a variable of some neurons in each step, and of others in some", async () => {
  const neurons = population("neurons", {
    N: 4,
    equations: "dv/dt = (20*mV - v)/tau : volt",
    parameters: { tau: ms(10) },
    initial: { v: mV([0, 1, 2, 3]) },
  });
  const simulation = network({
    populations: [neurons],
    duration: ms(20),
    record: [
      { of: "neurons", variable: "v", neurons: [0] },
      { of: "neurons", variable: "v", neurons: [2, 3], every: 10 },
      { of: "neurons", variable: "v", neurons: [1], every: 7 },
    ],
  });
  const result = await run(simulation);
  expect([0, 1, 2, 3].map((i) => result.signal("neurons", "v", i).length)).toEqual([
    200, 29, 20, 20,
  ]);
  expect(result.signal("neurons", "v", 3).timestep).toBeCloseTo(1e-3);
  expectAlike(result, await run(simulation, { target: "interpreter" }));
});
