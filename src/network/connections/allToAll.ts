import { checkTruth } from "../../base/index.js";
import { type ConnectionRule, factsOf, PairList } from "./connection.js";

/** Every neuron to every neuron. */
export interface AllToAll {
  readonly rule: "allToAll";
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
}

export const ALL_TO_ALL: ConnectionRule<AllToAll> = {
  rule: "allToAll",
  options: ["autapses"],
  check: ({ autapses = true }) => ({
    rule: "allToAll",
    autapses: checkTruth("autapses", autapses),
  }),
  count: (_, sides) => {
    const { sources, targets } = factsOf(sides);
    return sources * targets;
  },
  pairs: ({ autapses }, sides) => {
    const { sources, targets, isSelf } = factsOf(sides);
    const list = new PairList(sides, sources * targets);
    for (let i = 0; i < sources; i++)
      for (let j = 0; j < targets; j++) if (autapses !== false || !isSelf(i, j)) list.add(i, j);
    return list.pairs;
  },
};
