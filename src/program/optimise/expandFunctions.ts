import {
  type Expression,
  FUNCTIONS,
  mapOperands,
  name,
  parseExpression,
  substitute,
} from "../../equations/index.js";
import type { Statement } from "../program.js";
import { expressionOf, withExpression } from "./statements.js";

/** Arguments of functions, by which their meanings are written. */
const ARGUMENTS = ["x", "y", "z"];

/**
 * Writes functions that targets do not know in terms of those that they do. Arguments become
 * temporaries, so that each is computed once.
 */
export function expandFunctions(
  statements: readonly Statement[],
  counter = { count: 0 },
): Statement[] {
  const result: Statement[] = [];
  const expand = (given: Expression): Expression => {
    const expression = mapOperands(given, expand);
    if (expression.kind !== "call") return expression;
    const meaning = FUNCTIONS.get(expression.name)?.means;
    if (meaning === undefined) return expression;
    const values = expression.arguments.map((argument): Expression => {
      if (argument.kind === "name" || argument.kind === "number") return argument;
      counter.count += 1;
      const target = `argument'${counter.count}`;
      result.push({ kind: "set", target, expression: argument });
      return name(target);
    });
    return expand(substitute(parseExpression(meaning), (text) => values[ARGUMENTS.indexOf(text)]));
  };
  for (const statement of statements) {
    if (statement.kind === "repeat") {
      // what goes from turn to turn is written by methods, in functions that targets know
      result.push({ ...statement, statements: expandFunctions(statement.statements, counter) });
      continue;
    }
    const expression = expressionOf(statement);
    const expanded = expression && expand(expression);
    result.push(expanded ? withExpression(statement, expanded) : statement);
  }
  return result;
}
