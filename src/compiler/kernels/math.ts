// AssemblyScript. Elementary functions on two doubles at once. All of them are exact in the special
// cases of IEEE 754 (NaN, infinities, zeros, denormals). Errors were measured against 60-digit
// arithmetic (test/compiler/math.test.ts); bounds in units of the last place:
// exp < 1, log < 1, pow < 2, log10, sin, cos, tan, tanh < 2.

const LOG2E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the upper one has 21 zero bits at its end, so that k * LN2_HIGH is exact. */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
/** Adding it rounds to a whole number, which then stands in the lowest bits. */
const ROUNDER: f64 = 6755399441055744.0;
const SQRT2: f64 = 1.4142135623730951;

/** 2^k for whole k from -1022 to 1023. */
function powerOfTwo(k: v128): v128 {
  return scaleOf(f64x2.add(k, f64x2.splat(ROUNDER)));
}

/** 2^k, where k stands in the lowest bits because ROUNDER was added to it. */
function scaleOf(rounded: v128): v128 {
  return i64x2.shl(i64x2.add(rounded, i64x2.splat(1023)), 52);
}

/** x 2^k for whole k from -2044 to 2046, rounded once. */
function scaled(x: v128, k: v128): v128 {
  const half = f64x2.floor(f64x2.mul(k, f64x2.splat(0.5)));
  return f64x2.mul(f64x2.mul(x, powerOfTwo(half)), powerOfTwo(f64x2.sub(k, half)));
}

/** a + b x */
function line(a: v128, b: v128, x: v128): v128 {
  return f64x2.add(a, f64x2.mul(b, x));
}

/**
 * (e^r - 1 - r) / r^2 for |r| < 0.3466: its Chebyshev interpolation of degree 9, off by 2e-17 of
 * e^r at most; in pairs, so that few operations wait for others.
 */
function expTail(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const a = line(f64x2.splat(0.5000000000000001), f64x2.splat(0.16666666666666669), r);
  const b = line(f64x2.splat(0.04166666666662409), f64x2.splat(0.008333333333330058), r);
  const c = line(f64x2.splat(0.0013888888917234206), f64x2.splat(0.00019841269863069374), r);
  const d = line(f64x2.splat(2.4801521264122017e-5), f64x2.splat(2.755726843551756e-6), r);
  const e = line(f64x2.splat(2.762010358488696e-7), f64x2.splat(2.5100397137931663e-8), r);
  const ab = f64x2.add(a, f64x2.mul(b, r2));
  const cd = f64x2.add(c, f64x2.mul(d, r2));
  return f64x2.add(ab, f64x2.mul(r4, f64x2.add(cd, f64x2.mul(e, r4))));
}

/** e^x: x = k ln 2 + r, a polynomial for e^r, times 2^k. */
export function vexp(x: v128): v128 {
  if (v128.any_true(f64x2.gt(f64x2.abs(x), f64x2.splat(700.0)))) return farExp(x);
  const rounded = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2E)), f64x2.splat(ROUNDER));
  const k = f64x2.sub(rounded, f64x2.splat(ROUNDER));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const lost = f64x2.sub(f64x2.sub(high, r), low);
  const tail = f64x2.add(f64x2.mul(f64x2.mul(r, r), expTail(r)), lost);
  const power = f64x2.add(f64x2.splat(1.0), f64x2.add(r, tail));
  return f64x2.mul(power, scaleOf(rounded));
}

/** e^x where 2^k may be no normal number. */
function farExp(x: v128): v128 {
  return expOfSum(x, f64x2.splat(0.0));
}

/** e^(x + low), low being less than the last place of x. */
function expOfSum(x: v128, low: v128): v128 {
  const bounded = f64x2.pmin(f64x2.pmax(x, f64x2.splat(-746.0)), f64x2.splat(710.0));
  const k = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(LOG2E)));
  const high = f64x2.sub(bounded, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const less = f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_LOW)), low);
  const r = f64x2.sub(high, less);
  const lost = f64x2.sub(f64x2.sub(high, r), less);
  const tail = f64x2.add(f64x2.mul(f64x2.mul(r, r), expTail(r)), lost);
  return scaled(f64x2.add(f64x2.splat(1.0), f64x2.add(r, tail)), k);
}

