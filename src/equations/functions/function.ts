/** How a function treats the dimensions of its arguments. */
export type FunctionRule =
  | "plain" // plain number in, plain number out
  | "same" // all arguments of one dimension, which the result has too
  | "ratio" // both arguments of one dimension, a plain number out
  | "sign" // a number of any dimension in, a plain number out
  | "root" // the square root halves the exponents
  | "count"; // a number or a truth value in, a plain number out

/**
 * A function that models may use. A new one is a file beside this, and a line in the list of
 * index.ts; what it `means` in terms of others tells the targets how to compute it.
 */
export interface ModelFunction {
  readonly name: string;
  readonly rule: FunctionRule;
  /** The number of arguments. */
  readonly arguments: number;
  /** Its value, as plain JavaScript computes it: what kernels are checked against. */
  readonly evaluate: (...values: number[]) => number;
  /**
   * What it is in terms of other functions, of arguments x, y and z. Functions without it are those
   * that each target has to know.
   */
  readonly means?: string;
  /** How it is typeset; by default as an upright name with its arguments. */
  readonly latex?: (...texts: string[]) => string;
}

/** A function with one plain number as argument and as result, that targets know. */
export const plain = (
  name: string,
  evaluate: (x: number) => number,
  latex?: (x: string) => string,
): ModelFunction => ({ name, rule: "plain", arguments: 1, evaluate, latex });

/** Typeset by a command of TeX: `\tanh\left(x\right)`. */
export const command =
  (name: string) =>
  (...texts: string[]): string =>
    `${name}\\left(${texts.join(", ")}\\right)`;
