import { quickselect } from "d3-array";
import { UserError } from "../base/index.js";
import { Quantity, type QuantityArray } from "../units/index.js";
import type { Signal } from "./signal.js";

/** The median; the mean of the two middle values where their number is even. NaN if any value is NaN. */
export function median<D extends string>(values: Signal<D> | QuantityArray<D>): Quantity<D> {
  return new Quantity<D>(medianOf(values.values), values.dimension);
}

/** The median of plain numbers, in linear time. @throws UserError if there are none. */
export function medianOf(numbers: Float64Array): number {
  const { length } = numbers;
  if (length === 0) throw new UserError("invalid values: none given; a median needs at least one");
  // a plain loop: a hundred thousand calls would take as long as the rest
  for (let i = 0; i < length; i++) if (Number.isNaN(numbers[i])) return Number.NaN;
  const sorted = numbers.slice();
  const middle = length >> 1;
  quickselect(sorted, middle);
  const upper = sorted[middle];
  if (length % 2 === 1) return upper;
  // quickselect leaves everything below the middle to its left: the lower middle is their maximum
  let lower = sorted[0];
  for (let i = 1; i < middle; i++) if (sorted[i] > lower) lower = sorted[i];
  return (lower + upper) / 2;
}

/** The arithmetic mean, summed from first to last. @throws UserError if there are no values. */
export function mean<D extends string>(values: Signal<D> | QuantityArray<D>): Quantity<D> {
  if (values.length === 0)
    throw new UserError("invalid values: none given; a mean needs at least one");
  let sum = 0;
  for (const value of values.values) sum += value;
  return new Quantity<D>(sum / values.length, values.dimension);
}

/**
 * The standard deviation of all there is: divided by the number of values, as numpy.std does.
 * @throws UserError if there are no values.
 */
export function standardDeviation<D extends string>(
  values: Signal<D> | QuantityArray<D>,
): Quantity<D> {
  const centre = mean(values).value;
  let squares = 0;
  for (const value of values.values) squares += (value - centre) ** 2;
  return new Quantity<D>(Math.sqrt(squares / values.length), values.dimension);
}
