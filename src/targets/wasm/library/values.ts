import { constant, defineFunction } from "../assembler/index.js";
import { TABLE, ZIGGURAT } from "./addresses.js";
import { advanceWords, loadWords, nextOf, normalFrom, signedBy, storeWords } from "./xoshiro.js";

// Values of neurons and synapses, drawn before a run: see drawMany() in src/random, which says the same slowly.

/** Draws of one value after which bounds are taken to be out of reach. */
const MOST_DRAWS = 100_000;

/**
 * Fills an array with normal deviates of one generator, those outside the bounds drawn again. Gives 0 where
 * next to none lies within them.
 */
export const drawNormals = defineFunction(
  "draw normals",
  {
    to: "i32",
    count: "i32",
    state: "i32",
    mean: "f64",
    deviation: "f64",
    least: "f64",
    most: "f64",
    above: "f64",
  },
  "i32",
  (f, { to, count, state, mean, deviation, least, most, above }) => {
    const words = loadWords(f, state);
    f.for(to, f.keep(to.add(count.shl(3))), 8, (at) => {
      const draws = f.variable(0, "i32");
      const value = f.undefinedVariable("f64");
      f.loop((again) => {
        const word = f.keep(nextOf(f, words));
        advanceWords(f, words);
        const draw = f.keep(word.shr(13));
        const strip = f.keep(draw.toI32().and(255).shl(3));
        const whole = f.keep(draw.toDouble());
        const deviate = f.undefinedVariable("f64");
        f.if(
          whole.lt(f.load("f64", strip, ZIGGURAT)),
          () => {
            const magnitude = f.keep(whole.mul(f.load("f64", strip, ZIGGURAT + TABLE)));
            deviate.set(signedBy(word, magnitude));
          },
          () => {
            // one draw in a hundred goes on, with further words
            storeWords(f, state, words);
            deviate.set(f.call(normalFrom, "f64", word, state));
            for (const [k, own] of words.entries()) own.set(f.load("i64", state, 8 * k));
          },
        );
        value.set(mean.add(deviation.mul(deviate)));
        draws.set(draws.add(1));
        f.if(draws.gt(MOST_DRAWS), () => f.return(constant(0, "i32")));
        const isWithin = value.ge(least).and(value.le(most)).and(value.gt(above));
        f.goTo(again, isWithin.not());
      });
      f.store(at, value);
    });
    storeWords(f, state, words);
    f.return(constant(1, "i32"));
  },
);
