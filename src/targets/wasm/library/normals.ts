import {
  constant,
  defineFunction,
  type FunctionWriter,
  pairOf,
  shuffle,
  type Value,
} from "../assembler/index.js";
import { ALONE, RADII, TABLE, ZIGGURAT } from "./addresses.js";
import { log } from "./math/index.js";
import {
  advanceWords,
  loadWords,
  nextOf,
  normalFrom,
  signedBy,
  storeWords,
  xoshiroNormal,
} from "./xoshiro.js";

/** One generator of a pair by itself, while its deviate needs further words. */
const pairNormal = defineFunction(
  "normal of a pair",
  { state: "i32", lane: "i32", word: "i64" },
  "f64",
  (f, { state, lane, word }) => {
    const alone = constant(ALONE, "i32");
    const own = f.keep(state.add(lane));
    for (let k = 0; k < 4; k++) f.store(alone, f.load("i64", own, 16 * k), 8 * k);
    const deviate = f.keep(f.call(normalFrom, "f64", word, alone));
    for (let k = 0; k < 4; k++) f.store(own, f.load("i64", alone, 8 * k), 16 * k);
    f.return(deviate);
  },
);

/** Fills a block with normal deviates of two generators, whose words stand side by side. */
const fillBlock = defineFunction(
  "fill a block with normals",
  { to: "i32", count: "i32", state: "i32" },
  undefined,
  (f, { to, count, state }) => {
    const words = loadWords(f, state, "i64x2");
    const bytes = count.add(1).shr(1).shl(4);
    f.for(to, to.add(bytes), 16, (at) => {
      const drawn = f.keep(nextOf(f, words));
      advanceWords(f, words);
      // 51 bits as whole doubles: put behind the exponent of 2^52, which is then taken off
      const bits = drawn.shr(13).and(0x0007ffffffffffffn);
      const whole = f.keep(bits.or(0x4330000000000000n).bits().sub(4503599627370496));
      const strips = f.keep(drawn.shr(10).and(0x7f8n));
      const i = f.keep(strips.lane(0).toI32());
      const j = f.keep(strips.lane(1).toI32());
      const widths = f.loadPair(i, j, ZIGGURAT + TABLE);
      const sign = drawn.shl(51).and(0x8000000000000000n);
      f.store(at, whole.mul(widths).bits().xor(sign).bits());
      const isDone = f.keep(whole.lt(f.loadPair(i, j, ZIGGURAT)));
      f.if(isDone.all().not(), () => {
        // one draw in a hundred goes on, with further words of its own generator
        storeWords(f, state, words);
        for (const lane of [0, 1])
          f.if(isDone.lane(lane).eq(0n), () =>
            f.store(at, f.call(pairNormal, "f64", state, 8 * lane, drawn.lane(lane)), 8 * lane),
          );
        for (const [k, word] of words.entries()) word.set(f.load("i64x2", state, 16 * k));
      });
    });
    storeWords(f, state, words);
  },
);

/**
 * Fills an array with normal deviates; each block of 256 has two generators of its own, for its
 * even and its odd neurons. The array has room for an even number.
 */
export const fillDefaultNormals = defineFunction(
  "fill with normals",
  { to: "i32", count: "i32", states: "i32" },
  undefined,
  (f, { to, count, states }) => {
    f.for(0, count, 256, (first) => {
      const left = f.keep(count.sub(first));
      const size = left.lt(256).select(left, constant(256, "i32"));
      f.run(fillBlock, to.add(first.shl(3)), size, states.add(first.shr(8).shl(6)));
    });
  },
);

