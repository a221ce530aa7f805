import { UserError } from "../base/index.js";
import {
  type Dimension,
  describeDimension,
  NAMED_DIMENSIONS,
  sameDimension,
} from "../units/index.js";
import { requireType, type Scope, type ValueType } from "./dimensions.js";
import { type Expression, namesIn } from "./expressions/expression.js";

/**
 * An error about the units of an expression that says which parameter's value is to blame, where
 * only one can be: where exactly one of them would fit if it had another dimension.
 */
export function blaming(
  error: unknown,
  expression: Expression,
  expected: ValueType,
  parameters: ReadonlyMap<string, { readonly dimension: Dimension }>,
  scope: Scope,
): unknown {
  if (!(error instanceof UserError) || !error.message.startsWith("inconsistent units"))
    return error;
  const fitting = [...namesIn(expression)].flatMap((name) => {
    const given = parameters.get(name);
    if (!given) return [];
    return Object.values(NAMED_DIMENSIONS)
      .filter(({ exponents }) => !sameDimension(exponents, given.dimension))
      .filter(({ exponents }) => {
        const typeOf = (text: string) => (text === name ? exponents : scope.typeOf(text));
        return isRight(expression, expected, { ...scope, typeOf });
      })
      .map(({ exponents }) => ({ name, is: given.dimension, wanted: exponents }));
  });
  if (fitting.length !== 1) return error;
  const [{ name, is, wanted }] = fitting;
  const [first, ...rest] = error.message.split("\n");
  const hint = `; ${name} was given as ${describeDimension(is)}, and ${describeDimension(wanted)} would fit`;
  return new UserError([first + hint, ...rest].join("\n"));
}

function isRight(expression: Expression, expected: ValueType, scope: Scope): boolean {
  try {
    requireType(expression, expected, "", scope);
    return true;
  } catch {
    return false;
  }
}
