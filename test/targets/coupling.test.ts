import { describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/base/index.js";
import { fromBytes, toBytes } from "../../src/cache/index.js";
import { timed } from "../../src/equations/index.js";
import {
  network,
  population,
  type SynapsesOptions,
  slice,
  synapses,
} from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";
import { expectSame } from "../helpers/compareTargets.js";

const TARGETS = ["wasm", "interpreter"] as const;

describe.each(TARGETS)("continuous coupling, %s", (target) => {
  it("of two cells by a gap junction is the closed form", async () => {
    const cells = population("cells", {
      N: 2,
      equations: "dv/dt = I/(10*ms) : 1\nI : 1",
      method: "rk4",
      initial: { v: [1, 0] },
    });
    const result = await run(
      network({
        populations: [cells],
        synapses: [
          synapses("gap", {
            from: cells,
            to: cells,
            connection: { rule: "condition", condition: "i != j" },
            summed: { I: "0.5*(v_pre - v_post)" },
          }),
        ],
        record: [
          { of: "cells", variable: "v" },
          { of: "cells", variable: "I" },
        ],
        duration: ms(20),
        dt: ms(0.01),
      }),
      { target },
    );
    const [a, b] = result.signals("cells", "v");
    a.values.forEach((v, k) => {
      // the sum stands still within a step: of first order in dt, as in Brian 2
      const exact = (1 + Math.exp((-k * 0.01) / 10)) / 2;
      expect(Math.abs(v - exact)).toBeLessThan(3e-4);
      expect(v + b.values[k]).toBeCloseTo(1, 12);
    });
    expect(result.signal("cells", "I", 0).values[1]).toBeCloseTo(-0.5, 12);
  });

  it("is 0 for neurons of the slice without synapses, and leaves those outside alone", async () => {
    const own = population("own", {
      N: 4,
      equations: "I : 1\nx : 1",
      initial: { I: 7, x: [1, 2, 3, 4] },
    });
    const result = await run(
      network({
        populations: [own],
        synapses: [
          synapses("s", {
            from: own,
            to: slice(own, 1, 4),
            connection: { rule: "list", sources: [0, 3, 3], targets: [0, 0, 2] },
            summed: { I: "x_pre*w + x_post" },
            parameters: { w: [1, 10, 100] },
          }),
        ],
        record: [{ of: "own", variable: "I" }],
        recordAt: "end",
        duration: ms(0.1),
      }),
      { target },
    );
    expect(result.signals("own", "I").map(({ values }) => values[0])).toEqual([
      7,
      1 + 40 + 2 * 2,
      0,
      404,
    ]);
  });

  it("lets spikes read the source as it is when they come", async () => {
    const clock = population("clock", {
      N: 1,
      equations: "dx/dt = 1/ms : 1\ndouble = 2*x : 1",
      threshold: "t > 0.95*ms and t < 1.05*ms",
    });
    const own = population("own", { N: 1, equations: "y : 1\nz : 1" });
    const result = await run(
      network({
        populations: [clock, own],
        synapses: [
          synapses("s", {
            from: clock,
            to: own,
            connection: { rule: "allToAll" },
            onPre: "y = x_pre; z = double_pre + y",
            delay: ms(2),
          }),
        ],
        record: ["y", "z"].map((variable) => ({ of: "own", variable })),
        duration: ms(5),
      }),
      { target },
    );
    // the spike of the step at 1 ms comes with the step at 3 ms, after whose update x is 3.1
    expect(result.signal("own", "y", 0).values.at(-1)).toBeCloseTo(3.1, 9);
    expect(result.signal("own", "z", 0).values.at(-1)).toBeCloseTo(9.3, 9);
  });

  it("reads values over time: those that hold at each step, for all neurons or each", async () => {
    const own = population("own", {
      N: 3,
      equations: "a = shared(t) : 1\nb = each(t, i) : volt",
      parameters: {
        shared: timed([5, 6, 7], ms(0.3)),
        each: timed([mV([0, 1, 2]), mV([10, 11, 12])], ms(0.25)),
      },
    });
    const result = await run(
      network({
        populations: [own],
        record: ["a", "b"].map((variable) => ({ of: "own", variable })),
        duration: ms(1.2),
      }),
      { target },
    );
    expect([...result.signal("own", "a", 2).values]).toEqual([5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 7]);
    const b = [...result.signal("own", "b", 1).values].map((v) => Math.round(v * 1000));
    expect(b).toEqual([1, 1, 1, 11, 11, 11, 11, 11, 11, 11, 11, 11]);
  });
});

describe("coupling with everything else", () => {
  it("gives the same on threads, continued, and from the cache", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const own = population("own", {
      N: 600,
      equations: `dv/dt = (1.2 + stimulus(t, i) - v + I)/(10*ms) : 1 (unless refractory)
                  I : 1`,
      threshold: "v > 1",
      reset: "v = 0",
      refractory: ms(2),
      initial: { v: "rand()" },
      parameters: {
        stimulus: timed(
          [0, 1, 2].map((k) => Float64Array.from({ length: 600 }, (_, i) => 0.1 * ((i + k) % 3))),
          ms(20),
        ),
      },
    });
    const make = (duration: number, summed: boolean) =>
      network({
        populations: [own],
        synapses: [
          synapses("s", {
            from: own,
            to: own,
            connection: {
              rule: "generator",
              target: "i + k",
              k: { from: 1, to: 3 },
              outside: "wrap",
            },
            onPre: "v += 0.01",
            ...(summed && { summed: { I: "0.05*(v_pre - v_post)" } }),
            delay: ms(1),
          }),
        ],
        record: [{ of: "own", variable: "I", neurons: [0, 599] }],
        duration: ms(duration),
      });
    for (const summed of [true, false]) {
      const whole = await run(make(60, summed));
      expect(whole.spikeCount()).toBeGreaterThan(1000);
      expectSame(whole, await run(make(60, summed), { threads: 3, chunk: 7 }));
      const first = await run(make(31, summed), { threads: 2 });
      const second = await run(make(29, summed), { from: first.finalState });
      expect(first.spikeCount() + second.spikeCount()).toBe(whole.spikeCount());
      const back = fromBytes(toBytes(whole)) as typeof whole;
      expect(back.spikeSteps("own")).toEqual(whole.spikeSteps("own"));
    }
  });

  const two = population("two", { N: 2, equations: "dv/dt = -v/ms : 1\nI : 1\nJ : volt" });
  const refused = (options: Partial<SynapsesOptions>) => () =>
    synapses("s", { from: two, to: two, connection: { rule: "allToAll" }, ...options });
  it.each([
    ["invalid summed of s: K", refused({ summed: { K: "v_pre" } })],
    [
      "invalid summed of s: v; expected a variable of two that is declared",
      refused({ summed: { v: "v_pre" } }),
    ],
    ["J must be voltage (V)", refused({ summed: { J: "v_pre" } })],
    ["unknown name: q_pre", refused({ summed: { I: "q_pre" } })],
    ["invalid summed of s: {}", refused({ summed: {} })],
    ["invalid onPre of s: undefined", refused({})],
    ["invalid target: w_pre; the source has no such variable", refused({ onPre: "w_pre = 1" })],
    [
      "I of two is the sum of s already",
      () => {
        const sum = (name: string) =>
          synapses(name, {
            from: two,
            to: two,
            connection: { rule: "allToAll" },
            summed: { I: "v_pre" },
          });
        network({ populations: [two], synapses: [sum("s"), sum("r")], duration: ms(1) });
      },
    ],
    [
      "expected stimulus(t)",
      () =>
        population("p", {
          N: 1,
          equations: "v = stimulus(2*t) : 1",
          parameters: { stimulus: timed([1], ms(1)) },
        }),
    ],
    [
      "stimulus is a function of time",
      () =>
        population("p", {
          N: 1,
          equations: "v = stimulus : 1",
          parameters: { stimulus: timed([1], ms(1)) },
        }),
    ],
    [
      "invalid stimulus: 3 values in a row; expected 2",
      () =>
        population("p", {
          N: 2,
          equations: "v = stimulus(t, i) : 1",
          parameters: { stimulus: timed([[1, 2, 3]], ms(1)) },
        }),
    ],
    ["invalid dt of timed: 1 mV", () => timed([1], mV(1) as never)],
    ["invalid dt of timed: 0 s", () => timed([1], ms(0))],
    ["invalid values of timed: 2 in row 1", () => timed([[1], [1, 2]], ms(1))],
  ])("is refused with what is wrong: %s", (message, make) => {
    expect(make).toThrow(UserError);
    expect(make).toThrow(message);
  });
});
