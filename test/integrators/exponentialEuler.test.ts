import { describe, expect, it } from "vitest";
import { network, type PopulationOptions, population } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { Hz, mS, ms, mV, uA, uF } from "../../src/units/index.js";
import { readJSON } from "../helpers/data.js";

/** Traces of a neuron at the ends of steps. */
async function traces(
  model: Omit<PopulationOptions, "N">,
  variables: readonly string[],
  [duration, dt]: [number, number],
): Promise<Float64Array[]> {
  const neuron = population("neuron", { N: 1, method: "exponential_euler", ...model });
  const result = await run(
    network({
      populations: [neuron],
      record: variables.map((variable) => ({ of: "neuron", variable })),
      recordAt: "end",
      duration: ms(duration),
      dt: ms(dt),
    }),
  );
  return variables.map((variable) => result.signal("neuron", variable, 0).values);
}

/** dv/dt = (a - k v)/tau from 0, after a time of tau. */
const solution = (k: number): number => (k === 0 ? 1 : -Math.expm1(-k) / k);

describe("exponential Euler with a small coefficient", () => {
  it.each([0, 1e-300, 1e-18, 1e-14, -1e-14, 1e-9, -1e-9, 1e-6, 1e-3, 1, -1, 50])(
    "is right to the last digits: %s",
    async (k) => {
      const [v] = await traces(
        {
          equations: "dv/dt = (a - k*v)/tau : 1",
          parameters: { tau: ms(1), a: 1, k },
        },
        ["v"],
        [1, 0.1],
      );
      expect(Math.abs(Number(v.at(-1)) / solution(k) - 1)).toBeLessThan(1e-14);
    },
  );

  it("is right for every neuron where it differs from one to another", async () => {
    const ks = [0, 1e-14, 1e-7, 2];
    const neurons = population("neurons", {
      N: 4,
      method: "exponential_euler",
      equations: "dv/dt = (1 - k*v)/tau : 1",
      parameters: { tau: ms(1), k: ks },
    });
    const record = [{ of: "neurons", variable: "v" }];
    const result = await run(
      network({ populations: [neurons], record, recordAt: "end", duration: ms(1) }),
    );
    ks.forEach((k, i) => {
      const v = Number(result.signal("neurons", "v", i).values.at(-1));
      expect(Math.abs(v / solution(k) - 1)).toBeLessThan(1e-14);
    });
  });
});

interface Published {
  morrisLecar: { v: number[]; w: number[] };
  wangBuzsaki: { v: number[]; h: number[]; n: number[] };
}

describe("coefficients that depend on the variable itself, against Brian 2", () => {
  const brian = readJSON<Published>("brian_models.json");

  function expectSame(ours: Float64Array, theirs: readonly number[], every: number): void {
    theirs.forEach((value, k) => {
      expect(Math.abs(ours[every * k] - value)).toBeLessThan(1e-10);
    });
  }

  it("Morris-Lecar", async () => {
    const [v, w] = await traces(
      {
        equations: `
          dv/dt = (I - gca*m*(v - vca) - gk*w*(v - vk) - gl*(v - vl))/C : volt
          m = 0.5*(1 + tanh((v - v1)/v2)) : 1
          winf = 0.5*(1 + tanh((v - v3)/v4)) : 1
          dw/dt = phi*(winf - w)*cosh((v - v3)/(2*v4)) : 1`,
        parameters: {
          I: uA(90),
          gca: mS(4.4),
          gk: mS(8),
          gl: mS(2),
          vca: mV(120),
          vk: mV(-84),
          vl: mV(-60),
          C: uF(20),
          v1: mV(-1.2),
          v2: mV(18),
          v3: mV(2),
          v4: mV(30),
          phi: Hz(40),
        },
        initial: { v: mV(-20), w: 0.1 },
      },
      ["v", "w"],
      [100, 0.1],
    );
    expectSame(v, brian.morrisLecar.v, 20);
    expectSame(w, brian.morrisLecar.w, 20);
    // it does spike
    expect(Math.max(...v)).toBeGreaterThan(0.02);
  });

  it("Wang and Buzsáki", async () => {
    const [v, h, n] = await traces(
      {
        equations: `
          dv/dt = (-gNa*m**3*h*(v - ENa) - gK*n**4*(v - EK) - gL*(v - EL) + Iapp)/Cm : volt
          m = alpham/(alpham + betam) : 1
          alpham = 0.1/mV*10*mV/exprel(-(v + 35*mV)/(10*mV))/ms : Hz
          betam = 4*exp(-(v + 60*mV)/(18*mV))/ms : Hz
          dh/dt = 5*(alphah*(1 - h) - betah*h) : 1
          alphah = 0.07*exp(-(v + 58*mV)/(20*mV))/ms : Hz
          betah = 1./(exp(-0.1/mV*(v + 28*mV)) + 1)/ms : Hz
          dn/dt = 5*(alphan*(1 - n) - betan*n) : 1
          alphan = 0.01/mV*10*mV/exprel(-(v + 34*mV)/(10*mV))/ms : Hz
          betan = 0.125*exp(-(v + 44*mV)/(80*mV))/ms : Hz`,
        parameters: {
          gNa: mS(35),
          gK: mS(9),
          gL: mS(0.1),
          ENa: mV(55),
          EK: mV(-90),
          EL: mV(-65),
          Cm: uF(1),
          Iapp: uA(1),
        },
        initial: { v: mV(-70), h: 1 },
      },
      ["v", "h", "n"],
      [40, 0.01],
    );
    expectSame(v, brian.wangBuzsaki.v, 100);
    expectSame(h, brian.wangBuzsaki.h, 100);
    expectSame(n, brian.wangBuzsaki.n, 100);
    expect(Math.max(...v)).toBeGreaterThan(0.02);
  });
});
