/** The name under which Node, and the notebook's kernel, ask a value for its text. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/**
 * Makes a value of plain data show itself as one clear line, in a notebook's cell, in Node and in
 * templates (`${network}`). The value stays plain data: what shows it is no property that is
 * listed, copied or stored.
 */
export function showAs<T extends object>(value: T, text: () => string): Readonly<T> {
  Object.defineProperty(value, INSPECT, { value: text, enumerable: false });
  Object.defineProperty(value, "toString", { value: text, enumerable: false });
  return Object.freeze(value);
}
