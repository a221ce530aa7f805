/** How a function treats the dimensions of its arguments. */
export type FunctionRule =
  | "plain" // plain number in, plain number out
  | "same" // all arguments of one dimension, which the result has too
  | "root" // the square root halves the exponents
  | "count"; // int: a number or a truth value in, a plain number out

/** The functions that models may use, with their number of arguments. */
export const FUNCTIONS: Readonly<Record<string, { rule: FunctionRule; arguments: number }>> = {
  exp: { rule: "plain", arguments: 1 },
  log: { rule: "plain", arguments: 1 },
  log10: { rule: "plain", arguments: 1 },
  sin: { rule: "plain", arguments: 1 },
  cos: { rule: "plain", arguments: 1 },
  tan: { rule: "plain", arguments: 1 },
  tanh: { rule: "plain", arguments: 1 },
  floor: { rule: "plain", arguments: 1 },
  ceil: { rule: "plain", arguments: 1 },
  sqrt: { rule: "root", arguments: 1 },
  abs: { rule: "same", arguments: 1 },
  clip: { rule: "same", arguments: 3 },
  min: { rule: "same", arguments: 2 },
  max: { rule: "same", arguments: 2 },
  int: { rule: "count", arguments: 1 },
};
