import { describe, expect, it } from "vitest";
import {
  network,
  type PopulationOptions,
  population,
  type SynapsesOptions,
  synapses,
} from "../../src/network/index.js";
import { poisson } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { Hz, ms } from "../../src/units/index.js";
import { expectAlike } from "../helpers/compareTargets.js";

const CELL: PopulationOptions = {
  N: 301,
  equations: "dv/dt = (1.2 - v)/(10*ms) : 1\nx : 1",
  threshold: "v > 1",
  reset: "v = 0",
  initial: { v: "rand()", x: 0 },
};

/** Models that draw in their steps. */
const MODELS: Record<string, Partial<PopulationOptions>> = {
  "in an update": { update: "x = x + rand() - 0.5*randn()" },
  "in a threshold": { threshold: "rand() < 100*Hz*dt*int(v > 0.2)" },
  "in a reset": { reset: "v = 0.3*rand(); x += poisson(3 + i/100)" },
  "Poisson deviates of any mean": { update: "x = poisson(i/2.0)" },
  "Poisson deviates whose mean all share": {
    update: "x = poisson(0) + 3*poisson(1.8) + 5*poisson(8) + 7*poisson(8.1) + 11*poisson(123.4)",
  },
  "Poisson deviates whose mean all share, in each step another": {
    update: "x = poisson(2 + sin(t/ms)) + poisson(9000*Hz*t)",
  },
  "Poisson deviates of few neurons that share a mean": {
    N: 99,
    update: "x = poisson(1.8); v += 0.01*poisson(x)",
  },
  "Poisson deviates of few neurons that share a mean, in each step another": {
    N: 9,
    update: "x = poisson(2 + sin(t/ms)) + 100*poisson(9000*Hz*t)",
  },
  "Poisson deviates of one neuron": { N: 1, update: "x = poisson(3) + 100*poisson(2 + sin(t/ms))" },
  "Poisson deviates whose shared mean is used otherwise, too": {
    N: 256,
    equations: "dv/dt = (1.2 - v)/(10*ms) : 1\nm = 9000*Hz*t : 1\nx : 1",
    update: "x = poisson(m) + 1000*m + 100*poisson(m*int(i > 7)) + poisson(9000*Hz*t)",
  },
  "several noises": {
    equations:
      "dv/dt = (1.2 - v)/(10*ms) + 0.3*xi_a/sqrt(10*ms) + 0.1*xi_b/sqrt(10*ms) + 0.1*xi/sqrt(10*ms) : 1\ndx/dt = -x/(10*ms) + xi_a/sqrt(ms) : 1",
    method: "heun",
  },
};

const SYNAPSES: Record<string, Omit<SynapsesOptions, "from" | "to" | "connection">> = {
  "release with a probability": { onPre: "v += 0.1*int(rand() < p)", parameters: { p: 0.3 } },
  "jitter of a change": {
    equations: "w : 1",
    onPre: "w += 0.01*randn(); v += w",
    onPost: "w -= 0.001*rand()",
  },
  "noise in equations": {
    equations: "dw/dt = -w/(10*ms) + 0.1*xi/sqrt(10*ms) : 1",
    method: "heun",
    onPre: "v += 0.1*w",
  },
  "one to one": { onPre: "v += 0.1*rand()" },
};

const someOf = (N: number): number[] => [0, 7, 255, 256, 300].filter((k) => k < N);

const inputs = poisson("inputs", 301, Hz(200));
const networkOf = (
  model: Partial<PopulationOptions>,
  options: Omit<SynapsesOptions, "from" | "to" | "connection"> | undefined,
  duration: number,
  rule: SynapsesOptions["connection"] = { rule: "probability", probability: 0.01 },
) => {
  const cells = population("cells", { ...CELL, ...model });
  return network({
    populations: [cells],
    sources: [inputs],
    synapses: options
      ? [synapses("s", { from: inputs, to: cells, connection: rule, ...options })]
      : [],
    record: [
      { of: "cells", variable: "v", neurons: someOf(cells.N) },
      { of: "cells", variable: "x", neurons: someOf(cells.N) },
    ],
    duration: ms(duration),
  });
};

