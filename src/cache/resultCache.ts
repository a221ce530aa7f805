import { existsSync } from "node:fs";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { checkOptions, shown, UserError } from "../base/index.js";
import { each } from "./each.js";
import {
  allEntries,
  type CacheEntry,
  FORMER,
  filesOf,
  formerFiles,
  placeOf,
  readEntry,
  removeEntry,
  removePath,
  type UsedEntry,
  writeEntry,
} from "./entries.js";
import { reason, requirePath, statOf, warn, warnOnce, writeWhole } from "./folder.js";
import { limitFromEnvironment } from "./limit.js";
import { fromBytes, toBytes } from "./stored.js";

/** What is written beside a value. */
export type EntryDescription = Pick<CacheEntry, "name" | "call" | "version">;

/** What an examination of the whole cache found. */
export interface Verification {
  entries: number;
  /** Entries whose values were damaged or missing; they were removed. */
  damaged: CacheEntry[];
  /** Bytes of files that belonged to no entry, left behind by killed writers. */
  reclaimed: number;
}

/** Parts of the limit that are stored between two looks at the size of the cache. */
const LOOKS_PER_LIMIT = 20;

/** How much of the limit is kept where it was exceeded. */
const KEPT = 0.9;

/** File operations that are on their way at the same time. */
const AT_ONCE = 16;

/** Seconds after which a file of no entry is nobody's work in progress. */
const GRACE = 3600;

/**
 * Results on disk, found by name and digest. Beside each value stands a small JSON file that says
 * what it is; it holds small values itself. Each value is checked when it is read: a torn or
 * damaged one is noticed, removed, and counts as missing. Files are written under temporary names
 * and renamed, so that several processes may use one folder, and a killed one leaves nothing
 * wrong behind. (No library: cacache keeps an index of its own beside these descriptions, and its
 * newest versions do not run on Node 20.)
 * @example
 * ```ts
 * const cache = new ResultCache("data/cache");
 * for (const { name, digest } of await cache.entries()) console.log(name, digest);
 * await cache.size() // => 0
 * ```
 */
export class ResultCache {
  private storedSinceLook = Number.POSITIVE_INFINITY;

  /**
   * @param folder where the results are
   * @param limit most bytes of values; beyond it, those used longest ago are removed. By default
   *   what SPIKEBOOK_CACHE_LIMIT says ("20 GB"), else there is none.
   */
  constructor(
    readonly folder: string,
    readonly limit: number | undefined = limitFromEnvironment(),
  ) {
    requirePath("cache folder", folder);
    if (limit !== undefined) requireBytes("limit", limit);
  }

  /**
   * The value of an entry.
   * @returns undefined where there is none, or where it was damaged (then with a warning);
   *   otherwise an object that holds the value, which may itself be undefined.
   */
  async get(name: string, digest: string): Promise<{ value: unknown } | undefined> {
    const bytes = await this.read(name, digest);
    return bytes && { value: fromBytes(bytes) };
  }

  /** As {@link get}; a cache that cannot be read counts as empty, with a warning. */
  find(name: string, digest: string): Promise<{ value: unknown } | undefined> {
    return this.get(name, digest);
  }

  /** The bytes of an entry's value, as {@link get} finds it. */
  async read(name: string, digest: string): Promise<Uint8Array | undefined> {
    const { json } = placeOf(this.folder, digest);
    try {
      const held = await readEntry(this.folder, digest);
      if (!held || (held.entry && held.entry.name !== name)) return undefined;
      if (!held.bytes) return this.leaveOut(name, digest, "EINTEGRITY");
      const time = new Date();
      utimes(json, time, time).catch(() => {});
      return held.bytes;
    } catch (error) {
      const why = reason(error);
      if (why === "EISDIR") return this.leaveOut(name, digest, why);
      // removed in the meantime; else a disk that fails, or a folder that is not ours
      if (why !== "ENOENT") warnOnce(`the cache ${this.folder} cannot be read (${why})`);
      return undefined;
    }
  }

  /** Stores a value. It is there whole or not at all. @throws UserError where it cannot be. */
  async put(digest: string, value: unknown, description: EntryDescription): Promise<void> {
    await this.write(digest, toBytes(value), description, value);
  }

  /** Stores the bytes of a value, as {@link put} does. @param value the same, to be shown */
  async write(
    digest: string,
    bytes: Uint8Array,
    description: EntryDescription,
    value?: unknown,
  ): Promise<void> {
    checkOptions("put", description ?? null, ["name", "call", "version"]);
    requireEntryName(description.name);
    const { call, version } = description;
    if (typeof call !== "string" || typeof version !== "string")
      throw new UserError(
        `invalid description: call ${shown(call)}, version ${shown(version)}; expected text`,
      );
    const about = { ...description, digest, storedAt: now() };
    await writeEntry(this.folder, about, value, bytes);
    const marker = join(this.folder, ".gitignore");
    if (!existsSync(marker))
      await writeWhole(marker, "# a cache: nothing here belongs in git\n*\n");
    this.storedSinceLook += bytes.length;
    if (this.limit !== undefined && this.storedSinceLook >= this.limit / LOOKS_PER_LIMIT)
      await this.trim(this.limit);
  }

