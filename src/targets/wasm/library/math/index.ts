export { exp, expm1, exprel } from "./exponential.js";
export { tanh } from "./hyperbolic.js";
export { log, log1p, log10 } from "./logarithm.js";
export type { MathCode } from "./parts.js";
export { power, wholePower } from "./power.js";
export { cos, sin, tan } from "./trigonometric.js";
