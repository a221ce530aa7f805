import { checkTruth, requireWholeNumber, UserError } from "../../base/index.js";
import { BLOCK, type ConnectionRule, factsOf } from "./connection.js";

/** As many synapses onto each target, their sources drawn. */
export interface InDegree {
  readonly rule: "inDegree";
  readonly inDegree: number;
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
  /** Whether a source may be drawn more than once for a target; true by default. */
  readonly multapses?: boolean;
}

export const IN_DEGREE: ConnectionRule<InDegree> = {
  rule: "inDegree",
  options: ["inDegree", "autapses", "multapses"],
  check: ({ inDegree, autapses = true, multapses = true }, sides) => {
    checkTruth("autapses", autapses);
    checkTruth("multapses", multapses);
    const { sources, samePopulation } = factsOf(sides);
    const others = sources - (samePopulation && !autapses ? 1 : 0);
    requireWholeNumber("inDegree", inDegree, 0, multapses ? 1e6 : others);
    if (others < 1 && inDegree > 0)
      throw new UserError(
        `invalid inDegree: ${inDegree}; there is no other neuron to connect from`,
      );
    return { rule: "inDegree", inDegree, autapses, multapses };
  },
  count: ({ inDegree }, sides) => inDegree * factsOf(sides).targets,
  // by target, with a stream for each block of targets: blocks are connected independently
  pairs: ({ inDegree, autapses, multapses }, { from, to }, { stream }) => {
    const n = from.end - from.start;
    const sources = new Int32Array(inDegree * (to.end - to.start));
    const targets = new Int32Array(sources.length);
    let draws = stream(Math.floor(to.start / BLOCK));
    let made = 0;
    for (let target = to.start; target < to.end; target++) {
      if (target % BLOCK === 0) draws = stream(target / BLOCK);
      const self = from.of === to.of && autapses === false ? target : -1;
      const taken = new Set<number>();
      for (const end = made + inDegree; made < end; ) {
        const source = from.start + Math.floor(draws.uniform() * n);
        if (source === self || taken.has(source)) continue;
        if (multapses === false) taken.add(source);
        sources[made] = source;
        targets[made] = target;
        made += 1;
      }
    }
    return { sources, targets };
  },
};
