import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { digestOf, fromBytes, toBytes } from "../../src/cache/index.js";
import { nto1 } from "../../src/models/index.js";
import {
  type NetworkOptions,
  network,
  type Population,
  population,
  slice,
  synapses,
} from "../../src/network/index.js";
import { spikeTrains } from "../../src/program/index.js";
import type { NetworkResult } from "../../src/results/index.js";
import { run } from "../../src/run/index.js";
import {
  ceilSpikes,
  mean,
  populationRate,
  Signal,
  SpikeTrain,
  spikeTriggeredAverage,
} from "../../src/signals/index.js";
import { dataFrame, unitsToHeader } from "../../src/tables/index.js";
import { Hz, ms, mV, NAMED_DIMENSIONS, type Quantity, seconds } from "../../src/units/index.js";

/** Neurons that count their steps in x, by sizes of steps that differ, and spike every so many. */
const counters = (N: number, every: number): Population =>
  population("counters", {
    N,
    update: "x = x + 1; y = y + 1 + i",
    equations: "x : 1\ny : 1",
    threshold: "x >= every",
    reset: "x = 0",
    parameters: { every },
  });

const counting = (options: Partial<NetworkOptions>, N = 3, every = 10) =>
  network({ populations: [counters(N, every)], duration: ms(20), ...options });

const times = (result: NetworkResult, k = 0): number[] =>
  Array.from(result.spikeTrains("counters")[k].times.in(ms), (time) => Math.round(time * 10) / 10);

describe("the window of a run", () => {
  it("begins where the run before ended: two halves have the rates of one whole", async () => {
    const whole = await run(counting({ duration: ms(40) }));
    const first = await run(counting({}));
    const second = await run(counting({}), { from: first.finalState });
    expect([second.start, second.stop]).toEqual([0.02, 0.04]);
    expect(times(second)).toEqual(times(whole).filter((time) => time >= 20));
    const [train] = second.spikeTrains("counters");
    const [cut] = whole.spikeTrains("counters").map((own) => own.between(ms(20), ms(40)));
    expect([train.start, train.stop]).toEqual([cut.start, cut.stop]);
    expect(train.seconds).toEqual(cut.seconds);
    expect(second.firingRate.in(Hz)).toBeCloseTo(cut.firingRate.in(Hz), 9);
    const [rate, expected] = [second, whole].map((result) =>
      result.populationRate("counters", ms(5)),
    );
    expect(rate.start).toBeCloseTo(0.02, 12);
    expect(Array.from(rate.values)).toEqual(Array.from(expected.between(ms(20), ms(40)).values));
    expect(inspect(second)).toMatch(/^network result: 20 ms to 40 ms, 60 spikes/);
  });

  it("is the time that was simulated, not the one asked for", async () => {
    // 20.04 ms are 200 steps of 0.1 ms
    const result = await run(counting({ duration: ms(20.04) }));
    expect([result.start, result.stop]).toEqual([0, 200 * 1e-4]);
    expect(result.firingRate.in(Hz)).toBeCloseTo(20 / 0.02, 9);
    expect(result.spikeTrains("counters")[0].firingRate.in(Hz)).toBeCloseTo(20 / 0.02, 9);
    // and where they are the same, it is the number asked for to the last bit
    expect((await run(counting({ duration: ms(0.3) }))).stop).toBe(ms(0.3).value);
    const { spikes, firingRate } = await run(nto1({ N: 10, duration: ms(20.04) }));
    expect(spikes.stop).toBeCloseTo(0.02, 12);
    expect(firingRate.in(Hz)).toBeCloseTo(spikes.seconds.length / 0.02, 9);
  });
});

