import { type ModelFunction, plain } from "./function.js";

/** Whole numbers from others, and choices among numbers. */
export const ROUNDING: readonly ModelFunction[] = [
  plain("floor", Math.floor, (x) => `\\lfloor ${x} \\rfloor`),
  plain("ceil", Math.ceil, (x) => `\\lceil ${x} \\rceil`),
  { name: "int", rule: "count", arguments: 1, evaluate: Math.trunc },
  {
    name: "abs",
    rule: "same",
    arguments: 1,
    evaluate: Math.abs,
    latex: (x) => `\\left|${x}\\right|`,
  },
  { name: "sign", rule: "sign", arguments: 1, evaluate: Math.sign },
  {
    name: "clip",
    rule: "same",
    arguments: 3,
    evaluate: (x, low, high) => Math.min(Math.max(x, low), high),
  },
  { name: "min", rule: "same", arguments: 2, evaluate: Math.min },
  { name: "max", rule: "same", arguments: 2, evaluate: Math.max },
];
