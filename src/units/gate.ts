import { shown, UserError } from "../base/index.js";
import {
  type Dimension,
  describeDimension,
  isDimensionless,
  NAMED_DIMENSIONS,
  sameDimension,
} from "./dimension.js";
import { DimensionError } from "./dimensionError.js";
import type { DimensionName } from "./dimensionNames.js";
import { Quantity } from "./quantity.js";
import { QuantityArray } from "./quantityArray.js";

// The one gate: every number that enters from the user passes here, is compared with the dimension
// expected there, and comes out as a plain SI number. Nothing behind the gate knows a unit.

/** What a number must be beside its dimension; SI units. */
export interface Bounds {
  /** Bounds that belong to what is allowed. */
  least?: number;
  most?: number;
  /** A bound that does not belong to it: `above: 0` means more than 0. */
  above?: number;
  /** Whether infinite numbers are allowed; NaN never is. */
  infinite?: boolean;
}

const exponentsOf = (dimension: DimensionName | Dimension): Dimension =>
  typeof dimension === "string" ? NAMED_DIMENSIONS[dimension].exponents : dimension;

/**
 * Lowers a quantity to its plain SI number after checking its dimension and bounds. Plain numbers
 * pass where a plain number is expected, and nowhere else.
 * @param what the name of the parameter, for the message
 * @throws DimensionError or UserError naming the parameter, its value and what was expected.
 */
export function lower(
  what: string,
  value: unknown,
  dimension: DimensionName | Dimension,
  bounds: Bounds = {},
): number {
  const expected = exponentsOf(dimension);
  const number = plainNumber(what, value, expected);
  checkBounds(what, value, number, expected, bounds);
  return number;
}

function plainNumber(what: string, value: unknown, expected: Dimension): number {
  if (value instanceof Quantity) {
    requireExpected(what, value, expected);
    return value.value;
  }
  if (typeof value === "number" && isDimensionless(expected)) return value;
  const example = isDimensionless(expected)
    ? "a plain number"
    : `a quantity: ${describeDimension(expected)}`;
  const had = typeof value === "string" ? value : shown(value);
  throw new DimensionError(`invalid ${what}: ${had}; expected ${example}`);
}

function requireExpected(what: string, value: { dimension: Dimension }, expected: Dimension): void {
  if (!sameDimension(value.dimension, expected))
    throw new DimensionError(
      `invalid ${what}: ${value}; expected ${describeDimension(expected)}, ` +
        `got ${describeDimension(value.dimension)}`,
    );
}

function checkBounds(
  what: string,
  value: unknown,
  number: number,
  dimension: Dimension,
  { least, most, above, infinite = false }: Bounds,
): void {
  if (Number.isNaN(number) || (!infinite && !Number.isFinite(number)))
    throw new UserError(`invalid ${what}: ${shown(value)}; expected a finite value`);
  const show = (bound: number): string => String(new Quantity(bound, dimension));
  if (above !== undefined && !(number > above))
    throw new UserError(`invalid ${what}: ${shown(value)}; expected more than ${show(above)}`);
  if (least !== undefined && number < least)
    throw new UserError(`invalid ${what}: ${shown(value)}; expected ${show(least)} or more`);
  if (most !== undefined && number > most)
    throw new UserError(`invalid ${what}: ${shown(value)}; expected at most ${show(most)}`);
}

/**
 * Lowers several values of one dimension to plain SI numbers: an array of quantities, a list of
 * quantities, or plain numbers where plain numbers are expected. What comes out is a copy: what
 * the user does to the array afterwards changes nothing.
 * @param count how many there must be; any number where it is left out
 * @throws DimensionError or UserError naming the parameter, the value and what was expected.
 */
export function lowerAll(
  what: string,
  values: unknown,
  dimension: DimensionName | Dimension,
  { count, ...bounds }: Bounds & { count?: number } = {},
): Float64Array {
  const expected = exponentsOf(dimension);
  const numbers = plainNumbers(what, values, expected);
  if (count !== undefined && numbers.length !== count)
    throw new UserError(
      `invalid ${what}: ${numbers.length} values; expected ${count}, one for each`,
    );
  const isBounded =
    bounds.least !== undefined || bounds.most !== undefined || bounds.above !== undefined;
  for (let k = 0; k < numbers.length; k++)
    if (isBounded || !Number.isFinite(numbers[k]))
      checkBounds(
        `${what}[${k}]`,
        isDimensionless(expected) ? numbers[k] : new Quantity(numbers[k], expected),
        numbers[k],
        expected,
        bounds,
      );
  return numbers;
}

function plainNumbers(what: string, values: unknown, expected: Dimension): Float64Array {
  if (values instanceof QuantityArray) {
    requireExpected(what, values, expected);
    return values.values.slice();
  }
  if (isNumericArray(values)) {
    if (!isDimensionless(expected))
      throw new DimensionError(
        `invalid ${what}: plain numbers; expected quantities: ${describeDimension(expected)}`,
      );
    return Float64Array.from(values as ArrayLike<number>);
  }
  if (Array.isArray(values))
    // holes count as missing values
    return Float64Array.from(values, (value, k) => plainNumber(`${what}[${k}]`, value, expected));
  throw new UserError(
    `invalid ${what}: ${typeof values === "string" ? values : shown(values)}; expected an array of ${isDimensionless(expected) ? "numbers" : `quantities: ${describeDimension(expected)}`}`,
  );
}

/** Whether a value is a typed array of numbers. */
export function isNumericArray(value: unknown): value is Float64Array {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    typeof (value as unknown as ArrayLike<unknown>)[0] !== "bigint"
  );
}

/** Whether a value can be one value for each of several: an array of numbers or of quantities. */
export const isManyValues = (value: unknown): boolean =>
  value instanceof QuantityArray || Array.isArray(value) || isNumericArray(value);

/**
 * The dimension of a value as it was given: of a quantity, an array, or a plain number.
 * @throws UserError for what is none of these.
 */
export function dimensionOfValue(what: string, value: unknown): Dimension {
  if (value instanceof Quantity || value instanceof QuantityArray) return value.dimension;
  const plain = NAMED_DIMENSIONS.dimensionless.exponents;
  if (typeof value === "number" || isNumericArray(value)) return plain;
  if (Array.isArray(value) && value.length > 0) return dimensionOfValue(`${what}[0]`, value[0]);
  throw new UserError(
    `invalid ${what}: ${typeof value === "string" ? value : shown(value)}; expected a number, a quantity, or one for each`,
  );
}
