import { types } from "node:util";
import { checkNoMore, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import { isNumericArray } from "../../units/index.js";
import { textOfFile } from "./reading.js";

/**
 * Saves plain values as a JSON file, whole or not at all; missing folders are made. Numbers keep all
 * their digits, -0 its sign. Typed arrays of numbers are written as lists, and come back as lists.
 * @throws UserError naming the place of what JSON cannot hold: undefined, NaN and infinite numbers,
 *   functions, bigint, Map, Set and Date, quantities and other instances, lists with gaps, cycles; and where
 *   the file cannot be written.
 * @example
 * ```ts
 * await saveJSON({ rates_Hz: result.firingRateOf("neurons").in(Hz), seeds: [1, 2] }, "data/summary.json")
 * ```
 */
export async function saveJSON(value: unknown, path: string): Promise<void>;
export async function saveJSON(value: unknown, path: string, ...more: unknown[]): Promise<void> {
  checkNoMore("saveJSON", more);
  const file = requireWritable(path);
  await writeWhole(file, `${jsonText(value, "value", [])}\n`);
}

/**
 * Reads a JSON file.
 * @throws UserError naming the file if it cannot be read.
 * @example
 * ```ts
 * await saveJSON({ seeds: [1, 2] }, "summary.json");
 * await readJSON("summary.json") // => { seeds: [ 1, 2 ] }
 * ```
 */
export async function readJSON(path: string): Promise<unknown>;
export async function readJSON(path: string, ...more: unknown[]): Promise<unknown> {
  checkNoMore("readJSON", more);
  const text = await textOfFile("JSON file", path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`invalid JSON file: ${path}; ${(error as Error).message}`);
  }
}

/** Levels of lists in lists: more is a mistake. */
const DEEPEST = 200;

/** A value as JSON.stringify writes it with two spaces, but without losing anything in silence. */
function jsonText(value: unknown, place: string, above: readonly unknown[]): string {
  const refuse = (expected: string): never => {
    throw new UserError(`invalid ${place} for JSON: ${shown(value)}; expected ${expected}`);
  };
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) return refuse("a finite number");
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      break;
    default:
      return refuse("plain data");
  }
  if (value === null) return "null";
  if (types.isProxy(value)) return refuse("plain data");
  if (above.includes(value)) return refuse("data that does not contain itself");
  if (above.length > DEEPEST) return refuse(`at most ${DEEPEST} levels`);
  const inside = [...above, value];
  const indented = (parts: readonly string[], open: string, close: string): string => {
    if (parts.length === 0) return `${open}${close}`;
    const margin = "  ".repeat(inside.length);
    return `${open}\n${margin}${parts.join(`,\n${margin}`)}\n${margin.slice(2)}${close}`;
  };
  const at = place === "value" ? "" : place;
  if (Array.isArray(value) || isNumericArray(value)) {
    if (Array.isArray(value) && Object.keys(value).length !== value.length)
      return refuse("a list without gaps and without names");
    const parts = Array.from(value, (item, k) => jsonText(item, `${at}[${k}]`, inside));
    return indented(parts, "[", "]");
  }
  const prototype = Object.getPrototypeOf(value);
  // objects of a notebook's cells come from another realm: their prototype is not our Object's
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    return refuse("plain data: a quantity in a unit, as q.in(pA)");
  const symbols = Object.getOwnPropertySymbols(value);
  if (symbols.some((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol)))
    return refuse("names that are text");
  const parts = Object.entries(value).map(
    ([name, item]) =>
      `${JSON.stringify(name)}: ${jsonText(item, at === "" ? name : `${at}.${name}`, inside)}`,
  );
  return indented(parts, "{", "}");
}
