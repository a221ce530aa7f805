import { constant, defineFunction, type FunctionWriter, type Value } from "../assembler/index.js";
import { wholeOf } from "./math/index.js";

// Synapses as they are made are put into rows, by source and delay: see targets/build/synapseTable.ts, which says
// the same slowly.

/**
 * Times as steps, to the nearest whole number as wholeSteps() has it, and which steps there are: a byte of 1 for
 * each. Gives the place of a time that is not between 0 and `most` steps, or -1.
 */
export const timesInSteps = defineFunction(
  "times in steps",
  { times: "i32", count: "i32", dt: "f64", most: "i32", to: "i32", seen: "i32" },
  "i32",
  (f, { times, count, dt, most, to, seen }) => {
    f.for(0, count, 1, (k) => {
      const whole = f.keep(
        f
          .load("f64", times.add(k.shl(3)))
          .div(dt)
          .add(0.5)
          .floor(),
      );
      f.if(whole.ge(0).and(whole.lt(most.toDouble())).not(), () => f.return(k));
      const steps = f.keep(wholeOf(whole));
      f.store(to.add(k.shl(2)), steps);
      f.storeAs("i32.store8", seen.add(steps), constant(1, "i32"));
    });
    f.return(constant(-1, "i32"));
  },
);

/** Rows of sources and delays from the source of each synapse and its delay, whose place among all `order` has. */
export const rowsOfDelays = defineFunction(
  "rows of delays",
  { rows: "i32", count: "i32", steps: "i32", order: "i32", delays: "i32" },
  undefined,
  (f, { rows, count, steps, order, delays }) => {
    f.for(0, f.keep(count.shl(2)), 4, (at) => {
      const delay = f.load("i32", steps.add(at)).shl(2);
      const place = f.keep(rows.add(at));
      const first = f.load("i32", place).mul(delays);
      f.store(place, first.add(f.load("i32", order.add(delay))));
    });
  },
);

/** Counts the synapses of each row. */
export const countRows = defineFunction(
  "count rows",
  { rows: "i32", count: "i32", counts: "i32" },
  undefined,
  (f, { rows, count, counts }) =>
    f.for(rows, f.keep(rows.add(count.shl(2))), 4, (at) => {
      const own = f.keep(counts.add(f.load("i32", at).shl(2)));
      f.store(own, f.load("i32", own).add(1));
    }),
);

/** Where rows end, from how many synapses each has. */
export const endsOfRows = defineFunction(
  "ends of rows",
  { counts: "i32", rowCount: "i32" },
  undefined,
  (f, { counts, rowCount }) => {
    const sum = f.variable(0, "i32");
    f.for(counts, f.keep(counts.add(rowCount.shl(2))), 4, (at) => {
      sum.set(sum.add(f.load("i32", at)));
      f.store(at, sum);
    });
  },
);

/** Each synapse takes the next place of its row, which overwrites the row; `next` has them. */
export const takePlaces = defineFunction(
  "take places",
  { rows: "i32", count: "i32", next: "i32" },
  undefined,
  (f, { rows, count, next }) =>
    f.for(rows, f.keep(rows.add(count.shl(2))), 4, (at) => {
      const own = f.keep(next.add(f.load("i32", at).shl(2)));
      const place = f.keep(f.load("i32", own));
      f.store(own, place.add(1));
      f.store(at, place);
    }),
);

/**
 * Brings what stands in the order in which synapses were made to their places.
 * @param from bytes of each as it stands, as a power of 2; `to` those at its place
 */
const placing = (
  what: string,
  bytes: { from: number; to: number },
  put: (f: FunctionWriter, from: Value, to: Value) => void,
) =>
  defineFunction(
    `place ${what}`,
    { places: "i32", count: "i32", from: "i32", to: "i32" },
    undefined,
    (f, { places, count, from, to }) =>
      f.for(0, count, 1, (k) => {
        const place = f.load("i32", places.add(k.shl(2)));
        put(f, from.add(k.shl(bytes.from)), to.add(place.shl(bytes.to)));
      }),
  );

/** Targets, as indices of 16 bits. */
export const placeNarrow = placing("indices of 16 bits", { from: 2, to: 1 }, (f, from, to) =>
  f.storeAs("i32.store16", to, f.load("i32", from)),
);

/** Targets, as byte offsets. */
export const placeOffsets = placing("byte offsets", { from: 2, to: 2 }, (f, from, to) =>
  f.store(to, f.load("i32", from).shl(3)),
);

/** Numbers. */
export const placeDoubles = placing("doubles", { from: 3, to: 3 }, (f, from, to) =>
  f.store(to, f.load("f64", from)),
);

/** Numbers at their places, rounded to 32 bits. Gives the first one that has none of those, or -1. */
export const placeSingles = defineFunction(
  "place singles",
  { places: "i32", count: "i32", from: "i32", to: "i32", least: "f64", most: "f64" },
  "i32",
  (f, { places, count, from, to, least, most }) => {
    f.for(0, count, 1, (k) => {
      const value = f.keep(f.load("f64", from.add(k.shl(3))));
      const place = to.add(f.load("i32", places.add(k.shl(2))).shl(2));
      f.storeAs("f32.store from f64", place, value);
      // what has been stored is not read again, which would wait for its place in memory
      const size = f.keep(value.convert("f64.rounded to f32", "f64").abs());
      f.if(size.ge(least).or(value.eq(0)).and(size.le(most)).not(), () => f.return(k));
    });
    f.return(constant(-1, "i32"));
  },
);
