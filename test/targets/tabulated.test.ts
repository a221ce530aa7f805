import { describe, expect, it } from "vitest";
import { formula, tabulated } from "../../src/equations/index.js";
import { changed, network, population, synapses } from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { random } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms, mV, pA, seconds } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

/** Points of a curve, unevenly. */
const draws = random(3);
const points = [...new Set(Array.from({ length: 200 }, () => 10 * draws.uniform() - 5))].sort(
  (a, b) => a - b,
);
const curve = tabulated(
  points,
  points.map((x) => Math.sin(x)),
);

/** What a table is, plainly. */
function expected(x: number): number {
  if (x <= points[0]) return Math.sin(points[0]);
  const k = points.findIndex((point) => point > x);
  if (k < 0) return Math.sin(points.at(-1) as number);
  const [a, b] = [points[k - 1], points[k]];
  return Math.sin(a) + ((x - a) / (b - a)) * (Math.sin(b) - Math.sin(a));
}

describe("functions given as tables", () => {
  it("are linear between their points, and hold their value outside", async () => {
    const xs = [
      ...points.slice(0, 50),
      ...Array.from({ length: 301 }, () => 14 * draws.uniform() - 7),
    ];
    const cells = population("cells", {
      N: xs.length,
      equations: "y = f(x) : 1\nq = f(x*0 + 2) : 1\nz : 1",
      parameters: { x: xs, f: curve },
      initial: { z: "f(x) + f(2)" },
    });
    const result = await run(
      network({
        populations: [cells],
        record: [
          { of: "cells", variable: "y" },
          { of: "cells", variable: "z" },
          { of: "cells", variable: "q" },
        ],
        duration: ms(0.1),
      }),
    );
    xs.forEach((x, i) => {
      const y = result.signal("cells", "y", i).values[0];
      expect(y).toBeCloseTo(expected(x), 12);
      // before the first step they are computed by the same operations
      const [z, q] = ["z", "q"].map((name) => result.signal("cells", name, i).values[0]);
      expect(z).toBe(y + q);
    });
  });

  it.each([1, 2, 81])("are the same everywhere, of %i neurons", async (N) => {
    const gain = tabulated(pA([0, 100, 300]), Hz([0, 5, 40]));
    const cells = population("cells", {
      N,
      equations: `dr/dt = (gain(I) - r)/tau : hertz
        dv/dt = (f(10*v - 5) + 0.3 - v)/(5*ms) + 0.1*xi*ms**-0.5 : 1
        I : amp`,
      threshold: "v > f(1.6) + 0.3",
      reset: "v = 0.1*twice(v)",
      method: "euler",
      parameters: { gain, f: curve, twice: formula("u", "2*f(u)"), tau: ms(10) },
      initial: { I: "400*pA*rand()" },
    });
    const input = poisson("input", 20, "g(t)", {
      g: tabulated(seconds([0, 0.02, 0.1]), Hz([20, 400, 0])),
    });
    const result = await expectSameEverywhere(
      network({
        populations: [cells],
        sources: [input],
        synapses: [
          synapses("links", {
            from: input,
            to: cells,
            connection: { rule: "probability", probability: 0.3 },
            equations: "w : 1\ndu/dt = -u/(5*ms) : 1",
            onPre: "w = h(u) + f_own(v_post); v += 0.1*w; u += 1",
            parameters: { h: tabulated([0, 1, 3], [1, 0.5, 0]), f_own: curve },
            delay: ms(0.5),
          }),
        ],
        record: [
          { of: "cells", variable: "r" },
          { of: "cells", variable: "v" },
        ],
        recordSpikes: ["cells", "input"],
        duration: ms(40),
      }),
    );
    expect(result.spikeCount("input")).toBeGreaterThan(20);
    if (N > 1) expect(result.spikeCount("cells")).toBeGreaterThan(0);
  });

  it("of 0 and no number are no number where they refuse, which ends the run", async () => {
    const cells = (outside: "hold" | "refuse") =>
      network({
        populations: [
          population("cells", {
            N: 3,
            equations: "dv/dt = f(v)/ms : 1",
            parameters: { f: tabulated([0, 1], [1, 1], { outside }) },
          }),
        ],
        duration: ms(3),
      });
    expect((await run(cells("hold"))).stop).toBe(0.003);
    for (const target of ["wasm", "interpreter"] as const)
      await expect(run(cells("refuse"), { target })).rejects.toThrow(
        "v of neuron 0 of cells is NaN",
      );
  });

  it("can be changed between runs", async () => {
    const of = (top: number) => tabulated([0, 1], [0, top]);
    const simulation = network({
      populations: [
        population("cells", {
          N: 2,
          equations: "dv/dt = f(1)/second : 1",
          parameters: { f: of(1) },
        }),
      ],
      duration: seconds(1),
    });
    const first = await run(simulation);
    const after = changed(simulation, { parameters: { cells: { f: of(5) } } });
    const state = await run(network({ ...after, record: [] }), { from: first.finalState });
    expect(state.start).toBe(1);
  });

  it.each<[() => unknown, string]>([
    [() => tabulated([0, 1, 2], [1, 2]), "invalid values of tabulated: 2 given; expected 3"],
    [() => tabulated([0], [1]), "expected a list of two points or more"],
    [() => tabulated([0, 0], [1, 2]), "invalid at of tabulated: 0 after 0"],
    [() => tabulated([1, 0], [1, 2]), "invalid at of tabulated: 0 after 1"],
    [() => tabulated([0, Number.NaN], [1, 2]), "NaN"],
    [() => tabulated([0, 1], [1, Number.POSITIVE_INFINITY]), "Infinity"],
    [() => tabulated(3 as never, [1, 2]), "invalid at of tabulated: 3"],
    [() => tabulated([mV(1), pA(1)] as never, [1, 2]), "at of tabulated"],
    [() => tabulated([0, 1], [0, 1], { outside: "zero" as never }), "invalid outside"],
    [() => tabulated([0, 1], [0, 1], { inside: 1 } as never), "unknown option of tabulated"],
    [() => model("dv/dt = f(v)/ms : 1", tabulated(mV([0, 1]), [0, 1])), "the argument of f"],
    [() => model("dv/dt = f(v)/ms : 1", tabulated([0, 1], mV([0, 1]))), "inconsistent units"],
    [() => model("dv/dt = f/ms : 1"), "f is a function; expected f(x)"],
    [() => model("dv/dt = f(v, v)/ms : 1"), "invalid arguments of f: 2 given; expected f(x)"],
    [() => model("dv/dt = f(v)/ms : 1\nf : 1"), "the equations declare it"],
    [
      () => model("dv/dt = f(v)/ms : 1", { ...curve, at: [1] } as never),
      "expected what tabulated()",
    ],
    [() => model("dv/dt = -f(v)*v/ms : 1", curve, "exact"), "exact"],
    [() => model("dv/dt = -v/ms + f(v)*xi*ms**-0.5 : 1", curve, "milstein"), "milstein"],
  ])("are refused in words: %s", (make, message) => {
    expect(make).toThrow(message);
  });
});

const model = (equations: string, f = curve, method = "euler") =>
  population("p", { N: 1, equations, parameters: { f }, method });
