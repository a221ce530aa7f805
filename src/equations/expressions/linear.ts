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
export const linearIn = (expression: Expression, x: string): LinearForm | undefined =>
  formOf(expression, x, false);

/**
 * Takes an expression apart as a + b x, where a and b may read x inside functions: there it is to be
 * taken as it is at the beginning of a step. `x*f(x)` has the coefficient f(x).
 * @returns undefined if x stands in no product by itself, or in a power higher than the first.
 */
export function linearWithFrozen(expression: Expression, x: string): LinearForm | undefined {
  const form = formOf(expression, x, true);
  if (!form || !namesIn(expression).has(x)) return form;
  return isZero(form.coefficient) ? undefined : form;
}

function formOf(expression: Expression, x: string, frozen: boolean): LinearForm | undefined {
  if (!namesIn(expression).has(x)) return constantForm(expression);
  switch (expression.kind) {
    case "name":
      return { constant: number(0), coefficient: number(1) };
    case "unary": {
      const form = formOf(expression.operand, x, frozen);
      if (!form || expression.operator === "not") return undefined;
      if (expression.operator === "+") return form;
      return { constant: negate(form.constant), coefficient: negate(form.coefficient) };
    }
    case "binary": {
      const { operator } = expression;
      const [left, right] = [
        formOf(expression.left, x, frozen),
        formOf(expression.right, x, frozen),
      ];
      if (operator === "**") return frozenPower(expression, left, frozen);
      if (!left || !right) return undefined;
      if (operator === "+" || operator === "-") return combine(operator, left, right);
      if (operator === "*" && isFree(right)) return combine("*", left, right.constant);
      if (operator === "*" && isFree(left)) return combine("*", right, left.constant);
      if (operator === "/" && isFree(right)) return combine("/", left, right.constant);
      if (operator === "/" && frozen) return combine("/", left, expression.right);
      return undefined;
    }
    case "call":
      return frozen ? constantForm(expression) : undefined;
    default:
      return undefined;
  }
}

/** A power of what reads x: frozen where it is a function of its own, not a higher power of x. */
function frozenPower(
  expression: Expression & { kind: "binary" },
  base: LinearForm | undefined,
  frozen: boolean,
): LinearForm | undefined {
  if (!frozen || !base) return undefined;
  const exponent = expression.right.kind === "number" ? expression.right.value : undefined;
  if (exponent === 1) return base;
  const isPolynomial = exponent !== undefined && Number.isInteger(exponent) && exponent > 1;
  return isPolynomial && !isFree(base) ? undefined : constantForm(expression);
}

const constantForm = (expression: Expression): LinearForm => ({
  constant: expression,
  coefficient: number(0),
});

const isZero = (expression: Expression): boolean =>
  expression.kind === "number" && expression.value === 0;

const isFree = ({ coefficient }: LinearForm): boolean => isZero(coefficient);

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