/** The exponent k of x = m 2^k with m from sqrt(1/2) to sqrt 2; x positive and not denormal. */
function exponentOf(x: v128): v128 {
  const biased = v128.or(i64x2.shr_u(x, 52), i64x2.splat(0x4330000000000000));
  const k = f64x2.sub(biased, f64x2.splat(4503599627371519.0));
  return f64x2.add(k, v128.and(f64x2.gt(mantissa(x), f64x2.splat(SQRT2)), f64x2.splat(1.0)));
}

function mantissa(x: v128): v128 {
  return v128.or(
    v128.and(x, i64x2.splat(0x000fffffffffffff)),
    i64x2.splat(0x3ff0000000000000),
  );
}

/** The m of x = m 2^k, from sqrt(1/2) to sqrt 2. */
function reducedMantissa(x: v128): v128 {
  const m = mantissa(x);
  const large = f64x2.gt(m, f64x2.splat(SQRT2));
  return v128.bitselect(f64x2.mul(m, f64x2.splat(0.5)), m, large);
}

/**
 * R in log(1 + f) = 2 s + s R, s = f/(2 + f), z = s^2 < 0.0295: the series of the inverse tanh,
 * interpolated by Chebyshev; off by 3e-16 of R, which is 1 % of the logarithm.
 */
function logTail(z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const a = line(f64x2.splat(0.666666666666667), f64x2.splat(0.3999999999989945), z);
  const b = line(f64x2.splat(0.28571428626001427), f64x2.splat(0.22222211130560726), z);
  const c = line(f64x2.splat(0.18182889433757515), f64x2.splat(0.15331711346672997), z);
  const high = f64x2.add(c, f64x2.mul(f64x2.splat(0.14616576421644387), z2));
  const sum = f64x2.add(a, f64x2.mul(z2, f64x2.add(b, f64x2.mul(z2, high))));
  return f64x2.mul(z, sum);
}

/** Denormal numbers times 2^54, others as they are. */
function liftDenormals(x: v128): v128 {
  const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  return v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984.0)), x, tiny);
}

/** What liftDenormals added to the exponent. */
function liftOf(x: v128): v128 {
  return v128.and(f64x2.lt(x, f64x2.splat(2.2250738585072014e-308)), f64x2.splat(54.0));
}

/** The logarithms' special cases: of 0, of negative numbers, of infinity and NaN. */
function logSpecial(result: v128, x: v128): v128 {
  let out = v128.bitselect(f64x2.splat(-Infinity), result, f64x2.eq(x, f64x2.splat(0.0)));
  out = v128.bitselect(f64x2.splat(NaN), out, f64x2.lt(x, f64x2.splat(0.0)));
  // infinity stays, NaN stays NaN: both are what x + x gives
  const finite = f64x2.lt(f64x2.abs(x), f64x2.splat(Infinity));
  const positive = f64x2.gt(x, f64x2.splat(0.0));
  const unusual = v128.andnot(v128.or(positive, f64x2.ne(x, x)), finite);
  return v128.bitselect(f64x2.add(x, x), out, unusual);
}

/** log x: x = m 2^k, log m by the inverse tanh, plus k ln 2. */
export function vlog(x: v128): v128 {
  const lifted = liftDenormals(x);
  const k = f64x2.sub(exponentOf(lifted), liftOf(x));
  const f = f64x2.sub(reducedMantissa(lifted), f64x2.splat(1.0));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2.0), f));
  const half = f64x2.mul(f64x2.splat(0.5), f64x2.mul(f, f));
  // 2 s = f - s f, and s f = half - s half up to rounding: f stands alone, so little is lost
  const tail = f64x2.mul(s, f64x2.add(half, logTail(f64x2.mul(s, s))));
  const small = f64x2.sub(half, f64x2.add(tail, f64x2.mul(k, f64x2.splat(LN2_LOW))));
  const result = f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), f64x2.sub(small, f));
  return logSpecial(result, x);
}

/** log10 x, as k log10 2 + log m / ln 10. */
export function vlog10(x: v128): v128 {
  const lifted = liftDenormals(x);
  const k = f64x2.sub(exponentOf(lifted), liftOf(x));
  const high = f64x2.mul(k, f64x2.splat(0.3010299955494702));
  const low = f64x2.mul(k, f64x2.splat(1.1451100898021838e-10));
  const rest = f64x2.mul(vlog(reducedMantissa(lifted)), f64x2.splat(0.4342944819032518));
  return logSpecial(f64x2.add(high, f64x2.add(low, rest)), x);
}

/** The upper 26 bits of a double's 53; what is left fits 27 bits, so that products are exact. */
function upperHalf(x: v128): v128 {
  return v128.and(x, i64x2.splat(0xfffffffff8000000));
}

