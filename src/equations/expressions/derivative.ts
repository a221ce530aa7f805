import { parseExpression } from "../text/parse.js";
import {
  binary,
  call,
  type Expression,
  namesIn,
  negate,
  number,
  substitute,
  where,
} from "./expression.js";

/** Derivatives of functions with respect to each argument, of arguments x and y. */
const DERIVATIVES: Readonly<Record<string, readonly string[]>> = {
  exp: ["exp(x)"],
  expm1: ["exp(x)"],
  log: ["1/x"],
  log10: [`${Math.LOG10E}/x`],
  log1p: ["1/(1 + x)"],
  sqrt: ["0.5/sqrt(x)"],
  sin: ["cos(x)"],
  cos: ["-sin(x)"],
  tan: ["1 + tan(x)**2"],
  sinh: ["cosh(x)"],
  cosh: ["sinh(x)"],
  tanh: ["1 - tanh(x)**2"],
  asin: ["1/sqrt(1 - x**2)"],
  acos: ["-1/sqrt(1 - x**2)"],
  atan: ["1/(1 + x**2)"],
  arcsin: ["1/sqrt(1 - x**2)"],
  arccos: ["-1/sqrt(1 - x**2)"],
  arctan: ["1/(1 + x**2)"],
  atan2: ["y/(x**2 + y**2)", "-x/(x**2 + y**2)"],
  asinh: ["1/sqrt(x**2 + 1)"],
  acosh: ["1/(sqrt(x - 1)*sqrt(x + 1))"],
  atanh: ["1/(1 - x**2)"],
  abs: ["sign(x)"],
};

/**
 * The derivative of an expression with respect to a name.
 * @returns undefined where there is none: where the name goes through a function with jumps (floor, int,
 *   sign, mod) or a truth value.
 */
export function derivativeOf(expression: Expression, x: string): Expression | undefined {
  if (!namesIn(expression).has(x)) return number(0);
  switch (expression.kind) {
    case "name":
      return number(1);
    case "unary": {
      const inner = expression.operator === "not" ? undefined : derivativeOf(expression.operand, x);
      return expression.operator === "-" ? inner && negate(inner) : inner;
    }
    case "binary":
      return ofOperation(expression, x);
    case "call":
      return ofCall(expression, x);
    default:
      return undefined;
  }
}

function ofOperation(
  expression: Expression & { kind: "binary" },
  x: string,
): Expression | undefined {
  const { operator, left, right } = expression;
  const [a, b] = [derivativeOf(left, x), derivativeOf(right, x)];
  if (!a || !b) return undefined;
  switch (operator) {
    case "+":
    case "-":
      return binary(operator, a, b);
    case "*":
      return binary("+", binary("*", a, right), binary("*", left, b));
    case "/": {
      const second = binary("/", binary("*", left, b), binary("**", right, number(2)));
      return binary("-", binary("/", a, right), second);
    }
    case "**": {
      const isConstant = !namesIn(right).has(x);
      if (isConstant) {
        const less =
          right.kind === "number" ? number(right.value - 1) : binary("-", right, number(1));
        const power =
          less.kind === "number" && less.value === 1
            ? left
            : less.kind === "number" && less.value === 0
              ? number(1)
              : binary("**", left, less);
        return binary("*", binary("*", right, power), a);
      }
      const growth = binary(
        "+",
        binary("*", b, call("log", left)),
        binary("/", binary("*", right, a), left),
      );
      return binary("*", expression, growth);
    }
    default:
      return undefined;
  }
}

function ofCall(expression: Expression & { kind: "call" }, x: string): Expression | undefined {
  const { name, arguments: args } = expression;
  const inner = args.map((argument) => derivativeOf(argument, x));
  if (inner.some((item) => item === undefined)) return undefined;
  const [first, second, third] = inner as Expression[];
  switch (name) {
    case "exprel":
      return binary("*", derivativeOfExprel(args[0]), first);
    case "min":
      return where(binary("<", args[1], args[0]), second, first);
    case "max":
      return where(binary(">", args[1], args[0]), second, first);
    case "clip": {
      const below = where(binary("<", args[0], args[1]), second, first);
      return where(binary(">", args[0], args[2]), third, below);
    }
  }
  const partial = Object.hasOwn(DERIVATIVES, name) ? DERIVATIVES[name] : undefined;
  return partial?.reduce<Expression>((sum, text, k) => {
    const outer = substitute(parseExpression(text), (argument) => args["xy".indexOf(argument)]);
    return binary("+", sum, binary("*", outer, (inner as Expression[])[k]));
  }, number(0));
}

/** That of (e^x - 1)/x, by its series where it would cancel. */
function derivativeOfExprel(x: Expression): Expression {
  const inPlace = (text: string): Expression => substitute(parseExpression(text), () => x);
  return where(
    inPlace("abs(x) < 0.002"),
    inPlace(`0.5 + x*(${1 / 3} + x*(0.125 + x*(${1 / 30} + x*${1 / 144})))`),
    inPlace("(exp(x) - exprel(x))/x"),
  );
}
