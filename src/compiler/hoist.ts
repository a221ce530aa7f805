import {
  type Assignment,
  binary,
  type Expression,
  name,
  namesIn,
  number,
} from "../equations/index.js";

/** A value that is the same for all neurons and computed once a step. */
export interface Hoisted {
  statements: Assignment[];
  hoisted: Assignment[];
}

/**
 * Takes out of statements what does not vary from neuron to neuron. Divisions by such a value
 * become products with its reciprocal (one rounding more, four times as fast).
 */
export function hoist(statements: readonly Assignment[], invariant: ReadonlySet<string>): Hoisted {
  const hoisted: Assignment[] = [];
  const isInvariant = (expression: Expression): boolean =>
    [...namesIn(expression)].every((text) => invariant.has(text));
  const known = new Map<string, string>();
  const takeOut = (expression: Expression): Expression => {
    if (expression.kind === "number" || expression.kind === "name") return expression;
    const key = JSON.stringify(expression, (field, value) =>
      field === "start" || field === "end" ? undefined : value,
    );
    let target = known.get(key);
    if (target === undefined) {
      target = `_hoisted${hoisted.length + 1}`;
      known.set(key, target);
      hoisted.push({ target, expression });
    }
    return name(target);
  };
  const walk = (expression: Expression): Expression => {
    if (isInvariant(expression)) return takeOut(expression);
    switch (expression.kind) {
      case "unary":
        return { ...expression, operand: walk(expression.operand) };
      case "binary": {
        const { operator, left, right } = expression;
        if (operator === "/" && isInvariant(right))
          return {
            ...expression,
            operator: "*",
            left: walk(left),
            right: takeOut(binary("/", number(1), right)),
          };
        // a power's exponent stays where it is: small whole ones become products
        return { ...expression, left: walk(left), right: operator === "**" ? right : walk(right) };
      }
      case "call":
        return { ...expression, arguments: expression.arguments.map(walk) };
      default:
        return expression;
    }
  };
  const rest = statements.map(({ target, expression }) => ({
    target,
    expression: walk(expression),
  }));
  return { statements: rest, hoisted };
}
