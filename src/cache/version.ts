import { createRequire } from "node:module";

interface PackageDescription {
  version: string;
}

/**
 * The version of spikebook. It is part of every cache key: results of one version are never
 * taken for those of another.
 */
export const VERSION: string = (
  createRequire(import.meta.url)("../../package.json") as PackageDescription
).version;
