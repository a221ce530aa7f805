import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { cached, ResultCache } from "../../src/cache/index.js";
import { DefaultStream } from "../../src/random/index.js";
import { connect } from "../../src/simulation/connect.js";
import {
  abstractCode,
  type Connection,
  kernelSource,
  network,
  normal,
  poisson,
  population,
  run,
  slice,
  spikeTrains,
  synapses,
} from "../../src/simulation/index.js";
import { Hz, ms, mV, seconds } from "../../src/units/index.js";

const counter = (N: number) =>
  population("counter", { N, equations: "x : 1", threshold: "x > 1e9" });

const leaky = (N = 2) =>
  population("leaky", {
    N,
    equations: "dv/dt = -v/tau : volt",
    threshold: "v > 1*volt",
    reset: "v = 0*volt",
    parameters: { tau: ms(10) },
  });

describe("connection rules", () => {
  const pairs = (
    connection: Connection,
    n: number,
    m: number,
    same: boolean,
  ): [number, number][] => {
    const from = { of: "a", start: 0, end: n };
    const to = { of: same ? "a" : "b", start: 0, end: m };
    const { sources, targets } = connect(connection, from, to, () => new DefaultStream(1, "c"));
    return Array.from(sources, (source, k) => [source, targets[k]]);
  };
  const size = fc.integer({ min: 1, max: 12 });

  it("hold for all sizes", () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), (n, m, same) => {
        expect(pairs({ rule: "allToAll" }, n, m, same)).toHaveLength(n * m);
        const others = pairs({ rule: "allToAll", autapses: false }, n, m, same);
        expect(others.some(([i, j]) => same && i === j)).toBe(false);
        expect(others).toHaveLength(n * m - (same ? Math.min(n, m) : 0));
        expect(pairs({ rule: "probability", probability: 1 }, n, m, same)).toHaveLength(n * m);
        expect(pairs({ rule: "probability", probability: 0 }, n, m, same)).toHaveLength(0);
        expect(pairs({ rule: "oneToOne" }, n, n, same).every(([i, j]) => i === j)).toBe(true);
      }),
    );
  });

  it("give every target its in-degree, with or without autapses and multapses", () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), fc.boolean(), (n, m, autapses, multapses) => {
        const most = n - (autapses ? 0 : 1);
        fc.pre(most > 0);
        const inDegree = multapses ? 5 : most;
        const made = pairs({ rule: "inDegree", inDegree, autapses, multapses }, n, m, true);
        for (let j = 0; j < m; j++) {
          const sources = made.filter(([, target]) => target === j).map(([source]) => source);
          expect(sources).toHaveLength(inDegree);
          if (!multapses) expect(new Set(sources).size).toBe(inDegree);
          if (!autapses) expect(sources).not.toContain(j);
        }
      }),
    );
  });

  it("connect with the probability asked for", () => {
    const count = pairs({ rule: "probability", probability: 0.1 }, 300, 300, false).length;
    expect(Math.abs(count - 9000)).toBeLessThan(5 * Math.sqrt(90000 * 0.1 * 0.9));
  });

  it("refuse what cannot be", () => {
    const refuse =
      (connection: Connection, n = 3, m = 4) =>
      () =>
        pairs(connection, n, m, true);
    expect(refuse({ rule: "oneToOne" })).toThrow("one to one between 3 and 4 neurons");
    expect(refuse({ rule: "probability", probability: 1.5 })).toThrow("invalid probability: 1.5");
    expect(refuse({ rule: "inDegree", inDegree: 4, multapses: false })).toThrow(
      "invalid inDegree: 4",
    );
    expect(refuse({ rule: "inDegree", inDegree: 1, autapses: false }, 1, 1)).toThrow(
      "no other neuron",
    );
    expect(refuse({ rule: "list", sources: [3], targets: [0] })).toThrow("invalid source: 3");
    expect(refuse({ rule: "list", sources: [1, 2], targets: [0] })).toThrow(
      "2 sources and 1 targets",
    );
  });
});

