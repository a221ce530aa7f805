import type { FunctionTable, Value } from "./evaluate.js";
import { isSmallPower, operate, product } from "./evaluate.js";
import { type Expression, WHERE } from "./expression.js";

/**
 * An expression as a function that is called again and again: the tree is walked once. It means
 * what `evaluate` means.
 * @param read gives the function that reads a name at each call
 */
export function compileExpression(
  expression: Expression,
  read: (name: string) => () => Value,
  functions: FunctionTable,
): () => Value {
  const compile = (operand: Expression): (() => Value) =>
    compileExpression(operand, read, functions);
  const numeric = (operand: Expression): (() => number) => {
    const value = compile(operand);
    return () => Number(value());
  };
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
      return operator === "-" ? () => -value() : value;
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
        return () => product(a(), value);
      }
      const b = numeric(right);
      if (operator === "**") return () => functions.power(a(), b());
      return () => operate(operator, a(), b());
    }
    case "call": {
      if (expression.name === WHERE) {
        const [condition, yes, no] = expression.arguments.map(compile);
        return () => (condition() ? yes() : no());
      }
      const operands = expression.arguments.map(numeric);
      const { name } = expression;
      return () =>
        functions.call(
          name,
          operands.map((operand) => operand()),
        );
    }
  }
}
