import {
  type Expression,
  evaluate,
  mapOperands,
  namesIn,
  operandsOf,
  sizeOf,
  type Value,
  WHERE,
} from "../../../equations/index.js";
import { expressionOf, FIELDS, type Statement, withExpression } from "../../../program/index.js";

// Most neurons do not rest in most steps: what is left of an update then is shorter.

/** The size of expressions from which on what is left out does not matter beside the others. */
const LARGEST = 150;

/**
 * The statements of an update as they are for neurons that do not rest, and will not: what counts the steps of
 * rest, and what is held in them, is left out. Undefined where nobody rests for a time, or little is gained.
 * @param isField whether a name is that of a field, not of a temporary
 */
export function awakeStatements(
  statements: readonly Statement[],
  isField: (name: string) => boolean,
): Statement[] | undefined {
  if (!statements.some((item) => item.kind === "set" && item.target === FIELDS.rest))
    return undefined;
  const expressions = statements.flatMap((item) => expressionOf(item) ?? []);
  if (expressions.reduce((sum, item) => sum + sizeOf(item), 0) > LARGEST) return undefined;
  const known = new Map<string, Value>([[FIELDS.rest, 0]]);
  const left: Statement[] = [];
  for (const statement of statements) {
    if (statement.kind !== "set" && statement.kind !== "emit") return undefined;
    const after = simplified(expressionOf(statement) as Expression, known);
    if (typeof after === "object") {
      if (statement.kind === "set" && known.has(statement.target)) return undefined;
      left.push(withExpression(statement, after));
    } else if (statement.kind === "emit") return undefined;
    else if (statement.target === FIELDS.rest) {
      // who does not rest has none of it before, and none afterwards
      if (after !== 0) return undefined;
    } else if (isField(statement.target)) return undefined;
    else known.set(statement.target, after);
  }
  return left;
}

/** An expression with the values that are known, and without what they leave out; or its value, where that is known. */
function simplified(expression: Expression, known: ReadonlyMap<string, Value>): Expression | Value {
  const names = [...namesIn(expression)];
  if (names.length > 0 && names.every((name) => known.has(name)))
    return evaluate(expression, (name) => Number(known.get(name)));
  const isAbout = names.some((name) => known.has(name));
  if (!isAbout) return expression;
  if (expression.kind === "call" && expression.name === WHERE) {
    const [condition, yes, no] = expression.arguments;
    const chosen = simplified(condition, known);
    if (typeof chosen !== "object") return simplified(chosen ? yes : no, known);
  }
  if (expression.kind === "binary" && ["and", "or"].includes(expression.operator)) {
    const [left, right] = operandsOf(expression).map((operand) => simplified(operand, known));
    // of a truth value that is known, either nothing is left, or all that matters
    const decides = expression.operator === "or";
    for (const [one, other] of [
      [left, right],
      [right, left],
    ])
      if (typeof one !== "object") return Boolean(one) === decides ? decides : other;
  }
  return mapOperands(expression, (operand) => {
    const value = simplified(operand, known);
    return typeof value === "object" ? value : numberOf(operand, value);
  });
}

/** A value in the place of an expression. */
const numberOf = ({ start, end }: Expression, value: Value): Expression => ({
  kind: "number",
  value: Number(value),
  start,
  end,
});