describe("recorded signals", () => {
  const record = [
    { of: "counters", variable: "y" },
    { of: "counters", variable: "x", neurons: [2, 0], every: 7 },
  ];

  it("stand at the times of their samples", async () => {
    const at = async (recordAt: "start" | "end"): Promise<NetworkResult> =>
      await run(counting({ record, recordAt }));
    const [before, after] = [await at("start"), await at("end")];
    // y grows by 1 with each step: it is the time in steps
    for (const result of [before, after]) {
      const y = result.signal("counters", "y", 0);
      expect(y.length).toBe(200);
      expect(Array.from(y.times.in(ms), (time) => Math.round(10 * time))).toEqual(
        Array.from(y.values),
      );
    }
    const x = after.signal("counters", "x", 2);
    expect(Array.from(x.times.in(ms).slice(0, 3), (t) => Math.round(10 * t))).toEqual([1, 8, 15]);
    expect(before.signal("counters", "x", 2).start).toBe(0);
  });

  it("stand at their times when a run goes on", async () => {
    for (const recordAt of ["start", "end"] as const) {
      const simulation = counting({ record, recordAt });
      const first = await run(simulation);
      const second = await run(simulation, { from: first.finalState });
      const y = second.signal("counters", "y", 0);
      expect(Math.round(1e4 * y.start)).toBe(y.values[0]);
      // every 7th step counts from the very first one
      const x = second.signal("counters", "x", 0);
      expect(Math.round(1e4 * x.start)).toBe(recordAt === "start" ? 203 : 204);
    }
  });

  it("are read together, in time that is linear in their number", async () => {
    const result = await run(counting({ record }));
    const all = result.signals("counters", "y");
    expect(all.map((signal) => signal.values[10])).toEqual([10, 20, 30]);
    for (const [k, signal] of all.entries())
      expect(signal.equals(result.signal("counters", "y", k))).toBe(true);
    // in the order in which they were recorded, or asked for
    const x = result.signals("counters", "x");
    expect(x).toHaveLength(2);
    expect(x[0].equals(result.signal("counters", "x", 2))).toBe(true);
    expect(result.signals("counters", "y", [2, 1]).map(({ values }) => values[1])).toEqual([3, 2]);
    // the samples were turned round once: signals are views of one array
    expect(all[0].values.buffer).toBe(result.signal("counters", "y", 2).values.buffer);
  });

  it("that do not exist are named", async () => {
    const result = await run(counting({ record }));
    expect(() => result.signal("counters", "x", 1)).toThrow(
      "unknown recording: x of neuron 1 of counters; recorded were its neurons [2, 0]",
    );
    expect(() => result.signals("counter", "y")).toThrow(
      'unknown recording: y of counter; recorded were y of counters, x of counters; did you mean "y of counters"?',
    );
    expect(() => result.signals("counters", "y", 1 as never)).toThrow("invalid neurons: 1");
    expect(() => result.signal("constructor", "toString", 0)).toThrow("unknown recording");
  });
});

describe("the voltage of nto1", () => {
  it("keeps the time axis of the published program: the sample of step k stands at k dt", async () => {
    const result = await run(nto1({ N: 100, duration: ms(500) }));
    expect(result.V.start).toBe(0);
    const ceiled = ceilSpikes(result);
    const raised = Array.from(ceiled.values.keys()).filter((k) => ceiled.values[k] === 0.04);
    const steps = Array.from(result.spikes.seconds, (time) => Math.round(time / 1e-4));
    expect(raised).toEqual(steps);
    expect(steps.length).toBeGreaterThan(1);
    // the sample at a spike's time holds the reset, -53 mV, and a little of what came after
    const around = spikeTriggeredAverage(result.V, result.spikes, { before: ms(1), after: ms(1) });
    expect(around.in(mV)[10]).toBe(-53);
  });
});

