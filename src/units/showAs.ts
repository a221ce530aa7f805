import { inspect } from "node:util";

/**
 * Makes a value of plain data show itself as one clear line, in a notebook's cell and in Node.
 * The value stays plain data: what shows it is no property that is listed, copied or stored.
 */
export function showAs<T extends object>(value: T, text: () => string): Readonly<T> {
  Object.defineProperty(value, inspect.custom, { value: text, enumerable: false });
  return Object.freeze(value);
}
