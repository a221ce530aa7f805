import { didYouMean } from "../base/index.js";
import {
  combineDimensions,
  DIMENSIONLESS,
  type Dimension,
  describeDimension,
  dimensionPower,
  isDimensionless,
  sameDimension,
} from "../units/index.js";
import type { Expression, Place } from "./expression.js";
import { FUNCTIONS } from "./functions.js";
import { textError } from "./parse.js";

/** What an expression gives: a dimension, a truth value, or the number 0, which suits any dimension. */
export type ValueType = Dimension | "truth" | "zero";

/** The text in which expressions stand, and the type of each name that they may read. */
export interface Scope {
  text: string;
  typeOf: (name: string) => ValueType | undefined;
  /** All names there are, for suggestions. */
  names: () => Iterable<string>;
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

/** The dimension of an expression that must be a number. @throws UserError as {@link typeOf}. */
export function requireType(
  expression: Expression,
  expected: ValueType,
  what: string,
  scope: Scope,
): void {
  const type = typeOf(expression, scope);
  if (!fits(type, expected))
    throw fault(
      scope,
      expression,
      `inconsistent units: ${what} must be ${describe(expected)}, but ${quoted(expression, scope)} is ${describe(type)}`,
    );
}

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
  const exponent = literal(right);
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
  const signature = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!signature)
    throw fault(
      scope,
      expression,
      `unknown function: ${name}; expected one of ${Object.keys(FUNCTIONS).join(", ")}${didYouMean(name, Object.keys(FUNCTIONS))}`,
    );
  if (expression.arguments.length !== signature.arguments)
    throw fault(
      scope,
      expression,
      `invalid arguments of ${name}: ${expression.arguments.length} given, expected ${signature.arguments}`,
    );
  const types = expression.arguments.map((argument) => typeOf(argument, scope));
  if (signature.rule === "count") {
    if (types[0] === "truth" || isDimensionless(dimensionOf(types[0]))) return DIMENSIONLESS;
  } else if (signature.rule === "plain") {
    if (types[0] !== "truth" && isDimensionless(dimensionOf(types[0]))) return DIMENSIONLESS;
  } else if (signature.rule === "root") {
    if (types[0] !== "truth") return dimensionPower(dimensionOf(types[0]), 0.5);
  } else {
    const known = types.find((type) => type !== "zero") ?? DIMENSIONLESS;
    const odd = types.findIndex((type) => !fits(type, known));
    if (known !== "truth" && odd < 0) return known;
    if (odd >= 0)
      throw fault(
        scope,
        expression,
        `inconsistent units: in ${quoted(expression, scope)}, ${quoted(expression.arguments[odd], scope)} is ${describe(types[odd])}; expected ${describe(known)}`,
      );
  }
  throw fault(
    scope,
    expression.arguments[0],
    `inconsistent units: the argument of ${name}, ${quoted(expression.arguments[0], scope)}, is ${describe(types[0])}; expected a plain number`,
  );
}

function fits(a: ValueType, b: ValueType): boolean {
  if (a === "truth" || b === "truth") return a === b;
  return a === "zero" || b === "zero" || sameDimension(a, b);
}

const dimensionOf = (type: ValueType): Dimension =>
  type === "zero" || type === "truth" ? DIMENSIONLESS : type;

const describe = (type: ValueType): string =>
  type === "truth" ? "a truth value" : type === "zero" ? "0" : describeDimension(type);

function literal(expression: Expression): number | undefined {
  if (expression.kind === "number") return expression.value;
  if (expression.kind === "unary" && expression.operator === "-") {
    const value = literal(expression.operand);
    return value === undefined ? undefined : -value;
  }
  return undefined;
}

const quoted = (place: Place, { text }: Scope): string =>
  `"${text.slice(place.start, place.end).trim()}"`;

const fault = (scope: Scope, place: Place, message: string): Error =>
  textError(message, scope.text, place);