/** The rounding error of the product a b, exact (Dekker 1971). */
function productError(a: v128, b: v128, product: v128): v128 {
  const ah = upperHalf(a);
  const al = f64x2.sub(a, ah);
  const bh = upperHalf(b);
  const bl = f64x2.sub(b, bh);
  const e = f64x2.sub(f64x2.mul(ah, bh), product);
  return f64x2.add(
    f64x2.add(f64x2.add(e, f64x2.mul(ah, bl)), f64x2.mul(al, bh)),
    f64x2.mul(al, bl),
  );
}

/** x^y for finite positive x: e^(y log x), with log x carried to about 100 bits. */
function positivePower(x: v128, y: v128): v128 {
  const lifted = liftDenormals(x);
  const k = f64x2.sub(exponentOf(lifted), liftOf(x));
  const m = reducedMantissa(lifted);
  const f = f64x2.sub(m, f64x2.splat(1.0));
  const d = f64x2.add(m, f64x2.splat(1.0));
  const dLost = f64x2.sub(m, f64x2.sub(d, f64x2.splat(1.0)));
  // s + sLow = f / (m + 1)
  const s = f64x2.div(f, d);
  const sd = f64x2.mul(s, d);
  const remainder = f64x2.sub(f64x2.sub(f64x2.sub(f, sd), productError(s, d, sd)), f64x2.mul(s, dLost));
  const sLow = f64x2.div(remainder, d);
  // z + zLow = s^2
  const z = f64x2.mul(s, s);
  const zLow = f64x2.add(
    productError(s, s, z),
    f64x2.mul(f64x2.mul(f64x2.splat(2.0), s), sLow),
  );
  // log m = 2 s + s (2/3 z + 2/5 z^2 + ...); the first two terms of the sum in two parts each
  let p = f64x2.splat(2.0 / 25.0);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 23.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 21.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 19.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 17.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 15.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 13.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 11.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 9.0));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.0 / 7.0));
  const rest = f64x2.mul(f64x2.mul(z, z), p);
  // c + cLow = 2/5 z + rest
  const fifth = f64x2.splat(0.4);
  const a = f64x2.mul(fifth, z);
  const aLow = f64x2.add(
    f64x2.add(productError(fifth, z, a), f64x2.mul(f64x2.splat(-2.2204460492503132e-17), z)),
    f64x2.mul(fifth, zLow),
  );
  const c = f64x2.add(a, rest);
  const cLow = f64x2.add(f64x2.sub(rest, f64x2.sub(c, a)), aLow);
  // g + gLow = 2/3 + c
  const thirds = f64x2.splat(0.6666666666666666);
  const g = f64x2.add(thirds, c);
  const gLow = f64x2.add(
    f64x2.sub(c, f64x2.sub(g, thirds)),
    f64x2.add(cLow, f64x2.splat(3.700743415417188e-17)),
  );
  // h + hLow = z (g + gLow)
  const h = f64x2.mul(z, g);
  const hLow = f64x2.add(
    productError(z, g, h),
    f64x2.add(f64x2.mul(z, gLow), f64x2.mul(zLow, g)),
  );
  // q + qLow = s (2 + h)
  const two = f64x2.add(f64x2.splat(2.0), h);
  const twoLow = f64x2.add(f64x2.sub(h, f64x2.sub(two, f64x2.splat(2.0))), hLow);
  const q = f64x2.mul(s, two);
  const qLow = f64x2.add(
    productError(s, two, q),
    f64x2.add(f64x2.mul(s, twoLow), f64x2.mul(sLow, two)),
  );
  // log x = k ln 2 + q
  const kHigh = f64x2.mul(k, f64x2.splat(LN2_HIGH));
  const kLow = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const kLowError = productError(k, f64x2.splat(LN2_LOW), kLow);
  const sum = f64x2.add(kHigh, q);
  const sumLow = f64x2.sub(q, f64x2.sub(sum, kHigh));
  const sumLow2 = f64x2.add(f64x2.sub(kHigh, f64x2.sub(sum, f64x2.sub(sum, kHigh))), sumLow);
  const high = f64x2.add(sum, kLow);
  const highLost = f64x2.sub(kLow, f64x2.sub(high, sum));
  const low = f64x2.add(f64x2.add(highLost, sumLow2), f64x2.add(kLowError, qLow));
  // y log x
  const logHigh = f64x2.add(high, low);
  const logLow = f64x2.sub(low, f64x2.sub(logHigh, high));
  const product = f64x2.mul(y, logHigh);
  const productLow = f64x2.add(productError(y, logHigh, product), f64x2.mul(y, logLow));
  // huge exponents overflow above, where the low part means nothing
  const ordinary = f64x2.lt(f64x2.abs(product), f64x2.splat(800.0));
  return expOfSum(product, v128.and(productLow, ordinary));
}

