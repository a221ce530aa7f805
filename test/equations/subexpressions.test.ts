import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/index.js";
import { network, population, synapses } from "../../src/network/index.js";
import { program } from "../../src/program/index.js";
import { run } from "../../src/run/index.js";
import { kernelSource } from "../../src/targets/index.js";
import { ms, parseUnit } from "../../src/units/index.js";

const METHODS = ["euler", "heun", "rk2", "rk4", "exponential_euler", "exact"] as const;

/** Lines of which each doubles the one before: 2^n times the first, written out. */
const doubling = (lines: number, first = "x"): string =>
  [
    `a0 = ${first} : 1`,
    ...Array.from({ length: lines }, (_, i) => `a${i + 1} = a${i} + a${i} : 1`),
  ].join("\n");

/** Lines of which each reads the one before once. */
const long = (lines: number): string =>
  ["a0 = x : 1", ...Array.from({ length: lines }, (_, i) => `a${i + 1} = a${i}*0.999 : 1`)].join(
    "\n",
  );

describe("subexpressions that double with each line", () => {
  it.each(METHODS)("run at once or are refused at once by %s", async (method) => {
    const make = () =>
      population("p", {
        N: 1,
        method,
        equations: `dx/dt = (1e-9*a26 - x)/ms : 1\n${doubling(26)}`,
        initial: { x: 1 },
      });
    if (method === "exact" || method === "exponential_euler") {
      expect(make).toThrow(UserError);
      expect(make).toThrow("written out they have more than 20000 parts; a method that keeps");
      return;
    }
    const record = [{ of: "p", variable: "a26" }];
    const result = await run(network({ populations: [make()], record, duration: ms(0.1) }));
    expect(result.signal("p", "a26", 0).values[0]).toBe(2 ** 26);
  });

  it("run in every other text", async () => {
    const own = population("own", {
      N: 1,
      equations: `x : 1\ny : 1\n${doubling(60)}`,
      update: "y = a60/1e18",
      threshold: "a60 > 0",
      reset: "x = x + a60*0",
      refractory: "a60 < 0",
      initial: { x: 1 },
    });
    const self = synapses("self", {
      from: own,
      to: own,
      connection: { rule: "allToAll" },
      onPre: "x += 0*a60",
    });
    const whole = network({
      populations: [own],
      synapses: [self],
      record: [
        { of: "own", variable: "a60" },
        { of: "own", variable: "y" },
      ],
      duration: ms(1),
    });
    const result = await run(whole);
    expect(result.signal("own", "a60", 0).values[3]).toBe(2 ** 60);
    expect(`${program(whole)}`.length).toBeLessThan(100_000);
    expect((await kernelSource(own)).length).toBeLessThan(500_000);
  });
});

describe("subexpressions that read one another in a long row", () => {
  it.each(METHODS)("run or are refused by %s", async (method) => {
    const make = (lines: number) => () =>
      population("p", {
        N: 1,
        method,
        equations: `dx/dt = -a${lines}/ms : 1\n${long(lines)}`,
        initial: { x: 1 },
      });
    await run(network({ populations: [make(300)()], duration: ms(0.1) }));
    if (method === "exact" || method === "exponential_euler")
      expect(make(1500)).toThrow("written out they are nested more than 1000 deep");
  });
});

describe("nested powers", () => {
  it.each(["euler", "rk4", "exponential_euler"])("are no work for %s", async (method) => {
    const nested = (exponent: string): string => {
      let text = "(1 + 0.001*x)";
      for (let k = 0; k < 10; k++) text = `(${text})**${exponent}`;
      return text;
    };
    for (const exponent of ["1.1", "0.5", "(-1)"]) {
      const neuron = population("p", {
        N: 1,
        method,
        equations: `dx/dt = -x/ms + ${nested(exponent)}/ms : 1`,
      });
      await run(network({ populations: [neuron], duration: ms(0.1) }));
    }
    const whole = (): unknown =>
      population("p", { N: 1, method: "euler", equations: `dx/dt = ${nested("2")}/ms : 1` });
    expect(whole).not.toThrow();
  });

  it("are refused where they would be no linear equation", () => {
    const odd = (): unknown =>
      population("p", {
        N: 1,
        method: "exact",
        equations: "dx/dt = ((((x**2)**2)**2)**2)/ms : 1",
      });
    expect(odd).toThrow("invalid method: exact; dx/dt is not linear in x");
  });
});

describe("texts that are too deep", () => {
  it.each([600, 5000, 100_000])("are refused in words: %i levels", (depth) => {
    const messages = [
      `dx/dt = ${"(".repeat(depth)}x${")".repeat(depth)}/ms : 1`,
      `dx/dt = ${"-".repeat(depth)}x/ms : 1`,
      `dx/dt = (${Array(depth).fill("x").join(" + ")})/ms : 1`,
      `dx/dt = ${"exp(".repeat(depth)}x${")".repeat(depth)}/ms : 1`,
    ].map((equations) => {
      try {
        population("p", { N: 1, equations });
        return "it was taken";
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        return (error as Error).message;
      }
    });
    // parentheses alone leave nothing in the tree
    for (const message of messages)
      expect(message).toMatch(/^it was taken$|nested too deeply; expected at most 500 levels/);
    expect(messages.filter((message) => message !== "it was taken").length).toBeGreaterThan(2);
  });

  it("are read in a time that does not double with each parenthesis", () => {
    for (const depth of [20, 60, 400]) {
      const [open, close] = ["(".repeat(depth), ")".repeat(depth)];
      const take = (text: string): unknown =>
        population("p", { N: 1, equations: `dx/dt = ${text}/ms : 1` });
      take(`${open}x${close}`);
      take(`${"exp(".repeat(depth)}x${close}`);
      take(`${open}x${")**0.5".repeat(depth)}`);
      expect(() => take(`${open}x`)).toThrow('missing ")": this "(" is never closed');
      expect(() => take(`${open}x +${close}`)).toThrow(/^invalid equations/);
    }
  });

  it("are refused as units, too", () => {
    expect(`${parseUnit(`${"(".repeat(50)}mV${")".repeat(50)}`)(3)}`).toBe("3 mV");
    expect(() => parseUnit(`${"sqrt(".repeat(9000)}s`)).toThrow(
      "invalid unit: a text of 45001 characters; expected at most 1000",
    );
  });
});
