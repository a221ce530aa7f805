import { InternalError } from "../base/index.js";
import type { Expression } from "./expression.js";

/** A number, or a truth value. */
export type Value = number | boolean;

/**
 * The value of an expression for given values of its names, by walking the tree: slow, and
 * obviously right. Kernels are checked against it.
 */
export function evaluate(expression: Expression, read: (name: string) => number): Value {
  const numeric = (operand: Expression): number => Number(evaluate(operand, read));
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return read(expression.name);
    case "unary":
      if (expression.operator === "not") return !evaluate(expression.operand, read);
      return expression.operator === "-"
        ? -numeric(expression.operand)
        : numeric(expression.operand);
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "and")
        return Boolean(evaluate(left, read)) && Boolean(evaluate(right, read));
      if (operator === "or") return Boolean(evaluate(left, read)) || Boolean(evaluate(right, read));
      return operate(operator, numeric(left), numeric(right));
    }
    case "call":
      return applyFunction(expression.name, expression.arguments.map(numeric));
  }
}

function operate(operator: string, a: number, b: number): Value {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "**":
      return a ** b;
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

function applyFunction(name: string, args: number[]): number {
  const [x, low, high] = args;
  switch (name) {
    case "clip":
      return Math.min(Math.max(x, low), high);
    case "int":
      return Math.trunc(x);
    case "exp":
    case "log":
    case "log10":
    case "sin":
    case "cos":
    case "tan":
    case "tanh":
    case "floor":
    case "ceil":
    case "sqrt":
    case "abs":
    case "min":
    case "max":
      return (Math[name] as (...values: number[]) => number)(...args);
    default:
      throw new InternalError(`unknown function ${name}`);
  }
}
