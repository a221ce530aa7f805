import { UserError } from "../../../base/index.js";
import {
  callsIn,
  checkValueText,
  DRAWN,
  type Expression,
  type Formula,
  isShared,
  number,
  type ParameterValue,
  substitute,
} from "../../../equations/index.js";
import { DIMENSIONLESS } from "../../../units/index.js";
import { textsOf } from "../../connections/index.js";
import type { Synapses } from "../description.js";
import type { Side } from "../sides/sides.js";
import { pairScope } from "./pairScope.js";

/**
 * The texts of a connection rule, checked.
 * @throws UserError that shows the text and the place.
 */
export function ruleTexts(
  { name, connection }: Synapses,
  parameters: ReadonlyMap<string, ParameterValue>,
  source: Side | undefined,
  target: Side,
  formulas: ReadonlyMap<string, Formula>,
): Map<string, Expression> {
  const checked = new Map<string, Expression>();
  for (const [option, given] of Object.entries(textsOf(connection))) {
    if (given === undefined) continue;
    const { text, gives, reads } = given;
    // a rule connects before its synapses have values: only what all of them share is known
    const shared = new Map([...parameters].filter(([, { values }]) => isShared(values)));
    const scope = pairScope(shared, source, target, reads, formulas);
    const expected = gives === "truth" ? "truth" : DIMENSIONLESS;
    const what = `${option} of ${name}`;
    const { expression } = checkValueText(what, text, scope, expected);
    if (DRAWN.some((draw) => callsIn(expression).has(draw)))
      throw new UserError(
        `invalid ${what}: ${text}; expected no rand(): give a probability, or a rule that draws`,
      );
    checked.set(
      option,
      substitute(expression, (own) => {
        const values = shared.get(own)?.values;
        return values && isShared(values) ? number(values.value) : undefined;
      }),
    );
  }
  return checked;
}
