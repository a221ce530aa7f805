import {
  binary,
  type Expression,
  mapOperands,
  name,
  namesIn,
  number,
  print,
} from "../../equations/index.js";
import type { Statement } from "../program.js";
import { expressionOf, withExpression } from "./statements.js";

/** A value that is the same for all elements and all steps. */
export interface Hoisted {
  name: string;
  expression: Expression;
}

/** A factor of a product, or (inverse) a divisor. */
interface Factor {
  expression: Expression;
  inverse: boolean;
}

/**
 * Takes out of statements what neither varies from element to element nor from step to step. Of each
 * product, all factors and divisors that do not vary become one (with a rounding or two more, but a
 * division less): dt * ((EL - V) / tau) becomes (EL - V) * (dt / tau).
 * @param newName the name of a value that is taken out
 */
export function hoist(
  statements: readonly Statement[],
  invariant: ReadonlySet<string>,
  newName: () => string,
): { statements: Statement[]; hoisted: Hoisted[] } {
  const hoisted: Hoisted[] = [];
  const isInvariant = (expression: Expression): boolean =>
    [...namesIn(expression)].every((text) => invariant.has(text));
  const known = new Map<string, string>();
  const takeOut = (expression: Expression): Expression => {
    if (expression.kind === "number" || expression.kind === "name") return expression;
    const key = print(expression);
    let target = known.get(key);
    if (target === undefined) {
      target = newName();
      known.set(key, target);
      hoisted.push({ name: target, expression });
    }
    return name(target);
  };
  /** The factors of a product, those of products within it too. */
  const factorsOf = (expression: Expression): Factor[] => {
    if (!isInvariant(expression)) {
      if (expression.kind === "unary" && expression.operator === "-")
        return [{ expression: number(-1), inverse: false }, ...factorsOf(expression.operand)];
      if (expression.kind === "binary") {
        const { operator, left, right } = expression;
        if (operator === "*") return [...factorsOf(left), ...factorsOf(right)];
        if (operator === "/" && isInvariant(right))
          return [...factorsOf(left), { expression: right, inverse: true }];
      }
    }
    return [{ expression, inverse: false }];
  };
  const product = (expression: Expression): Expression => {
    const factors = factorsOf(expression);
    const fixed = factors.filter((factor) => isInvariant(factor.expression));
    const varying = factors.filter((factor) => !isInvariant(factor.expression));
    const coefficient = fixed.reduce<Expression>(
      (so, factor) => binary(factor.inverse ? "/" : "*", so, factor.expression),
      number(1),
    );
    const rest = varying
      .map((factor) =>
        factor.expression === expression ? parts(expression) : walk(factor.expression),
      )
      .reduce((so, factor) => binary("*", so, factor));
    return binary("*", rest, takeOut(coefficient));
  };
  /** An expression whose operands were walked, itself left as it is. */
  const parts = (expression: Expression): Expression =>
    // a power's exponent stays where it is: small whole ones become products
    expression.kind === "binary" && expression.operator === "**"
      ? { ...expression, left: walk(expression.left) }
      : mapOperands(expression, walk);
  const walk = (expression: Expression): Expression => {
    if (isInvariant(expression)) return isTruth(expression) ? expression : takeOut(expression);
    const isProduct =
      (expression.kind === "unary" && expression.operator === "-") ||
      (expression.kind === "binary" &&
        (expression.operator === "*" || expression.operator === "/"));
    return isProduct ? product(expression) : parts(expression);
  };
  const rewritten = (statement: Statement): Statement => {
    if (statement.kind === "repeat")
      return { ...statement, statements: statement.statements.map(rewritten) };
    // who spikes is compared as it was written
    const isTaken = statement.kind === "set" || statement.kind === "sum";
    const expression = isTaken ? expressionOf(statement) : undefined;
    return expression ? withExpression(statement, walk(expression)) : statement;
  };
  return { statements: statements.map(rewritten), hoisted };
}

const TRUTHS = ["<", "<=", ">", ">=", "==", "!=", "and", "or"];

/** Whether an expression gives a truth value, which no field can hold. */
const isTruth = (expression: Expression): boolean =>
  (expression.kind === "unary" && expression.operator === "not") ||
  (expression.kind === "binary" && TRUTHS.includes(expression.operator));
