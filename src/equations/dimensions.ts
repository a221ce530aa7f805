import { didYouMean, ownValue } from "../base/index.js";
import {
  combineDimensions,
  DIMENSIONLESS,
  type Dimension,
  describeDimension,
  dimensionPower,
  isDimensionless,
  sameDimension,
} from "../units/index.js";
import { evaluate } from "./expressions/evaluate.js";
import { type Expression, namesIn, type Place, print } from "./expressions/expression.js";
import { FUNCTION_NAMES, FUNCTIONS } from "./functions/index.js";
import { textError } from "./text/textError.js";
import { tableNamed } from "./values/tabulated.js";

/**
 * What an expression gives: a dimension, a truth value, the number 0, which suits any dimension, or
 * infinity, which suits any as a bound.
 */
export type ValueType = Dimension | "truth" | "zero" | "infinity";

/** The text in which expressions stand, and the type of each name that they may read. */
export interface Scope {
  text: string;
  typeOf: (name: string) => ValueType | undefined;
  /** All names there are, for suggestions. */
  names: () => Iterable<string>;
  /** Whether rand(), randn() and poisson(mean) have a meaning. */
  draws?: boolean;
}

/**
 * The type of an expression, after checking the units of the whole tree.
 * @throws UserError naming the subexpression and both units, or the unknown name.
 */
export function typeOf(expression: Expression, scope: Scope): ValueType {
  switch (expression.kind) {
    case "number":
      return expression.value === 0 ? "zero" : DIMENSIONLESS;
    case "name": {
      const type = scope.typeOf(expression.name);
      if (type !== undefined) return type;
      const near = didYouMean(expression.name, scope.names());
      throw fault(scope, expression, `unknown name: ${expression.name}${near}`);
    }
    case "unary": {
      const type = typeOf(expression.operand, scope);
      if ((expression.operator === "not") !== (type === "truth"))
        throw fault(
          scope,
          expression.operand,
          `invalid operand of ${expression.operator}: ${quoted(expression.operand, scope)} is ${describe(type)}`,
        );
      return type;
    }
    case "binary":
      return typeOfBinary(expression, scope);
    case "call":
      return typeOfCall(expression, scope);
  }
}

/** Checks that an expression has the type expected. @throws UserError as {@link typeOf}. */
export function requireType(
  expression: Expression,
  expected: ValueType,
  what: string,
  scope: Scope,
): void {
  const type = typeOf(expression, scope);
  refuseInfinity(type, expression, scope);
  if (!fits(type, expected))
    throw fault(
      scope,
      expression,
      `inconsistent units: ${what} must be ${describe(expected)}, but ${quoted(expression, scope)} is ${describe(type)}`,
    );
}

/** Refuses infinity where a value is wanted. */
export function refuseInfinity(type: ValueType, expression: Expression, scope: Scope): void {
  if (type === "infinity") throw fault(scope, expression, misplaced(quoted(expression, scope)));
}

const misplaced = (text: string): string =>
  `invalid infinity: ${text}; expected inf only as a bound, in clip, min, max and comparisons`;

function typeOfBinary(expression: Expression & { kind: "binary" }, scope: Scope): ValueType {
  const { operator, left, right } = expression;
  const [a, b] = [typeOf(left, scope), typeOf(right, scope)];
  if (operator === "and" || operator === "or") {
    for (const [type, side] of [
      [a, left],
      [b, right],
    ] as const)
      if (type !== "truth")
        throw fault(
          scope,
          side,
          `invalid operand of ${operator}: ${quoted(side, scope)} is ${describe(type)}; expected a comparison`,
        );
    return "truth";
  }
  if (a === "truth" || b === "truth")
    throw fault(
      scope,
      expression,
      `invalid operands of ${operator}: ${quoted(expression, scope)} uses a truth value as a number; int(...) makes 0 or 1 of it`,
    );
  if (ARITHMETIC.has(operator)) {
    refuseInfinity(a, left, scope);
    refuseInfinity(b, right, scope);
  }
  switch (operator) {
    case "*":
    case "/":
      return combineDimensions(dimensionOf(a), dimensionOf(b), operator === "*" ? 1 : -1);
    case "**":
      return typeOfPower(a, b, expression, scope);
    default:
      if (!fits(a, b))
        throw fault(
          scope,
          expression,
          `inconsistent units: in ${quoted(expression, scope)}, ${quoted(left, scope)} is ${describe(a)} and ${quoted(right, scope)} is ${describe(b)}`,
        );
      if (operator === "+" || operator === "-") return a === "zero" ? b : a;
      return "truth";
  }
}

const ARITHMETIC: ReadonlySet<string> = new Set(["+", "-", "*", "/", "**"]);

/** Functions of which some arguments may be infinity. */
const BOUNDING: readonly string[] = ["clip", "min", "max"];

function typeOfPower(
  a: ValueType,
  b: ValueType,
  { left, right }: { left: Expression; right: Expression },
  scope: Scope,
): ValueType {
  if (!isDimensionless(dimensionOf(b)))
    throw fault(
      scope,
      right,
      `inconsistent units: the exponent ${quoted(right, scope)} is ${describe(b)}; expected a plain number`,
    );
  if (isDimensionless(dimensionOf(a))) return DIMENSIONLESS;
  const exponent = literalNumber(right);
  if (exponent === undefined)
    throw fault(
      scope,
      right,
      `inconsistent units: ${quoted(left, scope)} is ${describe(a)}; a quantity with a unit can only be raised to a number like 2 or 0.5`,
    );
  return dimensionPower(dimensionOf(a), exponent);
}

