import { isTypedArray } from "node:util/types";
import { deserialize, serialize } from "node:v8";
import { UserError } from "../base/index.js";
import { Quantity, QuantityArray } from "../units/index.js";

/** How instances of a class are written to the cache and made again. */
interface Codec {
  name: string;
  type: abstract new (...parts: never[]) => object;
  /** The constructor's arguments: values that can be stored themselves. */
  parts: (instance: never) => unknown[];
  make: (parts: never) => object;
}

const codecs: Codec[] = [];

/**
 * Lets instances of a class be stored: `parts` takes an instance apart into values that can be
 * stored, `make` puts it together. The name is written to disk; it must never be given to
 * another class.
 */
export function registerStored<T extends object, Parts extends unknown[]>(
  name: string,
  type: abstract new (...parts: never[]) => T,
  parts: (instance: T) => Parts,
  make: (parts: Parts) => T,
): void {
  codecs.push({ name, type, parts, make } as unknown as Codec);
}

registerStored(
  "Quantity",
  Quantity,
  (q) => [q.value, q.dimension] as [number, number[]],
  ([value, dimension]) => new Quantity(value, dimension),
);
registerStored(
  "QuantityArray",
  QuantityArray,
  (q) => [q.values, q.dimension] as [Float64Array, number[]],
  ([values, dimension]) => new QuantityArray(values, dimension),
);

/** Marks an object that stands for an instance; no object of a user may have it by accident. */
const MARK = "\u0000spikebook";

/** A value as bytes: V8's structured clone format, after instances were taken apart. */
export function toBytes(value: unknown): Buffer {
  return serialize(toPlain(value));
}

/** The value back from its bytes. @throws Error if the bytes are damaged. */
export function fromBytes(bytes: Uint8Array): unknown {
  return fromPlain(deserialize(bytes));
}

/**
 * A value with its instances taken apart: numbers, text, arrays, typed arrays, Map, Set, Date and
 * plain objects of these.
 * @throws UserError naming the place of anything that cannot be stored.
 */
export function toPlain(value: unknown): unknown {
  return plain(value, "value", []);
}

function plain(value: unknown, place: string, above: readonly unknown[]): unknown {
  // a rate that can still be called (simulation/callableRate.ts) is a quantity like any other
  if (typeof value === "function" && value instanceof Quantity)
    return plain(new Quantity(value.value, value.dimension), place, above);
  if (typeof value === "function" || typeof value === "symbol")
    throw new UserError(`invalid ${place}: a ${typeof value} cannot be stored; expected data`);
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value))
    throw new UserError(`invalid ${place}: it contains itself; expected data without cycles`);
  if (isTypedArray(value) || value instanceof Date || value instanceof ArrayBuffer) return value;
  const inside = [...above, value];
  if (Array.isArray(value)) return value.map((item, i) => plain(item, `${place}[${i}]`, inside));
  if (value instanceof Map)
    return new Map(
      Array.from(value, ([key, item]) => [
        plain(key, `${place} key`, inside),
        plain(item, `${place}.get(${String(key)})`, inside),
      ]),
    );
  if (value instanceof Set)
    return new Set(Array.from(value, (item) => plain(item, `${place} member`, inside)));
  const codec = codecs.find(({ type }) => value instanceof type);
  if (codec)
    return {
      [MARK]: codec.name,
      parts: codec.parts(value as never).map((part) => plain(part, place, inside)),
    };
  const prototype = Object.getPrototypeOf(value);
  // objects of a notebook's cells come from another realm: their prototype is not our Object's
  const isPlainObject = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlainObject || MARK in value)
    throw new UserError(
      `invalid ${place}: an instance of ${prototype?.constructor?.name} cannot be stored; expected data`,
    );
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, plain(item, `${place}.${key}`, inside)]),
  );
}

function fromPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isTypedArray(value) || value instanceof Date || value instanceof ArrayBuffer) return value;
  if (Array.isArray(value)) return value.map(fromPlain);
  if (value instanceof Map)
    return new Map(Array.from(value, ([key, item]) => [fromPlain(key), fromPlain(item)]));
  if (value instanceof Set) return new Set(Array.from(value, fromPlain));
  if (MARK in value) {
    const { [MARK]: name, parts } = value as { [MARK]: string; parts: unknown[] };
    const codec = codecs.find((candidate) => candidate.name === name);
    if (!codec) throw new Error(`unknown stored class: ${name}`);
    return codec.make(parts.map(fromPlain) as never);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
}
