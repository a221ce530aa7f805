import {
  constant,
  defineFunction,
  type FunctionWriter,
  type Value,
} from "../../assembler/index.js";
import { expOfSum } from "./exponential.js";
import { splitPower } from "./logarithm.js";
import { constantLike, horner, LN2_HIGH, LN2_LOW, perShape, productError } from "./parts.js";

/** x^y for finite positive x: e^(y log x), with log x carried to about 100 bits. */
const positivePower = perShape((shape) =>
  defineFunction(`positive power ${shape}`, { x: shape, y: shape }, shape, (f, { x, y }) => {
    const { m, k } = splitPower(f, x);
    const g1 = f.keep(m.sub(1));
    const d = f.keep(m.add(1));
    const dLost = m.sub(d.sub(1));
    // s + sLow = g1 / (m + 1)
    const s = f.keep(g1.div(d));
    const sd = f.keep(s.mul(d));
    const remainder = g1
      .sub(sd)
      .sub(productError(f, s, d, sd))
      .sub(s.mul(dLost));
    const sLow = f.keep(remainder.div(d));
    // z + zLow = s^2
    const z = f.keep(s.mul(s));
    const zLow = f.keep(productError(f, s, s, z).add(s.mul(2).mul(sLow)));
    // log m = 2 s + s (2/3 z + 2/5 z^2 + ...); the first two terms of the sum in two parts each
    const p = horner(
      f,
      z,
      [25, 23, 21, 19, 17, 15, 13, 11, 9, 7].map((n) => 2 / n),
    );
    const rest = f.keep(z.mul(z).mul(p));
    // c + cLow = 2/5 z + rest
    const fifth = constant(0.4, shape);
    const a = f.keep(fifth.mul(z));
    const aLow = productError(f, fifth, z, a)
      .add(z.mul(-2.2204460492503132e-17))
      .add(fifth.mul(zLow));
    const c = f.keep(a.add(rest));
    const cLow = rest.sub(c.sub(a)).add(aLow);
    // g + gLow = 2/3 + c
    const thirds = constant(0.6666666666666666, shape);
    const g = f.keep(thirds.add(c));
    const gLow = f.keep(c.sub(g.sub(thirds)).add(cLow.add(3.700743415417188e-17)));
    // h + hLow = z (g + gLow)
    const h = f.keep(z.mul(g));
    const hLow = productError(f, z, g, h).add(z.mul(gLow).add(zLow.mul(g)));
    // q + qLow = s (2 + h)
    const two = f.keep(h.add(2));
    const twoLow = f.keep(h.sub(two.sub(2)).add(hLow));
    const q = f.keep(s.mul(two));
    const qLow = productError(f, s, two, q).add(s.mul(twoLow).add(sLow.mul(two)));
    // log x = k ln 2 + q
    const kHigh = f.keep(k.mul(LN2_HIGH));
    const kLow = f.keep(k.mul(LN2_LOW));
    const kLowError = productError(f, k, constant(LN2_LOW, shape), kLow);
    const sum = f.keep(kHigh.add(q));
    const sumLow = f.keep(q.sub(sum.sub(kHigh)));
    const sumLow2 = kHigh.sub(sum.sub(sum.sub(kHigh))).add(sumLow);
    const high = f.keep(sum.add(kLow));
    const highLost = kLow.sub(high.sub(sum));
    const low = f.keep(highLost.add(sumLow2).add(kLowError.add(qLow)));
    // y log x
    const logHigh = f.keep(high.add(low));
    const logLow = low.sub(logHigh.sub(high));
    const product = f.keep(y.mul(logHigh));
    const productLow = f.keep(productError(f, y, logHigh, product).add(y.mul(logLow)));
    // huge exponents overflow above, where the low part means nothing
    const isOrdinary = product.abs().lt(800);
    const kept = isOrdinary.select(productLow, constantLike(0, product));
    f.return(f.call(expOfSum(shape), shape, product, kept));
  }),
);

/** x^y where x is not finite and positive, or |y| is outside 1e-300 to 1e300. */
const unusualPower = defineFunction(
  "unusual power",
  { x: "f64", y: "f64" },
  "f64",
  (f, { x, y }) => {
    const give = (value: number): void => f.return(constant(value, "f64"));
    const infinity = constant(Number.POSITIVE_INFINITY, "f64");
    const zero = constant(0, "f64");
    f.if(y.eq(0).or(x.eq(1)), () => give(1));
    f.if(x.ne(x).or(y.ne(y)), () => give(Number.NaN));
    const ax = f.keep(x.abs());
    const ay = f.keep(y.abs());
    f.if(ay.eq(infinity), () => {
      f.if(ax.eq(1), () => give(1));
      f.return(ax.gt(1).eq(y.gt(0)).select(infinity, zero));
    });
    const whole = f.keep(y.floor().eq(y));
    const half = f.keep(y.mul(0.5));
    const odd = f.keep(whole.and(ay.lt(9007199254740992)).and(half.floor().ne(half)));
    const negated = (value: Value): Value => odd.and(x.lt(0)).select(value.neg(), value);
    f.if(ax.eq(0).or(ax.eq(infinity)), () => {
      const magnitude = f.keep(ax.eq(0).eq(y.gt(0)).select(zero, infinity));
      // an odd power of -0 keeps its sign too
      const isNegative = x.bits().lt(0n);
      f.return(odd.and(isNegative).select(magnitude.neg(), magnitude));
    });
    f.if(x.lt(0).and(whole.not()), () => give(Number.NaN));
    // so small an exponent gives 1 to rounding; so large a one gives 0, 1 or infinity
    const sized = (size: number): Value =>
      y.lt(0).select(constant(-size, "f64"), constant(size, "f64"));
    const bounded = ay.lt(1e-300).select(sized(1e-300), ay.gt(1e300).select(sized(1e300), y));
    f.return(negated(f.keep(f.call(positivePower("f64"), "f64", ax, bounded))));
  },
);

/** x^y as IEEE 754 defines pow. */
export const powerOf = perShape((shape) =>
  defineFunction(`power ${shape}`, { x: shape, y: shape }, shape, (f, { x, y }) => {
    const ay = f.keep(y.abs());
    const isOrdinary = f.keep(
      x.gt(0).and(x.lt(Number.POSITIVE_INFINITY)).and(ay.lt(1e300)).and(ay.gt(1e-300)),
    );
    const one = constant(1, shape);
    const power = f.keep(
      f.call(positivePower(shape), shape, isOrdinary.select(x, one), isOrdinary.select(y, one)),
    );
    f.if(isOrdinary.all(), () => f.return(power));
    if (shape === "f64") f.return(f.call(unusualPower, "f64", x, y));
    else {
      const result = f.variable(power);
      for (const lane of [0, 1])
        f.if(isOrdinary.lane(lane).eq(0n), () =>
          result.set(
            result.withLane(lane, f.call(unusualPower, "f64", x.lane(lane), y.lane(lane))),
          ),
        );
      f.return(result);
    }
  }),
);

export const power = (f: FunctionWriter, x: Value, y: Value): Value =>
  f.call(powerOf(x.shape), x.shape, x, y);

/** A small whole power as a product: ((x x) x) ... */
export function wholePower(f: FunctionWriter, given: Value, exponent: number): Value {
  const x = f.keep(given);
  let product = x;
  for (let n = 1; n < exponent; n++) product = product.mul(x);
  return product;
}
