import {
  constant,
  type FunctionDefinition,
  type FunctionWriter,
  type Operand,
  type Shape,
  type Value,
} from "../../assembler/index.js";

// Elementary functions on one double, or on two at once: the same operations, so the same bits. All
// of them are exact in the special cases of IEEE 754 (NaN, infinities, zeros, denormals). Errors
// were measured against 60-digit arithmetic (test/targets/math.test.ts); bounds in units of the
// last place: exp < 1, log < 1, all others < 2.

/** A function of numbers as code: it writes what it needs and gives the result. */
export type MathCode = (f: FunctionWriter, ...operands: Value[]) => Value;

export const { LOG2E } = Math;
/** ln 2 in two parts; the upper one has 21 zero bits at its end, so that k * LN2_HIGH is exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;
/** Adding it rounds to a whole number, which then stands in the lowest bits. */
export const ROUNDER = 6755399441055744;

/** A whole double from 0 to 2^31 - 1 as i32: in the lowest bits when 2^52 is added, in fewer steps than by truncation. */
export const wholeOf = (value: Value): Value =>
  value
    .add(2 ** 52)
    .bits()
    .toI32();

/** a + b x */
export const line = (a: number, b: number, x: Value): Value => x.mul(b).add(a);

/** 2^k, where k stands in the lowest bits because ROUNDER was added to it. */
export const scaleOf = (rounded: Value): Value => rounded.bits().add(1023n).shl(52).bits();

/** 2^k for whole k from -1022 to 1023. */
export const powerOfTwo = (k: Value): Value => scaleOf(k.add(ROUNDER));

/** x 2^k for whole k from -2044 to 2046, rounded once. */
export function scaled(f: FunctionWriter, x: Value, k: Value): Value {
  const half = f.keep(k.mul(0.5).floor());
  return x.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
}

/** A polynomial by Horner's rule, coefficients from the highest power on. */
export function horner(f: FunctionWriter, z: Value, coefficients: readonly number[]): Value {
  const [first, ...others] = coefficients;
  return others.reduce<Value>(
    (sum, coefficient) => f.keep(sum.mul(z).add(coefficient)),
    constant(first, z.shape),
  );
}

/** The upper 26 bits of a double's 53; what is left fits 27 bits, so that products are exact. */
const upperHalf = (x: Value): Value => x.bits().and(0xfffffffff8000000n).bits();

/** The rounding error of the product a b, exact (Dekker 1971). */
export function productError(f: FunctionWriter, a: Value, b: Value, product: Value): Value {
  const ah = f.keep(upperHalf(a));
  const al = f.keep(a.sub(ah));
  const bh = f.keep(upperHalf(b));
  const bl = f.keep(b.sub(bh));
  const e = ah.mul(bh).sub(product);
  return e.add(ah.mul(bl)).add(al.mul(bh)).add(al.mul(bl));
}

/** A function's definition for each shape, made when it is needed first. */
export function perShape(
  define: (shape: Shape) => FunctionDefinition,
): (shape: Shape) => FunctionDefinition {
  const made = new Map<Shape, FunctionDefinition>();
  return (shape) => {
    let definition = made.get(shape);
    if (!definition) {
      definition = define(shape);
      made.set(shape, definition);
    }
    return definition;
  };
}

/** A constant in the shape of a value. */
export const constantLike = (value: number, example: Value): Value =>
  constant(value, example.shape);

/** The sign bit of a value, for giving it to another. */
export const withSignOf = (magnitude: Value, signed: Value): Value =>
  magnitude
    .bits()
    .or(signed.bits().and(1n << 63n))
    .bits();

/** Where a truth value holds the first operand, else the second: constants take the example's shape. */
export const either = (condition: Value, yes: Operand, no: Operand): Value =>
  condition.select(yes, no);
