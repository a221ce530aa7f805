// The exponential function and the logarithm in plain arithmetic, which every engine of JavaScript
// carries out alike: Math.exp and Math.log may differ in the last bit from one browser to another. The
// same operations as those of the kernels, so the same bits (test/targets/math.test.ts compares).

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);
/** Which half of a double holds its exponent: the second one on all machines that count. */
const HIGH = 1;

/** 2^k for whole k from -1022 to 1023. */
function powerOfTwo(k: number): number {
  halves[0] = 0;
  halves[HIGH] = (k + 1023) << 20;
  return double[0];
}

const line = (a: number, b: number, x: number): number => a + b * x;

/** (e^r - 1 - r) / r^2 for |r| < 0.3466. */
function expTail(r: number): number {
  const r2 = r * r;
  const r4 = r2 * r2;
  const a = line(0.5000000000000001, 0.16666666666666669, r);
  const b = line(0.04166666666662409, 0.008333333333330058, r);
  const c = line(0.0013888888917234206, 0.00019841269863069374, r);
  const d = line(2.4801521264122017e-5, 2.755726843551756e-6, r);
  const e = line(2.762010358488696e-7, 2.5100397137931663e-8, r);
  return a + b * r2 + r4 * (c + d * r2 + e * r4);
}

/** To the nearest whole number, halves to the even one. */
function nearest(x: number): number {
  const rounded = Math.round(x);
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** e^x, off by less than one unit of the last place. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  const bounded = Math.min(Math.max(x, -746), 710);
  const k = nearest(bounded * Math.LOG2E);
  const high = bounded - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  const power = 1 + (r + (r * r * expTail(r) + lost));
  const half = Math.floor(k * 0.5);
  return power * powerOfTwo(half) * powerOfTwo(k - half);
}

function logTail(z: number): number {
  const z2 = z * z;
  const a = line(0.666666666666667, 0.3999999999989945, z);
  const b = line(0.28571428626001427, 0.22222211130560726, z);
  const c = line(0.18182889433757515, 0.15331711346672997, z);
  const high = c + 0.14616576421644387 * z2;
  return z * (a + z2 * (b + z2 * high));
}

/** The natural logarithm, off by less than one unit of the last place. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const isTiny = x < 2.2250738585072014e-308;
  double[0] = isTiny ? x * 18014398509481984 : x;
  let k = (halves[HIGH] >>> 20) - 1023 - (isTiny ? 54 : 0);
  halves[HIGH] = (halves[HIGH] & 0x000fffff) | 0x3ff00000;
  let m = double[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  const y = m - 1;
  const s = y / (2 + y);
  const half = 0.5 * (y * y);
  const tail = s * (half + logTail(s * s));
  const small = half - (tail + k * LN2_LOW);
  return k * LN2_HIGH - (small - y);
}
