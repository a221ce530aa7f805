import { describe, expect, it } from "vitest";
import { digestOf, UserError } from "../../src/base/index.js";
import {
  type NetworkSimulation,
  network,
  population,
  type Slice,
  type Spiking,
  slice,
  synapses,
} from "../../src/network/index.js";
import { poisson, renewal, spikeEvents, spikeTrains } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV, type QuantityArray } from "../../src/units/index.js";

describe("what a simulation is made of", () => {
  /** A network of arrays of every kind, and what changes all of them afterwards. */
  function made(): { simulation: NetworkSimulation; spoil: () => void } {
    const arrays = {
      E: mV([11, 12, 13]),
      k: [1, 2, 3],
      c: Float64Array.of(1, 2, 3),
      q: [mV(1), mV(2), mV(3)],
      v: mV([1, 2, 3]),
      refractory: ms([1, 2, 3]),
      sources: [0, 1, 2],
      targets: Int32Array.of(2, 1, 0),
      weight: mV([1, 2, 3]),
      delay: ms([1, 2, 3]),
      x: [0.1, 0.2, 0.3],
      rates: Hz([100, 200, 300]),
      plain: Hz([100, 200, 300]),
      times: Float64Array.of(0.001, 0.002),
      train: ms([1, 2]),
      events: Int32Array.of(0, 0, 3, 1),
      chosen: [0, 2],
      spikes: ["neurons"],
    };
    const parameters: Record<string, unknown> = { tau: ms(5), E: arrays.E, k: arrays.k };
    parameters.c = arrays.c;
    parameters.q = arrays.q;
    const initial = { v: arrays.v };
    const neurons = population("neurons", {
      N: 3,
      equations: "dv/dt = (E*k*c + q - v)/tau : volt (unless refractory)",
      threshold: "v > 9*mV",
      reset: "v = 0*mV",
      refractory: arrays.refractory,
      parameters: parameters as never,
      initial,
    });
    const connection = {
      rule: "list" as const,
      sources: arrays.sources,
      targets: arrays.targets,
    };
    const weights: Record<string, QuantityArray<"voltage">> = { weight: arrays.weight };
    const variables = { x: arrays.x };
    const self = synapses("self", {
      from: neurons,
      to: neurons,
      connection,
      onPre: "v += weight*x",
      parameters: weights,
      delay: arrays.delay,
      plasticity: { variables, onPre: "x *= 0.9", delayIn: "axon" },
    });
    const sources = [
      poisson("poisson", 3, arrays.rates),
      renewal("renewal", 3, arrays.plain),
      spikeTrains("trains", [arrays.times, arrays.train]),
      spikeEvents("events", 2, arrays.events),
    ];
    const record = [{ of: "neurons", variable: "v", neurons: arrays.chosen }];
    const populations = [neurons];
    const all = [self];
    const simulation = network({
      populations,
      sources,
      synapses: all,
      record,
      recordSpikes: arrays.spikes,
      duration: ms(20),
    });
    const spoil = (): void => {
      for (const array of Object.values(arrays)) {
        const numbers =
          "values" in array && typeof array.values !== "function" ? array.values : array;
        (numbers as unknown[]).fill((numbers as unknown[])[0]);
        (numbers as Float64Array).reverse();
      }
      arrays.spikes.push("nobody");
      arrays.chosen.push(1);
      parameters.tau = ms(50);
      initial.v = mV([9, 9, 9]);
      weights.weight = mV([9, 9, 9]);
      variables.x = [9, 9, 9];
      connection.sources = [0, 0, 0];
      record.push({ of: "neurons", variable: "E", neurons: [1] });
      populations.length = 0;
      sources.length = 0;
      all.length = 0;
    };
    return { simulation, spoil };
  }

  it("is copied: what becomes of it afterwards changes nothing", async () => {
    const { simulation, spoil } = made();
    const digest = digestOf(simulation);
    const before = await run(simulation);
    spoil();
    expect(digestOf(simulation)).toBe(digest);
    const after = await run(made().simulation);
    for (const result of [await run(simulation), await run({ ...simulation })]) {
      expect(result.spikeSteps("neurons")).toEqual(before.spikeSteps("neurons"));
      expect(result.signals("neurons", "v")).toEqual(after.signals("neurons", "v"));
      expect(result.synapsesOf("self")).toEqual(after.synapsesOf("self"));
    }
    expect(before.spikeCount()).toBeGreaterThan(10);
  });

  it("is copied before anything is run: an array used again and again gives a network each time", async () => {
    const drive = mV([0]);
    const simulations = [20, 40, 80].map((value) => {
      drive.values[0] = value / 1000;
      return network({
        populations: [
          population("p", {
            N: 1,
            equations: "x = E/mV : 1\ndv/dt = (E - v)/(1*ms) : volt",
            parameters: { E: drive },
          }),
        ],
        record: [{ of: "p", variable: "x" }],
        duration: ms(0.1),
      });
    });
    const values = [];
    for (const one of simulations) values.push((await run(one)).signal("p", "x", 0).values[0]);
    expect(values.map((value) => Math.round(value))).toEqual([20, 40, 80]);
    expect(new Set(simulations.map(digestOf)).size).toBe(3);
  });

  it("cannot be changed by assignment", () => {
    const { simulation } = made();
    const [neurons] = simulation.populations;
    for (const change of [
      () => Object.assign(simulation, { seed: 2 }),
      () => Object.assign(neurons, { N: 4 }),
      () => Object.assign(neurons.model, { threshold: "v > 0*mV" }),
      () => Object.assign(neurons.initial, { v: mV(1) }),
      () => Object.assign(simulation.synapses[0].parameters, { weight: mV(1) }),
      () => (simulation.populations as unknown[]).push(neurons),
      () => (simulation.recordSpikes as unknown[]).push("x"),
    ])
      expect(change).toThrow(TypeError);
  });
});

