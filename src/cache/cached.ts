import { inspect, types } from "node:util";
import { checkOptions, checkTruth, seeManual, shown, UserError } from "../base/index.js";
import { toBytesWithStates } from "./codecs.js";
import { cacheFolder, reason, warnOnce } from "./folder.js";
import { digestOf } from "./key.js";
import { ResultCache, requireCache, requireEntryName } from "./resultCache.js";
import { fromBytes, toBytes } from "./stored.js";
import { engineVersion } from "./version.js";

/** Options of {@link cached}. */
export interface CachedOptions {
  /** Values from outside that the function reads: they become part of the key. */
  uses?: Readonly<Record<string, unknown>>;
  /**
   * Whether results of runs are kept with their final states, from which other runs can go on: those
   * of plastic networks are large. By default they are not.
   */
  keepState?: boolean;
  /** Where to store; by default the folder SPIKEBOOK_CACHE names, else data/cache. */
  cache?: ResultCache;
}

/** Calls on their way, so that the same call made twice at once is computed once: their bytes. */
const underWay = new Map<string, Promise<Uint8Array>>();

/**
 * A function whose results are kept on disk: called again with equal arguments, also in another
 * session, it returns the stored result. A result is found again by the name, the arguments,
 * the function's own text, the state of the engine, and the values under `uses`. Variables that
 * the function reads from outside are not seen: pass them as arguments (a simulation holds all
 * of its own), or list them under `uses`.
 *
 * Arguments count as they are at the call: the function gets a copy of them, and every caller a
 * result of its own, so that what anybody changes afterwards changes no entry. Results may hold
 * quantities, signals, spike trains, typed arrays and nested objects. A damaged entry is computed
 * again with a warning; a disk that cannot be written to gives a warning too.
 * @param name groups the entries for listing and clearing
 * @throws UserError for arguments that are no data, such as functions, and for a function whose
 *   text is not its own, such as a bound one.
 * @example
 * ```ts
 * const rates = cached("rates", async (given) => (await run(given)).firingRateOf("neurons"));
 * await rates(simulation); // computed
 * await rates(simulation) // from the disk
 * ```
 */
export function cached<Arguments extends readonly unknown[], Result>(
  name: string,
  compute: (...args: Arguments) => Result | Promise<Result>,
  options: CachedOptions = {},
): (...args: Arguments) => Promise<Result> {
  requireEntryName(name);
  const source = textOf(name, compute);
  checkOptions("cached", options, ["uses", "cache", "keepState"]);
  const { uses = {}, cache: given, keepState = false } = options;
  checkTruth("keepState", keepState);
  if (typeof uses !== "object" || uses === null)
    throw new UserError(`invalid uses: ${shown(uses)}; expected an object like { N }`);
  if (given !== undefined) requireCache(given);
  return async (...args) => {
    const cache = given ?? new ResultCache(cacheFolder());
    // all of this before anything waits: the caller may change the arguments meanwhile
    const digest = digestOf({ name, args, source, version: engineVersion(), uses, keepState });
    const flight = `${cache.folder}\n${digest}`;
    let call = underWay.get(flight);
    if (!call) {
      call = findOrCompute(cache, name, digest, toBytes(args), compute, keepState);
      underWay.set(flight, call);
      const land = (): boolean => underWay.delete(flight);
      call.then(land, land);
    }
    return fromBytes(await call) as Result;
  };
}

async function findOrCompute(
  cache: ResultCache,
  name: string,
  digest: string,
  args: Uint8Array,
  compute: (...args: never) => unknown,
  keepState: boolean,
): Promise<Uint8Array> {
  const found = await cache.read(name, digest);
  if (found) return found;
  const given = fromBytes(args) as never[];
  const call = inspect(given, { depth: 3, breakLength: Number.POSITIVE_INFINITY }).slice(0, 500);
  const value = await compute(...(given as never));
  const bytes = keepState ? toBytesWithStates(value) : toBytes(value);
  const about = { name, call, version: engineVersion() };
  await cache.write(digest, bytes, about, value).catch((error) => {
    warnOnce(`the result of "${name}" could not be cached in ${cache.folder} (${reason(error)})`);
  });
  return bytes;
}

/** The text of a function, by which it is known. @throws UserError where it has none of its own. */
function textOf(name: string, compute: unknown): string {
  const refuse = (why: string): never => {
    throw new UserError(
      `invalid function to cache under "${name}": ${why}; expected one written out, like (x) => ...${seeManual("cache")}`,
    );
  };
  if (typeof compute !== "function") return refuse(shown(compute));
  if (types.isProxy(compute)) return refuse("a proxy, whose text is not known");
  const text = Function.prototype.toString.call(compute);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text))
    return refuse(`${shown(compute)} is bound or built in, and its text is not known`);
  if (/^class[\s{]/.test(text)) return refuse(`${shown(compute)} is a class`);
  return text;
}
