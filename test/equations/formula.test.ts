import { describe, expect, it } from "vitest";
import { type Formula, formula } from "../../src/equations/index.js";
import { network, type PopulationOptions, population, synapses } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";

/** Variables of a population after one step of 1 ms, alike in both targets. */
async function valuesAfter(
  options: PopulationOptions,
  variables: readonly string[],
): Promise<number[]> {
  const both: number[][] = [];
  for (const target of ["interpreter", "wasm"] as const) {
    const p = population("p", options);
    const simulation = network({
      populations: [p],
      record: variables.map((variable) => ({ of: "p", variable })),
      recordAt: "end",
      duration: ms(1),
      dt: ms(1),
    });
    const result = await run(simulation, { target });
    both.push(variables.map((variable) => result.signals("p", variable).at(-1)?.values[0] ?? -1));
  }
  expect(both[0]).toEqual(both[1]);
  return both[0];
}

describe("formulas", () => {
  it("are called in equations, updates, thresholds, resets and values by text", async () => {
    const values = await valuesAfter(
      {
        N: 3,
        equations: `dv/dt = scaled(v, 3)/tau : volt
          s = hill(a, 2) + hill(2, 1) : 1
          a : 1
          r : 1
          start : 1`,
        update: "a = half(a) + half(4)",
        threshold: "isAbove(v, 1*mV)",
        reset: "r = square(square(2)) + k",
        refractory: "isAbove(0*mV, v)",
        parameters: {
          hill: formula("x, n", "x**n/(1 + x**n)"),
          half: formula("x", "x/2"),
          square: formula("k", "k**2"),
          scaled: formula("u, factor", "factor*u # its dimension is that of u"),
          isAbove: formula("x, y", "x > y"),
          k: 5,
          tau: ms(1),
          start: "square(i) + late",
          late: "half(k)",
        },
        initial: { v: "scaled(1*mV, half(2))", a: 3, r: 0 },
      },
      ["v", "s", "a", "r", "start"],
    );
    const hill = (x: number, n: number) => x ** n / (1 + x ** n);
    expect(values[0]).toBeCloseTo(4e-3, 15);
    expect(values.slice(1)).toEqual([hill(3.5, 2) + hill(2, 1), 3.5, 21, 6.5]);
  });

  it("are called in the texts of synapses: the target's and their own", async () => {
    const p = population("p", {
      N: 3,
      equations: "x : 1\ng : 1",
      update: "x = x + 1",
      threshold: "x == 1",
      parameters: { twice: formula("x", "2*x"), near: formula("a, b", "abs(a - b) < 2") },
      initial: { x: 0, g: 0 },
    });
    for (const target of ["interpreter", "wasm"] as const) {
      const simulation = network({
        populations: [p],
        synapses: [
          synapses("s", {
            from: p,
            to: p,
            connection: { rule: "condition", condition: "near(i, j) and i != j" },
            onPre: "g += twice(w) + plus(q)",
            parameters: { w: "twice(i) + j", plus: formula("x", "x + 100"), q: "plus(0)" },
            delay: "twice(i)*ms",
            plasticity: {
              variables: { z: 1 },
              onPre: "z = plus(z)",
              delayIn: "axon",
            },
          }),
        ],
        record: [{ of: "p", variable: "g" }],
        duration: ms(8),
        dt: ms(1),
      });
      const result = await run(simulation, { target });
      const last = result.signals("p", "g").map(({ values }) => values[values.length - 1]);
      // w is 1 from 0 to 1; 2 and 4 from 1 to 0 and 2; 5 from 2 to 1; q is 100
      expect(last).toEqual([204, 202 + 210, 208]);
      expect(Array.from(result.synapsesOf("s").delay.in(ms))).toEqual([0, 2, 2, 4]);
      expect(Array.from(result.synapsesOf("s").values.z.values)).toEqual([101, 101, 101, 101]);
    }
  });

  it("hide names by their arguments and read the others", async () => {
    // k is an argument of one and a name of the model in the other
    const parameters = { k: 7, f: formula("k", "k + 1"), g: formula("x", "f(x) + f(k)*x") };
    const [s] = await valuesAfter(
      { N: 1, equations: "s = g(2) : 1\nx : 1", parameters, initial: { x: 9 } },
      ["s"],
    );
    expect(s).toBe(3 + 8 * 2);
  });

  it.each<[string, Record<string, Formula | number>, string]>([
    ["s = f(2*ms) : 1", { f: formula("x", "x + 1*mV") }, "in f(x) = x + 1*mV"],
    ["s = f(2) : volt", { f: formula("x", "x + 1") }, "s must be voltage (V)"],
    [
      "s = f(2) : 1",
      { f: formula("x", "x + z") },
      'unknown name: z; did you mean "t"?; in f(x) = x + z',
    ],
    ["s = f(2, 3) : 1", { f: formula("x", "x") }, "invalid arguments of f: 2 given; expected f(x)"],
    ["s = f + 1 : 1", { f: formula("x", "x") }, "invalid name: f is a function; expected f(x)"],
    ["s = f(2) : 1", { f: formula("x", "f(x) + 1") }, "f calls itself"],
    ["s = f(2) : 1", { f: formula("x", "g(x)"), g: formula("x", "f(x)") }, "calls itself"],
    ["s = f(1) : 1\nf : 1", { f: formula("x", "x") }, "the equations declare it"],
    ["s = exp(1) : 1", { exp: formula("x", "x") }, "it is the name of a function"],
  ])("are refused where they do not fit: %s", (equations, parameters, message) => {
    const make = () => population("p", { N: 1, equations: `${equations}\ny : 1`, parameters });
    expect(make).toThrow(message);
  });

  it("do not grow without end", () => {
    const parameters = Object.fromEntries(
      Array.from({ length: 30 }, (_, k) => [
        `f${k}`,
        formula("x", k === 0 ? "x + 1" : `f${k - 1}(x) + f${k - 1}(x)`),
      ]),
    );
    const make = () => population("p", { N: 1, equations: "s = f29(1) : 1\ny : 1", parameters });
    expect(make).toThrow("written out it has more than 20000 parts");
  });

  it.each<[() => unknown, string]>([
    [() => formula(3 as never, "x"), "invalid arguments of formula: 3"],
    [() => formula("x, x", "x"), "x; it is there twice"],
    [() => formula("1x", "x"), "expected a name that a text can have"],
    [() => formula("exp", "exp"), "it is the name of a function"],
    [() => formula("t", "t"), "a meaning of its own"],
    [() => formula("x", "x +"), 'something is missing after "+"'],
    [() => formula("x", 5 as never), "invalid formula: 5; expected text"],
  ])("are refused: %s", (make, message) => {
    expect(make).toThrow(message);
  });

  it("travel as plain data", async () => {
    const f = structuredClone({ ...formula("x", "x*2") });
    const [s] = await valuesAfter(
      { N: 1, equations: "s = f(4) : 1\ny : 1", parameters: { f }, initial: { y: 0 } },
      ["s"],
    );
    expect(s).toBe(8);
    expect(`${formula("x,y", "x*y ")}`).toBe("formula(x, y) = x*y");
    expect(mV(1).in(mV)).toBe(1);
  });
});
