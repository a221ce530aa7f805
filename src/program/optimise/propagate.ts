import { type Expression, namesIn, substitute } from "../../equations/index.js";
import type { Statement } from "../program.js";
import { expressionOf, withExpression } from "./statements.js";

/**
 * Writes temporaries that do not vary into the statements that read them, so that what is made of
 * them is seen not to vary either.
 */
export function propagateInvariants(
  statements: readonly Statement[],
  invariant: ReadonlySet<string>,
  isField: (name: string) => boolean,
): Statement[] {
  const fixed = new Map<string, Expression>();
  return statements.map((statement) => {
    const before = expressionOf(statement);
    if (!before) return statement;
    const expression = fixed.size > 0 ? substitute(before, (name) => fixed.get(name)) : before;
    if (statement.kind === "set" && !isField(statement.target)) {
      if ([...namesIn(expression)].every((name) => invariant.has(name)))
        fixed.set(statement.target, expression);
      else fixed.delete(statement.target);
    }
    return withExpression(statement, expression);
  });
}
