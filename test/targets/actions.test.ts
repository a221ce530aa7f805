import { describe, expect, it } from "vitest";
import { at, every, poissonInput } from "../../src/equations/index.js";
import {
  linked,
  network,
  type PopulationOptions,
  population,
  synapses,
} from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV } from "../../src/units/index.js";
import { expectAlike } from "../helpers/compareTargets.js";

const CELL: PopulationOptions = {
  N: 300,
  equations: "dv/dt = (I - v)/(10*ms) : 1 (unless refractory)\nI : 1\nu = I*2 : 1",
  threshold: "v > 1",
  reset: "v = 0",
  refractory: ms(3),
  initial: { v: "rand()", I: 1.5 },
};

const networkOf = (actions: PopulationOptions["actions"], duration = 40) => {
  const cells = population("cells", { ...CELL, actions });
  return network({
    populations: [cells],
    synapses: [
      synapses("s", {
        from: cells,
        to: cells,
        connection: { rule: "probability", probability: 0.01 },
        equations: "w : 1",
        initial: { w: 0.02 },
        onPre: "v += w",
        actions: [
          every(ms(4), "w = clip(w + 0.001*(I_post - 1), 0, 0.1)"),
          at(ms(7), "w += 0.01*rand()"),
        ],
      }),
    ],
    record: [
      { of: "cells", variable: "v", neurons: [0, 299] },
      { of: "cells", variable: "I", neurons: [0, 299] },
    ],
    duration: ms(duration),
  });
};

describe("actions", () => {
  it("are carried out every so often and at given times, before variables are recorded", async () => {
    const cells = population("cells", {
      N: 2,
      equations: "x : 1\ny : 1",
      actions: [every(ms(1), "x += 1 + i"), at(ms([0.5, 2, 2.04]), "y = t/ms")],
      initial: { x: 0, y: -1 },
    });
    const record = ["x", "y"].map((variable) => ({ of: "cells", variable }));
    const result = await run(network({ populations: [cells], record, duration: ms(3) }));
    const x = result.signal("cells", "x", 1).values;
    expect([x[0], x[9], x[10], x[19], x[20], x[29]]).toEqual([2, 2, 4, 4, 6, 6]);
    const y = result.signal("cells", "y", 0).values;
    expect([y[4], y[5], y[19], y[20], y[21]].map((value) => Math.round(10 * value))).toEqual([
      -10, 5, 5, 20, 21,
    ]);
  });

  it("agree on both targets, on threads and continued", async () => {
    const actions = [
      every(ms(5), "I = 1.2 + 0.5*rand(); v += 0.1*u"),
      at(ms([3, 12, 13]), "I = 3"),
    ];
    const whole = await run(networkOf(actions), { threads: 1 });
    expectAlike(whole, await run(networkOf(actions), { target: "interpreter" }));
    const first = await run(networkOf(actions, 20), { threads: 3 });
    const second = await run(networkOf(actions, 20), { threads: 2, from: first.finalState });
    const spikes = whole.spikeSteps("cells").map((steps) => Array.from(steps));
    const parts = [first, second].map((result) => result.spikeSteps("cells"));
    expect(spikes.map((_, k) => parts.flatMap((part) => Array.from(part[k])))).toEqual(spikes);
    expect(second.synapsesOf("s").values).toEqual(whole.synapsesOf("s").values);
  });

  it.each<[string, () => unknown, string]>([
    [
      "an interval that is no time",
      () => every(mV(5) as never, "v = 0"),
      "invalid interval of every",
    ],
    ["an interval of 0", () => every(ms(0), "v = 0"), "invalid interval of every"],
    ["no statements", () => every(ms(1), 5 as never), "invalid statements of every"],
    ["a time before the beginning", () => at(ms(-1), "v = 0"), "invalid times of at"],
    ["no list", () => networkOf(every(ms(1), "v = 0") as never), "invalid actions"],
    ["an unknown target", () => networkOf([every(ms(1), "vv = 0")]), "unknown target: vv"],
    ["units that do not fit", () => networkOf([every(ms(1), "I = 1*mV")]), "inconsistent units"],
    [
      "noise",
      () => networkOf([every(ms(1), "I = xi*ms**0.5")]),
      "noise goes into differential equations only",
    ],
  ])("refuse %s", (_, make, message) => {
    expect(make).toThrow(message);
  });

  it("bring Poisson input of many sources as one", async () => {
    const cells = population("cells", {
      N: 2000,
      equations: "x : volt\ny : 1\nscale : 1",
      actions: [
        poissonInput("x", { N: 1000, rate: Hz(10), weight: mV(0.5) }),
        poissonInput("y", { N: 10, rate: "scale*100*Hz", weight: "scale" }),
      ],
      parameters: { scale: 2 },
      initial: { x: mV(0), y: 0 },
    });
    const record = ["x", "y"].map((variable) => ({ of: "cells", variable }));
    const result = await run(
      network({ populations: [cells], record, recordAt: "end", duration: ms(10) }),
    );
    const mean = (variable: string) => {
      const last = result.signals("cells", variable).map(({ values }) => Number(values.at(-1)));
      return last.reduce((a, b) => a + b, 0) / last.length;
    };
    // 100 spikes of 0.5 mV, 20 of 2: five standard errors
    expect(Math.abs(mean("x") / 0.05 - 1)).toBeLessThan(5 / Math.sqrt(100 * 2000));
    expect(Math.abs(mean("y") / 40 - 1)).toBeLessThan(5 / Math.sqrt(20 * 2000));
    expect(() => poissonInput("x", { N: 0, rate: Hz(1), weight: 1 })).toThrow("invalid N");
    expect(() => poissonInput("x", { N: 1, rate: mV(1) as never, weight: 1 })).toThrow(
      "rate of poissonInput",
    );
    const make = (weight: Parameters<typeof poissonInput>[1]["weight"], equations = "x : volt") =>
      population("cells", {
        N: 1,
        equations,
        actions: [poissonInput("x", { N: 1, rate: Hz(1), weight })],
      });
    expect(() => make(ms(1))).toThrow("inconsistent units");
    expect(() => make(mV(1), "x : volt\nmetre : 1")).toThrow("the model has a name metre");
  });

  it("link variables of one population to another's", async () => {
    const source = population("source", {
      N: 3,
      equations: "dx/dt = 1/ms : 1",
      initial: { x: [1, 2, 3] },
    });
    const one = population("one", { N: 1, equations: "y = t/ms : 1" });
    const cells = population("cells", { N: 3, equations: "a : 1\nb : 1" });
    const result = await run(
      network({
        populations: [source, one, cells],
        synapses: [
          linked("first", { from: source, variable: "x", to: cells, as: "a" }),
          linked("second", { from: one, variable: "y", to: cells, as: "b" }),
        ],
        record: ["a", "b"].map((variable) => ({ of: "cells", variable })),
        recordAt: "end",
        duration: ms(1),
      }),
    );
    expect(result.signals("cells", "a").map(({ values }) => values[0])).toEqual([1, 2, 3]);
    expect(result.signals("cells", "b").map(({ values }) => values[5])).toEqual([0.5, 0.5, 0.5]);
    expect(() => linked("l", { from: source, variable: "x", to: one, as: "y" })).toThrow(
      "expected as many on both sides, or one source",
    );
  });

  it("refuse an interval that is no multiple of the time step", async () => {
    await expect(run(networkOf([every(ms(0.25), "I = 1")]))).rejects.toThrow(
      "multiple of the time step",
    );
  });
});
