import { binary, type Expression, namesIn, negate, number } from "./expression.js";

/** An expression a + b x, taken apart. */
export interface LinearForm {
  constant: Expression;
  coefficient: Expression;
}

/**
 * Takes an expression apart as a + b x, where neither a nor b reads the name x.
 * @returns undefined if the expression is not linear in x, as far as algebra without
 *   cancellation can tell.
 */
export function linearIn(expression: Expression, x: string): LinearForm | undefined {
  if (!namesIn(expression).has(x)) return { constant: expression, coefficient: number(0) };
  switch (expression.kind) {
    case "name":
      return { constant: number(0), coefficient: number(1) };
    case "unary": {
      const form = linearIn(expression.operand, x);
      if (!form || expression.operator === "not") return undefined;
      if (expression.operator === "+") return form;
      return { constant: negate(form.constant), coefficient: negate(form.coefficient) };
    }
    case "binary": {
      const { operator } = expression;
      const [left, right] = [linearIn(expression.left, x), linearIn(expression.right, x)];
      if (!left || !right) return undefined;
      if (operator === "+" || operator === "-") return combine(operator, left, right);
      if (operator === "*" && isFree(right)) return combine("*", left, right.constant);
      if (operator === "*" && isFree(left)) return combine("*", right, left.constant);
      if (operator === "/" && isFree(right)) return combine("/", left, right.constant);
      return undefined;
    }
    default:
      return undefined;
  }
}

const isFree = ({ coefficient }: LinearForm): boolean =>
  coefficient.kind === "number" && coefficient.value === 0;

/** Applies an operation to both parts, with a form or with one expression on the right. */
function combine(
  operator: "+" | "-" | "*" | "/",
  left: LinearForm,
  right: LinearForm | Expression,
): LinearForm {
  const of = (part: "constant" | "coefficient"): Expression =>
    "constant" in right ? right[part] : right;
  return {
    constant: binary(operator, left.constant, of("constant")),
    coefficient: binary(operator, left.coefficient, of("coefficient")),
  };
}
