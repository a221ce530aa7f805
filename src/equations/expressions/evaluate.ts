import { InternalError } from "../../base/index.js";
import { FUNCTIONS } from "../functions/index.js";
import { lookUp, tableNamed } from "../values/tabulated.js";
import { type Expression, operandsOf, WHERE } from "./expression.js";

/** A number, or a truth value. */
export type Value = number | boolean;

/** The value of an expression for given values of its names. */
export const evaluate = (
  expression: Expression,
  read: (name: string) => number,
  functions: FunctionTable = JAVASCRIPT,
): Value => compileExpression(expression, (name) => () => read(name), functions)();

/**
 * An expression as a function to be called again and again, whose tree is walked once; what is the same at each call
 * is worked out then. Plain, and obviously right: kernels are checked against it.
 * @param read gives the function that reads a name at each call
 */
export function compileExpression(
  expression: Expression,
  read: (name: string) => () => Value,
  functions: FunctionTable,
): () => Value {
  const made = compileParts(expression, read, functions);
  if (expression.kind === "number" || !isLiteral(expression)) return made;
  const value = made();
  return () => value;
}

/** Whether an expression consists of numbers and operators. */
const isLiteral = (expression: Expression): boolean =>
  expression.kind !== "name" &&
  expression.kind !== "call" &&
  operandsOf(expression).every(isLiteral);

function compileParts(
  expression: Expression,
  read: (name: string) => () => Value,
  functions: FunctionTable,
): () => Value {
  const compile = (operand: Expression): (() => Value) =>
    compileExpression(operand, read, functions);
  // arithmetic takes truth values as 0 and 1
  const numeric = (operand: Expression): (() => number) => compile(operand) as () => number;
  switch (expression.kind) {
    case "number": {
      const { value } = expression;
      return () => value;
    }
    case "name":
      return read(expression.name);
    case "unary": {
      const { operator } = expression;
      if (operator === "not") {
        const truth = compile(expression.operand);
        return () => !truth();
      }
      const value = numeric(expression.operand);
      return operator === "-" ? () => -value() : () => +value();
    }
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "and" || operator === "or") {
        const [a, b] = [compile(left), compile(right)];
        return operator === "and"
          ? () => Boolean(a()) && Boolean(b())
          : () => Boolean(a()) || Boolean(b());
      }
      const a = numeric(left);
      if (operator === "**" && right.kind === "number" && isSmallPower(right.value)) {
        const { value } = right;
        return () => product(+a(), value);
      }
      const b = numeric(right);
      if (operator === "**") return () => functions.power(+a(), +b());
      switch (operator) {
        case "+":
          return () => a() + b();
        case "-":
          return () => a() - b();
        case "*":
          return () => a() * b();
        default:
          return () => operate(operator, +a(), +b());
      }
    }
    case "call": {
      if (expression.name === WHERE) {
        const [condition, yes, no] = expression.arguments.map(compile);
        return () => (condition() ? yes() : no());
      }
      const operands = expression.arguments.map(numeric);
      const { name } = expression;
      const table = tableNamed(name);
      if (table) return () => lookUp(table, +operands[0]());
      const [x, y] = operands;
      if (operands.length === 1) return () => functions.call(name, [+x()]);
      if (operands.length === 2) return () => functions.call(name, [+x(), +y()]);
      return () =>
        functions.call(
          name,
          operands.map((operand) => +operand()),
        );
    }
  }
}

/** Whether a power is written as a product. */
export const isSmallPower = (exponent: number): boolean => [2, 3, 4].includes(exponent);

function product(factor: number, count: number): number {
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
