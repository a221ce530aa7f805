import { constant, defineFunction } from "../assembler/index.js";
import { ALONE } from "./addresses.js";
import { xoshiroUniform } from "./xoshiro.js";

/** Bytes of a generator's state. */
const STATE = 32;

/** What is drawn for whom: see below. */
const DRAWS = {
  states: "i32",
  sources: "i32",
  inDegree: "i32",
  first: "i32",
  count: "i32",
  self: "i32",
  local: "i32",
} as const;

/** Goes through all draws: counts by source, and stores the targets where there is a place for them. */
const drawPairs = defineFunction(
  "draw pairs",
  { ...DRAWS, counters: "i32", targets: "i32" },
  undefined,
  (f, { states, sources, inDegree, first, count, self, local, counters, targets }) => {
    const alone = constant(ALONE, "i32");
    const range = f.keep(sources.toDouble());
    const firstBlock = f.keep(first.shr(8));
    f.for(0, count, 1, (k) => {
      const target = f.keep(first.add(k));
      f.if(k.eq(0).or(target.and(255).eq(0)), () =>
        f.copy(alone, states.add(target.shr(8).sub(firstBlock).shl(5)), STATE),
      );
      const own = f.keep(self.add(k));
      const stored = f.keep(target.sub(local).shl(3));
      const n = f.variable(0, "i32");
      f.while(
        () => n.lt(inDegree),
        (_, again) => {
          const source = f.keep(f.call(xoshiroUniform, "f64", alone).mul(range).toI32());
          f.goTo(again, source.eq(own));
          n.set(n.add(1));
          const at = f.keep(counters.add(source.shl(2)));
          const place = f.keep(f.load("i32", at));
          f.store(at, place.add(1));
          f.if(targets.ne(0), () => f.store(targets.add(place.shl(2)), stored));
        },
      );
    });
  },
);

/**
 * Connections with a fixed in-degree, multapses allowed, ordered by source: see the rule in
 * network/connections/inDegree.ts. Draws `inDegree` sources out of `sources` for each target, and
 * stores byte offsets of targets; those of source i stand at targets[offsets[i]] and on. Each block
 * of 256 neurons of the target population has its own generator.
 *
 * `first` is the first target's index in its population; `self` that index as a source, far below 0
 * where autapses are allowed; `local` is taken from a target's index where it is stored.
 */
export const connectInDegree = defineFunction(
  "connect in-degree",
  { ...DRAWS, offsets: "i32", targets: "i32" },
  undefined,
  (f, { states, sources, inDegree, first, count, self, local, offsets, targets }) => {
    f.fill(offsets, 0, sources.add(1).shl(2));
    const draw = (counters: typeof offsets, into: typeof offsets | number): void =>
      f.run(drawPairs, states, sources, inDegree, first, count, self, local, counters, into);
    draw(offsets.add(4) as typeof offsets, 0);
    const sum = f.variable(0, "i32");
    f.for(1, sources.add(1), 1, (i) => {
      const at = f.keep(offsets.add(i.shl(2)));
      sum.set(sum.add(f.load("i32", at)));
      f.store(at, sum);
    });
    // filling moves each source's beginning to its end, which is the next one's beginning
    draw(offsets, targets);
    const bytes = f.keep(sources.shl(2));
    f.copy(offsets.add(4), offsets, bytes);
    f.store(offsets, constant(0, "i32"));
  },
);
