import { describe, expect, it } from "vitest";
import { parseExpression, print } from "../../src/equations/index.js";
import { network, type PopulationOptions, population, synapses } from "../../src/network/index.js";
import { integers, oneOf, uniform } from "../../src/random/index.js";
import { run } from "../../src/run/index.js";
import { ms, mV } from "../../src/units/index.js";

/** The value of an expression in both targets. */
async function gives(text: string, unit = "1"): Promise<number> {
  const values: number[] = [];
  for (const target of ["interpreter", "wasm"] as const) {
    const p = population("p", {
      N: 1,
      equations: `s = ${text} : ${unit}\nx : 1`,
      initial: { x: 0 },
    });
    const record = [{ of: "p", variable: "s" }];
    const result = await run(
      network({ populations: [p], record, duration: ms(0.1), dt: ms(0.1) }),
      { target },
    );
    values.push(result.signal("p", "s", 0).values[0]);
  }
  expect(values[0]).toBe(values[1]);
  return values[0];
}

const refused = (text: string, unit = "1") =>
  expect(() => population("p", { N: 1, equations: `s = ${text} : ${unit}\nx : 1` }));

describe("%", () => {
  it("gives what remains, with the divisor's sign, as in Python", async () => {
    expect(await gives("7 % 3")).toBe(1);
    expect(await gives("-7 % 3")).toBe(2);
    expect(await gives("7 % -3")).toBe(-2);
    expect(await gives("-(7 % 3)")).toBe(-1);
    expect(await gives("2*7 % 4*3")).toBe(6);
    expect(await gives("1 % 0.1")).toBe(0.09999999999999995);
    expect(await gives("(7 // 2) + 7 % 2")).toBe(4);
    expect(await gives("-7.5*mV % (2*mV)", "volt")).toBeCloseTo(0.5e-3, 15);
  });

  it("binds like a product and asks for one dimension", () => {
    expect(print(parseExpression("a + b % c**2"))).toBe("a + mod(b, c**2)");
    refused("3*mV % (2*ms)").toThrow('"2*ms" is time (s)'.replace('"2*ms"', '"(2*ms)"'));
    refused("3*mV % 2*mV", "volt").toThrow("inconsistent units");
  });
});

describe("inverse functions", () => {
  it("take plain numbers; atan2 takes two of one dimension", async () => {
    expect(await gives("atan2(3*mV, -3*mV)")).toBe((3 * Math.PI) / 4);
    refused("asin(3*mV)").toThrow("expected a plain number");
    refused("atan2(3*mV, 2*ms)").toThrow("inconsistent units");
    refused("atan(1, 2)").toThrow("2 given, expected 1");
  });
});

describe("inf", () => {
  it("bounds quantities of any dimension", async () => {
    expect(await gives("clip(-3*mV, 0*mV, inf)", "volt")).toBe(0);
    expect(await gives("clip(3*mV, -inf, inf)", "volt")).toBe(3e-3);
    expect(await gives("min(inf, 2*ms)", "second")).toBe(2e-3);
    expect(await gives("int(3*mV < inf) + int(3*mV > -inf)")).toBe(2);
  });

  it("is refused where a value is wanted", () => {
    for (const text of [
      "inf",
      "-inf",
      "inf + 1",
      "2*inf",
      "exp(-inf)",
      "abs(inf)",
      "min(inf, inf)",
    ])
      refused(text).toThrow("expected inf only as a bound");
    const make = (more: object) => () =>
      population("p", { N: 1, equations: "x : 1", ...more } as PopulationOptions);
    expect(make({ update: "y = inf; x = min(y, 1)" })).toThrow("only as a bound");
    expect(make({ initial: { x: "inf" } })).toThrow("only as a bound");
    expect(make({ parameters: { a: "inf" } })).toThrow("only as a bound");
    expect(make({ parameters: { inf: 3 } })).toThrow("a meaning of its own");
  });
});

