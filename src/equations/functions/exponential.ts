import { command, type ModelFunction, plain } from "./function.js";

/** (e^x - 1) / x, which is 1 at 0. */
const exprel = (x: number): number => {
  if (x === 0) return 1;
  return x === Number.POSITIVE_INFINITY ? x : Math.expm1(x) / x;
};

/** Exponentials and logarithms. */
export const EXPONENTIAL: readonly ModelFunction[] = [
  plain("exp", Math.exp, (x) => `e^{${x}}`),
  plain("expm1", Math.expm1, (x) => `\\left(e^{${x}} - 1\\right)`),
  plain("exprel", exprel),
  plain("log", Math.log, command("\\log")),
  plain("log10", Math.log10, command("\\log_{10}")),
  plain("log1p", Math.log1p, (x) => `\\log\\left(1 + ${x}\\right)`),
  {
    name: "sqrt",
    rule: "root",
    arguments: 1,
    evaluate: Math.sqrt,
    latex: (x) => `\\sqrt{${x}}`,
  },
];
