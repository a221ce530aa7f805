import { constant, defineFunction, type FunctionWriter, type Value } from "../assembler/index.js";
import { exp } from "./math/index.js";
import { BLOCK, GIVEN_UP, LARGEST, PART, poissonOfMean } from "./poisson.js";
import {
  advanceWords,
  loadWords,
  nextOf,
  storeWords,
  type Words,
  XOSHIRO_SIZE,
} from "./xoshiro.js";

// Poisson deviates of one mean for all elements of a population, by a table: the same ones, bit for bit, as
// inversion gives from the same words.

/** Counts in the table. Of means up to 8, the probability of more of them is not seen beside 1. */
const COUNTS = 128;

/** Parts of [0, 1) for each of which the table says where the search begins. */
const GUIDES = 256;

/**
 * The table: its mean; for each guide where the search begins, as the least word of 53 bits that gives more and the
 * count; then such words for all counts, and a last one above all.
 */
const TABLE = {
  mean: 0,
  guides: 16,
  words: 16 + 16 * GUIDES,
  size: 16 + 16 * GUIDES + 8 * (COUNTS + 1),
} as const;

/** Bytes of a table; it begins with a mean that is no number. */
export const POISSON_TABLE_SIZE = TABLE.size;

/** Elements for which a table is worth its making. */
const FEWEST = 100;

/** One more than any word of 53 bits. */
const ABOVE_ALL = 2n ** 53n;

const makeTable = defineFunction(
  "make a Poisson table",
  { table: "i32", mean: "f64" },
  undefined,
  (f, { table, mean }) => {
    f.store(table, mean, TABLE.mean);
    const words = f.keep(table.add(TABLE.words));
    const probability = f.variable(f.keep(exp(f, mean.neg())));
    const sum = f.variable(probability);
    f.for(0, constant(COUNTS, "i32"), 1, (count) => {
      // a word is less than the sum times 2^53 where the deviate that it gives is less than the sum
      f.store(words.add(count.shl(3)), wordOf(sum));
      probability.set(probability.mul(mean.div(count.add(1).toDouble())));
      sum.set(sum.add(probability));
    });
    f.store(words, constant(ABOVE_ALL, "i64"), 8 * COUNTS);
    const count = f.variable(0, "i32");
    f.for(0, constant(GUIDES, "i32"), 1, (k) => {
      const least = f.keep(wordOf(k.toDouble().mul(1 / GUIDES)));
      const own = (): Value => f.load("i64", words.add(count.shl(3)));
      f.while(
        () => own().le(least),
        () => count.set(count.add(1)),
      );
      const guide = f.keep(table.add(k.shl(4)));
      f.store(guide, own(), TABLE.guides);
      f.store(guide, count.toDouble(), TABLE.guides + 8);
    });
  },
);

/** The least word of 53 bits that is not below a part of 2^53. */
const wordOf = (part: Value): Value =>
  part
    .mul(2 ** 53)
    .ceil()
    .toI64();

/** The count of a word that is above the one where its search begins. */
const searched = defineFunction(
  "search a Poisson table",
  { table: "i32", guide: "i32", word: "i64" },
  "f64",
  (f, { table, guide, word }) => {
    const count = f.variable(f.load("f64", guide, TABLE.guides + 8).toI32());
    f.while(
      () => word.ge(f.load("i64", table.add(count.shl(3)), TABLE.words)),
      () => count.set(count.add(1)),
    );
    f.if(count.eq(COUNTS), () => f.return(constant(GIVEN_UP, "f64")));
    f.return(count.toDouble());
  },
);

/**
 * Fills an array with Poisson deviates that share a mean, each from the generator of its block; means above 8 are
 * drawn in parts.
 */
export const fillPoisson = defineFunction(
  "fill with Poisson deviates",
  { to: "i32", count: "i32", states: "i32", table: "i32", mean: "f64" },
  undefined,
  (f, { to, count, states, table, mean }) => {
    const isGood = mean.ge(0).and(mean.le(LARGEST));
    const parts = f.keep(mean.div(PART).ceil().max(1));
    const part = f.keep(mean.div(parts));
    const isKnown = f.keep(part.eq(f.load("f64", table, TABLE.mean)));
    f.if(isGood.not().or(isKnown.not().and(count.lt(FEWEST))), () => {
      f.for(0, count, 1, (k) => {
        const state = states.add(k.shr(8).mul(XOSHIRO_SIZE));
        f.store(to.add(k.shl(3)), f.call(poissonOfMean, "f64", state, mean));
      });
      f.return();
    });
    f.if(isKnown.not(), () => f.run(makeTable, table, part));
    const draws = f.keep(parts.toI32());
    const state = f.variable(states);
    f.for(0, count, BLOCK, (first) => {
      const words = loadWords(f, state);
      const left = f.keep(count.sub(first));
      const size = left.lt(BLOCK).select(left, constant(BLOCK, "i32"));
      const begin = f.keep(to.add(first.shl(3)));
      const end = f.keep(begin.add(size.shl(3)));
      f.if(
        draws.eq(1),
        () => f.for(begin, end, 8, (at) => f.store(at, oneOf(f, words, table))),
        () =>
          f.for(begin, end, 8, (at) => {
            const total = f.variable(constant(0, "f64"));
            f.for(0, draws, 1, () => total.set(total.add(oneOf(f, words, table))));
            f.store(at, total);
          }),
      );
      storeWords(f, state, words);
      state.set(state.add(XOSHIRO_SIZE));
    });
  },
);

/** The count that the next word of a generator gives. */
function oneOf(f: FunctionWriter, words: Words, table: Value): Value {
  const drawn = f.keep(nextOf(f, words));
  advanceWords(f, words);
  const word = f.keep(drawn.shr(11));
  const guide = f.keep(table.add(drawn.shr(56).toI32().shl(4)));
  const count = f.variable(f.load("f64", guide, TABLE.guides + 8));
  f.if(word.ge(f.load("i64", guide, TABLE.guides)), () =>
    count.set(f.call(searched, "f64", table, guide, word)),
  );
  return count;
}