/** A population's variables after some steps of 1 ms, alike in both targets. */
async function valuesAfter(
  options: PopulationOptions,
  variables: readonly string[],
  steps = 3,
): Promise<number[][]> {
  const both: number[][][] = [];
  for (const target of ["interpreter", "wasm"] as const) {
    const simulation = network({
      populations: [population("p", options)],
      record: variables.map((variable) => ({ of: "p", variable })),
      recordAt: "end",
      duration: ms(steps),
      dt: ms(1),
    });
    const result = await run(simulation, { target });
    both.push(
      variables.flatMap((variable) =>
        result.signals("p", variable).map(({ values }) => Array.from(values)),
      ),
    );
  }
  expect(both[0]).toEqual(both[1]);
  return both[0];
}

describe("boolean variables", () => {
  it("are truth values in expressions and are assigned truth values", async () => {
    const options: PopulationOptions = {
      N: 2,
      equations: `x : 1
        active : boolean
        toggles : boolean
        always : boolean
        given : boolean (constant)
        both = active and not (toggles and False) : boolean`,
      update: "x = x + int(both or given); toggles = not toggles; active = x > 1",
      parameters: { given: [true, false] },
      initial: { x: 0, active: true, always: "i < 5 and True", toggles: [0, 1] },
    };
    const [x0, x1, active, , toggles0, toggles1, always] = await valuesAfter(options, [
      "x",
      "active",
      "toggles",
      "always",
    ]);
    expect(x0).toEqual([1, 2, 3]);
    expect(x1).toEqual([1, 1, 1]);
    expect(active).toEqual([0, 1, 1]);
    expect(toggles0).toEqual([1, 0, 1]);
    expect(toggles1).toEqual([0, 1, 0]);
    expect(always).toEqual([1, 1, 1]);
  });

  it("go into thresholds, resets, refractory conditions and synapses of both sides", async () => {
    const neurons = population("p", {
      N: 2,
      equations: "x : 1\nfired : boolean\nready : boolean\nseen : 1\nlit : boolean",
      update: "x = x + 1",
      threshold: "ready and x > 1",
      reset: "fired = True; ready = False",
      refractory: "fired and not ready",
      initial: { x: 0, ready: "i == 0", fired: false, seen: 0, lit: false },
    });
    for (const target of ["interpreter", "wasm"] as const) {
      const simulation = network({
        populations: [neurons],
        synapses: [
          synapses("s", {
            from: neurons,
            to: neurons,
            connection: { rule: "condition", condition: "ready_pre and not ready_post" },
            onPre: "seen += int(ready_pre) + 10*int(fired) + w; lit_post = not lit",
            parameters: { w: "100*int(ready_pre)" },
          }),
        ],
        record: ["seen", "fired", "lit"].map((variable) => ({ of: "p", variable })),
        recordAt: "end",
        duration: ms(4),
        dt: ms(1),
      });
      const result = await run(simulation, { target });
      const last = (variable: string) =>
        result.signals("p", variable).map(({ values }) => values[values.length - 1]);
      expect(last("seen")).toEqual([0, 101]);
      expect(last("fired")).toEqual([1, 0]);
      expect(last("lit")).toEqual([0, 1]);
    }
  });

  it.each<[Partial<PopulationOptions>, string]>([
    [{ equations: "da/dt = True : boolean" }, "invalid type: boolean; a has a derivative"],
    [{ equations: "a : boolean", update: "a = 1" }, "a must be a truth value, but"],
    [{ equations: "a : boolean\nx = 2*a : 1" }, "uses a truth value as a number"],
    [{ equations: "a = 3 : boolean" }, "a must be a truth value"],
    [{ equations: "a : boolean", parameters: { a: 2 } }, "invalid a: 2; it is declared boolean"],
    [{ equations: "a : boolean", parameters: { a: [true, 0.5] as never } }, "invalid a[1]: 0.5"],
    [
      { equations: "a : boolean", initial: { a: uniform(0, 1) } },
      'expected text like "rand() < 0.5"',
    ],
    [{ equations: "a : boolean", initial: { a: "rand()" } }, "must be a truth value"],
    [{ equations: "a : 1", parameters: { a: true } }, "invalid a: true; expected a"],
  ])("are refused as %o", (options, message) => {
    expect(() => population("p", { N: 2, equations: "x : 1", ...options })).toThrow(message);
  });
});

