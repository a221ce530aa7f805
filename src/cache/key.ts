import { digestOf as digestOfData } from "../base/index.js";
import { toPlain } from "./stored.js";

/**
 * A digest (SHA-256, 64 hexadecimal digits) of a value: equal values have the same one on every
 * machine, whatever the order of their properties. Told apart: 0 and -0, 1 and "1", quantities of
 * different dimension, typed arrays of different type.
 * @throws UserError for what cannot be stored, such as functions.
 */
export const digestOf = (value: unknown): string => digestOfData(toPlain(value));
