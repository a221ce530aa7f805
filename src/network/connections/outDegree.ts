import { checkTruth, requireWholeNumber, UserError } from "../../base/index.js";
import { BLOCK, type ConnectionRule, factsOf, PairList } from "./connection.js";

/** As many synapses from each source, their targets drawn. */
export interface OutDegree {
  readonly rule: "outDegree";
  readonly outDegree: number;
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
  /** Whether a target may be drawn more than once for a source; true by default. */
  readonly multapses?: boolean;
}

export const OUT_DEGREE: ConnectionRule<OutDegree> = {
  rule: "outDegree",
  options: ["outDegree", "autapses", "multapses"],
  check: ({ outDegree, autapses = true, multapses = true }, sides) => {
    checkTruth("autapses", autapses);
    checkTruth("multapses", multapses);
    const { targets, samePopulation } = factsOf(sides);
    const others = targets - (samePopulation && !autapses ? 1 : 0);
    requireWholeNumber("outDegree", outDegree, 0, multapses ? 1e6 : others);
    if (others < 1 && outDegree > 0)
      throw new UserError(
        `invalid outDegree: ${outDegree}; there is no other neuron to connect to`,
      );
    return { rule: "outDegree", outDegree, autapses, multapses };
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
