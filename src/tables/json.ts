import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UserError } from "../base/index.js";
import { writeWhole } from "../cache/index.js";
import { Quantity, QuantityArray } from "../units/index.js";

/**
 * Saves plain values as a JSON file, whole or not at all; missing folders are made. Numbers keep all
 * their digits.
 * @throws UserError for quantities, whose units JSON would lose, and numbers that it cannot hold.
 */
export async function saveJSON(value: unknown, path: string): Promise<void> {
  const text = JSON.stringify(value, refuseLoss, 2);
  if (text === undefined) throw new UserError(`invalid value for JSON: ${String(value)}`);
  await writeWhole(resolve(path), `${text}\n`);
}

/** Reads a JSON file. @throws UserError naming the file if it cannot be read. */
export async function readJSON(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`invalid JSON file: ${path} cannot be read (${error.code})`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`invalid JSON file: ${path}; ${(error as Error).message}`);
  }
}

/** Called by JSON.stringify on each part; `this` holds it as it was before its own toJSON. */
function refuseLoss(
  this: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): unknown {
  const part = this[name];
  if (part instanceof Quantity || part instanceof QuantityArray)
    throw new UserError(
      `invalid ${name || "value"} for JSON: ${part}; expected it in a unit: q.in(pA)`,
    );
  if (typeof part === "number" && !Number.isFinite(part))
    throw new UserError(`invalid ${name || "value"} for JSON: ${part}; expected a finite number`);
  return value;
}
