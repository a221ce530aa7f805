import { checkTruth } from "../../base/index.js";
import { lower } from "../../units/index.js";
import { type ConnectionRule, factsOf, type Pairs } from "./connection.js";

/** Each pair of neurons with a probability. */
export interface Probability {
  readonly rule: "probability";
  readonly probability: number;
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
}

export const PROBABILITY: ConnectionRule<Probability> = {
  rule: "probability",
  options: ["probability", "autapses"],
  check: ({ probability, autapses = true }) => ({
    rule: "probability",
    probability: lower("probability", probability, "dimensionless", { least: 0, most: 1 }),
    autapses: checkTruth("autapses", autapses),
  }),
  count: ({ probability }, sides) => {
    const { sources, targets } = factsOf(sides);
    return sources * targets * probability;
  },
  pairs: ({ probability, autapses }, sides, stream): Pairs => {
    const { sources: n, targets: m, isSelf } = factsOf(sides);
    const { from, to } = sides;
    const sources: number[] = [];
    const targets: number[] = [];
    const draws = stream();
    // one draw a pair, also for the pairs that are never connected: as Brian 2 does
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++)
        if (draws.uniform() < probability && (autapses !== false || !isSelf(i, j))) {
          sources.push(from.start + i);
          targets.push(to.start + j);
        }
    return { sources: Int32Array.from(sources), targets: Int32Array.from(targets) };
  },
};
