import { inspect } from "node:util";
import { UserError } from "../base/index.js";
import { cacheFolder, reason, warn } from "./folder.js";
import { digestOf } from "./key.js";
import { ResultCache } from "./resultCache.js";
import { engineVersion } from "./version.js";

/** Options of {@link cached}. */
export interface CachedOptions {
  /** Values from outside that the function reads: they become part of the key. */
  uses?: Readonly<Record<string, unknown>>;
  /** Where to store; by default the folder SPIKEBOOK_CACHE names, else data/cache. */
  cache?: ResultCache;
}

/** Calls on their way, so that the same call made twice at once is computed once. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * A function whose results are kept on disk: called again with equal arguments, also in another
 * session, it returns the stored result. A result is found again by the name, the arguments,
 * the function's own text, the state of the engine, and the values under `uses`. Variables that
 * the function reads from outside are not seen: pass them as arguments (a simulation holds all
 * of its own), or list them under `uses`.
 *
 * Results may hold quantities, signals, spike trains, typed arrays and nested objects. A damaged
 * entry is computed again with a warning; a disk that cannot be written to gives a warning too.
 * @param name groups the entries for listing and clearing
 * @throws UserError for arguments that are no data, such as functions.
 */
export function cached<Arguments extends readonly unknown[], Result>(
  name: string,
  compute: (...args: Arguments) => Result | Promise<Result>,
  options: CachedOptions = {},
): (...args: Arguments) => Promise<Result> {
  if (typeof name !== "string" || name.trim() === "" || name.includes("\n"))
    throw new UserError(`invalid cache name: ${inspect(name)}; expected a line of text`);
  if (typeof compute !== "function")
    throw new UserError(`invalid function to cache under "${name}": ${inspect(compute)}`);
  return async (...args) => {
    const cache = options.cache ?? new ResultCache(cacheFolder());
    const source = Function.prototype.toString.call(compute);
    const digest = digestOf({
      name,
      args,
      source,
      version: engineVersion(),
      uses: options.uses ?? {},
    });
    const flight = `${cache.folder}\n${digest}`;
    const started = underWay.get(flight);
    if (started) return started as Promise<Result>;
    const call = findOrCompute(cache, name, digest, args, () => compute(...args));
    underWay.set(flight, call);
    try {
      return (await call) as Result;
    } finally {
      underWay.delete(flight);
    }
  };
}

async function findOrCompute(
  cache: ResultCache,
  name: string,
  digest: string,
  args: readonly unknown[],
  compute: () => unknown,
): Promise<unknown> {
  const found = await cache.find(name, digest);
  if (found) return found.value;
  const value = await compute();
  const call = inspect(args, { depth: 3, breakLength: Number.POSITIVE_INFINITY }).slice(0, 500);
  try {
    await cache.put(digest, value, { name, call, version: engineVersion() });
  } catch (error) {
    if (error instanceof UserError && !("code" in error)) throw error;
    warn(`the result of "${name}" could not be cached in ${cache.folder} (${reason(error)})`);
  }
  return value;
}