const CASES = [
  ...Object.entries(MODELS).map(([name, model]) => [name, model, undefined, undefined] as const),
  ...Object.entries(SYNAPSES).map(
    ([name, options]) =>
      [
        `synapses: ${name}`,
        {},
        options,
        name === "one to one" ? ({ rule: "oneToOne" } as const) : undefined,
      ] as const,
  ),
];

describe.each(CASES)("draws of steps, %s", (_, model, options, rule) => {
  it("are the same on both targets, on threads, and continued", async () => {
    const whole = networkOf(model, options, 20, rule);
    const fast = await run(whole, { threads: 1 });
    expectAlike(fast, await run(whole, { target: "interpreter" }));
    const half = networkOf(model, options, 10, rule);
    const first = await run(half, { threads: 2 });
    const second = await run(half, { threads: 1, from: first.finalState });
    const of = (result: typeof fast, variable: string) =>
      result.signals("cells", variable).map(({ values }) => Array.from(values));
    for (const variable of ["v", "x"]) {
      const parts = [first, second].map((result) => of(result, variable));
      expect(parts[0].map((values, k) => [...values, ...parts[1][k]])).toEqual(of(fast, variable));
    }
  });
});

describe("deviates drawn in steps", () => {
  it("have the moments of their distributions, each occurrence by itself", async () => {
    const cells = population("cells", {
      N: 2000,
      equations: "u : 1\nn : 1\np : 1\nq : 1\nother : 1",
      update: "u = rand(); n = randn(); p = poisson(2.5); q = poisson(60); other = rand()",
      initial: { u: 0, n: 0, p: 0, q: 0, other: 0 },
    });
    const record = ["u", "n", "p", "q", "other"].map((variable) => ({ of: "cells", variable }));
    const result = await run(
      network({ populations: [cells], record, recordAt: "end", duration: ms(2) }),
    );
    const all = (variable: string) =>
      result.signals("cells", variable).flatMap(({ values }) => Array.from(values));
    const moments = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return [mean, values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length];
    };
    for (const [variable, mean, variance] of [
      ["u", 0.5, 1 / 12],
      ["n", 0, 1],
      ["p", 2.5, 2.5],
      ["q", 60, 60],
    ] as const) {
      const [m, v] = moments(all(variable));
      // 40 000 deviates: five standard errors
      expect(Math.abs(m - mean)).toBeLessThan((5 * Math.sqrt(variance)) / 200);
      expect(Math.abs(v / variance - 1)).toBeLessThan(0.06);
    }
    const [u, other] = [all("u"), all("other")];
    const correlation = u.reduce((sum, value, k) => sum + (value - 0.5) * (other[k] - 0.5), 0);
    expect(Math.abs((correlation * 12) / u.length)).toBeLessThan(0.025);
  });

  it.each<[string, Partial<PopulationOptions>, string]>([
    ["in equations", { equations: "dv/dt = rand()/ms : 1\nx : 1" }, "unknown function: rand"],
    ["with arguments", { reset: "v = rand(2)" }, "invalid arguments of rand"],
    ["poisson without a mean", { reset: "v = poisson()" }, "invalid arguments of poisson"],
    ["poisson of a voltage", { reset: "v = poisson(2*mV)" }, "inconsistent units"],
    ["a parameter called xi_1", { parameters: { xi_1: 3 } }, "it is a noise of its own"],
    [
      "a noise in a reset",
      { reset: "v = xi_1*ms**0.5" },
      "noise goes into differential equations only",
    ],
    ["a noise that is not linear", { equations: "dv/dt = xi_a*xi_b : 1\nx : 1" }, "invalid noise"],
  ])("are refused %s", (_, model, message) => {
    expect(() => networkOf(model, undefined, 10)).toThrow(message);
  });

  it("are refused on the streams of published programs", async () => {
    const cells = population("cells", { ...CELL, reset: "v = 0.1*rand()", initial: {} });
    const drawing = network({ populations: [cells], duration: ms(1), stream: "numpy" });
    await expect(run(drawing)).rejects.toThrow("invalid stream: numpy");
  });
});
