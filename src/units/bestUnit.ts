import { type Dimension, dimensionSymbol, isDimensionless } from "./dimension.js";

/** A prefix of the SI and the power of ten it stands for. */
export interface Prefix {
  symbol: string;
  scale: number;
}

/** Prefixes that quantities are shown with: powers of 1000, as in the field's papers. */
export const PREFIXES: readonly Prefix[] = [
  { symbol: "a", scale: 1e-18 },
  { symbol: "f", scale: 1e-15 },
  { symbol: "p", scale: 1e-12 },
  { symbol: "n", scale: 1e-9 },
  { symbol: "u", scale: 1e-6 },
  { symbol: "m", scale: 1e-3 },
  { symbol: "", scale: 1 },
  { symbol: "k", scale: 1e3 },
  { symbol: "M", scale: 1e6 },
  { symbol: "G", scale: 1e9 },
  { symbol: "T", scale: 1e12 },
];

const NO_PREFIX = PREFIXES.find((prefix) => prefix.symbol === "") as Prefix;

/**
 * The prefix in which the numbers come closest to 10: it minimises the sum of
 * (log10 |number| - 1)^2 over all finite numbers that are not zero. So 0.335 nS stays in nS and
 * 0.24 nS becomes 240 pS, as Brian 2 shows them. Without such a number: no prefix.
 */
export function bestScale(
  values: ArrayLike<number>,
  dimension: Dimension,
): { scale: number; prefix: string } {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > 0 && magnitude < Number.POSITIVE_INFINITY) {
      count += 1;
      sum += Math.log10(magnitude) - 1;
    }
  }
  // a prefix in front of a power or a product ("mm^2") would not mean what it says,
  // except in front of a first factor of power one
  if (count === 0 || !takesPrefix(dimension)) return { scale: 1, prefix: "" };
  // with mean m of (log10 |number| - 1), the sum of squares is least for the log-scale nearest to m
  const mean = sum / count;
  let best = NO_PREFIX;
  for (const prefix of PREFIXES)
    if (Math.abs(mean - Math.log10(prefix.scale)) < Math.abs(mean - Math.log10(best.scale)))
      best = prefix;
  return { scale: best.scale, prefix: best.symbol };
}

function takesPrefix(dimension: Dimension): boolean {
  if (isDimensionless(dimension)) return false;
  const first = dimensionSymbol(dimension).split(" ")[0];
  return first !== "kg" && !/[\^(]/.test(first);
}

/** The unit's text with a prefix: "pS", "pA sqrt(s)"; empty for plain numbers. */
export function scaledUnitSymbol(prefix: string, dimension: Dimension): string {
  return isDimensionless(dimension) ? "" : prefix + dimensionSymbol(dimension);
}

/**
 * A number as text, without needless zeros: to 8 decimals (as NumPy prints by default), or to
 * `digits` significant digits. Very small and very large numbers keep an exponent.
 */
export function formatNumber(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (digits !== undefined) return String(Number(value.toPrecision(digits)));
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16))
    return String(Number(value.toPrecision(9)));
  return String(Number(value.toFixed(8)));
}

/**
 * A value in SI base units as a number in a unit of the given size. Binary fractions are kept
 * out of sight where they come from the scales alone: `pS(15).in(pS)` is 15 and not
 * 15.000000000000002, `nA(0.1).in(pA)` is 100, and 587 pS are 0.587 nS. All other numbers keep
 * all their digits.
 */
export function fromScale(value: number, scale: number): number {
  const quotient = value / scale;
  const short = Number(quotient.toPrecision(15));
  if (short * scale === value) return short;
  return fromDecimal(value, scale) ?? (scale < 1 ? timesInverse(value, scale) : quotient);
}

/**
 * The number in a unit of a value that some prefix's unit makes of a short decimal: that decimal,
 * moved by the powers of ten between the units, is the nearest number to what was written.
 */
function fromDecimal(value: number, scale: number): number | undefined {
  const target = powerOf(scale);
  if (target === undefined) return undefined;
  // most numbers are no such decimal, and this tells quickly
  const near = Number(value.toPrecision(WRITTEN_DIGITS));
  if (!(Math.abs(near - value) <= 1e-15 * Math.abs(value))) return undefined;
  for (const prefix of PREFIXES) {
    const decimal = (value / prefix.scale).toPrecision(WRITTEN_DIGITS);
    if (Number(decimal) * prefix.scale !== value) continue;
    const [digits, exponent = "0"] = decimal.split("e");
    return Number(`${digits}e${Number(exponent) + (powerOf(prefix.scale) as number) - target}`);
  }
  return undefined;
}

/** Most digits that a number written by hand has; few other numbers have so short a decimal. */
const WRITTEN_DIGITS = 12;

/** The n of a scale that is 10^n; undefined for others. */
function powerOf(scale: number): number | undefined {
  const power = Math.round(Math.log10(scale));
  return Number(`1e${power}`) === scale ? power : undefined;
}

/** 1e-9 is no binary number, but 1e9 is: multiplying by it rounds only once. */
function timesInverse(value: number, scale: number): number {
  const inverse = Math.round(1 / scale);
  return powerOf(scale) !== undefined && inverse <= 1e22 ? value * inverse : value / scale;
}
