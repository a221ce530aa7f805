import {
  type Assignment,
  binary,
  type Expression,
  name,
  namesIn,
  number,
  print,
} from "../equations/index.js";

/** A value that is the same for all neurons and computed once a step. */
export interface Hoisted {
  statements: Assignment[];
  hoisted: Assignment[];
}

/** A factor of a product, or (inverse) a divisor. */
interface Factor {
  expression: Expression;
  inverse: boolean;
}

/**
 * Takes out of statements what does not vary from neuron to neuron. Of each product, all factors
 * and divisors that do not vary become one (with a rounding or two more, but a division less):
 * dt * ((EL - V) / tau) becomes (EL - V) * (dt / tau).
 */
export function hoist(statements: readonly Assignment[], invariant: ReadonlySet<string>): Hoisted {
  const hoisted: Assignment[] = [];
  const isInvariant = (expression: Expression): boolean =>
    [...namesIn(expression)].every((text) => invariant.has(text));
  const known = new Map<string, string>();
  const takeOut = (expression: Expression): Expression => {
    if (expression.kind === "number" || expression.kind === "name") return expression;
    const key = print(expression);
    let target = known.get(key);
    if (target === undefined) {
      target = `_hoisted${hoisted.length + 1}`;
      known.set(key, target);
      hoisted.push({ target, expression });
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
  const parts = (expression: Expression): Expression => {
    switch (expression.kind) {
      case "unary":
        return { ...expression, operand: walk(expression.operand) };
      case "binary": {
        const { operator, left, right } = expression;
        // a power's exponent stays where it is: small whole ones become products
        return { ...expression, left: walk(left), right: operator === "**" ? right : walk(right) };
      }
      case "call":
        return { ...expression, arguments: expression.arguments.map(walk) };
      default:
        return expression;
    }
  };
  const walk = (expression: Expression): Expression => {
    if (isInvariant(expression)) return takeOut(expression);
    const isProduct =
      (expression.kind === "unary" && expression.operator === "-") ||
      (expression.kind === "binary" &&
        (expression.operator === "*" || expression.operator === "/"));
    return isProduct ? product(expression) : parts(expression);
  };
  const rest = statements.map(({ target, expression }) => ({
    target,
    expression: walk(expression),
  }));
  return { statements: rest, hoisted };
}
