import { defineFunction, type FunctionWriter, type Value } from "../../assembler/index.js";
import { constantLike, LN2_HIGH, LN2_LOW, line, perShape } from "./parts.js";

const { SQRT2 } = Math;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** A positive number as m 2^k, m from sqrt(1/2) to sqrt 2; denormal ones too. */
export function splitPower(f: FunctionWriter, x: Value): { m: Value; k: Value } {
  const isTiny = f.keep(x.lt(SMALLEST_NORMAL));
  // denormal numbers are lifted by 2^54 first
  const lifted = f.keep(isTiny.select(x.mul(18014398509481984), x));
  const lift = isTiny.select(constantLike(54, x), constantLike(0, x));
  const mantissa = f.keep(lifted.bits().and(0x000fffffffffffffn).or(0x3ff0000000000000n).bits());
  const isLarge = f.keep(mantissa.gt(SQRT2));
  const biased = lifted.bits().shr(52).or(0x4330000000000000n).bits();
  const exponent = biased
    .sub(4503599627371519)
    .add(isLarge.select(constantLike(1, x), constantLike(0, x)));
  return {
    m: f.keep(isLarge.select(mantissa.mul(0.5), mantissa)),
    k: f.keep(exponent.sub(lift)),
  };
}

/**
 * R in log(1 + f) = 2 s + s R, s = f/(2 + f), z = s^2 < 0.0295: the series of the inverse tanh,
 * interpolated by Chebyshev; off by 3e-16 of R, which is 1 % of the logarithm.
 */
function logTail(f: FunctionWriter, z: Value): Value {
  const z2 = f.keep(z.mul(z));
  const a = line(0.666666666666667, 0.3999999999989945, z);
  const b = line(0.28571428626001427, 0.22222211130560726, z);
  const c = line(0.18182889433757515, 0.15331711346672997, z);
  const high = c.add(z2.mul(0.14616576421644387));
  const sum = a.add(z2.mul(b.add(z2.mul(high))));
  return z.mul(sum);
}

/** log of m 2^k for m = 1 + y. */
function logOfParts(f: FunctionWriter, y: Value, k: Value): Value {
  const s = f.keep(y.div(y.add(2)));
  const half = f.keep(y.mul(y).mul(0.5));
  // 2 s = y - s y, and s y = half - s half up to rounding: y stands alone, so little is lost
  const tail = s.mul(half.add(logTail(f, f.keep(s.mul(s)))));
  const small = half.sub(tail.add(k.mul(LN2_LOW)));
  return k.mul(LN2_HIGH).sub(small.sub(y));
}

/** The logarithms' special cases: of 0, of negative numbers, of infinity and NaN. */
function withSpecialCases(f: FunctionWriter, x: Value, given: Value): Value {
  const result = f.keep(given);
  // an ordinary argument is positive and finite
  const isOrdinary = x.gt(0).and(x.lt(Number.POSITIVE_INFINITY));
  return f.choose(
    isOrdinary.all(),
    x.shape,
    () => result,
    () => {
      // infinity stays, NaN stays NaN: both are what x + x gives
      let special = f.keep(x.lt(0).select(constantLike(Number.NaN, x), x.add(x)));
      special = f.keep(x.eq(0).select(constantLike(Number.NEGATIVE_INFINITY, x), special));
      return x.gt(0).and(x.lt(Number.POSITIVE_INFINITY)).select(result, special);
    },
  );
}

/** log x: x = m 2^k, log m by the inverse tanh, plus k ln 2. */
export function log(f: FunctionWriter, given: Value): Value {
  const x = f.keep(given);
  const { m, k } = splitPower(f, x);
  return withSpecialCases(f, x, logOfParts(f, f.keep(m.sub(1)), k));
}

/** log10 x, as k log10 2 + log m / ln 10. */
export const log10Of = perShape((shape) =>
  defineFunction(`log10 ${shape}`, { x: shape }, shape, (f, { x }) => {
    const { m, k } = splitPower(f, x);
    const high = f.keep(k.mul(0.3010299955494702));
    const low = k.mul(1.1451100898021838e-10);
    const rest = log(f, m).mul(Math.LOG10E);
    f.return(withSpecialCases(f, x, high.add(low.add(rest))));
  }),
);

export const log10 = (f: FunctionWriter, x: Value): Value => f.call(log10Of(x.shape), x.shape, x);

/**
 * log(1 + x), right also where x is near 0: log u + (x - (u - 1)) / u with u = 1 + x rounded
 * (Goldberg 1991, theorem 4, in the form that keeps the rounding error of the sum).
 */
export const log1pOf = perShape((shape) =>
  defineFunction(`log1p ${shape}`, { x: shape }, shape, (f, { x }) => {
    const u = f.keep(x.add(1));
    const logarithm = f.keep(log(f, u));
    const lost = x.sub(u.sub(1)).div(u);
    const sum = u.eq(0).select(logarithm, logarithm.add(lost));
    // below a half of the last place of 1 it is x; infinity has no rounding error
    const near = x.abs().lt(1e-16).select(x, sum);
    f.return(x.eq(Number.POSITIVE_INFINITY).select(x, near));
  }),
);

export const log1p = (f: FunctionWriter, x: Value): Value => f.call(log1pOf(x.shape), x.shape, x);
