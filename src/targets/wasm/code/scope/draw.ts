import type { Statement } from "../../../../program/index.js";
import { constant, type FunctionWriter, pairOf, type Value } from "../../assembler/index.js";
import { poissonOfMean } from "../../library/poisson.js";
import { xoshiroNormal, xoshiroUniform } from "../../library/xoshiro.js";

/** Elements that share a generator, as a power of two. */
const BLOCK_BITS = 8;

/** Bytes of a generator's state, as a power of two. */
const STATE_BITS = 5;

type Draw = Statement & { kind: "draw" };

/** Who draws. */
interface Drawing {
  /** Index of the element whose generator it is; of two elements, the first one's. */
  index: Value;
  /** Where the generators of the blocks are. */
  generators: Value;
  /** Of a Poisson deviate. */
  mean: Value | undefined;
  /** Where two elements draw: how many there are. */
  count: (() => Value) | undefined;
}

/** A deviate for each element that comes to the statement, from the generator of the element's block. */
export function drawCode(
  f: FunctionWriter,
  distribution: Draw["distribution"],
  { index, generators, mean, count }: Drawing,
): Value {
  const generator = f.keep(generators.add(index.shr(BLOCK_BITS).shl(STATE_BITS)));
  const one = (lane: number): Value => {
    switch (distribution) {
      case "uniform":
        return f.call(xoshiroUniform, "f64", generator);
      case "normal":
        return f.call(xoshiroNormal, "f64", generator);
      case "poisson":
        return f.call(poissonOfMean, "f64", generator, (mean as Value).lane(lane));
    }
  };
  const first = f.keep(one(0));
  if (!count) return first;
  // beside the last of an odd count stands nobody, for whom nothing is drawn
  const second = f.variable(constant(0, "f64"));
  f.if(index.add(1).lt(count()), () => second.set(one(1)));
  return f.keep(pairOf(first, second));
}
