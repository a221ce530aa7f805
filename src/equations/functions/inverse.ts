import { command, type ModelFunction, plain } from "./function.js";

/** A function in terms of others. */
const derived = (
  name: string,
  evaluate: (x: number) => number,
  means: string,
  symbol: string,
): ModelFunction => ({
  name,
  rule: "plain",
  arguments: 1,
  evaluate,
  means,
  latex: command(`\\operatorname{${symbol}}`),
});

/** The inverses of trigonometric and hyperbolic functions, under Brian's names too. */
export const INVERSE: readonly ModelFunction[] = [
  plain("asin", Math.asin, command("\\arcsin")),
  plain("acos", Math.acos, command("\\arccos")),
  plain("atan", Math.atan, command("\\arctan")),
  { name: "atan2", rule: "ratio", arguments: 2, evaluate: Math.atan2 },
  derived("arcsin", Math.asin, "asin(x)", "arcsin"),
  derived("arccos", Math.acos, "acos(x)", "arccos"),
  derived("arctan", Math.atan, "atan(x)", "arctan"),
  // each without cancellation near 0, and without squares that are too large
  derived(
    "asinh",
    Math.asinh,
    "sign(x)*log1p(abs(x) + abs(x)/(1/abs(x) + sqrt(1/x**2 + 1)))",
    "arsinh",
  ),
  derived("acosh", Math.acosh, "log1p(x - 1 + sqrt(x - 1)*sqrt(x + 1))", "arcosh"),
  derived("atanh", Math.atanh, "sign(x)*log1p(2*abs(x)/(1 - abs(x)))/2", "artanh"),
];
