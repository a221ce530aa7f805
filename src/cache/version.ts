import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

interface PackageDescription {
  version: string;
}

/** The version of spikebook. */
export const VERSION: string = (
  createRequire(import.meta.url)("../../package.json") as PackageDescription
).version;

/** The rooms whose code decides what a simulation gives. */
const ROOMS = [
  "base",
  "units",
  "random",
  "equations",
  "integrators",
  "compiler",
  "signals",
  "simulation",
  "models",
];

let digest: string | undefined;

/**
 * The version, and a digest of the code that computes results. It is part of every cache key, so
 * that results of one state of the engine are never taken for those of another, also
 * while the version stays the same. Takes a few milliseconds once.
 */
export function engineVersion(): string {
  if (digest === undefined) {
    const hash = createHash("sha256");
    for (const room of ROOMS) {
      const folder = new URL(`../${room}/`, import.meta.url);
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
      for (const file of files)
        if (/(?<!\.d)\.(js|ts)$/.test(file)) {
          hash.update(`${room}/${file}\n`);
          hash.update(readFileSync(fileURLToPath(new URL(file, folder))));
        }
    }
    digest = hash.digest("hex").slice(0, 16);
  }
  return `${VERSION}+${digest}`;
}
