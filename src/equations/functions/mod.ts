import type { ModelFunction } from "./function.js";

/** What remains of a division, with the divisor's sign: x % y. */
export const mod: ModelFunction = {
  name: "mod",
  rule: "same",
  arguments: 2,
  evaluate: (x, y) => {
    const rest = x % y;
    if (rest === 0) return y < 0 || Object.is(y, -0) ? -0 : 0;
    return rest < 0 !== y < 0 ? rest + y : rest;
  },
  latex: (x, y) => `\\left(${x} \\bmod ${y}\\right)`,
};
