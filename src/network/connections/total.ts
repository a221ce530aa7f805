import { type ConnectionRule, checkDrawn, factsOf, PairList, type Repeats } from "./connection.js";

/** So many synapses in all, both sides drawn. */
export interface Total extends Repeats {
  readonly rule: "total";
  readonly total: number;
}

export const TOTAL: ConnectionRule<Total> = {
  rule: "total",
  options: ["total", "autapses", "multapses"],
  check: ({ total, ...repeats }, sides) => {
    const { sources, targets, overlap } = factsOf(sides);
    const choices = (autapses: boolean) => sources * targets - (autapses ? 0 : overlap);
    const drawn = checkDrawn("total", total, repeats, choices, 2 ** 31 - 1);
    return { rule: "total", total, ...drawn };
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
