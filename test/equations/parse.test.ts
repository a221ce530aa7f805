import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkModel,
  type Expression,
  evaluate,
  linearIn,
  type ModelText,
  parseEquations,
  parseExpression,
  parseStatements,
  print,
} from "../../src/equations/index.js";
import { ADEX_EQUATIONS } from "../../src/models/index.js";
import { ms, mV, nS, pA, pF } from "../../src/units/index.js";

const bare = (expression: Expression): unknown =>
  JSON.parse(
    JSON.stringify(expression, (key, value) =>
      key === "start" || key === "end" ? undefined : value,
    ),
  );

describe("model text", () => {
  it("is read line by line", () => {
    const equations = parseEquations(ADEX_EQUATIONS);
    expect(equations.map(({ kind, name, unit }) => `${kind} ${name}: ${unit}`)).toEqual([
      "differential V: volt",
      "differential w: amp",
      "subexpression I: amp",
      "differential ge: siemens",
      "differential gi: siemens",
    ]);
    const [parameter] = parseEquations("gL : siemens (constant, shared)  # leak");
    expect(parameter).toMatchObject({ kind: "parameter", flags: ["constant", "shared"] });
    expect(parseStatements("V = Vr; w += b\nx *= 2").map(({ operator }) => operator)).toEqual([
      "=",
      "+=",
      "*=",
    ]);
  });

  it.each([
    ["-x**2", -9],
    ["2**-1", 0.5],
    ["2^3^2", 512],
    ["1 - 2 - 3", -4],
    ["12 / 2 / 3", 2],
    ["not 1 > 2 and 2 >= 2 or 1 == 2", true],
    ["clip(x, 0, 2) + int(x > 1) + int(-2.7) + min(x, 1) * max(x, 5)", 2 + 1 - 2 + 5],
    ["1e-3 * .5E+2", 0.05],
    ["+x - -x", 6],
    ["log10(100) + floor(-0.5) + ceil(0.5) + abs(-2) + sqrt(16)", 2 - 1 + 1 + 2 + 4],
  ])("gives operators their usual order: %s", (text, value) => {
    expect(evaluate(parseExpression(text), () => 3)).toBe(value);
  });

  it("prints what parses to the same tree", () => {
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom("x", "y", "2", "0.5"),
        fc
          .tuple(fc.constantFrom("+", "-", "*", "/", "**"), tie("tree"), tie("tree"))
          .map(([operator, a, b]) => `(${a}) ${operator} (${b})`),
        tie("tree").map((a) => `-(${a})`),
        tie("tree").map((a) => `exp(${a})`),
      ),
    }));
    fc.assert(
      fc.property(tree, (text) => {
        const expression = parseExpression(text);
        expect(bare(parseExpression(print(expression)))).toEqual(bare(expression));
      }),
    );
  });

  it.each([
    [
      "dV/dt = (a + : volt",
      /^invalid equations: missing "\)": this "\(" is never closed\n1 \| dV\/dt = \(a \+ : volt\n {4} {8}\^/,
    ],
    ["x : 1\ndV/dt = a", /^invalid equations: missing unit; expected " : unit".*\n2 \| dV\/dt = a/],
    ["V = 3 : volt : amp", /^invalid unit: "volt : amp"/],
  ])("shows line and place of an error: %s", (text, message) => {
    expect(() => checkModel({ equations: text })).toThrow(message);
  });
});

