import { blocksOf, type ConnectionRule, checkDrawn, factsOf, type Repeats } from "./connection.js";

/** As many synapses onto each target, their sources drawn. */
export interface InDegree extends Repeats {
  readonly rule: "inDegree";
  readonly inDegree: number;
}

export const IN_DEGREE: ConnectionRule<InDegree> = {
  rule: "inDegree",
  options: ["inDegree", "autapses", "multapses"],
  check: ({ inDegree, ...repeats }, sides) => {
    const { sources, overlap } = factsOf(sides);
    const choices = (autapses: boolean) => sources - (overlap > 0 && !autapses ? 1 : 0);
    return {
      rule: "inDegree",
      inDegree,
      ...checkDrawn("inDegree", inDegree, repeats, choices, 1e6),
    };
  },
  count: ({ inDegree }, sides) => inDegree * factsOf(sides).targets,
  isByBlock: () => true,
  // by target, with a stream for each block of targets: blocks are connected independently
  pairs: ({ inDegree, autapses, multapses }, sides, { stream }) => {
    const { from, to } = sides;
    const { sources: n, targets: m, areSame } = factsOf(sides);
    const sources = new Int32Array(inDegree * m);
    const targets = new Int32Array(sources.length);
    let made = 0;
    for (const { block, first, end } of blocksOf({ first: to.start, end: to.end })) {
      const draws = stream(block);
      for (let target = first; target < end; target++) {
        const self = areSame && autapses === false ? target : -1;
        const taken = new Set<number>();
        for (const last = made + inDegree; made < last; ) {
          const source = from.start + Math.floor(draws.uniform() * n);
          if (source === self || taken.has(source)) continue;
          if (multapses === false) taken.add(source);
          sources[made] = source;
          targets[made] = target;
          made += 1;
        }
      }
    }
    return { sources, targets };
  },
};