/** x^y as IEEE 754 defines pow. */
export function vpow(x: v128, y: v128): v128 {
  const ax = f64x2.abs(x);
  const ay = f64x2.abs(y);
  const ordinary = v128.and(
    v128.and(f64x2.gt(x, f64x2.splat(0.0)), f64x2.lt(ax, f64x2.splat(Infinity))),
    v128.and(f64x2.lt(ay, f64x2.splat(1e300)), f64x2.gt(ay, f64x2.splat(1e-300))),
  );
  const one = f64x2.splat(1.0);
  const power = positivePower(v128.bitselect(x, one, ordinary), v128.bitselect(y, one, ordinary));
  if (i64x2.all_true(ordinary)) return power;
  let result = power;
  if (!i64x2.extract_lane(ordinary, 0))
    result = f64x2.replace_lane(result, 0, unusualPower(f64x2.extract_lane(x, 0), f64x2.extract_lane(y, 0)));
  if (!i64x2.extract_lane(ordinary, 1))
    result = f64x2.replace_lane(result, 1, unusualPower(f64x2.extract_lane(x, 1), f64x2.extract_lane(y, 1)));
  return result;
}

/** x^y where x is not finite and positive, or |y| is outside 1e-300 to 1e300. */
function unusualPower(x: f64, y: f64): f64 {
  if (y == 0.0 || x == 1.0) return 1.0;
  if (isNaN(x) || isNaN(y)) return NaN;
  const ax = abs(x);
  const ay = abs(y);
  if (ay == Infinity) {
    if (ax == 1.0) return 1.0;
    return (ax > 1.0) == (y > 0.0) ? Infinity : 0.0;
  }
  const whole = floor(y) == y;
  const odd = whole && ay < 9007199254740992.0 && floor(y * 0.5) != y * 0.5;
  if (ax == 0.0 || ax == Infinity) {
    const magnitude: f64 = (ax == 0.0) == (y > 0.0) ? 0.0 : Infinity;
    return odd ? copysign(magnitude, x) : magnitude;
  }
  if (x < 0.0 && !whole) return NaN;
  // so small an exponent gives 1 to rounding; so large a one gives 0, 1 or infinity
  const bounded = ay < 1e-300 ? copysign(1e-300, y) : ay > 1e300 ? copysign(1e300, y) : y;
  const power = f64x2.extract_lane(positivePower(f64x2.splat(ax), f64x2.splat(bounded)), 0);
  return odd && x < 0.0 ? -power : power;
}

/** Arguments up to here are reduced by three-part multiples of pi/2. */
const REDUCIBLE: f64 = 1e5;

/** sin r for |r| <= pi/4 (+ low part) by its Taylor series. */
function sineSeries(r: v128, low: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(2.8114572543455206e-15); // 1/17!
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-7.647163731819816e-13));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(1.6059043836821613e-10));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-2.505210838544172e-8));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.7557319223985893e-6));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-1.6666666666666666e-1));
  const cubic = f64x2.mul(f64x2.mul(z, r), p);
  const slope = f64x2.sub(f64x2.splat(1.0), f64x2.mul(f64x2.splat(0.5), z));
  return f64x2.add(r, f64x2.add(cubic, f64x2.mul(low, slope)));
}

/** cos r for |r| <= pi/4 (+ low part). */
function cosineSeries(r: v128, low: v128): v128 {
  const z = f64x2.mul(r, r);
  let p = f64x2.splat(4.779477332387385e-14); // 1/16!
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-1.1470745597729725e-11));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.08767569878681e-9));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-2.755731922398589e-7));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(2.48015873015873e-5));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-1.388888888888889e-3));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(4.1666666666666664e-2));
  const half = f64x2.mul(f64x2.splat(0.5), z);
  const main = f64x2.sub(f64x2.splat(1.0), half);
  const lost = f64x2.sub(f64x2.sub(f64x2.splat(1.0), main), half);
  const quartic = f64x2.sub(f64x2.mul(f64x2.mul(z, z), p), f64x2.mul(r, low));
  return f64x2.add(main, f64x2.add(lost, quartic));
}

