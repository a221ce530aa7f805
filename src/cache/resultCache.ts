import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import cacache from "cacache";
import { writeWhole } from "./folder.js";
import { fromBytes, toBytes } from "./stored.js";

/** What is known about an entry without reading its value. */
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
}

/** What is written beside a value. */
export type EntryDescription = Pick<CacheEntry, "name" | "call" | "version">;

/**
 * Results on disk, found by name and digest. Values are content-addressed and checked when they
 * are read (cacache): a torn or damaged one is noticed, removed, and counts as missing. Several
 * processes may use one folder, and a killed one leaves nothing wrong behind.
 */
export class ResultCache {
  constructor(readonly folder: string) {}

  /**
   * The value of an entry.
   * @returns undefined where there is none, or where it was damaged (then with a warning);
   *   otherwise an object that holds the value, which may itself be undefined.
   */
  async get(name: string, digest: string): Promise<{ value: unknown } | undefined> {
    const key = keyOf(name, digest);
    const info = await cacache.get.info(this.folder, key);
    if (!info) return undefined;
    try {
      const { data } = await cacache.get(this.folder, key, { memoize: false });
      return { value: fromBytes(data) };
    } catch (error) {
      warn(`a damaged cache entry of "${name}" is left out and computed again (${reason(error)})`);
      // without this, storing the same content again would keep the damaged file
      await cacache.rm.content(this.folder, info.integrity);
      return undefined;
    }
  }

  /** Stores a value. It is there whole or not at all. */
  async put(digest: string, value: unknown, description: EntryDescription): Promise<void> {
    const marker = join(this.folder, ".gitignore");
    if (!existsSync(marker))
      await writeWhole(marker, "# a cache: nothing here belongs in git\n*\n");
    await cacache.put(this.folder, keyOf(description.name, digest), toBytes(value), {
      metadata: { ...description, digest },
    });
  }

  /** All entries, oldest first. */
  async entries(): Promise<CacheEntry[]> {
    if (!existsSync(this.folder)) return [];
    const index = await cacache.ls(this.folder);
    return Object.values(index)
      .map(({ metadata, size, time }) => ({ ...metadata, size, storedAt: time }) as CacheEntry)
      .sort((a, b) => a.storedAt - b.storedAt);
  }

  /** Bytes that the values take on disk. */
  async size(): Promise<number> {
    return (await this.entries()).reduce((sum, entry) => sum + entry.size, 0);
  }

  /**
   * Removes the entries of one name, or all.
   * @returns how many were removed.
   */
  async clear(name?: string): Promise<number> {
    const entries = (await this.entries()).filter(
      (entry) => name === undefined || entry.name === name,
    );
    for (const entry of entries)
      await cacache.rm.entry(this.folder, keyOf(entry.name, entry.digest));
    // removes what no entry points to any more, also of writers that were killed
    if (existsSync(this.folder)) {
      await cacache.verify(this.folder);
      await rm(join(this.folder, "tmp"), { recursive: true, force: true });
    }
    return entries.length;
  }
}

const keyOf = (name: string, digest: string): string => `${name}\n${digest}`;

/** Cache trouble never fails a run; it is told on the error stream. */
export function warn(message: string): void {
  console.warn(`Warning: ${message}`);
}

/** The short reason of an error: its code where it has one. */
export function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
