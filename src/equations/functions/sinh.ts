import { command, type ModelFunction } from "./function.js";

export const sinh: ModelFunction = {
  name: "sinh",
  rule: "plain",
  arguments: 1,
  evaluate: Math.sinh,
  means: "(expm1(x) - expm1(-x))/2",
  latex: command("\\sinh"),
};