describe("Poisson sources", () => {
  it.each(["default", "numpy", "julia"] as const)(
    "have the mean and the variance of their rates, stream %s",
    async (stream) => {
      const rates = Hz([0, 5, 100, 3000, 90_000]);
      const target = counter(5);
      const source = poisson("input", 5, rates);
      const result = await run(
        network({
          populations: [target],
          sources: [source],
          synapses: [
            synapses("s", {
              from: source,
              to: target,
              connection: { rule: "oneToOne" },
              onPre: "x += 1e-9",
            }),
          ],
          record: [{ of: "counter", variable: "x" }],
          recordSpikes: ["input"],
          recordAt: "end",
          duration: seconds(20),
          dt: ms(1),
          stream,
        }),
      );
      result.spikeSteps("input").forEach((steps, k) => {
        const expected = 20 * rates.values[k];
        expect(Math.abs(steps.length - expected)).toBeLessThanOrEqual(5 * Math.sqrt(expected));
        const received = Number(result.signal("counter", "x", k).values.at(-1)) / 1e-9;
        expect(Math.round(received)).toBe(steps.length);
        // counts a step: the variance of a Poisson variable is its mean
        const counts = new Float64Array(20_000);
        for (const step of steps) counts[step] += 1;
        const mean = expected / 20_000;
        const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 20_000;
        if (expected > 0)
          expect(Math.abs(variance / mean - 1)).toBeLessThan(5 / Math.sqrt(expected) + 0.06);
      });
    },
  );

  it("draw from streams of their own: another source changes nothing", async () => {
    const spikesOfFirst = async (stream: "default" | "numpy", ...others: string[]) => {
      const sources = ["first", ...others].map((name) => poisson(name, 3, Hz(50)));
      const recordSpikes = ["first"];
      const populations = [counter(1)];
      const simulation = network({
        populations,
        sources,
        recordSpikes,
        duration: seconds(1),
        stream,
      });
      return (await run(simulation)).spikeSteps("first");
    };
    expect(await spikesOfFirst("default", "second")).toEqual(await spikesOfFirst("default"));
    // the published programs have one stream for all, and there it does
    expect(await spikesOfFirst("numpy", "second")).not.toEqual(await spikesOfFirst("numpy"));
  });
});

describe("recorders", () => {
  it("take chosen variables of chosen neurons every n-th step", async () => {
    const model = population("decay", {
      N: 4,
      equations: "dv/dt = -v/tau : volt\ntwice = 2*v + t/second*volt : volt",
      parameters: { tau: ms(10) },
      initial: { v: mV([1, 2, 3, 4]) },
    });
    const result = await run(
      network({
        populations: [model],
        record: [
          { of: "decay", variable: "v" },
          { of: "decay", variable: "twice", neurons: [3, 1], every: 10 },
        ],
        duration: ms(10),
      }),
    );
    const v = result.signal("decay", "v", 1);
    expect(v.length).toBe(100);
    expect(v.values[0]).toBeCloseTo(2e-3, 15);
    const twice = result.signal("decay", "twice", 1);
    expect(twice.length).toBe(10);
    expect(twice.timestep).toBeCloseTo(1e-3, 12);
    expect(twice.values[3]).toBeCloseTo(2 * v.values[30] + 3e-3, 12);
    expect(() => result.signal("decay", "twice", 0)).toThrow(
      "unknown recording: twice of neuron 0",
    );
    expect(() => result.spikeSteps("decai")).toThrow(
      'unknown spikes: decai; recorded are those of decay; did you mean "decay"?',
    );
  });

  it("count spikes of a population in bins", async () => {
    const input = spikeTrains("input", [[0.0001, 0.0105], [0.0102]]);
    const result = await run(
      network({
        populations: [counter(1)],
        sources: [input],
        recordSpikes: ["input"],
        duration: ms(20),
      }),
    );
    expect(result.spikeSteps("input")).toEqual([[1, 105], [102]]);
    const rate = result.populationRate("input", ms(10));
    expect(Array.from(rate.in(Hz))).toEqual([50, 100]);
    expect(`${result.firingRateOf("input")}`).toBe("75 Hz");
  });
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
    ["v += i*mV", "invalid name in onPre of s: i; a synapse has two neurons"],
    ["v += N*mV", "invalid name in onPre of s: N; a synapse has two sides"],
    ["v += xi*mV*ms**0.5", "invalid name in onPre of s: xi; noise goes into"],
  ])("check what synapses do: %s", async (onPre, message) => {
    const a = leaky();
    const simulation = network({
      populations: [a],
      synapses: [synapses("s", { from: a, to: a, connection: { rule: "allToAll" }, onPre })],
      duration: ms(1),
    });
    await expect(run(simulation)).rejects.toThrow(UserError);
    await expect(run(simulation)).rejects.toThrow(message);
  });

  it("show the code and the kernel of a model", () => {
    expect(abstractCode(leaky())).toBe("_v = v + dt * (-v / tau)\nv = _v");
    const source = kernelSource(leaky());
    expect(source).toContain("// population leaky");
    expect(source).toContain("// _v = v + v * _hoisted1");
    expect(source).toContain("export function run(first: i32, steps: i32): i32");
  });

  it("give synapses that do not depend on who used the kernel afterwards", async () => {
    const simulation = (seed: number) =>
      network({
        populations: [leaky()],
        synapses: [
          synapses("s", {
            from: leaky(),
            to: leaky(),
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
    expect(() => second.finalState).toThrow(/came from the cache/);
    rmSync(folder, { recursive: true });
  });
});
