import { shown, UserError } from "../base/index.js";

/**
 * A number of bytes from text like "20 GB" or "20 GiB": steps of 1000, or of 1024.
 * @throws UserError for anything else.
 */
export function parseBytes(text: string, what = "size"): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(?:([kKMGT])(i?))?B?\s*$/.exec(text);
  if (!match) {
    const had = typeof text === "string" ? text : shown(text);
    throw new UserError(`invalid ${what}: ${had}; expected a size like 20 GB`);
  }
  const [, number, prefix = "", binary] = match;
  const step = binary ? 1024 : 1000;
  return Number(number) * step ** ["", "k", "M", "G", "T"].indexOf(prefix.replace("K", "k"));
}

/** The limit that SPIKEBOOK_CACHE_LIMIT sets, in bytes; undefined where it sets none. */
export function limitFromEnvironment(): number | undefined {
  const text = process.env.SPIKEBOOK_CACHE_LIMIT;
  return text ? parseBytes(text, "SPIKEBOOK_CACHE_LIMIT") : undefined;
}
