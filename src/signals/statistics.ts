import { quickselect } from "d3-array";
import { shown, UserError } from "../base/index.js";
import { type Dimension, isNumericArray, Quantity, QuantityArray } from "../units/index.js";
import { type Numbers, plainNumbers } from "./numbers.js";
import { Signal } from "./signal.js";

/** Quantities of which there are several: a signal, an array of quantities, or a list of them. */
type Quantities<D extends string> = Signal<D> | QuantityArray<D> | readonly Quantity<D>[];

/**
 * The median; the mean of the two middle values where their number is even. NaN if any value is
 * NaN. Of quantities it is a quantity, of plain numbers a number: `median([3, 1, 2])` is 2.
 * @throws UserError if there are no values.
 * @example
 * ```ts
 * median([3, 1, 2]); // => 2
 * median(mV([-60, -70, -65])) // => -65 mV
 * ```
 */
export function median(values: Numbers): number;
export function median<D extends string>(values: Quantities<D>): Quantity<D>;
export function median(values: unknown): unknown {
  return statistic("median", values, medianOf);
}

/**
 * The arithmetic mean, summed from first to last: a quantity of quantities, a number of plain
 * numbers. NaN if any value is NaN.
 * @throws UserError if there are no values.
 * @example
 * ```ts
 * mean([1, 2, 6]); // => 3
 * mean(Hz([4, 6])) // => 5 Hz
 * ```
 */
export function mean(values: Numbers): number;
export function mean<D extends string>(values: Quantities<D>): Quantity<D>;
export function mean(values: unknown): unknown {
  return statistic("mean", values, meanOf);
}

/**
 * The standard deviation of all there is: divided by the number of values, as numpy.std does. A
 * quantity of quantities, a number of plain numbers. NaN if any value is NaN.
 * @throws UserError if there are no values.
 * @example
 * ```ts
 * standardDeviation([1, 3]); // => 1
 * standardDeviation(mV([-60, -62])).in(mV).toFixed(6) // => 1.000000
 * ```
 */
export function standardDeviation(values: Numbers): number;
export function standardDeviation<D extends string>(values: Quantities<D>): Quantity<D>;
export function standardDeviation(values: unknown): unknown {
  return statistic("standard deviation", values, (numbers) => {
    const centre = meanOf(numbers);
    let squares = 0;
    for (const value of numbers) squares += (value - centre) ** 2;
    return Math.sqrt(squares / numbers.length);
  });
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

function meanOf(numbers: Float64Array): number {
  let sum = 0;
  for (const value of numbers) sum += value;
  return sum / numbers.length;
}

/** What a function makes of values, in their unit where they have one. */
function statistic(
  name: string,
  values: unknown,
  compute: (numbers: Float64Array) => number,
): number | Quantity {
  const { numbers, dimension } = numbersIn(name, values);
  if (numbers.length === 0)
    throw new UserError(`invalid values: none given; a ${name} needs at least one`);
  const result = compute(numbers);
  return dimension ? new Quantity(result, dimension) : result;
}

function numbersIn(
  name: string,
  values: unknown,
): { numbers: Float64Array; dimension?: Dimension } {
  if (values instanceof Signal || values instanceof QuantityArray)
    return { numbers: values.values, dimension: values.dimension };
  if (Array.isArray(values) && values[0] instanceof Quantity) {
    const { values: numbers, dimension } = QuantityArray.from(values as Quantity[]);
    return { numbers, dimension };
  }
  if (Array.isArray(values) || isNumericArray(values))
    return { numbers: plainNumbers("values", values) };
  throw new UserError(
    `invalid values: ${shown(values)}; a ${name} is that of a signal, of quantities or of numbers`,
  );
}
