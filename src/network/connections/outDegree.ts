import {
  BLOCK,
  type ConnectionRule,
  checkDrawn,
  factsOf,
  PairList,
  type Repeats,
} from "./connection.js";

/** As many synapses from each source, their targets drawn. */
export interface OutDegree extends Repeats {
  readonly rule: "outDegree";
  readonly outDegree: number;
}

export const OUT_DEGREE: ConnectionRule<OutDegree> = {
  rule: "outDegree",
  options: ["outDegree", "autapses", "multapses"],
  check: ({ outDegree, ...repeats }, sides) => {
    const { targets, overlap } = factsOf(sides);
    const choices = (autapses: boolean) => targets - (overlap > 0 && !autapses ? 1 : 0);
    return {
      rule: "outDegree",
      outDegree,
      ...checkDrawn("outDegree", outDegree, repeats, choices, 1e6),
    };
  },
  count: ({ outDegree }, sides) => outDegree * factsOf(sides).sources,
  // by source, with a stream for each block of sources
  pairs: ({ outDegree, autapses, multapses }, sides, { stream }) => {
    const { sources: n, targets: m, isSelf } = factsOf(sides);
    const { start } = sides.from;
    const list = new PairList(sides, outDegree * n);
    let draws = stream(Math.floor(start / BLOCK));
    for (let i = 0; i < n; i++) {
      if ((start + i) % BLOCK === 0) draws = stream((start + i) / BLOCK);
      const taken = new Set<number>();
      for (let made = 0; made < outDegree; ) {
        const j = Math.floor(draws.uniform() * m);
        if ((autapses === false && isSelf(i, j)) || taken.has(j)) continue;
        if (multapses === false) taken.add(j);
        list.add(i, j);
        made += 1;
      }
    }
    return list.pairs;
  },
};
