import { checkOptions, host, requireFunction, shown, UserError } from "../../../base/index.js";
import { digestOf } from "../../../cache/key.js";
import { fromPlain, toPlain } from "../../../cache/stored.js";
import "../../../cache/codecs.js";
import { results } from "../files/storage.js";

/** What the build puts in the place of this name: a digest of all of the page's code. */
declare const SPIKEBOOK_PAGE: string | undefined;

/** The page's code, in what its results are known by: texts of functions do not tell what they call. */
export const pageCode = (): string =>
  typeof SPIKEBOOK_PAGE === "string" ? SPIKEBOOK_PAGE : "unbundled";

/** Calls on their way, by their digest. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * `cached` of Node, with results in the browser's storage. On a page cells are computed again when controls
 * are moved, and functions read what others gave: so where all controls before a cell stand is part of the key.
 * @param state that, and texts that readers wrote
 */
export function cached<Arguments extends readonly unknown[], Result>(
  name: string,
  compute: (...args: Arguments) => Result | Promise<Result>,
  options: { uses?: Readonly<Record<string, unknown>> } = {},
  state: () => unknown = () => null,
): (...args: Arguments) => Promise<Result> {
  if (typeof name !== "string" || name.trim() === "" || name.includes("\n"))
    throw new UserError(`invalid cache name: ${shown(name)}; expected a line of text`);
  requireFunction("compute", compute);
  checkOptions("cached", options, ["uses", "cache"]);
  const { uses = {} } = options;
  if (typeof uses !== "object" || uses === null)
    throw new UserError(`invalid uses: ${shown(uses)}; expected an object like { N }`);
  const source = String(compute);
  return async (...args) => {
    const version = [host.engine(), pageCode()];
    const digest = digestOf({ name, args, source, version, uses, state: state() });
    let call = underWay.get(digest);
    if (!call) {
      call = findOrCompute(digest, toPlain(args), compute as never);
      underWay.set(digest, call);
      const land = (): boolean => underWay.delete(digest);
      call.then(land, land);
    }
    return fromPlain(structuredClone(await call)) as Result;
  };
}

async function findOrCompute(
  digest: string,
  args: unknown,
  compute: (...args: unknown[]) => unknown,
): Promise<unknown> {
  const found = (await results.get(digest)) as { plain: unknown } | undefined;
  if (found) return found.plain;
  // what the caller changes afterwards changes nothing
  const given = fromPlain(structuredClone(args)) as unknown[];
  const plain = toPlain(await compute(...given));
  await results.set(digest, { plain });
  return plain;
}
