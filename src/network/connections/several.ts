import { requireWholeNumber, shown, UserError } from "../../base/index.js";
import type { ConnectionRule, Pairs, RuleText, Sides } from "./connection.js";

/** A rule, whichever. */
interface AnyRule {
  readonly rule: string;
}

/** Several synapses for each pair that another rule connects. */
export interface Several<Other extends AnyRule> {
  readonly rule: "several";
  /** The rule that connects the pairs. */
  readonly of: Other;
  /** How many synapses a pair gets: a whole number, or text over what a rule's texts read: "1 + (i % 2)". */
  readonly n: number | string;
  /** The name by which the synapses' texts read which of its pair's a synapse is, from 0 on. */
  readonly index?: string;
}

/** Most synapses of one pair. */
const MOST = 1e6;

/** What it has to know of the other rules. */
export interface OtherRules<Other extends AnyRule> {
  check: (connection: unknown, sides: Sides) => Other;
  ruleOf: (connection: Other) => ConnectionRule<Other>;
}

/** The rule that repeats the pairs of another one. */
export const several = <Other extends AnyRule>({
  check,
  ruleOf,
}: OtherRules<Other>): ConnectionRule<Several<Other>> => ({
  rule: "several",
  options: ["of", "n", "index"],
  check: ({ of, n, index }, sides) => {
    const inner = check(of, sides);
    if (inner.rule === "several")
      throw new UserError(
        "invalid of: several; expected another rule, whose pairs are repeated once",
      );
    if (typeof n !== "string") requireWholeNumber("n", n, 0, MOST);
    if (index !== undefined && (typeof index !== "string" || !/^[A-Za-z]\w{0,99}$/.test(index)))
      throw new UserError(
        `invalid index: ${shown(index)}; expected a name that a text can have, like "k"`,
      );
    return { rule: "several", of: inner, n, ...(index !== undefined && { index }) };
  },
  texts: ({ of, n }): Readonly<Record<string, RuleText | undefined>> => ({
    ...ruleOf(of).texts?.(of),
    ...(typeof n === "string" && { n: { text: n, gives: "number" } }),
  }),
  count: ({ of, n }, sides) => ruleOf(of).count(of, sides) * (typeof n === "number" ? n : 1),
  pairs: ({ of, n }, sides, making) => {
    const { sources, targets } = ruleOf(of).pairs(of, sides, making);
    const { from, to } = sides;
    const count = typeof n === "string" ? making.text("n") : () => n;
    const copies = Int32Array.from(sources, (source, k) =>
      requireWholeNumber(
        `n of source ${source - from.start}, target ${targets[k] - to.start}`,
        count(source - from.start, targets[k] - to.start),
        0,
        MOST,
      ),
    );
    return repeated({ sources, targets }, copies);
  },
});

function repeated({ sources, targets }: Pairs, copies: Int32Array): Pairs {
  const total = copies.reduce((sum, count) => sum + count, 0);
  const made = {
    sources: new Int32Array(total),
    targets: new Int32Array(total),
    places: new Int32Array(total),
  };
  let at = 0;
  copies.forEach((count, k) => {
    for (let place = 0; place < count; place++) {
      made.sources[at] = sources[k];
      made.targets[at] = targets[k];
      made.places[at++] = place;
    }
  });
  return made;
}
