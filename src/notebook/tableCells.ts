import { shown } from "../base/index.js";
import { columnUnit, commonUnit, isMissing, kindOf } from "../tables/index.js";
import { fromScale, Quantity, sameDimension } from "../units/index.js";

/** A column as it is shown: texts that line up when they end at the same place. */
export interface ShownColumn {
  /** The unit of all its numbers; empty where there is none. */
  unit: string;
  texts: string[];
  isText: boolean;
}

/**
 * A column with its unit apart from its numbers: that in its name, or the one that suits most of its
 * quantities.
 */
export function columnWithUnit(name: string, values: readonly unknown[]): ShownColumn {
  const kinds = new Set(values.map(kindOf));
  const quantities = values.filter((value): value is Quantity => value instanceof Quantity);
  const [first] = quantities;
  const isOneUnit =
    first !== undefined &&
    !["number", "text", "truth", "other"].some((kind) => kinds.has(kind as never)) &&
    quantities.every(({ dimension }) => sameDimension(dimension, first.dimension));
  if (isOneUnit) {
    const { symbol, scale } = commonUnit(quantities, first.dimension);
    const numbers = values.map((value) =>
      value instanceof Quantity ? fromScale(value.value, scale) : value,
    );
    return { unit: spelt(symbol), texts: columnTexts(numbers), isText: false };
  }
  const unit = kinds.has("number") ? (columnUnit(name).unit?.symbol ?? "") : "";
  return { unit: spelt(unit), texts: columnTexts(values), isText: kinds.has("text") };
}

/** A unit as it is printed: with the letter for millionths. */
const spelt = (symbol: string): string => symbol.replace(/^u(?=[A-Zmsg])/, "µ");

/** Most decimals, and most digits after the first where numbers have exponents. */
const MOST_DECIMALS = 6;

/** The cells of a column; numbers that are not all whole get the same number of decimals, at most 6. */
export function columnTexts(values: readonly unknown[]): string[] {
  const numbers = values.filter(
    (value): value is number => typeof value === "number" && Number.isFinite(value),
  );
  // what six decimals cannot show gets six significant digits
  const isScientific = numbers.some(
    (number) =>
      number !== 0 &&
      (Math.abs(number) < 1e-4 || Math.abs(number) >= 1e12) &&
      !Number.isSafeInteger(number),
  );
  const numberText = isScientific ? scientific(numbers) : fixed(numbers);
  return values.map((value) => {
    if (isMissing(value)) return "NaN";
    if (value instanceof Quantity) return value.toString();
    if (typeof value === "string") return value;
    if (typeof value !== "number" || !Number.isFinite(value)) return shown(value);
    return numberText(value);
  });
}

function fixed(numbers: readonly number[]): (value: number) => string {
  // not all at once: a function takes no hundred thousand arguments
  const decimals = numbers.reduce((most, number) => Math.max(most, decimalsOf(number)), 0);
  return (value) => value.toFixed(decimals);
}

function decimalsOf(number: number): number {
  const short = String(Number(number.toFixed(MOST_DECIMALS)));
  return short.includes(".") ? short.length - short.indexOf(".") - 1 : 0;
}

/** Numbers with exponents: all with the same digits before and after the "e". */
function scientific(numbers: readonly number[]): (value: number) => string {
  const partsOf = (number: number): [digits: string, sign: string, exponent: string] => {
    const [, digits, sign, exponent] = /^(.*)e([+-])(\d+)$/.exec(
      number.toExponential(MOST_DECIMALS),
    ) as RegExpExecArray;
    return [digits, sign, exponent];
  };
  let [decimals, width] = [0, 0];
  for (const number of numbers) {
    const [digits, , exponent] = partsOf(number);
    decimals = Math.max(decimals, decimalsOf(Number(digits)));
    width = Math.max(width, exponent.length);
  }
  return (value) => {
    const [digits, sign, exponent] = partsOf(value);
    return `${Number(digits).toFixed(decimals)}e${sign}${exponent.padStart(width, "0")}`;
  };
}
