import { UserError } from "../base/index.js";
import { type Expression, namesIn, substitute } from "./expression.js";

/** Names that some kind of text may not read, each with the reason. */
export type Unavailable = Readonly<Record<string, string>>;

/** Noise has a meaning only where a method integrates it. */
export const NO_NOISE: Unavailable = { xi: "noise goes into differential equations only" };

/**
 * Refuses names that have no value where a text is carried out, also where it reads them through
 * subexpressions.
 * @param what the text, for the message: "the reset"
 * @throws UserError naming the text, the name and the reason.
 */
export function refuseUnavailable(
  what: string,
  expressions: readonly Expression[],
  subexpressions: readonly { target: string; expression: Expression }[],
  unavailable: Unavailable,
): void {
  const meaning = new Map(subexpressions.map((item) => [item.target, item.expression]));
  const written = (name: string): Expression | undefined => {
    const expression = meaning.get(name);
    return expression && substitute(expression, written);
  };
  for (const expression of expressions)
    for (const name of namesIn(substitute(expression, written)))
      if (Object.hasOwn(unavailable, name))
        throw new UserError(`invalid name in ${what}: ${name}; ${unavailable[name]}`);
}
