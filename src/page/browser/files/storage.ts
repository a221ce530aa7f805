import { clear, createStore, del, entries, get, set, type UseStore } from "idb-keyval";

// What a page keeps in the reader's browser (IndexedDB): results of cached functions and of sweeps, and files
// that cells wrote. Where a browser keeps nothing, all goes on without.

/** A kind of things that are kept; each is its own database, with a second one on how large its things are. */
export class Kept {
  private readonly things: UseStore | undefined;
  private readonly facts: UseStore | undefined;
  private said = new Map<string, Fact>();

  /** @param most bytes that are kept; beyond, what was used longest ago goes first */
  constructor(
    name: string,
    private readonly most: number,
  ) {
    const store = (part: string): UseStore | undefined => {
      try {
        return createStore(`spikebook ${part}`, "all");
      } catch {
        return undefined;
      }
    };
    this.things = store(name);
    this.facts = store(`${name}, facts`);
  }

  async get(key: string): Promise<unknown> {
    const { things, facts } = this;
    if (!things || !facts) return undefined;
    const found = await get(key, things).catch(() => undefined);
    const fact = this.said.get(key);
    if (found !== undefined && fact) {
      fact.used = Date.now();
      set(key, fact, facts).catch(() => {});
    }
    return found;
  }

  async set(key: string, thing: unknown): Promise<void> {
    const { things, facts } = this;
    const bytes = bytesOf(thing);
    if (!things || !facts || bytes > this.most) return;
    try {
      await set(key, thing, things);
      const fact = { bytes, used: Date.now() };
      this.said.set(key, fact);
      await set(key, fact, facts);
    } catch {
      // a browser that is full, or keeps nothing
    }
    await this.trim();
    this.changed();
  }

  async delete(key: string): Promise<void> {
    this.said.delete(key);
    if (this.things) await del(key, this.things).catch(() => {});
    if (this.facts) await del(key, this.facts).catch(() => {});
    this.changed();
  }

  async clear(): Promise<void> {
    this.said.clear();
    for (const store of [this.things, this.facts]) if (store) await clear(store).catch(() => {});
    this.changed();
  }

  /** Reads what there is. @returns the keys */
  async open(): Promise<readonly string[]> {
    const { facts } = this;
    if (!facts) return [];
    // a browser that does not answer must not hold the page up
    const answer = await Promise.race([
      entries<string, Fact>(facts).catch(() => []),
      new Promise<[]>((resolve) => setTimeout(() => resolve([]), 500)),
    ]);
    this.said = new Map([...answer, ...this.said]);
    this.changed();
    return [...this.said.keys()];
  }

  get count(): number {
    return this.said.size;
  }

  get bytes(): number {
    return [...this.said.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Called whenever something else is kept. */
  changed: () => void = () => {};

  private async trim(): Promise<void> {
    const oldest = [...this.said].sort(([, a], [, b]) => a.used - b.used);
    for (const [key] of oldest) {
      if (this.bytes <= this.most) return;
      await this.delete(key);
    }
  }
}

/** How large a thing is, and when it was used last. */
interface Fact {
  bytes: number;
  used: number;
}

const MEGABYTE = 1e6;

/** Results by the digest of what they depend on. */
export const results = new Kept("results", 200 * MEGABYTE);

/** Files by the page that wrote them and their path. */
export const keptFiles = new Kept("files", 100 * MEGABYTE);

/** About how many bytes plain data takes. */
function bytesOf(thing: unknown): number {
  if (typeof thing === "string") return 2 * thing.length;
  if (typeof thing !== "object" || thing === null) return 8;
  if (ArrayBuffer.isView(thing) || thing instanceof ArrayBuffer) return thing.byteLength;
  const parts = thing instanceof Map ? [...thing].flat() : Object.values(thing);
  return parts.reduce((sum: number, part) => sum + bytesOf(part), 16);
}
