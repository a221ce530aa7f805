import { seeManual, UserError } from "../base/index.js";
import type { Expression } from "./expressions/expression.js";
import { isNoise } from "./names.js";
import type { Assignment } from "./statements.js";
import { readsOf } from "./subexpressions.js";

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
  subexpressions: readonly Assignment[],
  unavailable: Unavailable,
): void {
  const reads = readsOf(subexpressions);
  for (const expression of expressions)
    for (const name of reads(expression)) {
      const known = isNoise(name) ? "xi" : name;
      if (Object.hasOwn(unavailable, known))
        throw new UserError(
          `invalid name in ${what}: ${name}; ${unavailable[known]}${seeManual("names")}`,
        );
    }
}