describe("synapses", () => {
  const cell = (N: number, tau = 10, name = "cell") =>
    population(name, {
      N,
      equations: "dv/dt = -v/tau : volt",
      threshold: "v > 1*volt",
      parameters: { tau: ms(tau) },
    });
  const between = (from: Spiking | Slice, to: ReturnType<typeof cell>) =>
    synapses("s", { from, to, connection: { rule: "allToAll" }, onPre: "v += 1*mV" });
  const whole = (
    used: ReturnType<typeof cell>,
    made: ReturnType<typeof between>,
    sources = [poisson("input", 2, Hz(1))],
  ) => network({ populations: [used], sources, synapses: [made], duration: ms(1) });

  it("belong to the population they were made for, not to another of its name", () => {
    const three = cell(3);
    for (const other of [cell(4), cell(2), cell(3, 20)]) {
      const make = (): unknown => whole(other, between(three, three));
      expect(make).toThrow(UserError);
      expect(make).toThrow(
        "invalid synapses: s were made for another population named cell; make them again for this one",
      );
      expect(() => whole(other, between(slice(three, 0, 2) as never, three))).toThrow(
        "were made for another population",
      );
    }
  });

  it("belong to the source they were made for, too", () => {
    const three = cell(3);
    const made = between(poisson("input", 2, Hz(1)), three);
    expect(() => whole(three, made, [poisson("input", 3, Hz(1))])).toThrow(
      "were made for another population named input",
    );
    // other rates are no other channels
    expect(whole(three, made, [poisson("input", 2, Hz(9))]).synapses).toEqual([made]);
  });

  it("take an equal population, as a cell that is run again makes it", async () => {
    const made = between(cell(3), cell(3));
    const result = await run(whole(cell(3), made));
    expect(result.synapsesOf("s").sources.length).toBe(9);
  });

  it("are refused where their populations are not in the network", () => {
    const made = between(cell(3, 10, "other"), cell(3));
    expect(() => whole(cell(3), made)).toThrow("unknown population: other; expected one of cell");
    expect(() => between(cell(3), poisson("input", 2, Hz(1)) as never)).toThrow(
      "invalid target of s: input has no state",
    );
  });
});
