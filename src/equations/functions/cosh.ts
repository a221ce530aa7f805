import { command, type ModelFunction } from "./function.js";

export const cosh: ModelFunction = {
  name: "cosh",
  rule: "plain",
  arguments: 1,
  evaluate: Math.cosh,
  means: "(exp(x) + exp(-x))/2",
  latex: command("\\cosh"),
};
