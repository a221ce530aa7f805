export { exp, expm1, exprel } from "./exponential.js";
export { tanh } from "./hyperbolic.js";
export { acos, asin, atan, atan2 } from "./inverse.js";
export { log, log1p, log10 } from "./logarithm.js";
export { mod } from "./modulo.js";
export { type MathCode, wholeOf } from "./parts.js";
export { power, wholePower } from "./power.js";
export { cos, sin, tan } from "./trigonometric.js";
