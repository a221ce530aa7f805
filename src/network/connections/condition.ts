import { checkTruth, shown, UserError } from "../../base/index.js";
import { type ConnectionRule, factsOf, PairList } from "./connection.js";

/** Each pair of neurons for which a condition holds, all of them or with a probability. */
export interface Condition {
  readonly rule: "condition";
  /** Over `i`, `j` and both neurons' values: "abs(i - j) < 5", "x_pre < x_post and i != j". */
  readonly condition: string;
  /** A number, or text as the condition's; 1 by default. */
  readonly probability?: number | string;
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
}

export const CONDITION: ConnectionRule<Condition> = {
  rule: "condition",
  options: ["condition", "probability", "autapses"],
  check: ({ condition, probability = 1, autapses = true }) => {
    if (typeof condition !== "string")
      throw new UserError(
        `invalid condition: ${shown(condition)}; expected text like "abs(i - j) < 5"`,
      );
    const isNumber = typeof probability === "number" && probability >= 0 && probability <= 1;
    if (!isNumber && typeof probability !== "string")
      throw new UserError(
        `invalid probability: ${shown(probability)}; expected a number from 0 to 1, or text`,
      );
    return {
      rule: "condition",
      condition,
      probability,
      autapses: checkTruth("autapses", autapses),
    };
  },
  texts: ({ condition, probability }) => ({
    condition: { text: condition, gives: "truth" },
    probability:
      typeof probability === "string" ? { text: probability, gives: "number" } : undefined,
  }),
  count: (_, sides) => {
    const { sources, targets } = factsOf(sides);
    return 0.1 * sources * targets;
  },
  pairs: ({ probability = 1, autapses }, sides, { stream, text }) => {
    const { sources: n, targets: m, isSelf } = factsOf(sides);
    const list = new PairList(sides, 0);
    const holds = text("condition");
    const of = typeof probability === "string" ? text("probability") : () => probability;
    const draws = probability === 1 ? undefined : stream();
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        if (holds(i, j) && (!draws || draws.uniform() < of(i, j)))
          if (autapses !== false || !isSelf(i, j)) list.add(i, j);
    return list.pairs;
  },
};
