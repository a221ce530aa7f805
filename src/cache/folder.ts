import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, type Stats, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { shown, UserError } from "../base/index.js";

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

/** Checks that a value can be a path. @throws UserError naming the value. */
export function requirePath(what: string, path: unknown): string {
  if (typeof path === "string" && path !== "" && !path.includes("\0")) return path;
  throw new UserError(`invalid ${what}: ${shown(path)}; expected the path of a file as text`);
}

/**
 * Checks that a file can be written, before the work whose result it is to hold.
 * @returns its absolute path
 * @throws UserError for a path that is a folder or below a file, or where writing is not allowed.
 */
export function requireWritable(path: unknown): string {
  const file = resolve(requirePath("path", path));
  const refuse = (why: string): never => {
    throw new UserError(`invalid path: ${path}; ${why}; expected where a file can be written`);
  };
  if (/[\\/]$/.test(path as string)) refuse("it is a folder");
  let there = file;
  while (!existsSync(there)) there = dirname(there);
  const stat = statSync(there);
  if (there === file && stat.isDirectory()) refuse("it is a folder");
  if (there !== file && !stat.isDirectory()) refuse(`${there} is a file`);
  // a device, for one: writing replaces what is there
  if (there === file && !stat.isFile()) refuse("it is no ordinary file");
  try {
    accessSync(there, constants.W_OK);
    // written under another name beside it first
    if (there === file) accessSync(dirname(file), constants.W_OK);
    // a name that is too long
    statSync(temporaryName(file), { throwIfNoEntry: false });
  } catch (error) {
    refuse(`${there} refuses it (${reason(error)})`);
  }
  return file;
}

/**
 * Writes a file so that it is there whole or not at all: under a temporary name beside its place,
 * then renamed. Missing folders are made.
 * @throws UserError saying why it could not be written; nothing is left behind then.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeFile(temporary, content).catch(async (error) => {
      if (error.code !== "ENOENT") throw error;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(temporary, content);
    });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    const { code, message } = error as NodeJS.ErrnoException;
    const said = message.split(",")[0];
    throw Object.assign(new UserError(`cannot write ${path}: ${said}`), { code });
  }
}

/** A name beside a file that no other thread, process or machine has. */
const temporaryName = (path: string): string => `${path}.${randomBytes(6).toString("hex")}.tmp`;

/** What is known of a file; undefined where there is none, or nothing is known. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The short reason of an error: its code where it has one. */
export function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}

/** Cache trouble never fails a run; it is told on the error stream. */
export function warn(message: string): void {
  console.warn(`Warning: ${message}`);
}

const told = new Set<string>();

/** As {@link warn}, but the same message once: of a full disk, every point of a sweep would tell. */
export function warnOnce(message: string): void {
  if (!told.has(message)) warn(message);
  told.add(message);
}
