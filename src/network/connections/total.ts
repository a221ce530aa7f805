import { UserError } from "../../base/index.js";
import { binomialDeviate, type RandomStream } from "../../random/index.js";
import {
  blocksOf,
  type ConnectionRule,
  checkDrawn,
  factsOf,
  type NeuronBlock,
  PairList,
  type Repeats,
  type Sides,
} from "./connection.js";

/** So many synapses in all, both sides drawn. */
export interface Total extends Repeats {
  readonly rule: "total";
  readonly total: number;
}

/** Entries that a Set can have, and pairs of which each may have a bit. */
const [MOST_IN_SET, MOST_BITS] = [2 ** 24, 2 ** 33];

/** Which pairs are taken: a bit for each where many are drawn, else a list of those that are. */
function takenPairs(
  count: number,
  total: number,
): { has: (pair: number) => boolean; add: (pair: number) => void } {
  if (total < count / 64 && total <= MOST_IN_SET) {
    const set = new Set<number>();
    return { has: (pair) => set.has(pair), add: (pair) => void set.add(pair) };
  }
  const bits = new Uint8Array(Math.ceil(count / 8));
  const byteOf = (pair: number): number => Math.floor(pair / 8);
  return {
    has: (pair) => (bits[byteOf(pair)] & (1 << (pair % 8))) !== 0,
    add: (pair) => {
      bits[byteOf(pair)] |= 1 << (pair % 8);
    },
  };
}

/**
 * How many of the synapses come to each block of targets: a multinomial deviate, which pairs drawn one by
 * one would give too.
 */
export function countsByBlock(
  { total, autapses }: Total,
  sides: Sides,
  stream: RandomStream,
): (NeuronBlock & { count: number })[] {
  const { from, to } = sides;
  const pairsOf = (start: number, end: number): number => {
    const { sources, targets, overlap } = factsOf({ from, to: { ...to, start, end } });
    return sources * targets - (autapses === false ? overlap : 0);
  };
  let [left, pairs] = [total, pairsOf(to.start, to.end)];
  return blocksOf({ first: to.start, end: to.end }).map((block) => {
    const own = pairsOf(block.first, block.end);
    const count = block.end === to.end ? left : binomialDeviate(stream, left, own / pairs);
    left -= count;
    pairs -= own;
    return { ...block, count };
  });
}

export const TOTAL: ConnectionRule<Total> = {
  rule: "total",
  options: ["total", "autapses", "multapses"],
  check: ({ total, ...repeats }, sides) => {
    const { sources, targets, overlap } = factsOf(sides);
    const choices = (autapses: boolean) => sources * targets - (autapses ? 0 : overlap);
    const drawn = checkDrawn("total", total, repeats, choices, 2 ** 31 - 1);
    if (drawn.multapses === false && total > MOST_IN_SET && sources * targets > MOST_BITS)
      throw new UserError(
        `invalid total: ${total}; expected at most ${MOST_IN_SET} without multapses between so many neurons`,
      );
    return { rule: "total", total, ...drawn };
  },
  count: ({ total }) => total,
  isByBlock: ({ multapses }) => multapses !== false,
  pairs: (options, sides, { stream, isPublished }) => {
    const { total, autapses, multapses } = options;
    const { sources: n, targets: m, isSelf } = factsOf(sides);
    const list = new PairList(sides, total);
    const draws = stream();
    if (multapses !== false && !isPublished) {
      for (const { block, first, end, count } of countsByBlock(options, sides, draws)) {
        const own = stream(block);
        for (let made = 0; made < count; ) {
          const i = Math.floor(own.uniform() * n);
          const j = first - sides.to.start + Math.floor(own.uniform() * (end - first));
          if (autapses === false && isSelf(i, j)) continue;
          list.add(i, j);
          made += 1;
        }
      }
      return list.pairs;
    }
    const taken = multapses === false ? takenPairs(n * m, total) : undefined;
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
