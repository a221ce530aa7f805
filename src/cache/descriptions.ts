import { readdirSync, readFileSync, statSync } from "node:fs";
import { rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../base/index.js";
import { Quantity } from "../units/index.js";
import { writeWhole } from "./folder.js";

/** What is known about an entry without reading its value: the content of its JSON file. */
export interface CacheEntry {
  /** The name under which the call was cached. */
  name: string;
  /** The digest of everything that the value depends on. */
  digest: string;
  /** The call's arguments as text, shortened. */
  call: string;
  /** The version of spikebook that computed it. */
  version: string;
  /** Size of the value in bytes. */
  size: number;
  /** When it was stored, in milliseconds since 1970. */
  storedAt: number;
  /** Digest of the value's bytes, by which its file is named (Subresource Integrity). */
  integrity: string;
  /** The value to look at, where it is small and JSON can show it. */
  value?: unknown;
  /** The value's bytes in base64, where they are few: no other file has them then. */
  bytes?: string;
}

/** An entry, and when it was used last, in milliseconds since 1970. */
export interface UsedEntry extends CacheEntry {
  usedAt: number;
}

/** About how many characters of a value are repeated in the description. */
const LONGEST_VALUE = 1000;

const folderOf = (cache: string): string => join(cache, "entries");

/** Where the description of an entry stands: a JSON file that says what the entry is. */
function fileOf(cache: string, digest: string): string {
  if (!/^[0-9a-f]{8,}$/.test(digest))
    throw new UserError(`invalid digest: ${digest}; expected hexadecimal digits`);
  return join(folderOf(cache), digest.slice(0, 2), `${digest}.json`);
}

/** Writes what an entry is beside it. */
export async function describeEntry(cache: string, entry: CacheEntry): Promise<void> {
  const file = fileOf(cache, entry.digest);
  await writeWhole(file, `${JSON.stringify(entry, undefined, 1)}\n`);
}

/**
 * A value as far as JSON can show it in few characters, quantities as text with their unit;
 * undefined where it cannot.
 */
export function shortJSON(value: unknown): unknown {
  let room = LONGEST_VALUE;
  const shown = (part: unknown): unknown => {
    room -= 8;
    if (room < 0) throw TOO_LONG;
    if (part instanceof Quantity) return part.format(12);
    if (part === null || typeof part === "boolean" || Number.isFinite(part)) return part;
    if (typeof part === "string" && part.length < room) return part;
    if (Array.isArray(part)) return part.map(shown);
    const prototype = typeof part === "object" && part !== null && Object.getPrototypeOf(part);
    // plain objects only, also those of a notebook's realm
    if (!prototype || Object.getPrototypeOf(prototype) !== null) throw TOO_LONG;
    return Object.fromEntries(
      Object.entries(part as object).map(([key, item]) => [key, shown(item)]),
    );
  };
  try {
    return shown(value);
  } catch (error) {
    if (error === TOO_LONG) return undefined;
    throw error;
  }
}

const TOO_LONG = Symbol("too long");

/** Marks an entry as used now; trouble with that is no trouble. */
export async function touchEntry(cache: string, digest: string): Promise<void> {
  const now = new Date();
  await utimes(fileOf(cache, digest), now, now).catch(() => {});
}

/** Removes the description of an entry. */
export const forgetEntry = (cache: string, digest: string): Promise<void> =>
  rm(fileOf(cache, digest), { force: true });

/**
 * The description of an entry; undefined where there is none, or where it cannot be read. Read in
 * one go: it is small, and waiting for it would take ten times as long as reading it.
 */
export function entryNow(cache: string, digest: string): CacheEntry | undefined {
  try {
    return parsed(readFileSync(fileOf(cache, digest), "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/**
 * All entries. Reads one small file each, in one go: 100 000 take some seconds, a third of
 * what it takes when each waits for the others.
 * @param broken told of descriptions that cannot be read
 */
export function allEntries(
  cache: string,
  broken: (digest: string) => void = () => {},
): UsedEntry[] {
  const entries: UsedEntry[] = [];
  for (const part of filesIn(folderOf(cache)))
    for (const file of filesIn(join(folderOf(cache), part))) {
      if (!file.endsWith(".json")) continue;
      const path = join(folderOf(cache), part, file);
      try {
        const entry = parsed(readFileSync(path, "utf8"));
        if (entry) entries.push({ ...entry, usedAt: statSync(path).mtimeMs });
        else broken(file.slice(0, -".json".length));
      } catch {
        // removed in the meantime by another process
      }
    }
  return entries;
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function parsed(text: string): CacheEntry | undefined {
  try {
    const entry = JSON.parse(text) as CacheEntry;
    return typeof entry?.name === "string" && typeof entry.digest === "string" ? entry : undefined;
  } catch {
    return undefined;
  }
}
