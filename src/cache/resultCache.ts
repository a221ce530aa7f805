import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import cacache from "cacache";
import {
  allEntries,
  type CacheEntry,
  describeEntry,
  entryNow,
  forgetEntry,
  shortJSON,
  touchEntry,
  type UsedEntry,
} from "./descriptions.js";
import { each } from "./each.js";
import { writeWhole } from "./folder.js";
import { limitFromEnvironment } from "./limit.js";
import { removeOrphans } from "./orphans.js";
import { bytesOf, integrityOf, isWhole, LARGEST_SMALL } from "./smallValues.js";
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

/**
 * Results on disk, found by name and digest. Values are content-addressed and checked when they
 * are read (cacache): a torn or damaged one is noticed, removed, and counts as missing. Beside each
 * value stands a small JSON file that says what it is; it holds small values itself. Several processes may use one folder, and a
 * killed one leaves nothing wrong behind.
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
  ) {}

  /**
   * The value of an entry.
   * @returns undefined where there is none, or where it was damaged (then with a warning);
   *   otherwise an object that holds the value, which may itself be undefined.
   */
  async get(name: string, digest: string): Promise<{ value: unknown } | undefined> {
    const entry = entryNow(this.folder, digest);
    if (entry?.name === name && entry.bytes !== undefined) return this.smallValue(entry);
    const key = keyOf(name, digest);
    const info = await cacache.get.info(this.folder, key);
    if (!info) return undefined;
    try {
      const [data] = await Promise.all([
        cacache.get.byDigest(this.folder, info.integrity, { memoize: false }),
        entry && touchEntry(this.folder, digest),
      ]);
      const value = fromBytes(data);
      // a writer that was killed between value and description, or somebody who tidied up
      if (!entry)
        await describeEntry(this.folder, entryFrom(info, shortJSON(value))).catch(() => {});
      return { value };
    } catch (error) {
      warn(`a damaged cache entry of "${name}" is left out and computed again (${reason(error)})`);
      // without this, storing the same content again would keep the damaged file
      await cacache.rm.content(this.folder, info.integrity);
      return undefined;
    }
  }

  /** The value of an entry whose description holds it. */
  private async smallValue(entry: CacheEntry): Promise<{ value: unknown } | undefined> {
    const { name, digest } = entry;
    if (isWhole(entry)) {
      touchEntry(this.folder, digest);
      return { value: fromBytes(bytesOf(entry)) };
    }
    warn(`a damaged cache entry of "${name}" is left out and computed again (EINTEGRITY)`);
    await forgetEntry(this.folder, digest);
    return undefined;
  }

  /** As {@link get}; a cache that cannot be read counts as empty, with a warning. */
  find(name: string, digest: string): Promise<{ value: unknown } | undefined> {
    return this.get(name, digest).catch((error: unknown) => {
      warn(`the cache ${this.folder} cannot be read (${reason(error)})`);
      return undefined;
    });
  }

  /** Stores a value. It is there whole or not at all. */
  async put(digest: string, value: unknown, description: EntryDescription): Promise<void> {
    const marker = join(this.folder, ".gitignore");
    if (!existsSync(marker))
      await writeWhole(marker, "# a cache: nothing here belongs in git\n*\n");
    const bytes = toBytes(value);
    const metadata = { ...description, digest };
    const isSmall = bytes.length <= LARGEST_SMALL;
    const integrity = isSmall
      ? integrityOf(bytes)
      : String(
          await cacache.put(this.folder, keyOf(description.name, digest), bytes, { metadata }),
        );
    await describeEntry(this.folder, {
      ...metadata,
      size: bytes.length,
      storedAt: Date.now(),
      integrity,
      value: shortJSON(value),
      ...(isSmall && { bytes: Buffer.from(bytes).toString("base64") }),
    });
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
    const all = allEntries(this.folder);
    const leaving = all.filter((entry) => name === undefined || entry.name === name);
    if (name !== undefined) await this.removeEntries(leaving, all);
    else
      for (const part of ["entries", "index-v5", "content-v2", "tmp"])
        await rm(join(this.folder, part), { recursive: true, force: true });
    return leaving.length;
  }

  /**
   * Removes the entries used longest ago until the values take no more than nine tenths of the
   * limit, where they take more than the limit.
   * @returns how many were removed.
   */
  async trim(limit: number): Promise<number> {
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
    await this.removeEntries(leaving, entries);
    return leaving.length;
  }

  /**
   * Reads every value and compares it with its digest. Damaged and missing ones are removed with
   * their entries, and so is what killed writers have left.
   */
  async verify(): Promise<Verification> {
    if (!existsSync(this.folder)) return { entries: 0, damaged: [], reclaimed: 0 };
    const damaged: CacheEntry[] = [];
    const unreadable: string[] = [];
    const described = allEntries(this.folder, (digest) => unreadable.push(digest));
    const digests = new Set(described.map(({ digest }) => digest));
    for (const digest of unreadable) await forgetEntry(this.folder, digest);
    const small = described.filter(({ bytes }) => bytes !== undefined);
    damaged.push(...small.filter((entry) => !isWhole(entry)));
    const index = Object.values(await cacache.ls(this.folder));
    await each(index, AT_ONCE, async (info) => {
      const entry = entryFrom(info);
      const isRight = await cacache.get
        .byDigest(this.folder, info.integrity, { memoize: false })
        .then(
          () => true,
          () => false,
        );
      if (!isRight) damaged.push(entry);
      else if (!digests.has(entry.digest)) await describeEntry(this.folder, entry);
    });
    // what is left of descriptions that could not be read: entries without a value elsewhere
    const indexed = new Set(index.map(({ key }) => key));
    const found = new Set(index.map(({ metadata }) => (metadata as CacheEntry).digest));
    for (const digest of unreadable)
      if (!found.has(digest)) damaged.push({ ...UNREADABLE, digest });
    const gone = new Set(damaged.map(({ integrity }) => integrity));
    const large = damaged.filter(({ name, digest }) => indexed.has(keyOf(name, digest)));
    for (const { integrity } of large) await cacache.rm.content(this.folder, integrity);
    await this.removeEntries(damaged, []);
    // descriptions of what is no longer there
    for (const { name, digest, bytes } of described)
      if (bytes === undefined && !indexed.has(keyOf(name, digest)))
        await forgetEntry(this.folder, digest);
    const needed = new Set(index.map(({ integrity }) => integrity).filter((i) => !gone.has(i)));
    const reclaimed = await removeOrphans(this.folder, needed);
    // those that cannot be read were counted nowhere
    const lost = damaged.filter(({ name }) => name !== UNREADABLE.name).length;
    return { entries: small.length + index.length - lost, damaged, reclaimed };
  }

  /** Removes entries, and those of their values that no entry which stays has too. */
  private async removeEntries(
    leaving: readonly CacheEntry[],
    all: readonly CacheEntry[],
  ): Promise<void> {
    const gone = new Set(leaving.map(({ name, digest }) => keyOf(name, digest)));
    const needed = new Set(
      all.filter(({ name, digest }) => !gone.has(keyOf(name, digest))).map((e) => e.integrity),
    );
    await each(leaving, AT_ONCE, async ({ name, digest, integrity, bytes }) => {
      await forgetEntry(this.folder, digest);
      if (bytes !== undefined) return;
      await removeIndex(this.folder, keyOf(name, digest), { removeFully: true });
      if (all.length > 0 && !needed.has(integrity))
        await cacache.rm.content(this.folder, integrity);
    });
  }
}

/** What is known of an entry whose description cannot be read. */
const UNREADABLE: CacheEntry = {
  name: "(unreadable)",
  digest: "",
  call: "",
  version: "",
  size: 0,
  storedAt: 0,
  integrity: "",
};

/** File operations that are on their way at the same time. */
const AT_ONCE = 16;

/** Removes an entry's file in the index; the types of cacache do not know of the option. */
const removeIndex = cacache.rm.entry as (
  folder: string,
  key: string,
  options: { removeFully: boolean },
) => Promise<unknown>;

const keyOf = (name: string, digest: string): string => `${name}\n${digest}`;

function entryFrom(info: cacache.CacheObject, value?: unknown): CacheEntry {
  const { metadata, size, time, integrity } = info;
  return {
    ...(metadata as EntryDescription & { digest: string }),
    size: size ?? 0,
    storedAt: time,
    integrity,
    value,
  };
}

/** Cache trouble never fails a run; it is told on the error stream. */
export function warn(message: string): void {
  console.warn(`Warning: ${message}`);
}

/** The short reason of an error: its code where it has one. */
export function reason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
