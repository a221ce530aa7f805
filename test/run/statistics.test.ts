import { describe, expect, it } from "vitest";
import { fromBytes, toBytes } from "../../src/cache/index.js";
import { network, population, type Statistics, synapses } from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import { coefficientOfVariation } from "../../src/signals/index.js";
import { Hz, ms, seconds } from "../../src/units/index.js";

const cells = population("cells", {
  N: 80,
  equations: "dv/dt = (1.1 - v)/(10*ms) + 0.1*xi*ms**-0.5 : 1\nx : 1",
  initial: { x: "i" },
  threshold: "v > 1",
  reset: "v = 0",
  events: { low: "v < -0.1" },
});
const input = poisson("input", 30, Hz(50));

const networkOf = (more: object = {}) =>
  network({
    populations: [cells],
    sources: [input],
    synapses: [
      synapses("links", {
        from: input,
        to: cells,
        connection: { rule: "probability", probability: 0.2 },
        onPre: "v += 0.1",
        delay: ms(1),
      }),
    ],
    record: [{ of: "cells", variable: "v" }],
    recordSpikes: ["cells", "input", "cells.low"],
    duration: ms(207.3),
    ...more,
  });

const STATISTICS: Statistics[] = [
  { of: "cells", bin: ms(10) },
  { of: "cells", variable: "v" },
  { of: "input" },
  { of: "cells.low", bin: ms(0.7) },
  { of: "cells", variable: "v", neurons: [7, 3], every: 7 },
];

describe("statistics of a run", () => {
  it("are those of what would have been recorded", async () => {
    const all = await run(networkOf());
    const kept = await run(networkOf({ record: [], recordSpikes: [], statistics: STATISTICS }));
    expect(kept.spikeCount()).toBe(0);
    expect(() => kept.spikeTrains("cells")).toThrow("unknown spikes: cells");
    for (const name of ["cells", "input", "cells.low"]) {
      const { counts, rates, intervalVariation, firingRate } = kept.statisticsOf(name);
      const trains = all.spikeTrains(name);
      expect([...counts]).toEqual(trains.map(({ count }) => count));
      expect([...rates.values]).toEqual(trains.map(({ count }) => count / 0.2073));
      expect(firingRate.value).toBeCloseTo(all.firingRateOf(name).value, 10);
      trains.forEach((train, k) => {
        if (train.count < 3) expect(intervalVariation[k]).toBeNaN();
        else expect(intervalVariation[k]).toBeCloseTo(coefficientOfVariation(train), 10);
      });
    }
    for (const [name, bin] of [
      ["cells", ms(10)],
      ["cells.low", ms(0.7)],
    ] as const) {
      const [own, other] = [kept.statisticsOf(name).populationRate, all.populationRate(name, bin)];
      expect(own?.length).toBe(other.length);
      own?.values.forEach((rate, k) => {
        expect(rate).toBeCloseTo(other.values[k], 6);
      });
    }
    const { mean, standardDeviation, samples, neurons } = kept.statisticsOf("cells", "v");
    expect([samples, neurons.length]).toEqual([2073, 80]);
    all.signals("cells", "v").forEach(({ values }, k) => {
      const average = values.reduce((sum, v) => sum + v, 0) / values.length;
      const squares = values.reduce((sum, v) => sum + (v - average) ** 2, 0);
      expect(mean.values[k]).toBeCloseTo(average, 12);
      expect(standardDeviation.values[k]).toBeCloseTo(Math.sqrt(squares / (values.length - 1)), 12);
    });
  });

  it("of some neurons and every so many steps", async () => {
    const statistics = [{ of: "cells", variable: "v", neurons: [7, 3], every: 7 }];
    const record = [{ of: "cells", variable: "v", neurons: [7, 3], every: 7 }];
    const result = await run(networkOf({ statistics, record }));
    const own = result.statisticsOf("cells", "v");
    expect(own.neurons).toEqual([7, 3]);
    [7, 3].forEach((neuron, k) => {
      const { values } = result.signal("cells", "v", neuron);
      expect(own.samples).toBe(values.length);
      const average = values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(own.mean.values[k]).toBeCloseTo(average, 12);
    });
  });

  it("are the same on threads, in the interpreter, by chunks, and from the cache", async () => {
    const simulation = networkOf({ duration: ms(40), statistics: STATISTICS.slice(0, 4) });
    const of = (result: NetworkResult) => [
      ...["cells", "input", "cells.low"].map((name) => result.statisticsOf(name)),
      result.statisticsOf("cells", "v"),
    ];
    const expected = await run(simulation, { threads: 1 });
    for (const options of [{ threads: 2 }, { chunk: 7 }, { chunk: 1, threads: 3 }])
      expect(of(await run(simulation, options))).toEqual(of(expected));
    const stored = (await fromBytes(await toBytes(expected))) as NetworkResult;
    expect(of(stored)).toEqual(of(expected));
    const slow = await run(simulation, { target: "interpreter" });
    expect(of(slow).slice(0, 3)).toEqual(of(expected).slice(0, 3));
    slow.statisticsOf("cells", "v").mean.values.forEach((mean, k) => {
      expect(mean).toBeCloseTo(expected.statisticsOf("cells", "v").mean.values[k], 9);
    });
  });

  it("of a run that goes on are its own", async () => {
    const simulation = networkOf({ statistics: STATISTICS.slice(0, 2), duration: ms(100) });
    const first = await run(simulation);
    const rest = await run(networkOf({ statistics: STATISTICS.slice(0, 2), duration: ms(50) }), {
      from: first.finalState,
    });
    const { counts, populationRate } = rest.statisticsOf("cells");
    expect([...counts]).toEqual(rest.spikeTrains("cells").map(({ count }) => count));
    expect([populationRate?.start, populationRate?.length]).toEqual([0.1, 5]);
    const { samples, mean } = rest.statisticsOf("cells", "v");
    expect(samples).toBe(500);
    const { values } = rest.signal("cells", "v", 4);
    expect(mean.values[4]).toBeCloseTo(values.reduce((sum, v) => sum + v, 0) / 500, 12);
  });

  it.each<[Statistics, string]>([
    [{ of: "cell" }, "unknown population: cell"],
    [{ of: "cells.high" }, "unknown population: cells.high"],
    [{ of: "cells", variable: "w" }, "unknown variable of cells: w"],
    [{ of: "input", variable: "v" }, "unknown population: input"],
    [{ of: "cells", neurons: [1] }, "it goes with a variable"],
    [{ of: "cells", every: 3 }, "it goes with a variable"],
    [{ of: "cells", variable: "v", neurons: [80] }, "80"],
    [{ of: "cells", variable: "v", bin: ms(1) }, "a variable has no bin"],
    [{ of: "cells", bin: ms(0.25) }, "expected a multiple of the time step"],
    [{ of: "cells", bin: 3 as never }, "bin of the statistics of cells"],
    [{ of: "cells", window: 1 } as never, "unknown option of statistics: window"],
    [3 as never, "invalid statistics[0]: 3"],
  ])("are refused in words: %o", (statistics, message) => {
    expect(() => networkOf({ statistics: [statistics] })).toThrow(message);
  });

  it("that were not asked for are refused", async () => {
    const result = await run(networkOf({ statistics: [{ of: "cells" }], duration: ms(1) }));
    expect(() => result.statisticsOf("cells", "v")).toThrow("unknown statistics: v of cells");
    expect(() => result.statisticsOf("input")).toThrow("the network has those of spikes of cells");
    expect(() => result.statisticsOf(3 as never)).toThrow("invalid population: 3");
  });
});

