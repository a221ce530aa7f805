import { describe, expect, it } from "vitest";
import { network, population, synapses } from "../../src/network/index.js";
import { poisson, spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV, seconds } from "../../src/units/index.js";

const counter = (N: number) =>
  population("counter", { N, equations: "x : 1", threshold: "x > 1e9", initial: { x: 0 } });

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
