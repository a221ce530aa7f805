import {
  constant,
  defineFunction,
  type FunctionWriter,
  type Value,
} from "../../assembler/index.js";
import { constantLike, horner, perShape, productError, withSignOf } from "./parts.js";

/** tan(pi/8) and tan(3 pi/8): between them an angle is taken as pi/4 and the rest. */
const LOW_EDGE = 0.41421356237309503;
const HIGH_EDGE = 2.414213562373095;

/** What is lost where a and b are added, exact (Knuth 1969). */
function sumError(f: FunctionWriter, a: Value, b: Value, sum: Value): Value {
  const taken = f.keep(sum.sub(a));
  return a.sub(sum.sub(taken)).add(b.sub(taken));
}

/**
 * The angle of a point with coordinates of 0 or more, given in two parts each: atan((a + aLow)/(b + bLow)),
 * from 0 to pi/2. The angle less 0, pi/4 or pi/2 has a tangent t up to tan(pi/8), whose rounding error is
 * carried along; (atan t - t)/t^3 is its Chebyshev interpolation of degree 12, off by 1e-17.
 */
const angleOf = perShape((shape) =>
  defineFunction(
    `angle ${shape}`,
    { a: shape, aLow: shape, b: shape, bLow: shape },
    shape,
    (f, { a, aLow, b, bLow }) => {
      const small = f.keep(a.lt(b.mul(LOW_EDGE)));
      const large = f.keep(a.gt(b.mul(HIGH_EDGE)));
      const pick = (first: Value, middle: Value, last: Value): Value =>
        f.keep(small.select(first, large.select(last, middle)));
      const zero = constant(0, shape);
      const minus = f.keep(b.neg());
      const difference = f.keep(a.add(minus));
      const sum = f.keep(a.add(b));
      const n = pick(a, difference, minus);
      const d = pick(b, sum, a);
      const nLow = pick(
        aLow,
        sumError(f, a, minus, difference).add(aLow.sub(bLow)),
        f.keep(bLow.neg()),
      );
      const dLow = pick(bLow, sumError(f, a, b, sum).add(aLow.add(bLow)), aLow);
      const t = f.keep(n.div(d));
      const product = f.keep(t.mul(d));
      const remainder = n.sub(product).sub(productError(f, t, d, product));
      const tLow = f.keep(remainder.add(nLow.sub(t.mul(dLow))).div(d));
      const z = f.keep(t.mul(t));
      const p = horner(
        f,
        z,
        [
          -0.01391619613961017, 0.030633694931617585, -0.04104349551664522, 0.04719373571989158,
          -0.05258038193993904, 0.05881924906427421, -0.06666641996244854, 0.07692306734927001,
          -0.09090909066979425, 0.11111111110754218, -0.14285714285711515, 0.19999999999999993,
          -0.3333333333333333,
        ],
      );
      const rest = f.keep(
        z
          .mul(t)
          .mul(p)
          .add(tLow.sub(tLow.mul(z))),
      );
      const base = pick(zero, constant(Math.PI / 4, shape), constant(Math.PI / 2, shape));
      const baseLow = pick(
        zero,
        constant(3.061616997868383e-17, shape),
        constant(6.123233995736766e-17, shape),
      );
      const angle = f.keep(base.add(t));
      const lost = t.sub(angle.sub(base));
      f.return(angle.add(lost.add(rest.add(baseLow))));
    },
  ),
);

const angle = (f: FunctionWriter, a: Value, aLow: Value, b: Value, bLow: Value): Value =>
  f.keep(f.call(angleOf(a.shape), a.shape, a, aLow, b, bLow));

/** pi less an angle. */
function supplement(f: FunctionWriter, given: Value): Value {
  const pi = constantLike(Math.PI, given);
  const sum = f.keep(pi.sub(given));
  const lost = pi.sub(sum).sub(given);
  return sum.add(lost.add(1.2246467991473532e-16));
}

export const atan = (f: FunctionWriter, given: Value): Value => {
  const x = f.keep(given);
  const zero = constantLike(0, x);
  // beyond, the angle is pi/2 to rounding
  const size = f.keep(x.abs().min(1e300));
  return withSignOf(angle(f, size, zero, constantLike(1, x), zero), x);
};

/** sqrt(1 - x^2) in two parts: not a number where |x| > 1. */
function cosineOfSine(f: FunctionWriter, x: Value): { root: Value; low: Value } {
  const square = f.keep(x.mul(x));
  const one = constantLike(1, x);
  const rest = f.keep(one.sub(square));
  const lost = one
    .sub(rest)
    .sub(square)
    .sub(productError(f, x, x, square));
  const root = f.keep(rest.sqrt());
  const product = f.keep(root.mul(root));
  const remainder = rest
    .sub(product)
    .sub(productError(f, root, root, product))
    .add(lost);
  const low = f.keep(remainder.div(root.add(root)));
  return { root, low: f.keep(root.eq(0).select(constantLike(0, x), low)) };
}

export const asinOf = perShape((shape) =>
  defineFunction(`asin ${shape}`, { x: shape }, shape, (f, { x }) => {
    const size = f.keep(x.abs());
    const { root, low } = cosineOfSine(f, size);
    f.return(withSignOf(angle(f, size, constant(0, shape), root, low), x));
  }),
);

export const acosOf = perShape((shape) =>
  defineFunction(`acos ${shape}`, { x: shape }, shape, (f, { x }) => {
    const size = f.keep(x.abs());
    const { root, low } = cosineOfSine(f, size);
    const acute = angle(f, root, low, size, constant(0, shape));
    f.return(x.lt(0).select(supplement(f, acute), acute));
  }),
);

/** The angle of the point (x, y), from -pi to pi, with the zeros and infinities of IEEE 754. */
export const atan2Of = perShape((shape) =>
  defineFunction(`atan2 ${shape}`, { y: shape, x: shape }, shape, (f, { y, x }) => {
    const INFINITY = Number.POSITIVE_INFINITY;
    const [zero, one] = [constant(0, shape), constant(1, shape)];
    const [ay, ax] = [f.keep(y.abs()), f.keep(x.abs())];
    const [yEndless, xEndless] = [f.keep(ay.eq(INFINITY)), f.keep(ax.eq(INFINITY))];
    const a = f.keep(yEndless.select(one, xEndless.select(zero, ay)));
    const b = f.keep(xEndless.select(one, yEndless.select(zero, ax)));
    // so that products neither overflow nor lose their last places
    const larger = f.keep(a.max(b));
    const lift = larger.lt(2 ** -800).select(constant(2 ** 300, shape), one);
    const scale = f.keep(larger.gt(2 ** 900).select(constant(2 ** -100, shape), lift));
    const base = f.keep(larger.eq(0).select(one, b.mul(scale)));
    const acute = angle(f, f.keep(a.mul(scale)), zero, base, zero);
    const isLeft = withSignOf(one, x).lt(0);
    const whole = withSignOf(isLeft.select(supplement(f, acute), acute), y);
    f.return(x.ne(x).or(y.ne(y)).select(constant(Number.NaN, shape), whole));
  }),
);

export const asin = (f: FunctionWriter, x: Value): Value => f.call(asinOf(x.shape), x.shape, x);
export const acos = (f: FunctionWriter, x: Value): Value => f.call(acosOf(x.shape), x.shape, x);
export const atan2 = (f: FunctionWriter, y: Value, x: Value): Value =>
  f.call(atan2Of(x.shape), x.shape, y, x);
