import { binary, call, type Expression, name, number } from "./expressions/expression.js";
import { textError } from "./text/textError.js";

/** How a declared variable is kept: booleans as 0 and 1, integers as numbers without a fraction. */
export type StoredAs = "real" | "boolean" | "integer";

/** The types that may stand in the place of a unit. */
export const STORED_TYPES = ["boolean", "integer"] as const;

/** A boolean variable as the truth value that a text reads. */
export const truthOf = (variable: string): Expression => binary("!=", name(variable), number(0));

/** A truth value as the number that a boolean variable keeps. */
export const storedTruth = (truth: Expression): Expression => call("int", truth);

/** Functions that give whole numbers, and those that do of whole numbers. */
const WHOLE: readonly string[] = ["int", "floor", "ceil", "sign"];
const KEEPING: readonly string[] = ["abs", "min", "max", "clip", "mod"];

/** Whether an expression gives a whole number whatever its names are. */
export function isWhole(expression: Expression, isWholeName: (name: string) => boolean): boolean {
  const whole = (operand: Expression): boolean => isWhole(operand, isWholeName);
  switch (expression.kind) {
    case "number":
      return Number.isInteger(expression.value);
    case "name":
      return expression.name === "inf" || isWholeName(expression.name);
    case "unary":
      return whole(expression.operand);
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "**")
        return whole(left) && right.kind === "number" && whole(right) && right.value >= 0;
      return ["+", "-", "*"].includes(operator) && whole(left) && whole(right);
    }
    case "call":
      return (
        WHOLE.includes(expression.name) ||
        (KEEPING.includes(expression.name) && expression.arguments.every(whole))
      );
  }
}

/**
 * Requires what is given to an integer variable to be a whole number.
 * @throws UserError that shows the text and the place.
 */
export function requireWhole(
  what: string,
  expression: Expression,
  text: string,
  isWholeName: (name: string) => boolean,
): void {
  if (isWhole(expression, isWholeName)) return;
  const given = text.slice(expression.start, expression.end).trim();
  throw textError(
    `invalid value of ${what}: "${given}" may have a fraction, and ${what} is an integer; int(...) cuts it off`,
    text,
    expression,
  );
}
