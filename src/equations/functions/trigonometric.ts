import { command, type ModelFunction, plain } from "./function.js";

/** Trigonometric and hyperbolic functions that targets know. */
export const TRIGONOMETRIC: readonly ModelFunction[] = [
  plain("sin", Math.sin, command("\\sin")),
  plain("cos", Math.cos, command("\\cos")),
  plain("tan", Math.tan, command("\\tan")),
  plain("tanh", Math.tanh, command("\\tanh")),
];
