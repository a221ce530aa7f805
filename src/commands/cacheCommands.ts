import { cacheFolder, parseBytes, ResultCache } from "../cache/index.js";

/** The entries of the cache by name, as lines of text. */
export async function listCache(): Promise<string> {
  const cache = new ResultCache(cacheFolder());
  const names = new Map<string, { count: number; size: number }>();
  for (const { name, size } of await cache.entries()) {
    const sum = names.get(name) ?? { count: 0, size: 0 };
    names.set(name, { count: sum.count + 1, size: sum.size + size });
  }
  if (names.size === 0) return `${cache.folder} holds no results`;
  const lines = [...names].map(
    ([name, { count, size }]) =>
      `  ${name}: ${count} ${count === 1 ? "result" : "results"}, ${describeBytes(size)}`,
  );
  return [cache.folder, ...lines].join("\n");
}

/** The number and size of all entries, as a line of text. */
export async function sizeOfCache(): Promise<string> {
  const cache = new ResultCache(cacheFolder());
  const entries = await cache.entries();
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  return `${describeBytes(size)} in ${entries.length} results (${cache.folder})`;
}

/** Removes the entries of one name, or all; says how many there were. */
export async function clearCache(name?: string): Promise<string> {
  const cache = new ResultCache(cacheFolder());
  const count = await cache.clear(name);
  return `removed ${count} ${count === 1 ? "result" : "results"} from ${cache.folder}`;
}

/** Checks all entries; says which were damaged. */
export async function verifyCache(): Promise<string> {
  const cache = new ResultCache(cacheFolder());
  const { entries, damaged, reclaimed } = await cache.verify();
  return [
    `${entries} results are as they were stored, ${damaged.length} were damaged and removed, ` +
      `${describeBytes(reclaimed)} of no result reclaimed (${cache.folder})`,
    ...damaged.map(({ name, call }) => `  damaged: ${name} ${call}`),
  ].join("\n");
}

/** Removes the entries used longest ago until the rest takes less than a size. */
export async function trimCache(size: string): Promise<string> {
  const cache = new ResultCache(cacheFolder());
  const removed = await cache.trim(parseBytes(size));
  return `removed ${removed} ${removed === 1 ? "result" : "results"}; ${await sizeOfCache()}`;
}

function describeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
