import { checkTruth, requireWholeNumber, UserError } from "../../base/index.js";
import { type ConnectionRule, factsOf, PairList } from "./connection.js";

/** So many synapses in all, both sides drawn. */
export interface Total {
  readonly rule: "total";
  readonly total: number;
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
  /** Whether a pair may be drawn more than once; true by default. */
  readonly multapses?: boolean;
}

export const TOTAL: ConnectionRule<Total> = {
  rule: "total",
  options: ["total", "autapses", "multapses"],
  check: ({ total, autapses = true, multapses = true }, sides) => {
    checkTruth("autapses", autapses);
    checkTruth("multapses", multapses);
    const { sources, targets, samePopulation } = factsOf(sides);
    const { from, to } = sides;
    const shared = Math.max(0, Math.min(from.end, to.end) - Math.max(from.start, to.start));
    const others = sources * targets - (samePopulation && !autapses ? shared : 0);
    requireWholeNumber("total", total, 0, multapses ? 2 ** 31 - 1 : others);
    if (others < 1 && total > 0)
      throw new UserError(`invalid total: ${total}; there is no pair to connect`);
    return { rule: "total", total, autapses, multapses };
  },
  count: ({ total }) => total,
  pairs: ({ total, autapses, multapses }, sides, { stream }) => {
    const { sources: n, targets: m, isSelf } = factsOf(sides);
    const list = new PairList(sides, total);
    const draws = stream();
    const taken = multapses === false ? new Set<number>() : undefined;
    for (let made = 0; made < total; ) {
      const i = Math.floor(draws.uniform() * n);
      const j = Math.floor(draws.uniform() * m);
      if ((autapses === false && isSelf(i, j)) || taken?.has(i * m + j)) continue;
      taken?.add(i * m + j);
      list.add(i, j);
      made += 1;
    }
    return list.pairs;
  },
};