describe("ceilSpikes", () => {
  const flat = (start: number, length = 10): Signal<"voltage"> =>
    new Signal<"voltage">(
      new Float64Array(length).fill(-0.06),
      NAMED_DIMENSIONS.voltage.exponents,
      1e-4,
      start,
    );
  const raised = (V: Signal<"voltage">, spikes: number[]): number[] => {
    const { values } = ceilSpikes({ V, spikes: new SpikeTrain(spikes, 2e4), Vs: mV(40) });
    return Array.from(values.keys()).filter((k) => values[k] === 0.04);
  };

  it("leaves out the spikes before and after a part of a trace", () => {
    expect(raised(flat(1), [0, 0.5, 1, 1.0003, 1.00099, 1.5])).toEqual([0, 3]);
    expect(raised(flat(1e4), [9999.9999, 1e4 + 0.0002])).toEqual([2]);
    expect(raised(flat(0, 0), [0, 0.5])).toEqual([]);
    expect(raised(flat(0, 1), [0, 0.5])).toEqual([0]);
  });

  it("finds the sample on the grid wherever a trace begins", () => {
    const dt = 1e-4;
    for (const first of [0, 1, 3, 7, 12_345, 99_999])
      for (let k = 0; k < 10; k++)
        expect(raised(flat(first * dt), [(first + k) * dt])).toEqual([k]);
  });

  it("refuses what is no trace, and options that do not exist", () => {
    const V = flat(0);
    const spikes = new SpikeTrain([], 1);
    const refuse = (trace: unknown) => expect(() => ceilSpikes(trace as never));
    refuse({ V, spikes, vs: mV(40) }).toThrow(
      'unknown option of ceilSpikes: vs; expected one of V, spikes, Vs; did you mean "Vs"?',
    );
    refuse({ V, spikes }).toThrow("invalid Vs: undefined; expected a quantity: voltage (V)");
    refuse({ V, spikes, Vs: ms(1) }).toThrow("expected voltage (V), got time (s)");
    refuse({ V, spikes: [1], Vs: mV(40) }).toThrow("invalid spikes: [1]; expected a SpikeTrain");
    refuse({ V: [1], spikes, Vs: mV(40) }).toThrow("invalid V: [1]; expected a Signal");
    refuse(undefined).toThrow("invalid trace: undefined; expected the result of nto1, or");
  });
});

describe("firing rates", () => {
  const given = spikeTrains("given", [[0.001, 0.012], [0.002]]);

  it("are one kind of member on every result, and of parts where there are some", async () => {
    const simulation = counting({ sources: [given], recordSpikes: ["counters", "given"] });
    const result = await run(simulation);
    expect(`${result.firingRate}`).toBe("1 kHz");
    expect(`${result.firingRateOf("given")}`).toBe("75 Hz");
    expect(result.firingRateOf("counters").equals(result.firingRate)).toBe(true);
    expect(`${(await run(nto1({ N: 5, duration: ms(20) }))).firingRate}`).toBe("0 Hz");
    expect(`${result.spikeTrains("given")[0].firingRate}`).toBe("100 Hz");
    expect(() => result.firingRateOf("givn")).toThrow('did you mean "given"?');
    expect(() => result.firingRateOf()).toThrow("missing name");
  });

  it("are quantities in all that takes one", async () => {
    const { firingRate } = await run(counting({}));
    expect(firingRate.in(Hz)).toBeCloseTo(1000, 9);
    expect(firingRate.plus(Hz(1)).in(Hz)).toBeCloseTo(1001, 9);
    expect(Hz(1).compare(firingRate)).toBe(-1);
    expect(inspect(firingRate)).toBe("1 kHz");
    expect(JSON.stringify(firingRate)).toBe(JSON.stringify(Hz(1000)));
    expect(mean([firingRate, Hz(0)]).in(Hz)).toBe(500);
    expect(unitsToHeader(dataFrame([{ rate: firingRate }])).values).toEqual([[1]]);
    expect((fromBytes(toBytes({ rate: firingRate })) as { rate: Quantity }).rate).toEqual(Hz(1000));
    expect(digestOf(firingRate)).toBe(digestOf(Hz(1000)));
    expect(Object.keys(firingRate)).toEqual(["value", "dimension"]);
  });

  it("can be called as they were, with one warning", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const result = await run(counting({ sources: [given], recordSpikes: ["counters", "given"] }));
    expect(`${result.firingRate()}`).toBe("1 kHz");
    expect(`${result.firingRate("given")}`).toBe("75 Hz");
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toMatch(/^Warning: firingRate\(\) of a network's result/);
    warn.mockRestore();
  });
});