/** Fills an array with normal deviates of one xoshiro256++ generator. */
export const fillJuliaNormals = defineFunction(
  "fill with Julia's normals",
  { to: "i32", count: "i32", state: "i32" },
  undefined,
  (f, { to, count, state }) => {
    const words = loadWords(f, state);
    f.for(to, to.add(count.shl(3)), 8, (at) => {
      const word = f.keep(nextOf(f, words));
      const draw = f.keep(word.shr(13).and(0x0007ffffffffffffn));
      const strip = f.keep(draw.toI32().and(255).shl(3));
      const steps = f.keep(draw.toDouble());
      f.if(
        steps.lt(f.load("f64", strip, ZIGGURAT)),
        () => {
          advanceWords(f, words);
          const magnitude = f.keep(steps.mul(f.load("f64", strip, ZIGGURAT + TABLE)));
          f.store(at, signedBy(word, magnitude));
        },
        () => {
          // one draw in a hundred takes the long way, which draws the same word again
          storeWords(f, state, words);
          f.store(at, f.call(xoshiroNormal, "f64", state));
          for (const [k, item] of words.entries()) item.set(f.load("i64", state, 8 * k));
        },
      );
    });
    storeWords(f, state, words);
  },
);

// MT19937 at `state`: 624 words; how many were used; whether a deviate is kept, and which; the words
// as they are drawn, tempered
const POSITION = 2496;
const IS_KEPT = 2500;
const KEPT = 2504;
const TEMPERED = 2512;
const TO_UNIT = 1.1102230246251565e-16;

/** New words from joined neighbours and words far ahead, four at once. */
const twistFour = defineFunction(
  "twist four",
  { at: "i32", far: "i32" },
  undefined,
  (f, { at, far }) => {
    const joined = f.keep(
      f
        .load("i32x4", at)
        .and(0x80000000)
        .or(f.load("i32x4", at, 4).and(0x7fffffff)),
    );
    const odd = joined.and(1).neg();
    const mixed = joined.shr(1).xor(odd.and(0x9908b0df));
    f.store(at, f.load("i32x4", far).xor(mixed));
  },
);

const twistOne = defineFunction(
  "twist one",
  { state: "i32", i: "i32", next: "i32", far: "i32" },
  undefined,
  (f, { state, i, next, far }) => {
    const word = (index: Value): Value => f.load("i32", state.add(index.shl(2)));
    const joined = f.keep(word(i).and(0x80000000).or(word(next).and(0x7fffffff)));
    const odd = joined.and(1).select(constant(0x9908b0df, "i32"), constant(0, "i32"));
    f.store(state.add(i.shl(2)), word(far).xor(joined.shr(1)).xor(odd));
  },
);

const twist = defineFunction("twist", { state: "i32" }, undefined, (f, { state }) => {
  const four = (from: number, to: number, far: number): void =>
    f.for(from, constant(to, "i32"), 4, (i) =>
      f.run(twistFour, state.add(i.shl(2)), state.add(i.add(far).shl(2))),
    );
  four(0, 224, 397);
  f.for(224, constant(227, "i32"), 1, (i) => f.run(twistOne, state, i, i.add(1), i.add(397)));
  four(227, 623, -227);
  f.run(twistOne, state, 623, 0, 396);
  f.for(state, state.add(POSITION), 16, (at) => {
    const word = f.variable(f.load("i32x4", at));
    word.set(word.xor(word.shr(11)));
    word.set(word.xor(word.shl(7).and(0x9d2c5680)));
    word.set(word.xor(word.shl(15).and(0xefc60000)));
    f.store(at, word.xor(word.shr(18)), TEMPERED);
  });
});

const nextTwisted = defineFunction("next twisted word", { state: "i32" }, "i32", (f, { state }) => {
  const position = f.variable(f.load("i32", state, POSITION));
  f.if(position.eq(624), () => {
    f.run(twist, state);
    position.set(0);
  });
  f.store(state, position.add(1), POSITION);
  f.return(f.load("i32", state.add(position.shl(2)), TEMPERED));
});

/** A uniform deviate in [0, 1) of NumPy's legacy generator. */
export const numpyUniform = defineFunction(
  "numpy uniform",
  { state: "i32" },
  "f64",
  (f, { state }) => {
    const part = (bits: number): Value =>
      f.keep(f.call(nextTwisted, "i32", state).shr(bits).toDouble());
    const a = part(5);
    const b = part(6);
    f.return(a.mul(67108864).add(b).mul(TO_UNIT));
  },
);

