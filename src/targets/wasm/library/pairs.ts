import {
  constant,
  defineFunction,
  type FunctionWriter,
  pairOf,
  type Value,
} from "../assembler/index.js";
import { log, wholeOf } from "./math/index.js";
import { advanceWords, loadWords, nextOf, unitOf, type Words } from "./xoshiro.js";

// Pairs of neurons onto one block of targets, in the order in which they are made: see the rules in
// src/network/connections, which say the same slowly.

/**
 * What the rules have in common: the state of the block's generator; sources and targets there are; which source is
 * the block's first target (far below 0 where a neuron may be connected to itself); where the pairs go: sources
 * as they count in the slice, targets as they count from `local` on.
 */
const COMMON = {
  state: "i32",
  n: "i32",
  m: "i32",
  self: "i32",
  local: "i32",
  sources: "i32",
  targets: "i32",
} as const;

/** A uniform deviate; the generator goes on. */
function uniform(f: FunctionWriter, words: Words): Value {
  const word = f.keep(nextOf(f, words));
  advanceWords(f, words);
  return unitOf(word);
}

/** A fixed number of synapses, both sides drawn. */
export const pairsOfTotal = defineFunction(
  "pairs of a total number",
  { ...COMMON, count: "i32" },
  undefined,
  (f, { state, n, m, self, local, sources, targets, count }) => {
    const words = loadWords(f, state);
    const [range, size] = [f.keep(n.toDouble()), f.keep(m.toDouble())];
    f.for(0, f.keep(count.shl(2)), 4, (at) => {
      f.loop((again) => {
        const source = f.keep(uniform(f, words).mul(range).toI32());
        const target = f.keep(uniform(f, words).mul(size).toI32());
        f.goTo(again, source.eq(self.add(target)));
        f.store(sources.add(at), source);
        f.store(targets.add(at), target.add(local));
      });
    });
  },
);

/** As many synapses onto each target, their sources drawn. */
export const pairsOfInDegree = defineFunction(
  "pairs of an in-degree",
  { ...COMMON, inDegree: "i32" },
  undefined,
  (f, { state, n, m, self, local, sources, targets, inDegree }) => {
    const words = loadWords(f, state);
    const range = f.keep(n.toDouble());
    const at = f.variable(0, "i32");
    f.for(0, m, 1, (target) => {
      const own = f.keep(self.add(target));
      const stored = f.keep(target.add(local));
      f.for(0, inDegree, 1, () => {
        f.loop((again) => {
          const source = f.keep(uniform(f, words).mul(range).toI32());
          f.goTo(again, source.eq(own));
          f.store(sources.add(at), source);
          f.store(targets.add(at), stored);
        });
        at.set(at.add(4));
      });
    });
  },
);

/**
 * Each pair with a probability: goes from one connected pair to the next by geometric deviates. Gives how many there
 * are; -1 where there is no room for them.
 */
export const pairsOfProbability = defineFunction(
  "pairs of a probability",
  { ...COMMON, perPair: "f64", room: "i32" },
  "i32",
  (f, { state, n, m, self, local, sources, targets, perPair, room }) => {
    const words = loadWords(f, state);
    const [range, rows] = [f.keep(n.toDouble()), f.keep(m.toDouble())];
    // the pair that comes next, as whole numbers: a source, and a target
    const [source, target] = [f.variable(-1, "f64"), f.variable(0, "f64")];
    const made = f.variable(0, "i32");
    const goBy = (passed: Value): void => {
      source.set(source.add(passed));
      f.if(source.lt(range).not(), () => {
        const passedRows = f.keep(source.div(range).floor());
        source.set(source.sub(passedRows.mul(range)));
        target.set(target.add(passedRows));
        f.if(target.lt(rows).not(), () => f.return(made));
      });
      f.if(made.lt(room).not(), () => f.return(constant(-1, "i32")));
      const [from, to] = [f.keep(wholeOf(source)), f.keep(wholeOf(target))];
      f.if(from.ne(self.add(to)), () => {
        const at = f.keep(made.shl(2));
        f.store(sources.add(at), from);
        f.store(targets.add(at), to.add(local));
        made.set(made.add(1));
      });
    };
    f.loop((next) => {
      // two logarithms at once
      const first = f.keep(uniform(f, words));
      const both = pairOf(first, f.keep(uniform(f, words)));
      const passed = log(f, f.keep(both.neg().add(1))).div(perPair.splat());
      const steps = f.keep(passed.floor().add(1));
      goBy(steps.lane(0));
      goBy(steps.lane(1));
      f.goTo(next);
    });
  },
);
