import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { shown, UserError } from "../base/index.js";
import { reason, statOf, writeWhole } from "./folder.js";
import { shortJSON } from "./shortJSON.js";

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
  /** Digest of the value's bytes (as Subresource Integrity has it). */
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

/** An entry as its files hold it; without bytes where they are damaged. */
export interface HeldEntry {
  entry?: CacheEntry;
  bytes?: Uint8Array;
}

/**
 * Bytes of a value that its description holds. A file of its own would take longer to write and to
 * find, and far more room on the disk, than the value itself.
 */
const LARGEST_SMALL = 2048;

const folderOf = (cache: string): string => join(cache, "entries");

/**
 * Where an entry is: a description (.json), and the value beside it (.bin) where that is large.
 * @throws UserError for a digest that is none.
 */
export function placeOf(cache: string, digest: string): { json: string; bin: string } {
  if (typeof digest !== "string" || !/^[0-9a-f]{8,128}$/.test(digest)) {
    const had = typeof digest === "string" ? digest : shown(digest);
    throw new UserError(`invalid digest: ${had}; expected hexadecimal digits`);
  }
  const place = join(folderOf(cache), digest.slice(0, 2), digest);
  return { json: `${place}.json`, bin: `${place}.bin` };
}

const integrityOf = (bytes: Uint8Array): string =>
  `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

/** Writes an entry: a large value first, after a copy of its description, then the description. */
export async function writeEntry(
  cache: string,
  about: Pick<CacheEntry, "name" | "digest" | "call" | "version" | "storedAt">,
  value: unknown,
  bytes: Uint8Array,
): Promise<void> {
  const { json, bin } = placeOf(cache, about.digest);
  const isSmall = bytes.length <= LARGEST_SMALL;
  const entry: CacheEntry = {
    ...about,
    size: bytes.length,
    integrity: integrityOf(bytes),
    value: shortJSON(value),
    bytes: isSmall ? Buffer.from(bytes).toString("base64") : undefined,
  };
  const text = `${JSON.stringify(entry, undefined, 1)}\n`;
  if (!isSmall) await writeWhole(bin, Buffer.concat([Buffer.from(`${text}\0`), bytes]));
  await writeWhole(json, text);
}

/**
 * Reads an entry, and writes its description again where only that was lost.
 * @returns undefined where there is none
 * @throws Error where a file is there and cannot be read.
 */
export async function readEntry(cache: string, digest: string): Promise<HeldEntry | undefined> {
  const { json, bin } = placeOf(cache, digest);
  // in one go: descriptions are small, and waiting for one takes ten times as long as reading it
  const text = existsSync(json) ? readFileSync(json, "utf8") : undefined;
  const entry = parsed(text ?? "", digest);
  if (entry?.bytes !== undefined)
    return { entry, bytes: whole(entry, Buffer.from(entry.bytes, "base64")) };
  if (!existsSync(bin)) return text === undefined ? undefined : { entry };
  const content = await readFile(bin);
  const end = content.indexOf(0);
  const head = content.toString("utf8", 0, Math.max(0, end));
  const own = parsed(head, digest);
  const bytes = own && whole(own, content.subarray(end + 1));
  if (bytes && !entry) await writeWhole(json, head).catch(() => {});
  return { entry: entry ?? own, bytes };
}

/** Bytes, where they are those that were stored. */
const whole = ({ integrity }: CacheEntry, bytes: Uint8Array): Uint8Array | undefined =>
  integrityOf(bytes) === integrity ? bytes : undefined;

/** A description from its text; undefined where it is none, or that of another entry. */
function parsed(text: string, digest?: string): CacheEntry | undefined {
  try {
    const entry = JSON.parse(text) as CacheEntry;
    const { name, call, version, integrity, bytes = "", size, storedAt } = entry;
    const isText = [name, call, version, integrity, bytes].every((p) => typeof p === "string");
    const isNumber = [size, storedAt].every((part) => Number.isFinite(part));
    return entry.digest === digest && isText && isNumber ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Removes an entry: its value first, so that no description stays behind without it. */
export async function removeEntry(cache: string, digest: string): Promise<void> {
  const { json, bin } = placeOf(cache, digest);
  await removePath(bin);
  await removePath(json);
}

/** Removes a file or a folder. @throws UserError where that is impossible. */
export async function removePath(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
    // below a file there is nothing
    if (reason(error) !== "ENOTDIR") throw new UserError(`cannot remove ${path}: ${reason(error)}`);
  });
}

/** All entries whose descriptions can be read: one small file each. */
export function allEntries(cache: string): UsedEntry[] {
  const entries: UsedEntry[] = [];
  for (const { path, digest, ending } of filesOf(cache))
    try {
      const entry = ending === "json" && parsed(readFileSync(path, "utf8"), digest);
      if (entry) entries.push({ ...entry, usedAt: statSync(path).mtimeMs });
    } catch {
      // removed in the meantime by another process, or damaged: verify() tells
    }
  return entries;
}

/** A file among the entries; without a digest where it belongs to none. */
interface EntryFile {
  path: string;
  digest?: string;
  ending?: string;
}

/** All files where entries are, and what stands there instead. */
export function* filesOf(cache: string): Generator<EntryFile> {
  for (const part of namesIn(folderOf(cache))) {
    const names = namesIn(join(folderOf(cache), part));
    for (const name of names.length > 0 ? names : [""]) {
      const path = join(folderOf(cache), part, name);
      const [, digest, ending] = /^([0-9a-f]{8,128})\.(json|bin)$/.exec(name) ?? [];
      yield digest?.startsWith(part) ? { path, digest, ending } : { path };
    }
  }
}

/** What a library kept in former versions: nothing reads it any more. */
export const FORMER: readonly string[] = ["content-v2", "index-v5", "tmp"];

/** The files of former versions. */
export const formerFiles = (cache: string): EntryFile[] =>
  FORMER.map((part) => join(cache, part))
    .filter((folder) => statOf(folder)?.isDirectory())
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => ({ path: join(file.parentPath, file.name) }));

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
