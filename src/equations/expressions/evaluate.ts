import { InternalError } from "../../base/index.js";
import { FUNCTIONS } from "../functions/index.js";
import { type Expression, WHERE } from "./expression.js";

/** A number, or a truth value. */
export type Value = number | boolean;

/**
 * The value of an expression for given values of its names, by walking the tree: slow, and
 * obviously right. Kernels are checked against it.
 */
export function evaluate(
  expression: Expression,
  read: (name: string) => number,
  functions: FunctionTable = JAVASCRIPT,
): Value {
  const value = (operand: Expression): Value => evaluate(operand, read, functions);
  const numeric = (operand: Expression): number => Number(value(operand));
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return read(expression.name);
    case "unary":
      if (expression.operator === "not") return !value(expression.operand);
      return expression.operator === "-"
        ? -numeric(expression.operand)
        : numeric(expression.operand);
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "and") return Boolean(value(left)) && Boolean(value(right));
      if (operator === "or") return Boolean(value(left)) || Boolean(value(right));
      if (operator === "**" && right.kind === "number" && isSmallPower(right.value))
        return product(numeric(left), right.value);
      return operator === "**"
        ? functions.power(numeric(left), numeric(right))
        : operate(operator, numeric(left), numeric(right));
    }
    case "call":
      if (expression.name === WHERE) {
        const [condition, yes, no] = expression.arguments;
        return value(condition) ? value(yes) : value(no);
      }
      return functions.call(expression.name, expression.arguments.map(numeric));
  }
}

/** Whether a power is written as a product. */
export const isSmallPower = (exponent: number): boolean => [2, 3, 4].includes(exponent);

/** A power as a product. */
export function product(factor: number, count: number): number {
  let so = factor;
  for (let n = 1; n < count; n++) so *= factor;
  return so;
}

/** An operation on two numbers. */
export function operate(operator: string, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    default:
      throw new InternalError(`unknown operator ${operator}`);
  }
}

/** How functions and powers are computed. */
export interface FunctionTable {
  call: (name: string, values: readonly number[]) => number;
  power: (base: number, exponent: number) => number;
}

/** As JavaScript computes them: the last bit may differ from one engine of JavaScript to another. */
export const JAVASCRIPT: FunctionTable = {
  call: (name, values) => {
    const known = FUNCTIONS.get(name);
    if (!known) throw new InternalError(`unknown function ${name}`);
    return known.evaluate(...values);
  },
  power: (base, exponent) => base ** exponent,
};