describe("checked models", () => {
  const parameters = { C: pF(100), gL: nS(5), EL: mV(-65), tau: ms(10), b: pA(3) };
  const check = (model: Partial<ModelText> & { equations: string }) => () =>
    checkModel({ parameters, ...model });

  it.each<[Partial<ModelText> & { equations: string }, string]>([
    [
      { equations: "dV/dt = (EL - V)*gL/C + b : volt" },
      'inconsistent units: in "(EL - V)*gL/C + b", "(EL - V)*gL/C" is V/s and "b" is current (A)',
    ],
    [{ equations: "dV/dt = (EL - V)*gL : volt" }, "inconsistent units: dV/dt must be V/s"],
    [
      { equations: "dV/dt = exp(V)/tau*EL : volt" },
      'the argument of exp, "V", is voltage (V); expected a plain number',
    ],
    [{ equations: "dV/dt = (EL - U)/tau : volt" }, "unknown name: U"],
    [{ equations: "dV/dt = -V/taw : volt" }, 'unknown name: taw; did you mean "tau"?'],
    [{ equations: "dV/dt = ex(1)*V/tau : volt" }, "unknown function: ex; expected one of exp"],
    [{ equations: "dV/dt = -V/tau : bolt" }, "unknown unit: bolt"],
    [{ equations: "dV/dt = -V/tau : volt (unles refractory)" }, "unknown flag: unles refractory"],
    [{ equations: "dt : second" }, "invalid name: dt; it has a meaning of its own"],
    [{ equations: "x : 1\nx : 1" }, "invalid name: x; it is defined twice"],
    [{ equations: "a = c : 1\nc = a : 1" }, "invalid subexpression: a depends on itself"],
    [{ equations: "dV/dt = -V/tau : volt", threshold: "V" }, "the threshold must be a truth value"],
    [
      { equations: "dV/dt = -V/tau : volt", threshold: "V > 3" },
      '"V" is voltage (V) and "3" is a plain number',
    ],
    [
      { equations: "dV/dt = -V/tau : volt", reset: "V = b" },
      'V must be voltage (V), but "b" is current (A)',
    ],
    [
      { equations: "dV/dt = -V/tau : volt", reset: "tau = 3*ms" },
      "invalid target: tau; expected a state variable: V",
    ],
    [
      { equations: "dV/dt = -V/tau : volt", reset: "V = V*xi*ms**0.5" },
      "invalid name in the reset: xi; noise goes into differential equations only",
    ],
    [
      { equations: "dV/dt = -V/tau : volt\nn = V*xi*ms**0.5 : volt", threshold: "n > 1*mV" },
      "invalid name in the threshold: xi",
    ],
    [{ equations: "V : volt", update: "V = V*xi*ms**0.5" }, "invalid name in the update: xi"],
    [{ equations: "dV/dt = V**gL/tau : volt" }, 'the exponent "gL" is conductance (S)'],
    [{ equations: "dV/dt = max(V, b)/tau : volt" }, '"b" is current (A); expected voltage (V)'],
    [
      { equations: "dV/dt = -V/tau : volt", parameters: { tau: Number.NaN } },
      "invalid tau: NaN; expected a finite",
    ],
    [{ equations: "tau : second", parameters: { tau: mV(1) } }, "its unit is not the one declared"],
  ])("refuse inconsistent units and unknown names: %o", (model, message) => {
    expect(check(model)).toThrow(message);
  });

  it("take units in expressions, 0 of any unit, and names of units for their own", () => {
    const model = checkModel({
      equations: "dV/dt = (max(V, 0) - 10*mV)/tau : volt\nm = V/(1*volt) : 1",
      parameters: { tau: ms(10) },
    });
    const derivative = model.states[0].derivative as Expression;
    expect(print(derivative)).toBe("(max(V, 0) - 10 * 0.001) / tau");
  });

  it("never evaluate text", () => {
    for (const text of ["process.exit(1)", "constructor", "a[0]", "`x`", "x => x", "__proto__"])
      expect(check({ equations: `dV/dt = ${text} : volt` })).toThrow();
  });
});

describe("linear forms", () => {
  const parts = (text: string): string | undefined => {
    const form = linearIn(parseExpression(text), "x");
    return form && `${print(form.constant)} | ${print(form.coefficient)}`;
  };
  it("are found by algebra", () => {
    expect(parts("(a - x)/tau")).toBe("a / tau | -1 / tau");
    expect(parts("2*(x + y)*a - x")).toBe("y * 2 * a | 2 * a - 1");
    expect(parts("a + b")).toBe("a + b | 0");
    expect(parts("x*x")).toBeUndefined();
    expect(parts("exp(x)")).toBeUndefined();
    expect(parts("a/x")).toBeUndefined();
  });
});