/** Two uniform deviates from the words at an address. */
function uniformsAt(f: FunctionWriter, address: Value): Value {
  const words = f.keep(f.load("i32x4", address));
  const converted = (part: Value): Value =>
    part.as("f64x2").convert("f64x2.convert_low_i32x4_s", "f64x2");
  const a = converted(shuffle(words, words, [0, 2, 0, 2]).shr(5));
  const b = converted(shuffle(words, words, [1, 3, 1, 3]).shr(6));
  return a.mul(67108864).add(b).mul(TO_UNIT);
}

/**
 * Draws points in the unit circle: the second coordinate of each, then the first, and its squared
 * radius. A point outside is overwritten by the next one, so that nothing has to be predicted.
 */
const drawPoints = defineFunction(
  "draw points",
  { to: "i32", count: "i32", state: "i32" },
  undefined,
  (f, { to, count, state }) => {
    const position = f.variable(f.load("i32", state, POSITION));
    const drawn = f.variable(0, "i32");
    f.while(
      () => drawn.lt(count),
      () => {
        const x = f.undefinedVariable("f64x2");
        f.if(
          position.le(620),
          () => {
            x.set(uniformsAt(f, f.keep(state.add(TEMPERED).add(position.shl(2)))));
            position.set(position.add(4));
          },
          () => {
            f.store(state, position, POSITION);
            const first = f.keep(f.call(numpyUniform, "f64", state));
            x.set(pairOf(first, f.keep(f.call(numpyUniform, "f64", state))));
            position.set(f.load("i32", state, POSITION));
          },
        );
        x.set(x.mul(2).sub(1));
        const squares = f.keep(x.mul(x));
        const radius = f.keep(squares.lane(0).add(squares.lane(1)));
        f.store(to.add(drawn.shl(4)), shuffle(x, x, [2, 3, 0, 1]));
        f.store(drawn.shl(3), radius, RADII);
        drawn.set(drawn.add(radius.lt(1).and(radius.ne(0))));
      },
    );
    f.store(state, position, POSITION);
  },
);

/** Scales the two deviates of a point; one past the end is kept. */
const scalePair = defineFunction(
  "scale a pair",
  { at: "i32", end: "i32", factor: "f64", state: "i32" },
  undefined,
  (f, { at, end, factor, state }) => {
    f.store(at, f.load("f64x2", at).mul(factor.splat()));
    f.if(at.add(8).lt(end), () => f.return());
    f.store(state, constant(1, "i32"), IS_KEPT);
    f.store(state, f.load("f64", at, 8), KEPT);
  },
);

/**
 * Fills an array with normal deviates of NumPy's legacy generator: the polar method, of whose two
 * deviates the second is kept for the next call. First the points are drawn, then their
 * logarithms taken, two at once. The array has room for one more.
 */
export const fillNumpyNormals = defineFunction(
  "fill with NumPy's normals",
  { to: "i32", count: "i32", state: "i32" },
  undefined,
  (f, { to, count, state }) => {
    const at = f.variable(to);
    const end = f.keep(to.add(count.shl(3)));
    f.if(count.gt(0).and(f.load("i32", state, IS_KEPT).ne(0)), () => {
      f.store(state, constant(0, "i32"), IS_KEPT);
      f.store(at, f.load("f64", state, KEPT));
      at.set(at.add(8));
    });
    f.while(
      () => at.lt(end),
      () => {
        const wanted = f.keep(end.sub(at).add(8).shr(4));
        const pairs = f.keep(wanted.lt(128).select(wanted, constant(128, "i32")));
        f.run(drawPoints, at, pairs, state);
        f.for(0, pairs, 2, (pair) => {
          const radius = f.keep(f.load("f64x2", pair.shl(3), RADII));
          const factor = f.keep(log(f, radius).mul(-2).div(radius).sqrt());
          const place = f.keep(at.add(pair.shl(4)));
          f.run(scalePair, place, end, factor.lane(0), state);
          f.if(pair.add(1).lt(pairs), () =>
            f.run(scalePair, place.add(16), end, factor.lane(1), state),
          );
        });
        at.set(at.add(pairs.shl(4)));
      },
    );
  },
);
