import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { didYouMean, messageOf, shown, UserError } from "../base/index.js";
import { reason } from "../cache/index.js";
import type { MeasuredValue } from "../models/index.js";
import type { NetworkResult } from "../results/index.js";
import { Quantity } from "../units/index.js";

// Measures of the user's own that travel to workers and Slurm tasks: a function that a module of
// theirs exports, "./measures.js#rate". As a task has it, the name holds the module's place and a digest of
// its text, so that what another text gave is never taken for what this one gives.

/** What a measure gives. @throws UserError for what stands in no table. */
export function requireMeasuredValue(name: string, value: unknown): MeasuredValue {
  if (["number", "string", "boolean"].includes(typeof value) || value instanceof Quantity)
    return value as MeasuredValue;
  throw new UserError(
    `invalid measure ${name}: it gives ${shown(value)}; expected a number, a quantity, text or true or false`,
  );
}

/** A measure by a module's path. */
export const isModuleMeasure = (name: string): boolean => name.includes("#");

/** The column that it gets, where none is said: the function's name. */
export const columnOfModule = (name: string): string => name.slice(name.lastIndexOf("#") + 1);

/**
 * The name of a module's measure as tasks have it: where the module is, and what its text is.
 * @throws UserError for a module that cannot be read.
 */
export function settledModule(name: string): string {
  const [path, exported] = [name.slice(0, name.lastIndexOf("#")), columnOfModule(name)];
  if (path === "" || exported === "")
    throw new UserError(
      `invalid measure: ${name}; expected a path and a name like "./measures.js#rate"`,
    );
  const url = pathToFileURL(resolve(path));
  url.search = digestOfFile(url, name);
  url.hash = exported;
  return url.href;
}

function digestOfFile(url: URL, name: string): string {
  try {
    return createHash("sha256")
      .update(readFileSync(fileURLToPath(url)))
      .digest("hex")
      .slice(0, 32);
  } catch (error) {
    throw new UserError(
      `invalid measure: ${name}; ${fileURLToPath(url)} cannot be read (${reason(error)})`,
    );
  }
}

/**
 * The function of a module's measure.
 * @param settled as {@link settledModule} gives it
 * @throws UserError where the module fails, has no such function, or is another than it was.
 */
export async function moduleMeasure(
  settled: string,
): Promise<(result: NetworkResult) => MeasuredValue | Promise<MeasuredValue>> {
  const url = new URL(settled);
  const exported = decodeURIComponent(url.hash.slice(1));
  url.hash = "";
  const file = new URL(url.href);
  file.search = "";
  const name = `${fileURLToPath(file)}#${exported}`;
  if (`?${digestOfFile(file, name)}` !== url.search)
    throw new UserError(`invalid measure: ${name}; its module was changed since the sweep began`);
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(url.href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UserError(`invalid measure: ${name}; its module fails: ${messageOf(error)}`);
  }
  const measure = Object.hasOwn(module, exported) ? module[exported] : undefined;
  if (typeof measure === "function") return measure as never;
  const names = Object.keys(module).filter((key) => typeof module[key] === "function");
  throw new UserError(
    `invalid measure: ${name}; the module exports no such function, but ${names.join(", ") || "none"}${didYouMean(exported, names)}`,
  );
}
