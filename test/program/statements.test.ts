import { describe, expect, it } from "vitest";
import { network, type PopulationOptions, population } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";

const TARGETS = ["wasm", "interpreter"] as const;

/** Values at the ends of steps of one neuron, on a target. */
async function values(
  model: Omit<PopulationOptions, "N">,
  variables: readonly string[],
  target: (typeof TARGETS)[number],
  steps = 3,
): Promise<number[][]> {
  const neuron = population("neuron", { N: 1, ...model });
  const result = await run(
    network({
      populations: [neuron],
      record: variables.map((variable) => ({ of: "neuron", variable })),
      recordAt: "end",
      duration: ms(0.1 * steps),
    }),
    { target },
  );
  return variables.map((variable) => [...result.signal("neuron", variable, 0).values]);
}

describe.each(TARGETS)(
  "subexpressions are what their text says when they are read, %s",
  (target) => {
    it("within an update, after its own assignments", async () => {
      const model = {
        equations: "x : 1\ny : 1\nz : 1\ns = 2*x : 1\nd = s + y : 1",
        update: "y = s; x = x + 1; y = y + s; z = d; x = x + 1",
      };
      expect(await values(model, ["x", "y", "z", "s", "d"], target)).toEqual([
        [2, 4, 6],
        [2, 10, 18],
        [4, 16, 28],
        [4, 8, 12],
        [6, 18, 30],
      ]);
    });

    it("within an update that uses names of its own", async () => {
      const model = {
        equations: "x : 1\nh : 1\ns = x*x : 1",
        update: "old = s; x = x + 1; h = s - old; x += h*0",
      };
      expect(await values(model, ["h"], target)).toEqual([[1, 3, 5]]);
    });

    it("beside equations: an update comes after them", async () => {
      for (const method of ["euler", "heun", "rk2", "rk4", "exponential_euler", "exact"]) {
        const model = {
          method,
          equations: "dx/dt = 1/ms : 1\ny : 1\ns = 10*x : 1",
          update: "y = s",
        };
        const [[first], [y]] = await values(model, ["x", "y"], target, 1);
        expect(first).toBeCloseTo(0.1, 14);
        expect(y).toBeCloseTo(1, 14);
      }
    });

    it("within a reset, and a threshold", async () => {
      const model = {
        equations: "x : 1\ny : 1\ns = 2*x : 1",
        update: "x = x + 1",
        threshold: "s > 3",
        reset: "x = 10; y = s; x = 0; y += 0.5*s",
      };
      expect(await values(model, ["x", "y"], target, 3)).toEqual([
        [1, 0, 1],
        [0, 20, 20],
      ]);
    });

    // Wang and Buszáki's neuron, stepped by hand: rates are those of the voltage as it is when they are read
    it("in a model that is given as a map", async () => {
      const rates = `
      m = alpham/(alpham + betam) : 1
      alpham = 0.1/mV*10*mV/exprel(-(v + 35*mV)/(10*mV))/ms : Hz
      betam = 4*exp(-(v + 60*mV)/(18*mV))/ms : Hz
      alphah = 0.07*exp(-(v + 58*mV)/(20*mV))/ms : Hz
      betah = 1./(exp(-0.1/mV*(v + 28*mV)) + 1)/ms : Hz
      I = 35*mS*m**3*h*(55*mV - v) + 0.1*mS*(-65*mV - v) + 1*uA : amp`;
      const written = await values(
        {
          equations: `v : volt\nh : 1${rates}`,
          update: `v = v + dt*I/(1*uF)
                 h = h + dt*5*(alphah*(1 - h) - betah*h)`,
          initial: { v: mV(-64), h: 0.78 },
        },
        ["v", "h"],
        target,
        200,
      );
      let [v, h] = [-64, 0.78];
      const exprel = (x: number): number => (x === 0 ? 1 : Math.expm1(x) / x);
      for (let step = 0; step < 200; step++) {
        const alpham = 1 / exprel(-(v + 35) / 10);
        const betam = 4 * Math.exp(-(v + 60) / 18);
        const m = alpham / (alpham + betam);
        v += 0.1 * (35 * m ** 3 * h * (55 - v) + 0.1 * (-65 - v) + 1);
        const alphah = 0.07 * Math.exp(-(v + 58) / 20);
        const betah = 1 / (Math.exp(-0.1 * (v + 28)) + 1);
        h += 0.1 * 5 * (alphah * (1 - h) - betah * h);
        expect(Math.abs(written[0][step] * 1000 - v)).toBeLessThan(1e-7);
        expect(Math.abs(written[1][step] - h)).toBeLessThan(1e-9);
      }
      expect(v).toBeGreaterThan(-60);
    });
  },
);
