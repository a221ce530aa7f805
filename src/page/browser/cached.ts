import { checkOptions, host, requireFunction, shown, UserError } from "../../base/index.js";
import { digestOf } from "../../cache/key.js";
import { fromPlain, toPlain } from "../../cache/stored.js";
import "../../cache/codecs.js";

/** Results by the digest of their call; they last as long as the page. */
const results = new Map<string, Promise<unknown>>();

/** `cached` of Node, with results in the page's memory. */
export function cached<Arguments extends readonly unknown[], Result>(
  name: string,
  compute: (...args: Arguments) => Result | Promise<Result>,
  options: { uses?: Readonly<Record<string, unknown>> } = {},
): (...args: Arguments) => Promise<Result> {
  if (typeof name !== "string" || name === "")
    throw new UserError(`invalid name of a cached function: ${shown(name)}; expected text`);
  requireFunction("compute", compute);
  checkOptions("cached", options, ["uses", "cache"]);
  const { uses = {} } = options;
  const source = String(compute);
  return async (...args) => {
    const digest = digestOf({ name, args, source, version: host.engine(), uses });
    let result = results.get(digest);
    if (!result) {
      const given = fromPlain(structuredClone(toPlain(args))) as never as Arguments;
      result = Promise.resolve(compute(...given)).then(toPlain);
      results.set(digest, result);
      // what failed or was stopped is computed when it is asked for again
      result.catch(() => results.delete(digest));
    }
    return fromPlain(structuredClone(await result)) as Result;
  };
}
