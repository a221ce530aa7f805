import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { cached, ResultCache } from "../../src/cache/index.js";
import { network, population, slice, synapses } from "../../src/network/index.js";
import { poisson, spikeTrains } from "../../src/program/index.js";
import { normal } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";

const leaky = (N = 2) =>
  population("leaky", {
    N,
    equations: "dv/dt = -v/tau : volt",
    threshold: "v > 1*volt",
    reset: "v = 0*volt",
    parameters: { tau: ms(10) },
  });

describe("networks", () => {
  it("are checked before any work", () => {
    const a = leaky();
    const refuse = (make: () => unknown, message: string): void => expect(make).toThrow(message);
    refuse(() => population("bad name", { N: 1, equations: "x : 1" }), "invalid population name");
    refuse(() => population("p", { N: 0, equations: "x : 1" }), "invalid N: 0");
    refuse(
      () => population("p", { N: 2, equations: "x : 1", initial: { y: 1 } }),
      "unknown state variable: y",
    );
    refuse(
      () => population("p", { N: 2, equations: "dx/dt = q/ms : 1", parameters: { q: [1, 2, 3] } }),
      "invalid q: 3 values; expected 2",
    );
    refuse(() => slice(a, 3), "invalid slice of leaky: 3 to 2; it has 2 neurons");
    refuse(
      () => network({ populations: [a, a], duration: ms(1) }),
      "invalid name: leaky; two populations have it",
    );
    refuse(() => network({ populations: [a], duration: ms(0.01) }), "invalid duration");
    refuse(
      () => network({ populations: [a], duration: ms(1), record: [{ of: "b", variable: "v" }] }),
      "unknown population: b",
    );
    const recordV = (more: object) => () =>
      network({
        populations: [a],
        duration: ms(1),
        record: [{ of: "leaky", variable: "v", ...more }],
      });
    refuse(recordV({ neurons: [0, 5000] }), "invalid neuron to record v of leaky from: 5000");
    refuse(recordV({ neurons: [0.5] }), "invalid neuron to record v of leaky from: 0.5");
    refuse(recordV({ every: 0 }), "invalid steps between records of v of leaky: 0");
    const self = synapses("s", {
      from: a,
      to: a,
      connection: { rule: "allToAll" },
      onPre: "v += 1*mV",
    });
    refuse(
      () => network({ populations: [a], synapses: [self, self], duration: ms(1) }),
      "invalid name: s; two kinds of synapses have it",
    );
    refuse(() => poisson("p", 2, Hz([1, 2, 3])), "expected 2 rates");
    refuse(() => spikeTrains("p", [[-1]]), "invalid spike time: -1 s");
  });

  it.each([
    ["v += w", "unknown name: w"],
    ["u += 1", "unknown target: u; expected a state variable: v"],
    ["v += 3", 'in "v += 3"'],
    ["tau = 2*ms", "invalid target: tau"],
    ["v += N*mV", "invalid name in onPre of s: N; a synapse has two sides"],
    ["v += xi*mV*ms**0.5", "invalid name in onPre of s: xi; noise goes into"],
  ])("check what synapses do: %s", (onPre, message) => {
    const a = leaky();
    const make = () => synapses("s", { from: a, to: a, connection: { rule: "allToAll" }, onPre });
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });

  it("give synapses that do not depend on who used the kernel afterwards", async () => {
    const neurons = leaky();
    const simulation = (seed: number) =>
      network({
        populations: [neurons],
        synapses: [
          synapses("s", {
            from: neurons,
            to: neurons,
            connection: { rule: "inDegree", inDegree: 4 },
            onPre: "v += jump",
            parameters: { jump: normal(mV(1), mV(0.1)) },
            delay: ms(1),
          }),
        ],
        duration: ms(5),
        seed,
      });
    const kept = (await run(simulation(1))).synapsesOf("s");
    const first = await run(simulation(1), { forgetState: true });
    const second = await run(simulation(2), { forgetState: true });
    expect(first.synapsesOf("s")).toEqual(kept);
    expect(second.synapsesOf("s")).not.toEqual(kept);
    expect(() => first.finalState).toThrow("told to forget it");
  });

  it("give results that can be cached", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-network-"));
    const cache = new ResultCache(folder);
    const simulation = network({
      populations: [leaky()],
      duration: ms(5),
      record: [{ of: "leaky", variable: "v" }],
    });
    const compute = () => cached("network", () => run(simulation), { cache })();
    const [first, second] = [await compute(), await compute()];
    expect(second).not.toBe(first);
    expect(second.signal("leaky", "v", 1).equals(first.signal("leaky", "v", 1))).toBe(true);
    expect(second.spikeCount()).toBe(0);
    expect(() => second.finalState).toThrow(/comes from the cache/);
    rmSync(folder, { recursive: true });
  });
});
