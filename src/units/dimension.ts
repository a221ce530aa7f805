import type { DimensionName } from "./dimensionNames.js";

/**
 * Exponents of the seven SI base units, in the order of {@link BASE_UNITS}.
 * Exponents may be halves: white noise has the dimension second^(-1/2).
 */
export type Dimension = readonly number[];

/** Symbols of the SI base units, in the order of a dimension's exponents. */
export const BASE_UNITS: readonly string[] = ["m", "kg", "s", "A", "K", "mol", "cd"];

/** The dimension of a plain number. */
export const DIMENSIONLESS: Dimension = [0, 0, 0, 0, 0, 0, 0];

/** Exponents of the dimensions that have a name, and the SI unit each is shown in. */
export const NAMED_DIMENSIONS: Readonly<
  Record<DimensionName, { exponents: Dimension; symbol: string }>
> = {
  dimensionless: { exponents: DIMENSIONLESS, symbol: "" },
  length: { exponents: [1, 0, 0, 0, 0, 0, 0], symbol: "m" },
  mass: { exponents: [0, 1, 0, 0, 0, 0, 0], symbol: "kg" },
  time: { exponents: [0, 0, 1, 0, 0, 0, 0], symbol: "s" },
  rate: { exponents: [0, 0, -1, 0, 0, 0, 0], symbol: "Hz" },
  current: { exponents: [0, 0, 0, 1, 0, 0, 0], symbol: "A" },
  temperature: { exponents: [0, 0, 0, 0, 1, 0, 0], symbol: "K" },
  charge: { exponents: [0, 0, 1, 1, 0, 0, 0], symbol: "C" },
  voltage: { exponents: [2, 1, -3, -1, 0, 0, 0], symbol: "V" },
  resistance: { exponents: [2, 1, -3, -2, 0, 0, 0], symbol: "ohm" },
  conductance: { exponents: [-2, -1, 3, 2, 0, 0, 0], symbol: "S" },
  capacitance: { exponents: [-2, -1, 4, 2, 0, 0, 0], symbol: "F" },
  energy: { exponents: [2, 1, -2, 0, 0, 0, 0], symbol: "J" },
  power: { exponents: [2, 1, -3, 0, 0, 0, 0], symbol: "W" },
  concentration: { exponents: [-3, 0, 0, 0, 0, 1, 0], symbol: "mol/m^3" },
};

/** Whether two dimensions are the same. */
export function sameDimension(a: Dimension, b: Dimension): boolean {
  return a.every((exponent, i) => exponent === b[i]);
}

/** Whether a dimension is that of a plain number. */
export function isDimensionless(a: Dimension): boolean {
  return sameDimension(a, DIMENSIONLESS);
}

/** The dimension of a product (`sign` 1) or of a quotient (`sign` -1). */
export function combineDimensions(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  return a.map((exponent, i) => exponent + sign * b[i]);
}

/** The dimension of a power. */
export function dimensionPower(a: Dimension, power: number): Dimension {
  // + 0 turns the -0 of (-1) * 0 into 0, so that equal dimensions also print and hash alike
  return a.map((exponent) => exponent * power + 0);
}

/** The name of a dimension, or undefined where it has none. */
export function dimensionName(dimension: Dimension): DimensionName | undefined {
  for (const [name, { exponents }] of Object.entries(NAMED_DIMENSIONS))
    if (sameDimension(exponents, dimension)) return name as DimensionName;
  return undefined;
}

/** The SI unit of a dimension as text: "V", "V/s", "A sqrt(s)", "m^2 kg"; "1" for plain numbers. */
export function dimensionSymbol(dimension: Dimension): string {
  const name = dimensionName(dimension);
  if (name) return NAMED_DIMENSIONS[name].symbol || "1";
  const timesRootSecond = dimensionName(dimension.map((e, i) => (i === 2 ? e - 0.5 : e)));
  if (timesRootSecond) return `${NAMED_DIMENSIONS[timesRootSecond].symbol} sqrt(s)`.trim();
  const quotient = namedQuotient(dimension);
  if (quotient) return quotient;
  return dimension
    .map((exponent, i) => [BASE_UNITS[i], exponent] as const)
    .filter(([, exponent]) => exponent !== 0)
    .map(([symbol, exponent]) => (exponent === 1 ? symbol : `${symbol}^${exponent}`))
    .join(" ");
}

const NUMERATORS = ["voltage", "current", "conductance", "capacitance", "resistance"] as const;
const DENOMINATORS = ["time", "voltage", "current", "conductance"] as const;

/** A dimension as the quotient of two that have a name, as the field writes it: "V/s", "S/V". */
function namedQuotient(dimension: Dimension): string | undefined {
  for (const above of NUMERATORS)
    for (const below of DENOMINATORS) {
      const [a, b] = [NAMED_DIMENSIONS[above], NAMED_DIMENSIONS[below]];
      if (sameDimension(combineDimensions(a.exponents, b.exponents, -1), dimension))
        return `${a.symbol}/${b.symbol}`;
    }
  return undefined;
}

/** A dimension in words for an error message: `voltage (V)`, or only the unit where it has no name. */
export function describeDimension(dimension: Dimension): string {
  const name = dimensionName(dimension);
  if (name === "dimensionless") return "a plain number";
  return name ? `${name} (${NAMED_DIMENSIONS[name].symbol})` : dimensionSymbol(dimension);
}
