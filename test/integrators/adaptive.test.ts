import { describe, expect, it } from "vitest";
import { every, timed } from "../../src/equations/index.js";
import { soma } from "../../src/morphology/index.js";
import {
  compartments,
  network,
  type PopulationOptions,
  population,
  synapses,
} from "../../src/network/index.js";
import { abstractCode, program } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV, parseQuantity, um } from "../../src/units/index.js";
import { expectSameEverywhere } from "../helpers/everywhere.js";

/** Van der Pol's oscillator, relaxed, fast and stiff. */
const oscillators = (options: Partial<PopulationOptions> = {}) =>
  population("cells", {
    N: 3,
    equations: `dx/dt = y/ms : 1
      dy/dt = (mu*(1 - x**2)*y - x)/ms : 1
      mu : 1`,
    parameters: { mu: [0.5, 5, 100] },
    initial: { x: 2 },
    method: "rkf45",
    ...options,
  });

const ends = async (cells: ReturnType<typeof oscillators>, dt = 0.1) => {
  const result = await run(
    network({
      populations: [cells],
      record: [{ of: "cells", variable: "x" }],
      recordAt: "end",
      duration: ms(20),
      dt: ms(dt),
    }),
  );
  return result.signals("cells", "x").map(({ values }) => values.at(-1) as number);
};

