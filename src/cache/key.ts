import { createHash } from "node:crypto";
import { isTypedArray } from "node:util/types";
import objectHash from "object-hash";
import { toPlain } from "./stored.js";

/**
 * A digest (SHA-256, 64 hexadecimal digits) of a value: equal values have the same one on every
 * machine, whatever the order of their properties. Told apart: 0 and -0, 1 and "1", quantities of
 * different dimension, typed arrays of different type.
 * @throws UserError for what has no value of its own, such as functions.
 */
export function digestOf(value: unknown): string {
  // in an object, because the library hashes no bare undefined
  return objectHash(
    { value: toPlain(value) },
    {
      algorithm: "sha256",
      respectType: false,
      replacer: (item: unknown) => {
        if (Object.is(item, -0)) return { "\u0000number": "-0" };
        if (isTypedArray(item)) return digestArray(item);
        return item;
      },
    },
  );
}

/** Arrays of millions of numbers are digested by their bytes, not number by number. */
function digestArray(array: NodeJS.TypedArray): Record<string, string> {
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return {
    "\u0000array": array.constructor.name,
    digest: createHash("sha256").update(bytes).digest("hex"),
  };
}