describe("a run that is to stop", () => {
  const climbing = population("climbing", {
    N: 5,
    equations: "dv/dt = 1/ms : 1\nrate : 1",
    threshold: "v > 10 + i",
    reset: "v = 0",
    events: { half: "v > 5.05 and v < 5.15" },
  });
  const stopping = (stopWhen: unknown, more: object = {}) =>
    network({
      populations: [climbing],
      record: [{ of: "climbing", variable: "v", every: 3 }],
      duration: ms(100),
      stopWhen: stopWhen as never,
      ...more,
    });

  it("ends with the step of the event, and its result says so", async () => {
    for (const options of [
      {},
      { threads: 2 },
      { chunk: 1 },
      { chunk: 1000 },
      { target: "interpreter" as const },
    ]) {
      const first = await run(stopping("climbing"), options);
      // v is 10.1 after the step from 10 ms on
      expect(first.spikeSteps("climbing")).toEqual([[100], [], [], [], []]);
      expect([first.isStopped, first.start, first.stop]).toEqual([true, 0, 101 * 1e-4]);
      expect(first.signal("climbing", "v", 2).length).toBe(34);
      expect(first.finalState.step).toBe(101);
      const fourth = await run(stopping({ of: "climbing", count: 4 }), options);
      expect(fourth.spikeCount()).toBe(4);
      const event = await run(stopping("climbing.half"), options);
      expect(event.finalState.step).toBe(51);
      expect(event.spikeCount()).toBe(0);
    }
  });

  it("keeps no room for the samples that there are not", async () => {
    const [{ values }] = NetworkResult.partsOf(await run(stopping("climbing"))).recorded;
    expect(values.length).toBe(34 * 5);
    expect(values.buffer.byteLength).toBe(values.byteLength);
  });

  it("gives what the whole run gives up to there, also where it goes on", async () => {
    const whole = await run(networkOf());
    const simulation = networkOf({ stopWhen: { of: "cells", count: 60 }, statistics: STATISTICS });
    const stopped = await run(simulation, { threads: 2 });
    expect(stopped.isStopped).toBe(true);
    const end = stopped.finalState.step;
    const upTo = (name: string) =>
      whole.spikeSteps(name).map((steps) => steps.filter((step) => step < end));
    for (const name of ["cells", "input", "cells.low"])
      expect(stopped.spikeSteps(name)).toEqual(upTo(name));
    expect([...stopped.statisticsOf("cells").counts]).toEqual(
      upTo("cells").map(({ length }) => length),
    );
    const rest = await run(
      networkOf({ statistics: STATISTICS, duration: seconds(0.2073 - end * 1e-4) }),
      { from: stopped.finalState },
    );
    expect(rest.isStopped).toBe(false);
    expect([...rest.spikeSteps("cells")[3]]).toEqual(
      whole.spikeSteps("cells")[3].filter((step) => step >= end),
    );
    const stored = (await fromBytes(await toBytes(stopped))) as NetworkResult;
    expect([stored.stop, stored.isStopped]).toEqual([stopped.stop, true]);
    expect(stored.signal("cells", "v", 5)).toEqual(stopped.signal("cells", "v", 5));
  });

  it("and does not, takes the whole duration", async () => {
    const result = await run(stopping({ of: "climbing", count: 1000 }));
    expect([result.isStopped, result.stop]).toEqual([false, 0.1]);
  });

  it.each<[unknown, string]>([
    ["cells", "unknown population or event: cells"],
    [{ of: "climbing", count: 0 }, "invalid count of stopWhen: 0"],
    [{ of: "climbing", times: 2 }, "unknown option of stopWhen: times"],
    [3, "stopWhen"],
    [null, "stopWhen"],
  ])("is refused in words: %o", (stopWhen, message) => {
    expect(() => stopping(stopWhen)).toThrow(message);
  });
});
