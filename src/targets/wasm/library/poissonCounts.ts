import { constant, defineFunction, type FunctionWriter, type Value } from "../assembler/index.js";
import { exp } from "./math/index.js";
import { BLOCK, LARGEST, PART } from "./poisson.js";
import {
  advanceWords,
  loadWords,
  nextOf,
  nextWord,
  storeWords,
  unitOf,
  XOSHIRO_SIZE,
} from "./xoshiro.js";

// Poisson deviates of one mean for all elements of a population, five from a word: see build/poissonDeviate.ts,
// which says the same slowly. Of nearly all parts of [0, 1) that twelve bits tell apart a table says the count.

/** Bits of a word that say in which part of [0, 1) a deviate is, and how many deviates a word has. */
const [BITS, OF_WORD] = [12, 5];
const PARTS = 2 ** BITS;

/** What the table says of parts with several counts. Counts are below: of means up to 8 next to none is above 45. */
const SEVERAL = 255;

/** The table: the mean, e^-mean, whether it is made, and a byte for each part. */
const TABLE = { mean: 0, silent: 8, isMade: 16, parts: 24, size: 24 + PARTS } as const;

/** Bytes of a table; it begins with a mean that is no number. */
export const POISSON_TABLE_SIZE = TABLE.size;

/** Deviates for which a table is worth its making at once; for fewer it is made when its mean comes again. */
const FEWEST = 100;

/**
 * Goes from count to count: `look` gets each one, and the sum of the probabilities up to it. Where a further one does
 * not change the sum, it leaves, by `exit`.
 */
function goThroughCounts(
  f: FunctionWriter,
  mean: Value,
  silent: Value,
  look: (count: Value, sum: Value) => void,
): Value {
  const count = f.variable(0, "i32");
  const probability = f.variable(silent);
  const sum = f.variable(silent);
  f.block((exit) =>
    f.loop((next) => {
      look(count, sum);
      const further = f.keep(count.add(1));
      probability.set(probability.mul(mean.div(further.toDouble())));
      const more = f.keep(sum.add(probability));
      f.goTo(exit, more.eq(sum));
      count.set(further);
      sum.set(more);
      f.goTo(next);
    }),
  );
  return count;
}

/** Notes a mean, and which count each part has; of a table that is not made, none. */
const makeTable = defineFunction(
  "make a Poisson table",
  { table: "i32", mean: "f64", isMade: "i32" },
  undefined,
  (f, { table, mean, isMade }) => {
    const silent = f.keep(exp(f, mean.neg()));
    f.store(table, mean, TABLE.mean);
    f.store(table, silent, TABLE.silent);
    f.store(table, isMade, TABLE.isMade);
    const parts = f.keep(table.add(TABLE.parts));
    f.fill(parts, SEVERAL, constant(PARTS, "i32"));
    f.if(isMade.eq(0), () => f.return());
    const begin = f.variable(0, "i32");
    goThroughCounts(f, mean, silent, (count, sum) => {
      const reached = f.keep(sum.mul(PARTS));
      const end = f.keep(reached.min(PARTS).floor().toI32());
      f.if(end.gt(begin), () => f.fill(parts.add(begin), count, end.sub(begin)));
      begin.set(reached.ceil().toI32());
      f.if(begin.ge(PARTS), () => f.return());
    });
  },
);

/** The count of a part; where it has several, the next word of the generator says which. */
const countOf = defineFunction(
  "Poisson count of a part",
  { table: "i32", part: "i32", state: "i32" },
  "f64",
  (f, { table, part, state }) => {
    const known = f.keep(f.loadAs("i32.load8_u", "i32", table.add(part), TABLE.parts));
    f.if(known.ne(SEVERAL), () => f.return(known.toDouble()));
    const mean = f.keep(f.load("f64", table, TABLE.mean));
    const silent = f.keep(f.load("f64", table, TABLE.silent));
    const uniform = f.variable(part.toDouble().mul(1 / PARTS));
    const end = f.variable(uniform.add(1 / PARTS));
    const count = goThroughCounts(f, mean, silent, (own, sum) =>
      f.if(uniform.lt(sum), () => {
        f.if(end.le(sum), () => f.return(own.toDouble()));
        const word = f.call(nextWord, "i64", state);
        uniform.set(uniform.add(unitOf(word).mul(1 / PARTS)));
        end.set(0);
        f.if(uniform.lt(sum), () => f.return(own.toDouble()));
      }),
    );
    f.return(count.toDouble());
  },
);

