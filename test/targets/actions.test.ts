import { describe, expect, it } from "vitest";
import { at, every } from "../../src/equations/index.js";
import { network, type PopulationOptions, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";
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

  it("refuse an interval that is no multiple of the time step", async () => {
    await expect(run(networkOf([every(ms(0.25), "I = 1")]))).rejects.toThrow(
      "multiple of the time step",
    );
  });
});
