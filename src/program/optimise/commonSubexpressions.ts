import { type Expression, mapOperands, name, operandsOf } from "../../equations/index.js";
import type { Statement } from "../program.js";
import { expressionOf, withExpression } from "./statements.js";

/**
 * Computes once what the statements of a block compute several times: subexpressions that are
 * equal, with no assignment in between to what they read. Changes no bit.
 */
export function shareSubexpressions(
  statements: readonly Statement[],
  prefix = "'common",
): Statement[] {
  const numbering = new ValueNumbers();
  for (const statement of statements) {
    const expression = sharedExpressionOf(statement);
    if (expression) numbering.count(expression);
    for (const target of assignedBy(statement)) numbering.assign(target);
  }
  numbering.restart();
  const result: Statement[] = [];
  const known = new Map<number, string>();
  const share = (expression: Expression): Expression => {
    if (expression.kind === "name" || expression.kind === "number") return expression;
    const value = numbering.valueOf(expression);
    const computed = known.get(value);
    if (computed !== undefined) return name(computed);
    const inner = mapOperands(expression, share);
    if (numbering.uses(value) < 2) return inner;
    const target = `${prefix}${known.size + 1}`;
    known.set(value, target);
    result.push({ kind: "set", target, expression: inner });
    return name(target);
  };
  for (const statement of statements) {
    const expression = sharedExpressionOf(statement);
    if (statement.kind === "repeat")
      // each turn by itself: nothing is known in it of what was before, since it changes
      result.push({
        ...statement,
        statements: shareSubexpressions(statement.statements, `${prefix}turn `),
      });
    else result.push(expression ? withExpression(statement, share(expression)) : statement);
    for (const target of assignedBy(statement)) numbering.assign(target);
  }
  return result;
}

/** The expression that a statement evaluates where it stands: what is drawn before the others has its own. */
const sharedExpressionOf = (statement: Statement): Expression | undefined =>
  statement.kind === "draw" && statement.isForAll ? undefined : expressionOf(statement);

/** The names that a statement gives values to. */
function assignedBy(statement: Statement): string[] {
  if (statement.kind === "set" || statement.kind === "draw") return [statement.target];
  if (statement.kind !== "repeat") return [];
  return [
    ...statement.carried.map((item) => item.name),
    ...statement.statements.flatMap(assignedBy),
  ];
}

/** Numbers for values: expressions that give the same value, at the places where they stand, have the same one. */
class ValueNumbers {
  private readonly numbers = new Map<string, number>();
  private readonly counts = new Map<number, number>();
  private readonly versions = new Map<string, number>();
  private seen = new WeakMap<Expression, number>();

  /** Begins anew at the first statement. */
  restart(): void {
    this.versions.clear();
    this.seen = new WeakMap();
  }

  /** From here on a name has another value. */
  assign(target: string): void {
    this.versions.set(target, (this.versions.get(target) ?? 0) + 1);
    this.seen = new WeakMap();
  }

  uses(value: number): number {
    return this.counts.get(value) ?? 0;
  }

  /** Counts an expression, and its operands where it is new. */
  count(expression: Expression): void {
    if (expression.kind === "name" || expression.kind === "number") return;
    const value = this.valueOf(expression);
    const before = this.uses(value);
    this.counts.set(value, before + 1);
    if (before === 0) for (const operand of operandsOf(expression)) this.count(operand);
  }

  valueOf(expression: Expression): number {
    const known = this.seen.get(expression);
    if (known !== undefined) return known;
    const key = this.keyOf(expression);
    let value = this.numbers.get(key);
    if (value === undefined) {
      value = this.numbers.size;
      this.numbers.set(key, value);
    }
    this.seen.set(expression, value);
    return value;
  }

  private keyOf(expression: Expression): string {
    switch (expression.kind) {
      case "number":
        return Object.is(expression.value, -0) ? "-0" : String(expression.value);
      case "name":
        return `${expression.name} ${this.versions.get(expression.name) ?? 0}`;
      case "unary":
        return `${expression.operator} ${this.valueOf(expression.operand)}`;
      case "binary":
        return `${this.valueOf(expression.left)} ${expression.operator} ${this.valueOf(expression.right)}`;
      case "call":
        return `${expression.name}(${expression.arguments.map((item) => this.valueOf(item)).join()})`;
    }
  }
}
