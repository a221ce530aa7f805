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
    const expression = expressionOf(statement);
    if (expression) for (const name of namesIn(expression)) wanted.add(name);
    kept.push(statement);
  }
  return kept.reverse();
}