  /** All entries, oldest first. */
  async entries(): Promise<UsedEntry[]> {
    return allEntries(this.folder).sort((a, b) => a.storedAt - b.storedAt);
  }

  /** Bytes that the values take on disk. */
  async size(): Promise<number> {
    return allEntries(this.folder).reduce((sum, entry) => sum + entry.size, 0);
  }

  /**
   * Removes the entries of one name, or all.
   * @returns how many were removed.
   */
  async clear(name?: string): Promise<number> {
    if (name !== undefined) requireEntryName(name);
    const leaving = allEntries(this.folder).filter((e) => name === undefined || e.name === name);
    if (name !== undefined) return this.remove(leaving);
    for (const part of ["entries", ...FORMER]) await removePath(join(this.folder, part));
    return leaving.length;
  }

  /**
   * Removes the entries used longest ago until the values take no more than nine tenths of the
   * limit, where they take more than the limit.
   * @param limit in bytes
   * @returns how many were removed.
   */
  async trim(limit: number): Promise<number> {
    requireBytes("limit", limit);
    this.storedSinceLook = 0;
    const entries = allEntries(this.folder).sort((a, b) => a.usedAt - b.usedAt);
    let size = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (size <= limit) return 0;
    const leaving: UsedEntry[] = [];
    for (const entry of entries) {
      if (size <= KEPT * limit) break;
      size -= entry.size;
      leaving.push(entry);
    }
    return this.remove(leaving);
  }

  /**
   * Reads every value and compares it with its digest. Damaged and missing ones are removed with
   * their entries, and so is what killed writers have left.
   */
  async verify(): Promise<Verification> {
    const damaged: CacheEntry[] = [];
    const files = [...filesOf(this.folder)];
    const digests = [...new Set(files.flatMap(({ digest }) => digest ?? []))];
    await each(digests, AT_ONCE, async (digest) => {
      const held = await readEntry(this.folder, digest).catch(() => undefined);
      if (held?.bytes) return;
      damaged.push(held?.entry ?? { ...UNREADABLE, digest });
    });
    await this.remove(damaged);
    let reclaimed = 0;
    for (const { path, digest } of [...files, ...formerFiles(this.folder)]) {
      const stat = digest === undefined ? statOf(path) : undefined;
      if (!stat || Date.now() - stat.mtimeMs < GRACE * 1000) continue;
      await removePath(path).then(() => (reclaimed += stat.size), tell);
    }
    return { entries: digests.length - damaged.length, damaged, reclaimed };
  }

  /** Removes entries, and gets past those that cannot be. @returns how many were removed. */
  private async remove(leaving: readonly CacheEntry[]): Promise<number> {
    let removed = 0;
    await each(leaving, AT_ONCE, ({ digest }) =>
      removeEntry(this.folder, digest).then(() => void removed++, tell),
    );
    return removed;
  }

  /** Tells of a damaged entry; storing it again replaces it, but no folder in its place. */
  private async leaveOut(name: string, digest: string, why: string): Promise<undefined> {
    warn(`a damaged cache entry of "${name}" is left out and computed again (${why})`);
    if (why === "EISDIR") await removeEntry(this.folder, digest).catch(() => {});
  }
}

const tell = (error: UserError): void => warnOnce(error.message);

/** What is known of an entry whose description cannot be read. */
const UNREADABLE = {
  name: "(unreadable)",
  call: "",
  version: "",
  size: 0,
  storedAt: 0,
  integrity: "",
};

/** Checks a name of entries. @throws UserError for what is no line of text. */
export function requireEntryName(name: unknown): string {
  if (typeof name === "string" && name.trim() !== "" && !name.includes("\n")) return name;
  throw new UserError(`invalid cache name: ${shown(name)}; expected a line of text`);
}

/** Checks that a value is a cache. @throws UserError naming the value. */
export function requireCache(value: unknown): void {
  if (!(value instanceof ResultCache))
    throw new UserError(`invalid cache: ${shown(value)}; expected new ResultCache(folder)`);
}

function requireBytes(what: string, bytes: unknown): void {
  if (typeof bytes !== "number" || !(bytes >= 0))
    throw new UserError(`invalid ${what}: ${shown(bytes)}; expected a number of bytes`);
}

let latest = 0;

/** The time in milliseconds; later for each entry of this process, so that their order is known. */
function now(): number {
  latest = Math.max(Date.now(), latest + 0.001);
  return latest;
}
