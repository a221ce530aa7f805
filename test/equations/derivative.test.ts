import { expect, it } from "vitest";
import {
  derivativeOf,
  evaluate,
  FUNCTIONS,
  parseExpression,
  print,
} from "../../src/equations/index.js";

const at = (x: number) => (name: string) => ({ x, a: 1.7, y: 0.6 })[name] as number;

const JUMPING = ["floor", "ceil", "int", "sign", "mod"];
const TEXTS = [
  "3*x - a",
  "-(x + 1)*(x - a)/(x**2 + 2)",
  "x**a + a**x + x**x",
  "x**-1 + x**1 + x**2 + x**3 + (2*x)**0.5",
  "exp(-(x - a)**2/(2*y**2))",
  "clip(x, y, a) + min(x, y) + max(x, y) + max(2*x, a)",
  "exprel(x - 0.31) + exprel(-3*x)",
  "atan2(x, y) + atan2(y, 2*x)",
  ...[...FUNCTIONS.values()]
    .filter((item) => !JUMPING.includes(item.name) && item.arguments === 1)
    .map(({ name }) => `${name}(${name.includes("cosh") ? "1 + x" : "0.9*x"})`),
];

it.each(TEXTS)("the derivative of %s is that of finite differences", (text) => {
  const expression = parseExpression(text);
  const derivative = derivativeOf(expression, "x");
  if (!derivative) throw new Error("none");
  for (const x of [0.31, 0.3105, 0.77, 0.4]) {
    const f = (place: number): number => Number(evaluate(expression, at(place)));
    const h = 2e-4;
    const finite = (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
    const exact = Number(evaluate(derivative, at(x)));
    expect(Math.abs(exact - finite)).toBeLessThan(3e-11 * Math.max(1, Math.abs(finite)) + 1e-11);
  }
});

it("is 0 where the name is not read, and leaves out what is 0", () => {
  const of = (text: string) => {
    const derivative = derivativeOf(parseExpression(text), "x");
    return derivative && print(derivative);
  };
  expect(of("floor(a) + int(y > 1)")).toBe("0");
  expect(of("a*x + y")).toBe("a");
  expect(of("x**2")).toBe("2 * x");
});

it("is none where there are jumps", () => {
  for (const text of ["floor(x)", "ceil(x)", "int(x)", "int(x > 1)", "sign(x)", "x % a", "a % x"])
    expect(derivativeOf(parseExpression(text), "x"), text).toBeUndefined();
});
