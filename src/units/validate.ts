import { type Dimension, describeDimension, NAMED_DIMENSIONS, sameDimension } from "./dimension.js";
import type { DimensionName } from "./dimensionNames.js";
import { DimensionError, UserError } from "./errors.js";
import { Quantity } from "./quantity.js";

/**
 * Lowers a parameter to its plain SI number after checking its dimension.
 * @throws DimensionError or UserError naming the parameter, its value and what was expected.
 */
export function lower(name: string, value: unknown, dimension: DimensionName): number {
  const expected: Dimension = NAMED_DIMENSIONS[dimension].exponents;
  if (!(value instanceof Quantity))
    throw new DimensionError(
      `invalid ${name}: ${String(value)}; expected a quantity: ${describeDimension(expected)}`,
    );
  if (!sameDimension(value.dimension, expected))
    throw new DimensionError(
      `invalid ${name}: ${value}; expected ${describeDimension(expected)}, ` +
        `got ${describeDimension(value.dimension)}`,
    );
  if (!Number.isFinite(value.value))
    throw new UserError(`invalid ${name}: ${value}; expected a finite value`);
  return value.value;
}

/**
 * Checks a whole number against its bounds, both inclusive.
 * @throws UserError naming the parameter, its value and the bounds.
 */
export function requireWholeNumber(
  name: string,
  value: unknown,
  least: number,
  most: number,
): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
    throw new UserError(
      `invalid ${name}: ${String(value)}; expected a whole number from ${least} to ${most}`,
    );
  return value;
}
