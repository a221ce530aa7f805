import { Quantity } from "../units/index.js";

/** Most characters of a value that are repeated in the description. */
const LONGEST = 1000;

/**
 * A value as far as JSON can show it in few characters, quantities as text with their unit;
 * undefined where it cannot.
 */
export function shortJSON(value: unknown): unknown {
  let room = LONGEST;
  const show = (part: unknown): unknown => {
    room -= typeof part === "string" ? part.length : 8;
    if (room < 0) throw TOO_MUCH;
    if (part instanceof Quantity) return part.format(12);
    if (part === null || ["boolean", "string"].includes(typeof part) || Number.isFinite(part))
      return part;
    if (Array.isArray(part)) return part.map(show);
    const prototype = typeof part === "object" && Object.getPrototypeOf(part);
    // plain objects only, also those of a notebook's realm
    if (!prototype || Object.getPrototypeOf(prototype) !== null) throw TOO_MUCH;
    return Object.fromEntries(Object.entries(part as object).map(([k, item]) => [k, show(item)]));
  };
  try {
    return show(value);
  } catch (error) {
    if (error === TOO_MUCH) return undefined;
    throw error;
  }
}

const TOO_MUCH = Symbol("too much to show");
