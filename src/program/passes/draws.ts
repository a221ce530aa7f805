import {
  callsIn,
  DRAWN,
  type Expression,
  isNoise,
  mapOperands,
  name,
  namesIn,
} from "../../equations/index.js";
import { expressionOf, withExpression } from "../optimise/statements.js";
import type { Block, Statement } from "../program.js";

type Draw = Statement & { kind: "draw" };

const DISTRIBUTIONS: Readonly<Record<string, Draw["distribution"]>> = {
  rand: "uniform",
  randn: "normal",
  poisson: "poisson",
};

/**
 * A block in which draws are statements: rand(), randn() and poisson(mean) in its texts, and noises that
 * are not drawn for a whole population at once. Each has a stream of its own.
 */
export function withDraws(block: Block): Block {
  const expressions = block.statements.flatMap((item) => expressionOf(item) ?? []);
  const noises = new Set(
    expressions.flatMap((expression) => [...namesIn(expression)].filter(isNoise)),
  );
  if (block.draws) noises.delete("xi");
  const isDrawing = expressions.some((expression) =>
    DRAWN.some((draw) => callsIn(expression).has(draw)),
  );
  if (noises.size === 0 && !isDrawing) return block;
  const statements: Statement[] = [...noises].map((xi) => ({
    kind: "draw",
    target: xi,
    distribution: "normal",
    purpose: `${xi} in ${block.name}`,
  }));
  let count = 0;
  const extract = (given: Expression): Expression => {
    const expression = mapOperands(given, extract);
    if (expression.kind !== "call" || !DRAWN.includes(expression.name)) return expression;
    count += 1;
    const target = `'drawn ${count}`;
    const [mean] = expression.arguments;
    statements.push({
      kind: "draw",
      target,
      distribution: DISTRIBUTIONS[expression.name],
      ...(mean && { mean }),
      purpose: `draw ${count} in ${block.name}`,
    });
    return name(target);
  };
  for (const statement of block.statements) {
    const expression = expressionOf(statement);
    statements.push(expression ? withExpression(statement, extract(expression)) : statement);
  }
  return { ...block, statements };
}
