import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** The folder of the project that the working folder belongs to: the nearest with a package.json. */
export function projectFolder(from: string = process.cwd()): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (dirname(folder) === folder) return resolve(from);
  }
}

/**
 * A file of the built package, by its path in dist: what worker threads and other processes run,
 * also where the sources themselves are running, as in tests.
 */
export function builtFile(path: string): URL {
  const dist = new URL(import.meta.url.endsWith(".ts") ? "../../dist/" : "../", import.meta.url);
  return new URL(path, dist);
}

/** Where results are cached: what SPIKEBOOK_CACHE names, else data/cache of the project. */
export function cacheFolder(): string {
  const named = process.env.SPIKEBOOK_CACHE;
  return named ? resolve(named) : join(projectFolder(), "data", "cache");
}

/**
 * Writes a file so that it is there whole or not at all: under a temporary name beside its place,
 * then renamed. Missing folders are made.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.${counter++}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

let counter = 0;