describe("integer variables", () => {
  it("hold whole numbers", async () => {
    const [count, sum, die] = await valuesAfter(
      {
        N: 1,
        equations: "count : integer\nsum : integer\ndie : integer\nodd = count % 2 : integer",
        update: "count += 1; sum = (sum + int(1.5*count) // 2) + odd*i + clip(-count, -2, inf)",
        initial: { count: 4, sum: "int(5*rand())*0", die: integers(1, 6) },
      },
      ["count", "sum", "die"],
    );
    expect(count).toEqual([5, 6, 7]);
    expect(sum).toEqual([1, 3, 6]);
    expect(die[0] % 1).toBe(0);
  });

  it.each<[Partial<PopulationOptions>, string]>([
    [{ equations: "dn/dt = 1/ms : integer" }, "invalid type: integer; n has a derivative"],
    [{ equations: "n : integer", update: "n = 0.5*n" }, '"0.5*n" may have a fraction'],
    [{ equations: "n : integer\nx : 1", update: "n = x" }, "n is an integer; int(...) cuts it off"],
    [{ equations: "n : integer", update: "n /= 2" }, "may have a fraction"],
    [{ equations: "n = t/ms : integer" }, "may have a fraction"],
    [{ equations: "n : integer", parameters: { n: 1.5 } }, "1.5; it is declared integer"],
    [{ equations: "n : integer", initial: { n: uniform(0, 3) } }, "expected integers(from, to)"],
    [{ equations: "n : integer", initial: { n: oneOf([0, 0.5]) } }, "expected integers(from, to)"],
    [{ equations: "n : integer", initial: { n: "rand()" } }, "may have a fraction"],
    [{ equations: "n : integer", initial: { n: mV(1) as never } }, "expected a plain number"],
  ])("are refused as %o", (options, message) => {
    expect(() => population("p", { N: 2, equations: "x : 1", ...options })).toThrow(message);
  });
});

describe("shared variables", () => {
  it("are one for all", async () => {
    const [phase, phase1, v] = await valuesAfter(
      {
        N: 2,
        equations: `phase : 1 (shared)
          wave = a*phase + t/ms + step : 1 (shared)
          step : 1 (shared, constant)
          v : 1`,
        update: "phase = phase + 1 + 0*wave; v = wave + i",
        parameters: { a: 2, step: 100 },
        initial: { phase: 5 },
      },
      ["phase", "v"],
    );
    expect(phase).toEqual([6, 7, 8]);
    expect(phase1).toEqual(phase);
    expect(v).toEqual([112, 115, 118]);
  });

  it.each<[Partial<PopulationOptions>, string]>([
    [
      { equations: "dv/dt = -v/ms : 1 (shared)" },
      '"shared" goes with parameters and subexpressions only',
    ],
    [
      { equations: "a : 1 (shared)", parameters: { a: [1, 2] } },
      "expected one value for all neurons",
    ],
    [
      { equations: "a : 1 (shared)", parameters: { a: "rand()" } },
      "expected one value for all neurons",
    ],
    [{ equations: "a : 1 (shared)", initial: { a: "2*i" } }, "expected one value for all neurons"],
    [{ equations: "x : 1\na = 2*x : 1 (shared)" }, "x differs from neuron to neuron"],
    [{ equations: "a = 2*i : 1 (shared)" }, "i differs from neuron to neuron"],
    [{ equations: "a : 1 (shared)\nx : 1", update: "a = x" }, "x differs from neuron to neuron"],
    [
      { equations: "a : 1 (shared)\nx : 1", threshold: "x > 1", reset: "a = 1" },
      "invalid target: a; it is declared (shared)",
    ],
  ])("are refused as %o", (options, message) => {
    expect(() => population("p", { N: 2, equations: "x : 1", ...options })).toThrow(message);
  });
});
