import { shown, UserError } from "../base/index.js";
import { isNumericArray } from "../units/index.js";

/** Plain numbers, as users have them: an array or a typed array. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/**
 * Plain numbers as a Float64Array: one of these is kept, all else is copied.
 * @throws UserError for anything but numbers, naming the first that is none.
 */
export function plainNumbers(what: string, values: unknown): Float64Array {
  if (values instanceof Float64Array) return values;
  if (isNumericArray(values)) return Float64Array.from(values);
  if (!Array.isArray(values))
    throw new UserError(`invalid ${what}: ${shown(values)}; expected an array of numbers`);
  return Float64Array.from(values, (value: unknown, k) => {
    if (typeof value !== "number")
      throw new UserError(`invalid ${what}[${k}]: ${shown(value)}; expected a number`);
    return value;
  });
}