/** sin (quarter 0) or cos (quarter 1) of arguments that the reduction can take. */
function wave(x: v128, quarter: i64): v128 {
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(0.6366197723675814)));
  // pi/2 in three parts of 33 bits and the rest: k times each of the first two is exact
  const a = f64x2.sub(x, f64x2.mul(k, f64x2.splat(1.5707963267341256)));
  const b = f64x2.mul(k, f64x2.splat(6.077100506303966e-11));
  const ab = f64x2.sub(a, b);
  const abLost = f64x2.sub(f64x2.sub(a, ab), b);
  const c = f64x2.mul(k, f64x2.splat(2.0222662487959506e-21));
  const r = f64x2.add(ab, f64x2.sub(abLost, c));
  const low = f64x2.sub(f64x2.sub(abLost, c), f64x2.sub(r, ab));
  const n = i64x2.add(f64x2.add(k, f64x2.splat(ROUNDER)), i64x2.splat(quarter));
  const odd = i64x2.ne(v128.and(n, i64x2.splat(1)), i64x2.splat(0));
  const value = v128.bitselect(cosineSeries(r, low), sineSeries(r, low), odd);
  const negative = i64x2.shl(v128.and(n, i64x2.splat(2)), 62);
  return v128.xor(value, negative);
}

/** Whether both arguments can be reduced here; those that cannot go to the standard library. */
function reducible(x: v128): bool {
  return i64x2.all_true(f64x2.lt(f64x2.abs(x), f64x2.splat(REDUCIBLE)));
}

export function vsin(x: v128): v128 {
  // a zero keeps its sign
  if (reducible(x)) return v128.bitselect(x, wave(x, 0), f64x2.eq(x, f64x2.splat(0.0)));
  return f64x2(NativeMath.sin(f64x2.extract_lane(x, 0)), NativeMath.sin(f64x2.extract_lane(x, 1)));
}

export function vcos(x: v128): v128 {
  if (reducible(x)) return wave(x, 1);
  return f64x2(NativeMath.cos(f64x2.extract_lane(x, 0)), NativeMath.cos(f64x2.extract_lane(x, 1)));
}

export function vtan(x: v128): v128 {
  if (reducible(x)) return f64x2.div(vsin(x), vcos(x));
  return f64x2(NativeMath.tan(f64x2.extract_lane(x, 0)), NativeMath.tan(f64x2.extract_lane(x, 1)));
}

/** tanh x = u / (u + 2), u = e^(2 |x|) - 1 computed without cancellation. */
export function vtanh(x: v128): v128 {
  const ax = f64x2.min(f64x2.abs(x), f64x2.splat(22.0));
  const y = f64x2.add(ax, ax);
  const k = f64x2.nearest(f64x2.mul(y, f64x2.splat(LOG2E)));
  const high = f64x2.sub(y, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const lost = f64x2.sub(f64x2.sub(high, r), low);
  const growth = f64x2.add(r, f64x2.add(f64x2.mul(f64x2.mul(r, r), expTail(r)), lost));
  const scale = powerOfTwo(k);
  const u = f64x2.add(f64x2.mul(scale, growth), f64x2.sub(scale, f64x2.splat(1.0)));
  const result = f64x2.div(u, f64x2.add(u, f64x2.splat(2.0)));
  return v128.or(result, v128.and(x, i64x2.splat(0x8000000000000000)));
}

// the same functions on one double: the very same bits

export function sexp(x: f64): f64 {
  return f64x2.extract_lane(vexp(f64x2.splat(x)), 0);
}
export function slog(x: f64): f64 {
  return f64x2.extract_lane(vlog(f64x2.splat(x)), 0);
}
export function slog10(x: f64): f64 {
  return f64x2.extract_lane(vlog10(f64x2.splat(x)), 0);
}
export function spow(x: f64, y: f64): f64 {
  return f64x2.extract_lane(vpow(f64x2.splat(x), f64x2.splat(y)), 0);
}
export function ssin(x: f64): f64 {
  return f64x2.extract_lane(vsin(f64x2.splat(x)), 0);
}
export function scos(x: f64): f64 {
  return f64x2.extract_lane(vcos(f64x2.splat(x)), 0);
}
export function stan(x: f64): f64 {
  return f64x2.extract_lane(vtan(f64x2.splat(x)), 0);
}
export function stanh(x: f64): f64 {
  return f64x2.extract_lane(vtanh(f64x2.splat(x)), 0);
}
