import { constant, defineFunction, type FunctionWriter, type Value } from "../assembler/index.js";
import { HISTORY_NODE } from "../records.js";
import { power } from "./math/index.js";

/**
 * e^(-steps dt / tau) from two tables: 64 fine steps, then coarse ones of 64 steps each, the last
 * of them 0. `limit` is the number of steps at which it is reached.
 */
export function decay(f: FunctionWriter, tables: Value, steps: Value, limit: Value): Value {
  const given = f.keep(steps);
  const n = f.keep(given.below(limit).select(given, limit));
  const fine = f.load("f64", tables.add(n.and(63).shl(3)));
  const coarse = f.load("f64", tables.add(n.shr(6).shl(3)), 512);
  return f.keep(fine.mul(coarse));
}

/**
 * x^y to a relative error below 1e-10 (2e-12 where |y| is below 2): logarithm and exponential by
 * short tables and polynomials. `tables`: for each of 128 parts of [1, 2) the inverse of its
 * middle and that one's logarithm, then 64 powers of 2 from [1, 2). Falls back to the accurate
 * power where the result may be no normal number.
 */
export function fastPower(
  f: FunctionWriter,
  base: Value,
  exponentGiven: Value,
  tables: Value,
): Value {
  const [x, y] = [f.keep(base), f.keep(exponentGiven)];
  const bits = f.keep(x.bits());
  const accurate = (): Value => power(f, x, y);
  // normal positive numbers only: zero, denormals, infinity, NaN and negative ones have other exponents
  const isUsual = bits.shr(52).sub(1n).below(2046n).and(y.abs().le(16));
  return f.choose(
    isUsual,
    "f64",
    () => {
      const part = f.keep(tables.add(bits.shr(45).toI32().and(127).shl(4)));
      const m = bits.and(0x000fffffffffffffn).or(0x3ff0000000000000n).bits();
      const r = f.keep(m.mul(f.load("f64", part)).sub(1));
      const r2 = f.keep(r.mul(r));
      // log2(1 + r)
      const tail = r
        .mul(Math.LOG2E)
        .add(
          r2.mul(
            r.mul(0.4808983469629878).add(-0.7213475204444817).add(r2.mul(-0.36067376022224085)),
          ),
        );
      const integer = bits.shr(52).toI32().sub(1023).toDouble();
      const exponent = f.keep(y.mul(integer.add(f.load("f64", part, 8)).add(tail)));
      return f.choose(exponent.abs().gt(1000), "f64", accurate, () => {
        const whole = f.keep(exponent.mul(64).nearest());
        const g = f.keep(exponent.sub(whole.mul(0.015625)));
        const g2 = f.keep(g.mul(g));
        const grown = g
          .mul(Math.LN2)
          .add(1)
          .add(
            g2.mul(
              g.mul(0.05550410866482158).add(0.2402265069591007).add(g2.mul(0.009618129107628477)),
            ),
          );
        const n = f.keep(whole.toI64());
        const table = f.load("f64", tables.add(n.toI32().and(63).shl(3)), 2048);
        return grown.mul(table.bits().add(n.sar(6).shl(52)).bits());
      });
    },
    // weights that reached 0 stay there
    () => f.choose(bits.eq(0n).and(y.gt(0)), "f64", () => constant(0, "f64"), accurate),
  );
}

/** Adds a spike to a neuron's history, at a place; returns where it stands. */
export const addToHistory = defineFunction(
  "add to history",
  { history: "i32", heads: "i32", target: "i32", place: "i32", step: "i32" },
  "i32",
  (f, { history, heads, target, place, step }) => {
    const head = f.keep(heads.add(target.shl(2)));
    const earlier = f.keep(f.load("i32", head));
    const before = f.keep(history.add(earlier));
    const node = f.keep(history.add(place));
    f.store(node, step, HISTORY_NODE.step);
    f.store(node, earlier, HISTORY_NODE.earlier);
    f.store(node, constant(0, "i32"), HISTORY_NODE.later);
    f.store(node, f.load("i32", before, HISTORY_NODE.step), HISTORY_NODE.earlierStep);
    f.store(before, place, HISTORY_NODE.later);
    f.store(head, place);
    f.return(node);
  },
);
