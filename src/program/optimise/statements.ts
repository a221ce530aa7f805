import type { Expression } from "../../equations/index.js";
import type { Statement } from "../program.js";

/** Statements, with those that are repeated in the place of their repetition. */
export const withRepeated = (statements: readonly Statement[]): Statement[] =>
  statements.flatMap((item) => (item.kind === "repeat" ? withRepeated(item.statements) : [item]));

/** The expression that a statement evaluates, if any. */
export function expressionOf(statement: Statement): Expression | undefined {
  switch (statement.kind) {
    case "set":
    case "record":
    case "sum":
      return statement.expression;
    case "emit":
      return statement.condition;
    case "draw":
      return statement.mean;
    default:
      return undefined;
  }
}

/** A statement with another expression in the place of its own. */
export function withExpression(statement: Statement, expression: Expression): Statement {
  switch (statement.kind) {
    case "set":
    case "record":
    case "sum":
      return { ...statement, expression };
    case "emit":
      return { ...statement, condition: expression };
    case "draw":
      return { ...statement, mean: expression };
    default:
      return statement;
  }
}