function typeOfCall(expression: Expression & { kind: "call" }, scope: Scope): ValueType {
  const { name } = expression;
  if (scope.draws && DRAWN.includes(name)) return typeOfDraw(expression, scope);
  const table = tableNamed(name);
  if (table) {
    const [argument] = expression.arguments;
    const own = name.slice(0, name.indexOf("'"));
    requireType(argument, table.from, `the argument of ${own}`, scope);
    return table.to;
  }
  const known = FUNCTIONS.get(name);
  if (!known)
    throw fault(
      scope,
      expression,
      `unknown function: ${name}; ${ownValue(DRAWING, name) ?? `expected one of ${FUNCTION_NAMES.join(", ")}${didYouMean(name, FUNCTION_NAMES)}`}`,
    );
  if (expression.arguments.length !== known.arguments)
    throw fault(
      scope,
      expression,
      `invalid arguments of ${name}: ${expression.arguments.length} given, expected ${known.arguments}`,
    );
  const types = expression.arguments.map((argument) => typeOf(argument, scope));
  const isBounding = BOUNDING.includes(name) && types.some((item) => item !== "infinity");
  if (!isBounding)
    types.forEach((item, k) => {
      refuseInfinity(item, expression.arguments[k], scope);
    });
  const [type] = types;
  switch (known.rule) {
    case "count":
      if (type === "truth" || isDimensionless(dimensionOf(type))) return DIMENSIONLESS;
      break;
    case "plain":
      if (type !== "truth" && isDimensionless(dimensionOf(type))) return DIMENSIONLESS;
      break;
    case "sign":
      if (type !== "truth") return DIMENSIONLESS;
      break;
    case "root":
      if (type !== "truth") return dimensionPower(dimensionOf(type), 0.5);
      break;
    case "ratio":
    case "same": {
      const common = types.find((item) => item !== "zero" && item !== "infinity") ?? DIMENSIONLESS;
      const odd = types.findIndex((item) => !fits(item, common));
      if (odd >= 0)
        throw fault(
          scope,
          expression,
          `inconsistent units: in ${quoted(expression, scope)}, ${quoted(expression.arguments[odd], scope)} is ${describe(types[odd])}; expected ${describe(common)}`,
        );
      if (common !== "truth") return known.rule === "ratio" ? DIMENSIONLESS : common;
    }
  }
  throw fault(
    scope,
    expression.arguments[0],
    `inconsistent units: the argument of ${name}, ${quoted(expression.arguments[0], scope)}, is ${describe(type)}; expected a plain number`,
  );
}

/** A draw: poisson(mean) takes a plain number, the others nothing. */
function typeOfDraw(expression: Expression & { kind: "call" }, scope: Scope): ValueType {
  const { name, arguments: given } = expression;
  const count = name === "poisson" ? 1 : 0;
  if (given.length !== count)
    throw fault(
      scope,
      expression,
      `invalid arguments of ${name}: ${given.length} given, expected ${count === 0 ? "none" : "the mean"}`,
    );
  for (const mean of given) requireType(mean, DIMENSIONLESS, "the mean", scope);
  return DIMENSIONLESS;
}

/** Functions that draw: a uniform deviate in [0, 1), a normal deviate, a Poisson deviate of a mean. */
export const DRAWN: readonly string[] = ["rand", "randn", "poisson"];

/** Where functions that draw have no meaning. */
const DRAWING: Readonly<Record<string, string>> = {
  rand: "noise in equations is xi; statements (reset, onPre, ...) and values draw by rand()",
  randn: "noise in equations is xi; statements (reset, onPre, ...) and values draw by randn()",
  poisson:
    "statements and values draw by poisson(mean); Poisson input is a source: poisson(name, N, rates)",
  timestep: "expected t/dt",
};

function fits(a: ValueType, b: ValueType): boolean {
  if (a === "truth" || b === "truth") return a === b;
  if (a === "infinity" || b === "infinity") return true;
  return a === "zero" || b === "zero" || sameDimension(a, b);
}

const dimensionOf = (type: ValueType): Dimension =>
  typeof type === "string" ? DIMENSIONLESS : type;

const describe = (type: ValueType): string =>
  typeof type === "string" ? WORDS[type] : describeDimension(type);

const WORDS = { truth: "a truth value", zero: "0", infinity: "infinity" } as const;

/** The number that an expression of numbers alone stands for: "2", "-0.5", "(1/3)". */
function literalNumber(expression: Expression): number | undefined {
  if (namesIn(expression).size > 0 || expression.kind === "call") return undefined;
  const value = evaluate(expression, () => Number.NaN);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

const quoted = (expression: Expression, { text }: Scope): string =>
  expression.within === undefined
    ? `"${text.slice(expression.start, expression.end).trim()}"`
    : `"${print(expression)}"`;

const fault = (scope: Scope, place: Place, message: string): Error =>
  textError(
    place.within === undefined ? message : `${message}; in ${place.within}`,
    scope.text,
    place,
  );
