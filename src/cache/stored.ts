import { types } from "node:util";
import { deserialize, serialize } from "node:v8";
import { InternalError, shown, UserError } from "../base/index.js";
import { Quantity } from "../units/index.js";

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
 * plain objects of these, also those of a notebook's realm.
 * @throws UserError naming the place of anything that cannot be stored, or not as it is.
 */
export function toPlain(value: unknown): unknown {
  return plain(value, "value", []);
}

/** Levels of objects in objects: more is a mistake, such as a list that links to the next. */
const DEEPEST = 200;

function plain(value: unknown, place: string, above: readonly unknown[]): unknown {
  // a rate that can still be called (results/callableRate.ts) is a quantity like any other
  if (typeof value === "function" && value instanceof Quantity)
    return plain(new Quantity(value.value, value.dimension), place, above);
  const refuse = (what: string): never => {
    throw new UserError(`invalid ${place}: ${what}; expected data`);
  };
  if (typeof value === "function" || typeof value === "symbol")
    return refuse(`a ${typeof value} cannot be stored`);
  if (typeof value !== "object" || value === null) return value;
  if (types.isProxy(value)) return refuse("a proxy cannot be stored");
  if (above.includes(value)) return refuse("it contains itself");
  if (above.length > DEEPEST) return refuse(`it is nested more than ${DEEPEST} levels deep`);
  if (isLeaf(value)) return value;
  const inside = [...above, value];
  const part = (item: unknown, where: string): unknown => plain(item, `${place}${where}`, inside);
  if (Array.isArray(value)) {
    // what stands after the elements would be lost
    if (/\D/.test(Object.keys(value).at(-1) ?? "")) return refuse("a list with names of its own");
    return Array.from(value, (item, i) => part(item, `[${i}]`));
  }
  if (types.isMap(value))
    return new Map(
      Array.from(value, ([key, item]) => [part(key, " key"), part(item, `.get(${shown(key)})`)]),
    );
  if (types.isSet(value)) return new Set(Array.from(value, (item) => part(item, " member")));
  const codec = codecs.find(({ type }) => value instanceof type);
  if (codec)
    return {
      [MARK]: codec.name,
      parts: codec.parts(value as never).map((item) => part(item, "")),
    };
  const prototype = Object.getPrototypeOf(value);
  // objects of a notebook's cells come from another realm: their prototype is not our Object's
  const isPlainObject = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!isPlainObject || MARK in value)
    return refuse(`an instance of ${prototype?.constructor?.name} cannot be stored`);
  for (const symbol of Object.getOwnPropertySymbols(value))
    if (Object.prototype.propertyIsEnumerable.call(value, symbol))
      return refuse(`its property ${String(symbol)} cannot be stored`);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, part(item, `.${key}`)]),
  );
}

/** Whether an object is stored as it is. */
const isLeaf = (value: object): boolean =>
  types.isTypedArray(value) || types.isDate(value) || types.isArrayBuffer(value);

/** A value with its instances put together again: what {@link toPlain} took apart. */
export function fromPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  // typed arrays come as views of all the bytes: here each gets memory of its own
  if (types.isTypedArray(value)) return Uint8Array.prototype.slice.call(value);
  if (isLeaf(value)) return value;
  if (Array.isArray(value)) return value.map(fromPlain);
  if (types.isMap(value))
    return new Map(Array.from(value, ([key, item]) => [fromPlain(key), fromPlain(item)]));
  if (types.isSet(value)) return new Set(Array.from(value, fromPlain));
  if (MARK in value) {
    const { [MARK]: name, parts } = value as { [MARK]: string; parts: unknown[] };
    const codec = codecs.find((candidate) => candidate.name === name);
    if (!codec) throw new InternalError(`unknown stored class: ${name}`);
    return codec.make(parts.map(fromPlain) as never);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
}
