import type { Program, Statement } from "../../../program/index.js";
import { constant, pairOf, type Value } from "../assembler/index.js";
import { poissonOfMean } from "../library/poisson.js";
import { xoshiroNormal, xoshiroUniform } from "../library/xoshiro.js";
import { SPIKING } from "../records.js";
import type { BlockScope, Elements } from "./scope.js";

/** Elements that share a generator, as a power of two. */
const BLOCK_BITS = 8;

/** Bytes of a generator's state, as a power of two. */
const STATE_BITS = 5;

type Draw = Statement & { kind: "draw" };

/** A deviate for each element that comes to the statement, from the generator of the element's block. */
export function drawCode(
  scope: BlockScope,
  { name, kind }: Program["domains"][number],
  { distribution, purpose }: Draw,
  elements: Elements,
  mean: Value | undefined,
): Value {
  const { f, shape } = scope;
  // of synapses, the targets' blocks: a thread has whole ones
  const index = f.keep(((kind === "synapses" ? elements.target : elements.own) as Value).shr(3));
  const generators = scope.address({ kind: "generators", domain: name, purpose });
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
  if (shape === "f64") return first;
  // beside the last of an odd count stands nobody, for whom nothing is drawn
  const second = f.variable(constant(0, "f64"));
  const count = scope.recordEntry(name, SPIKING.count);
  f.if(index.add(1).lt(count), () => second.set(one(1)));
  return f.keep(pairOf(first, second));
}
