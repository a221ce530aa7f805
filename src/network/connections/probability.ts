import { checkTruth, elementary } from "../../base/index.js";
import { lower } from "../../units/index.js";
import { blocksOf, type ConnectionRule, factsOf, PairList } from "./connection.js";

/** Each pair of neurons with a probability. */
export interface Probability {
  readonly rule: "probability";
  /** One for all pairs, or text over `i`, `j` and both neurons' values: "exp(-abs(i - j)/10)". */
  readonly probability: number | string;
  /** Whether a neuron may be connected to itself; true by default. */
  readonly autapses?: boolean;
}

const { log } = elementary;

export const PROBABILITY: ConnectionRule<Probability> = {
  rule: "probability",
  options: ["probability", "autapses"],
  check: ({ probability, autapses = true }) => ({
    rule: "probability",
    probability:
      typeof probability === "string"
        ? probability
        : lower("probability", probability, "dimensionless", { least: 0, most: 1 }),
    autapses: checkTruth("autapses", autapses),
  }),
  texts: ({ probability }) => ({
    probability:
      typeof probability === "string" ? { text: probability, gives: "number" } : undefined,
  }),
  count: ({ probability }, sides) => {
    const { sources, targets } = factsOf(sides);
    // of a text nobody knows before: a tenth of all, until it is known
    return sources * targets * (typeof probability === "string" ? 0.1 : probability);
  },
  isByBlock: ({ probability }) => typeof probability === "number",
  pairs: ({ probability, autapses }, sides, { stream, isPublished, text }) => {
    const { sources: n, targets: m, isSelf } = factsOf(sides);
    const list = new PairList(sides, 0);
    const add = (i: number, j: number): void => {
      if (autapses !== false || !isSelf(i, j)) list.add(i, j);
    };
    if (typeof probability === "number" && !isPublished) {
      skipping(probability, n, sides.to, stream, add);
      return list.pairs;
    }
    const of = typeof probability === "string" ? text("probability") : () => probability;
    const draws = stream();
    // one draw a pair, also for the pairs that are never connected: as Brian 2 does
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) if (draws.uniform() < of(i, j)) add(i, j);
    return list.pairs;
  },
};

/**
 * Goes from one connected pair to the next: how many are passed over is drawn from the geometric
 * distribution, so that the time grows with the synapses made. By target, with a stream for each
 * block of targets.
 */
function skipping(
  probability: number,
  n: number,
  { start, end }: { start: number; end: number },
  stream: (block: number) => { uniform: () => number },
  add: (i: number, j: number) => void,
): void {
  if (probability === 0) return;
  const perPair = log(1 - probability);
  for (const { block, first, end: next } of blocksOf({ first: start, end })) {
    const draws = stream(block);
    const pairs = n * (next - first);
    for (let pair = -1; ; ) {
      pair += 1 + (probability === 1 ? 0 : Math.floor(log(1 - draws.uniform()) / perPair));
      if (!(pair < pairs)) break;
      add(pair % n, first - start + Math.floor(pair / n));
    }
  }
}
