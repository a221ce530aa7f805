import { constant, defineFunction } from "../assembler/index.js";
import { SPIKING } from "../records.js";
import { exp } from "./math/index.js";
import { nextWord, xoshiroUniform } from "./xoshiro.js";

/** Channels that share a generator. */
export const BLOCK = 256;

/** The count at which inversion gives up, where a deviate is above all cumulative probabilities. */
export const GIVEN_UP = 1000;

/** A Poisson deviate by inversion: mean at most about 10, and e^-mean given. */
export const poissonDeviate = defineFunction(
  "poisson deviate",
  { uniform: "f64", mean: "f64", silent: "f64" },
  "i32",
  (f, { uniform, mean, silent }) => {
    const count = f.variable(0, "i32");
    const probability = f.variable(silent);
    const sum = f.variable(probability);
    f.while(
      () => uniform.ge(sum).and(count.lt(GIVEN_UP)),
      () => {
        count.set(count.add(1));
        probability.set(probability.mul(mean.div(count.toDouble())));
        sum.set(sum.add(probability));
      },
    );
    f.return(count);
  },
);

/** Largest mean of one deviate by inversion, and of a whole one: see build/poissonDeviate.ts. */
export const [PART, LARGEST] = [8, 1e5];

/** A Poisson deviate of any mean, from the generator at `state`; large means are drawn in parts. */
export const poissonOfMean = defineFunction(
  "poisson of a mean",
  { state: "i32", mean: "f64" },
  "f64",
  (f, { state, mean }) => {
    const isGood = mean.ge(0).and(mean.le(LARGEST));
    f.if(isGood.not(), () => f.return(constant(Number.NaN, "f64")));
    const parts = f.keep(mean.div(PART).ceil().max(1));
    const part = f.keep(mean.div(parts));
    const silent = f.keep(exp(f, part.neg()));
    const total = f.variable(0, "i32");
    f.for(0, parts.toI32(), 1, () => {
      const uniform = f.keep(f.call(xoshiroUniform, "f64", state));
      total.set(total.add(f.call(poissonDeviate, "i32", uniform, part, silent)));
    });
    f.return(total.toDouble());
  },
);

/**
 * A count by inversion: `tables` holds where to begin the search for each 256th part of [0, 1)
 * (whole numbers), then the cumulative probabilities of the counts, the last of them above 1.
 */
const drawCount = defineFunction(
  "draw count",
  { uniform: "f64", tables: "i32" },
  "i32",
  (f, { uniform, tables }) => {
    const guide = uniform.mul(256).toI32().shl(2);
    const count = f.variable(f.load("i32", tables.add(guide)));
    f.while(
      () => uniform.ge(f.load("f64", tables.add(count.shl(3)), 1024)),
      () => count.set(count.add(1)),
    );
    f.return(count);
  },
);

/**
 * Lists the events of one step of independent Poisson processes that share a rate. Of a block of
 * 256 channels, first the number of events is drawn, then each event's channel, eight from one
 * word: events of a sum of Poisson processes fall on each of them with equal probability. Tables of
 * counts: for whole blocks, then for the last one.
 */
export const poissonTogether = defineFunction(
  "poisson together",
  { record: "i32", counts: "i32", lastCounts: "i32" },
  undefined,
  (f, { record, counts, lastCounts }) => {
    const list = f.keep(f.load("i32", record, SPIKING.spikesNow));
    const room = f.keep(f.load("i32", record, SPIKING.listRoom));
    const first = f.keep(f.load("i32", record, SPIKING.first));
    const end = f.keep(first.add(f.load("i32", record, SPIKING.count)));
    const state = f.variable(f.load("i32", record, SPIKING.generators));
    const length = f.variable(0, "i32");
    f.for(first, end, BLOCK, (base) => {
      const left = f.keep(end.sub(base));
      const size = f.keep(left.lt(BLOCK).select(left, constant(BLOCK, "i32")));
      const tables = size.eq(BLOCK).select(counts, lastCounts);
      const uniform = f.keep(f.call(xoshiroUniform, "f64", state));
      const drawn = f.keep(f.call(drawCount, "i32", uniform, tables));
      const free = f.keep(room.sub(length));
      const count = f.variable(drawn.lt(free).select(drawn, free));
      f.while(
        () => count.gt(0),
        () => {
          const word = f.variable(f.call(nextWord, "i64", state));
          f.for(0, constant(8, "i32"), 1, () => {
            const channel = f.keep(word.toI32().and(255));
            word.set(word.shr(8));
            f.store(list.add(length.shl(2)), base.add(channel), 4);
            // where the channel does not exist, or enough are there, the next one takes its place
            const taken = f.keep(channel.lt(size).and(count.gt(0)));
            length.set(length.add(taken));
            count.set(count.sub(taken));
          });
        },
      );
      state.set(state.add(32));
    });
    f.store(list, length);
  },
);