describe("rkf45", () => {
  it("keeps its error near the tolerance, whatever the time step and the stiffness", async () => {
    // rk4 with 200 times as many steps: its error is below 1e-11
    const exact = await ends(oscillators({ method: "rk4" }), 0.0005);
    for (const [tolerance, bound] of [
      [1e-3, 2e-1],
      [1e-6, 2e-5],
      [1e-9, 1e-7],
      [1e-12, 1e-10],
    ])
      for (const dt of [0.1, 1]) {
        const errors = (await ends(oscillators({ tolerance }), dt)).map((x, k) => x - exact[k]);
        expect(Math.max(...errors.map(Math.abs)), `${tolerance} ${dt}`).toBeLessThan(bound);
      }
    // the stiff one is beyond rk4 of that step
    await expect(ends(oscillators({ method: "rk4" }))).rejects.toThrow("of cells is");
  });

  it("is of order 5 where a step of its own is the time step", async () => {
    // the tolerance is never what decides
    const errorWith = async (dt: number) => {
      const decay = population("cells", {
        N: 1,
        equations: "dx/dt = -x/ms : 1",
        initial: { x: 1 },
        method: "rkf45",
        tolerance: 0.1,
      });
      return Math.abs((await ends(decay, dt))[0] / Math.exp(-20) - 1);
    };
    const ratio = (await errorWith(0.5)) / (await errorWith(0.25));
    expect(ratio).toBeGreaterThan(24);
    expect(ratio).toBeLessThan(44);
  });

  it("keeps its error where actions draw values and time constants anew", async () => {
    // Brian's examples/advanced/compare_GSL_to_conventional.py; exponential_euler is exact here
    const traces = async (options: Partial<PopulationOptions>) => {
      const cells = population("cells", {
        N: 100,
        equations: `dv/dt = (5 - v)/tau : 1
          tau : second`,
        initial: { tau: ms(1) },
        actions: [every(ms(10), "v = rand(); tau = 0.1*ms + 9.9*ms*rand()")],
        ...options,
      });
      const record = [{ of: "cells", variable: "v" }];
      const result = await run(network({ populations: [cells], record, duration: ms(200) }));
      return result.signals("cells", "v").flatMap(({ values }) => Array.from(values));
    };
    const exact = await traces({ method: "exponential_euler" });
    const errorOf = async (options: Partial<PopulationOptions>) =>
      (await traces(options)).reduce((most, v, k) => Math.max(most, Math.abs(v - exact[k])), 0);
    expect(await errorOf({ method: "rk4" })).toBeGreaterThan(1e-3);
    for (const tolerance of [1e-4, 1e-6, 1e-9])
      expect(await errorOf({ method: "rkf45", tolerance })).toBeLessThan(5 * tolerance);
  });

  it("reads t where its stages stand", async () => {
    // x' = 5 t^4: a method of order 5 has no error but that of rounding
    const cells = population("cells", {
      N: 2,
      equations: "dx/dt = 5*(t/ms)**4/ms*s : 1\ns = 1 + 0*t/ms : 1",
      method: "rkf45",
    });
    for (const x of await ends(cells, 1)) expect(x / 20 ** 5).toBeCloseTo(1, 12);
  });

  it.each([1, 2, 5])("gives the same everywhere, of %i neurons", async (N) => {
    const cells = population("cells", {
      N,
      equations: `dv/dt = (m**3*(1.5 - v) - 0.3*v + I(t) + g)/ms : 1 (unless refractory)
        dm/dt = (m_inf - m)/tau : 1
        dg/dt = -g/(3*ms) : 1
        m_inf = 1/(1 + exp(-(v - 0.5)/0.1)) : 1
        tau = (0.05 + 0.5*sinh(1.6*m)/2.4)*ms : second`,
      threshold: "v > 1",
      reset: "v = 0; m = 0",
      refractory: ms(1),
      method: "rkf45",
      parameters: { I: timed([0.3, 0.5, 0.1], ms(15)) },
      initial: { v: "0.4*i/N" },
    });
    const result = await expectSameEverywhere(
      network({
        populations: [cells],
        synapses: [
          synapses("links", {
            from: cells,
            to: cells,
            connection: { rule: "allToAll" },
            onPre: "g += 0.05",
            delay: ms(1.5),
          }),
        ],
        record: ["v", "m"].map((variable) => ({ of: "cells", variable })),
        duration: ms(40),
      }),
    );
    expect(result.spikeCount()).toBeGreaterThan(2);
  });

  it("ends the run where a neuron does not come to the end of a step", async () => {
    const cells = population("cells", {
      N: 2,
      equations: "dx/dt = x**2/ms : 1",
      initial: { x: "0.1 + i" },
      method: "rkf45",
    });
    // x of neuron 1 becomes infinite at 1/1.1 ms
    for (const target of ["wasm", "interpreter"] as const)
      await expect(
        run(network({ populations: [cells], duration: ms(5) }), { target }),
      ).rejects.toThrow(/x of neuron 1 of cells is .* at (0\.9|1) ms/);
  });

  it("shows itself", () => {
    const code = abstractCode(oscillators());
    expect(code).toContain("repeat\n  'step = min('length, 'left)");
    expect(code).toContain("while 'left > 0");
    expect(String(program(oscillators()))).toContain("while 'left > 0");
  });

  it.each<[() => unknown, string]>([
    [() => oscillators({ tolerance: 0 }), "invalid tolerance: 0"],
    [() => oscillators({ tolerance: 1 }), "invalid tolerance: 1"],
    [() => oscillators({ tolerance: Number.NaN }), "invalid tolerance: NaN"],
    [() => oscillators({ tolerance: mV(1) as never }), "tolerance"],
    [
      () => oscillators({ tolerance: 1e-6, method: "rk4" }),
      "the method rk4 has steps of one length",
    ],
    [
      () => oscillators({ equations: "dx/dt = xi*ms**-0.5 : 1\nmu : 1" }),
      "the equations have noise",
    ],
    [
      () =>
        synapses("links", {
          from: oscillators(),
          to: oscillators(),
          connection: { rule: "allToAll" },
          equations: "dg/dt = -g/ms : 1",
          method: "rkf45",
        }),
      "it takes steps of its own, which single neurons can",
    ],
    [
      () =>
        compartments("cell", {
          morphology: soma({ diameter: um(20) }),
          Cm: parseQuantity("1 uF/cm^2"),
          Ri: parseQuantity("150 ohm cm"),
          equations: "Im = 0*amp/metre**2 : amp/metre**2\ndm/dt = -m/ms : 1",
          method: "rkf45",
        } as never),
      "the cable equation of compartments takes the network's",
    ],
  ])("is refused in words: %s", (make, message) => {
    expect(make).toThrow(message);
  });
});
