import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The root folder of the project. */
export const PROJECT: string = fileURLToPath(new URL("../..", import.meta.url));

/** A JSON file of test/data. */
export function readJSON<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8")) as T;
}
