import { shown, UserError } from "../../base/index.js";
import { Signal, SpikeTrain } from "../../signals/index.js";
import {
  type Dimension,
  isDimensionless,
  isNumericArray,
  NAMED_DIMENSIONS,
  Quantity,
  QuantityArray,
} from "../../units/index.js";
import { type AxisUnit, unitOfColumn } from "../observable/units.js";

/** What the values of a mark's coordinate are in: a fixed unit, or SI base units of a dimension. */
export interface ValuesUnit {
  unit?: AxisUnit;
  dimension?: Dimension;
}

/** The numbers of a coordinate, copied, and what they are in. @throws UserError for anything else. */
export function valuesOf(
  what: string,
  values: unknown,
  quantities: boolean,
): { numbers: Float64Array; unit?: ValuesUnit } {
  const measured = (numbers: Float64Array, dimension: Dimension) => ({
    numbers: Float64Array.from(numbers),
    unit: isDimensionless(dimension) ? undefined : { dimension },
  });
  if (quantities) {
    if (values instanceof QuantityArray || values instanceof Signal)
      return measured(values.values, values.dimension);
    if (values instanceof SpikeTrain)
      return measured(values.seconds, NAMED_DIMENSIONS.time.exponents);
    if (Array.isArray(values) && values.length > 0 && values.every((v) => v instanceof Quantity)) {
      const all = QuantityArray.from(values as Quantity[]);
      return measured(all.values, all.dimension);
    }
    if (isColumn(values)) {
      const unit = unitOfColumn(String(values.columns[0]))?.unit;
      return { numbers: axisNumbers(what, values.values), unit: unit && { unit } };
    }
  }
  return { numbers: axisNumbers(what, values) };
}

/** Whether something is a column of a table. */
const isColumn = (values: unknown): values is { values: unknown[]; columns: unknown[] } =>
  typeof values === "object" &&
  values !== null &&
  "$data" in values &&
  Array.isArray((values as { values?: unknown }).values) &&
  Array.isArray((values as { columns?: unknown }).columns);

/**
 * Plain numbers to draw, copied; missing ones (null, undefined) are NaN.
 * @throws UserError for anything else.
 */
export function axisNumbers(what: string, values: unknown): Float64Array {
  if (values instanceof QuantityArray)
    throw new UserError(`invalid ${what}: ${values}; expected plain numbers: take .in(unit)`);
  if (isNumericArray(values)) return Float64Array.from(values);
  if (!Array.isArray(values))
    throw new UserError(`invalid ${what}: ${shown(values)}; expected an array of numbers`);
  return Float64Array.from(values, (value: unknown, k) => {
    if (value === null || value === undefined) return Number.NaN;
    if (typeof value === "number") return value;
    const hint = value instanceof Quantity ? "a plain number: take .in(unit)" : "a number";
    throw new UserError(`invalid ${what}: ${shown(value)} at ${k}; expected ${hint}`);
  });
}