describe("population rates", () => {
  it("are the same from a result and from its spike trains, at every width", async () => {
    const simulation = counting({}, 5, 7);
    const first = await run(simulation);
    const second = await run(simulation, { from: first.finalState });
    for (const result of [first, second])
      for (const bin of [0.05, 0.1, 0.25, 0.3, 0.7, 3, 7, 20])
        expect(
          result
            .populationRate("counters", ms(bin))
            .equals(populationRate(result.spikeTrains("counters"), ms(bin))),
        ).toBe(true);
    expect(() => first.populationRate("counters", ms(21))).toThrow(
      "invalid bin: 21 ms; expected at most 20 ms, the time that was watched",
    );
    expect(() => first.populationRate("counters", seconds(1e-12))).toThrow("invalid bin: ");
    expect(() => first.populationRate("counters", 5 as never)).toThrow("invalid bin: 5; expected");
  });
});

describe("connection matrices", () => {
  const many = counters(4, 10);
  const few = population("few", { N: 4, equations: "dz/dt = 0*Hz : 1" });
  const between = (name: string, from: unknown, to: unknown) =>
    synapses(name, {
      from: from as Population,
      to: to as Population,
      connection: { rule: "allToAll" },
      onPre: "x += 0",
    });
  const result = () =>
    run(
      network({
        populations: [many, few],
        synapses: [
          between("up", slice(many, 0, 2), slice(many, 2, 4)),
          between("all", many, many),
          between("across", few, many),
        ],
        duration: ms(1),
      }),
    );

  it("hold the value given for synapses of the population and slices of it", async () => {
    const { data, shape } = (await result()).connectionMatrix("counters", { up: -4 });
    expect(shape).toEqual([4, 4]);
    expect(Array.from(data)).toEqual([0, 0, -4, -4, 0, 0, -4, -4, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(Array.from((await result()).connectionMatrix("few", {}).data)).toEqual(
      Array(16).fill(0),
    );
  });

  it("refuse synapses that are not within it, and values that are no whole numbers", async () => {
    const made = await result();
    const refuse = (of: string, values: unknown) =>
      expect(() => made.connectionMatrix(of, values as Record<string, number>));
    refuse("counters", { across: 1 }).toThrow(
      "invalid synapses: across go from few to counters; expected synapses within counters",
    );
    refuse("few", { up: 1 }).toThrow(
      "up go from counters to counters; expected synapses within few",
    );
    refuse("counters", { upp: 1 }).toThrow(
      'upp; expected one of up, all, across; did you mean "up"?',
    );
    refuse("countres", { up: 1 }).toThrow('did you mean "counters"?');
    for (const value of [0.5, Number.NaN, 2 ** 31, "1", undefined, mV(1)])
      refuse("counters", { up: value }).toThrow("invalid value of up: ");
    refuse("counters", undefined).toThrow("invalid options of the synapses of connectionMatrix");
    refuse("counters", { up: 1, all: 2 }).toThrow(
      "invalid values: 0 to 2 would be 1 and, by all, 2; expected one value",
    );
    refuse("counters", { up: 2, all: 2 }).not.toThrow();
  });

  it("are refused where they would not fit into memory", async () => {
    const large = population("large", { N: 20_000, equations: "dz/dt = 0*Hz : 1" });
    const wide = await run(network({ populations: [large], duration: ms(0.1) }));
    expect(() => wide.connectionMatrix("large", {})).toThrow(
      "invalid population: large has 20000 neurons; expected at most 16384",
    );
  });
});

describe("synapses of a result", () => {
  it("refuse options that do not exist", async () => {
    const N = counters(2, 10);
    const connection = { rule: "allToAll" } as const;
    const own = synapses("own", { from: N, to: N, connection, onPre: "x += 0" });
    const result = await run(network({ populations: [N], synapses: [own], duration: ms(1) }));
    expect(() => result.synapsesOf("own", { target: [1] } as never)).toThrow(
      'unknown option of synapsesOf: target; expected one of sources, targets, when; did you mean "targets"?',
    );
  });
});
