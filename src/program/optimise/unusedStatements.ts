import { namesIn } from "../../equations/index.js";
import type { Statement } from "../program.js";
import { expressionOf } from "./statements.js";

/** Leaves out temporaries that nobody reads. */
export function withoutUnused(
  statements: readonly Statement[],
  isField: (name: string) => boolean,
): Statement[] {
  const kept: Statement[] = [];
  const wanted = new Set<string>();
  for (const statement of [...statements].reverse()) {
    if (statement.kind === "set" || statement.kind === "draw") {
      if (!isField(statement.target) && !wanted.has(statement.target)) continue;
      wanted.delete(statement.target);
    }
    for (const name of readBy(statement)) wanted.add(name);
    kept.push(statement);
  }
  return kept.reverse();
}

/** The names that a statement reads; of those that are repeated, all that any of them does. */
function readBy(statement: Statement): string[] {
  if (statement.kind !== "repeat") {
    const expression = expressionOf(statement);
    return expression ? [...namesIn(expression)] : [];
  }
  const { carried, statements, again } = statement;
  const own = [...carried.flatMap(({ begins, next }) => [begins, next]), again];
  return [...own.flatMap((expression) => [...namesIn(expression)]), ...statements.flatMap(readBy)];
}
