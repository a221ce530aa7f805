import {
  constant,
  defineFunction,
  type FunctionWriter,
  type Value,
  type Variable,
} from "../assembler/index.js";
import { EXPONENTIAL, TABLE, ZIGGURAT } from "./addresses.js";
import { exp, log } from "./math/index.js";

// The xoshiro256++ generator (Blackman and Vigna 2021), whose state of four words lives in memory,
// and deviates by the ziggurat method: see src/random for what they are.

const NORMAL_TAIL = 3.654152885361009;
const EXPONENTIAL_TAIL = 7.69711747013105;
const TO_UNIT = 1.1102230246251565e-16;

/** Bytes of a generator's four words. */
export const XOSHIRO_SIZE = 32;

/** The four words of a generator, in variables. */
export type Words = [Variable, Variable, Variable, Variable];

/** Reads a generator's words; `stride` bytes are between two of them. */
export const loadWords = (
  f: FunctionWriter,
  state: Value,
  shape: "i64" | "i64x2" = "i64",
): Words => {
  const stride = shape === "i64" ? 8 : 16;
  return [0, 1, 2, 3].map((k) => f.variable(f.load(shape, state, stride * k))) as Words;
};

export function storeWords(f: FunctionWriter, state: Value, words: Words): void {
  const stride = words[0].shape === "i64" ? 8 : 16;
  for (const [k, word] of words.entries()) f.store(state, word, stride * k);
}

/** The word that comes next, the state left as it is. */
export const nextOf = (f: FunctionWriter, [s0, , , s3]: Words): Value =>
  f.keep(s0.add(s3)).rotl(23).add(s0);

/** Takes the state a step further. */
export function advanceWords(f: FunctionWriter, [s0, s1, s2, s3]: Words): void {
  const shifted = f.keep(s1.shl(17));
  s2.set(s2.xor(s0));
  s3.set(s3.xor(s1));
  s1.set(s1.xor(s2));
  s0.set(s0.xor(s3));
  s2.set(s2.xor(shifted));
  s3.set(s3.rotl(45));
}

/**
 * A magnitude with the sign that a word's bit 12 says. Numbers are selected by a branch, and this one would go either
 * way: the bit becomes the sign's.
 */
export const signedBy = (word: Value, magnitude: Value): Value =>
  magnitude.bits().xor(word.and(4096n).shl(51)).bits();

/** The next word of the generator at `state`. */
export const nextWord = defineFunction("next word", { state: "i32" }, "i64", (f, { state }) => {
  const words = loadWords(f, state);
  const result = f.keep(nextOf(f, words));
  advanceWords(f, words);
  storeWords(f, state, words);
  f.return(result);
});

/** A word as a uniform deviate in [0, 1). */
export const unitOf = (word: Value): Value => word.shr(11).toDouble().mul(TO_UNIT);

/** A uniform deviate in [0, 1). */
export const xoshiroUniform = defineFunction(
  "xoshiro uniform",
  { state: "i32" },
  "f64",
  (f, { state }) => f.return(unitOf(f.call(nextWord, "i64", state))),
);

/** An entry of one of the ziggurat's tables. */
const entry = (f: FunctionWriter, strip: Value, table: number): Value =>
  f.load("f64", strip, table);

/** A height drawn evenly between the two edges of a strip, of the tables that begin at `base`. */
function heightIn(f: FunctionWriter, strip: Value, base: number, state: Value): Value {
  const below = f.keep(entry(f, strip, base + 2 * TABLE));
  const above = entry(f, strip, base + 2 * TABLE - 8);
  return above
    .sub(below)
    .mul(f.call(xoshiroUniform, "f64", state))
    .add(below);
}

const normalTail = defineFunction(
  "normal tail",
  { state: "i32", negative: "i32" },
  "f64",
  (f, { state, negative }) => {
    const uniform = (): Value => f.keep(f.call(xoshiroUniform, "f64", state));
    f.loop((again) => {
      const x = f.keep(log(f, uniform()).neg().div(NORMAL_TAIL));
      const y = f.keep(log(f, uniform()).neg());
      f.goTo(again, y.mul(2).gt(x.mul(x)).not());
      const tail = f.keep(x.add(NORMAL_TAIL));
      f.return(negative.select(tail.neg(), tail));
    });
  },
);

/** A normal deviate from a word; where that is not enough, further words are drawn. */
export const normalFrom = defineFunction(
  "normal from a word",
  { first: "i64", state: "i32" },
  "f64",
  (f, { first, state }) => {
    const word = f.variable(first);
    f.loop((again) => {
      const draw = f.keep(word.shr(13));
      const strip = f.keep(draw.toI32().and(255).shl(3));
      const steps = f.keep(draw.toDouble());
      const magnitude = f.keep(steps.mul(entry(f, strip, ZIGGURAT + TABLE)));
      const x = f.keep(signedBy(word, magnitude));
      f.if(steps.lt(entry(f, strip, ZIGGURAT)), () => f.return(x));
      f.if(strip.eq(0), () =>
        f.return(f.call(normalTail, "f64", state, draw.shr(8).and(1n).ne(0n))),
      );
      const height = f.keep(heightIn(f, strip, ZIGGURAT, state));
      f.if(height.lt(exp(f, x.mul(-0.5).mul(x))), () => f.return(x));
      word.set(f.call(nextWord, "i64", state));
      f.goTo(again);
    });
  },
);

/** A normal deviate. */
export const xoshiroNormal = defineFunction(
  "xoshiro normal",
  { state: "i32" },
  "f64",
  (f, { state }) => {
    const word = f.keep(f.call(nextWord, "i64", state));
    f.return(f.call(normalFrom, "f64", word, state));
  },
);

/** An exponential deviate of mean 1. */
export const xoshiroExponential = defineFunction(
  "xoshiro exponential",
  { state: "i32" },
  "f64",
  (f, { state }) => {
    f.loop((again) => {
      const draw = f.keep(f.call(nextWord, "i64", state).shr(12));
      const strip = f.keep(draw.toI32().and(255).shl(3));
      const steps = f.keep(draw.toDouble());
      const x = f.keep(steps.mul(entry(f, strip, EXPONENTIAL + TABLE)));
      f.if(steps.lt(entry(f, strip, EXPONENTIAL)), () => f.return(x));
      f.if(strip.eq(0), () =>
        f.return(
          constant(EXPONENTIAL_TAIL, "f64").sub(
            log(f, f.keep(f.call(xoshiroUniform, "f64", state))),
          ),
        ),
      );
      const height = f.keep(heightIn(f, strip, EXPONENTIAL, state));
      f.goTo(again, height.lt(exp(f, x.neg())).not());
      f.return(x);
    });
  },
);