/** The k-th part that a word tells. */
const partOf = (word: Value, k: Value | number): Value =>
  word
    .shr(typeof k === "number" ? BITS * k : k)
    .toI32()
    .and(PARTS - 1);

/** Adds the deviates of one word, at most five, to what there is. */
const addWord = defineFunction(
  "add Poisson deviates of a word",
  { to: "i32", end: "i32", word: "i64", table: "i32", state: "i32" },
  undefined,
  (f, { to, end, word, table, state }) => {
    const left = f.variable(word);
    f.for(to, end, 8, (at) => {
      const count = f.call(countOf, "f64", table, partOf(left, 0), state);
      f.store(at, f.load("f64", at).add(count));
      left.set(left.shr(BITS));
    });
  },
);

/**
 * Draws a deviate for each element of a block.
 * @param isFirst whether it is the first part of their deviates, or added to what there is
 */
const drawBlock = (what: string, isFirst: boolean) =>
  defineFunction(
    what,
    { to: "i32", count: "i32", state: "i32", table: "i32" },
    undefined,
    (f, { to, count, state, table }) => {
      const words = loadWords(f, state);
      const end = f.keep(to.add(count.shl(3)));
      const whole = f.keep(end.sub(8 * (OF_WORD - 1)));
      const at = f.variable(to);
      f.while(
        () => at.below(end),
        () => {
          const word = f.keep(nextOf(f, words));
          advanceWords(f, words);
          const next = f.keep(at.add(8 * OF_WORD));
          const counts = Array.from({ length: OF_WORD }, (_, k) =>
            f.keep(f.loadAs("i32.load8_u", "i32", table.add(partOf(word, k)), TABLE.parts)),
          );
          const any = counts.reduce((all, own) => all.or(own));
          f.if(
            any.lt(128).and(at.below(whole)),
            () => {
              for (const [k, own] of counts.entries()) {
                const count = own.toDouble();
                f.store(at, isFirst ? count : count.add(f.load("f64", at, 8 * k)), 8 * k);
              }
            },
            () => {
              storeWords(f, state, words);
              const last = f.keep(next.below(end).select(next, end));
              if (isFirst) f.fill(at, 0, last.sub(at));
              f.run(addWord, at, last, word, table, state);
              for (const [k, own] of words.entries()) own.set(f.load("i64", state, 8 * k));
            },
          );
          at.set(next);
        },
      );
      storeWords(f, state, words);
    },
  );

const drawFirst = drawBlock("draw Poisson deviates", true);
const drawFurther = drawBlock("add Poisson deviates", false);

/**
 * Fills an array with Poisson deviates that share a mean, those of a block from its generator; means above 8 are
 * drawn in parts, each for the whole block.
 */
export const fillPoisson = defineFunction(
  "fill with Poisson deviates",
  { to: "i32", count: "i32", states: "i32", table: "i32", mean: "f64" },
  undefined,
  (f, { to, count, states, table, mean }) => {
    const bytes = f.keep(count.shl(3));
    f.if(mean.ge(0).and(mean.le(LARGEST)).not(), () => {
      f.for(to, to.add(bytes), 8, (at) => f.store(at, constant(Number.NaN, "f64")));
      f.return();
    });
    const parts = f.keep(mean.div(PART).ceil().max(1));
    const part = f.keep(mean.div(parts));
    const isKnown = f.keep(part.eq(f.load("f64", table, TABLE.mean)));
    const isMade = f.load("i32", table, TABLE.isMade);
    const areMany = parts.mul(count.toDouble()).ge(FEWEST);
    f.if(isKnown.and(isMade).eq(0), () => f.run(makeTable, table, part, isKnown.or(areMany)));
    const draws = f.keep(parts.toI32());
    const state = f.variable(states);
    f.for(0, count, BLOCK, (first) => {
      const left = f.keep(count.sub(first));
      const size = f.keep(left.lt(BLOCK).select(left, constant(BLOCK, "i32")));
      const begin = f.keep(to.add(first.shl(3)));
      f.run(drawFirst, begin, size, state, table);
      f.for(1, draws, 1, () => f.run(drawFurther, begin, size, state, table));
      state.set(state.add(XOSHIRO_SIZE));
    });
  },
);
