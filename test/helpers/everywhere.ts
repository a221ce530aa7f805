import { fromBytes, toBytes } from "../../src/cache/index.js";
import { type NetworkSimulation, network } from "../../src/network/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { seconds } from "../../src/units/index.js";
import { expectAlike, expectSame } from "./compareTargets.js";
import { expectOneRun } from "./oneRun.js";

/**
 * Expects a network to give the same on one thread and two, in two runs of which the second goes on, from
 * the cache, and (to the digits that reordering costs) in the interpreter.
 * @returns the result
 */
export async function expectSameEverywhere(simulation: NetworkSimulation): Promise<NetworkResult> {
  const whole = await run(simulation, { threads: 1 });
  expectAlike(whole, await run(simulation, { target: "interpreter" }));
  expectSame(await run(simulation, { threads: 2 }), whole);
  expectSame((await fromBytes(await toBytes(whole))) as NetworkResult, whole);
  const steps = Math.round(simulation.duration.value / simulation.dt.value);
  const part = (count: number): NetworkSimulation =>
    network({ ...simulation, duration: seconds(count * simulation.dt.value) });
  const first = Math.round(0.37 * steps);
  for (const target of ["wasm", "interpreter"] as const) {
    const begin = await run(part(first), { threads: 2, target });
    const rest = await run(part(steps - first), { threads: 1, target, from: begin.finalState });
    const expected = target === "wasm" ? whole : await run(simulation, { target });
    expectOneRun(begin, rest, expected);
  }
  return whole;
}
