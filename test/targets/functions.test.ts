import { describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../src/equations/index.js";
import { network, population } from "../../src/network/index.js";
import { run } from "../../src/run/index.js";
import { ms } from "../../src/units/index.js";

/** Numbers on which functions have something to show: near 0, at halves, large, of both signs. */
const NUMBERS = [
  0,
  1e-300,
  1e-18,
  1e-9,
  1e-4,
  0.1,
  0.4999999999,
  0.5,
  1,
  1.5,
  2,
  2.5,
  Math.PI,
  10,
  25.7,
  300,
];
const ALL = [...NUMBERS, ...NUMBERS.slice(1).map((x) => -x)];
/** What some functions are defined for. */
const DEFINED: Record<string, (x: number) => boolean> = {
  acos: (x) => Math.abs(x) <= 1,
  acosh: (x) => x >= 1,
  arccos: (x) => Math.abs(x) <= 1,
  arcsin: (x) => Math.abs(x) <= 1,
  asin: (x) => Math.abs(x) <= 1,
  atanh: (x) => Math.abs(x) < 1,
  log: (x) => x > 0,
  log10: (x) => x > 0,
  log1p: (x) => x > -1,
  sqrt: (x) => x >= 0,
};

const arguments_ = (count: number, x: number, k: number): number[] =>
  [x, ALL[(7 * k + 3) % ALL.length], ALL[(11 * k + 5) % ALL.length]].slice(0, count);

/** What a function is in terms of plain JavaScript, for those of several arguments in order. */
const ordered = (name: string, values: number[]): number[] =>
  // clip to a range that is one; nothing remains of a division by 0
  name === "clip"
    ? [values[0], ...values.slice(1).sort((a, b) => a - b)]
    : name === "mod"
      ? [values[0], values[1] || 3]
      : values;

describe.each(["wasm", "interpreter"] as const)("functions of model text, %s", (target) => {
  it.each([...FUNCTIONS.keys()])("%s", async (name) => {
    const { arguments: count, evaluate } = FUNCTIONS.get(name) as NonNullable<
      ReturnType<typeof FUNCTIONS.get>
    >;
    const isDefined = DEFINED[name] ?? (() => true);
    const given = ALL.filter(isDefined).map((x, k) => ordered(name, arguments_(count, x, k)));
    const letters = ["a", "b", "c"].slice(0, count);
    const text = `${name}(${letters.join(", ")})`;
    const neurons = population("neurons", {
      N: given.length,
      // in a subexpression, an update and a derivative
      equations: `sub = ${text} : 1\nup : 1\ndd/dt = ${text}/ms : 1`,
      update: `up = ${text}`,
      parameters: Object.fromEntries(letters.map((letter, j) => [letter, given.map((v) => v[j])])),
    });
    const result = await run(
      network({
        populations: [neurons],
        record: ["sub", "up", "d"].map((variable) => ({ of: "neurons", variable })),
        recordAt: "end",
        duration: ms(1),
        dt: ms(1),
      }),
      { target },
    );
    given.forEach((values, i) => {
      const expected = evaluate(...values);
      for (const variable of ["sub", "up", "d"]) {
        const ours = result.signal("neurons", variable, i).values[0];
        const error = Math.abs(ours - expected) / Math.max(Math.abs(expected), 1e-300);
        if (!(Object.is(ours, expected) || error < 4e-15))
          expect.fail(`${variable}: ${name}(${values}) is ${ours}, expected ${expected}`);
      }
    });
  });

  it("have bounds that are constants as Math.max() and Math.min() say, of zeros and what is no number too", async () => {
    const { max, min } = Math;
    const bounded: Readonly<Record<string, (x: number) => number>> = {
      "max(a/b, 0)": (x) => max(x, 0),
      "max(0, a/b)": (x) => max(x, 0),
      "max(a/b, -0)": (x) => max(x, -0),
      "min(a/b, 0)": (x) => min(x, 0),
      "min(a/b, -0)": (x) => min(x, -0),
      "max(-2.5, a/b)": (x) => max(-2.5, x),
      "min(a/b, 2.5)": (x) => min(x, 2.5),
      "clip(a/b, -1, 1)": (x) => min(max(x, -1), 1),
      "clip(a/b, 0, 1)": (x) => min(max(x, 0), 1),
    };
    const pairs = [
      [0, 1],
      [-0, 1],
      [0, 0],
      [1, 0],
      [-1, 0],
      [3, 1],
      [-3, 1],
    ];
    const texts = Object.keys(bounded);
    const names = texts.map((_, k) => `bounded${k}`);
    const neurons = population("neurons", {
      N: pairs.length,
      equations: names.map((name) => `${name} : 1`).join("\n"),
      update: names.map((name, k) => `${name} = ${texts[k]}`).join("\n"),
      parameters: { a: pairs.map(([a]) => a), b: pairs.map(([, b]) => b) },
    });
    const result = await run(
      network({
        populations: [neurons],
        record: names.map((variable) => ({ of: "neurons", variable })),
        recordAt: "end",
        duration: ms(0.1),
      }),
      { target, onDivergence: "continue" },
    );
    for (const [k, name] of names.entries())
      for (const [i, [a, b]] of pairs.entries())
        expect(result.signal("neurons", name, i).values[0], `${texts[k]} of ${a}/${b}`).toBe(
          bounded[texts[k]](a / b),
        );
  });

  it("go on to infinity and are no number where they are none", async () => {
    const cases: [string, number][] = [
      ["sinh(1000)", Number.POSITIVE_INFINITY],
      ["sinh(-1000)", Number.NEGATIVE_INFINITY],
      ["cosh(1000)", Number.POSITIVE_INFINITY],
      ["exp(-1000)", 0],
      ["expm1(-1000)", -1],
      ["exprel(-1e10)", 1e-10],
      ["exprel(0)", 1],
      ["tanh(1000)", 1],
      ["sign(0)", 0],
    ];
    for (const [text, expected] of cases) {
      const neuron = population("neuron", { N: 1, equations: `s = ${text} : 1\nx : 1` });
      const result = await run(
        network({
          populations: [neuron],
          record: [{ of: "neuron", variable: "s" }],
          duration: ms(0.1),
        }),
        { target, onDivergence: "continue" },
      );
      const [value] = result.signal("neuron", "s", 0).values;
      expect([text, value]).toEqual([text, expected]);
    }
  });
});
