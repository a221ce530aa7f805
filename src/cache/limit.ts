import { UserError } from "../base/index.js";

const UNITS: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** A number of bytes from text like "20 GB". @throws UserError for anything else. */
export function parseBytes(text: string, what = "size"): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kMGT]?)i?B?\s*$/.exec(text);
  if (!match) throw new UserError(`invalid ${what}: ${text}; expected a size like 20 GB`);
  return Number(match[1]) * UNITS[match[2]];
}

/** The limit that SPIKEBOOK_CACHE_LIMIT sets, in bytes; undefined where it sets none. */
export function limitFromEnvironment(): number | undefined {
  const text = process.env.SPIKEBOOK_CACHE_LIMIT;
  return text ? parseBytes(text, "SPIKEBOOK_CACHE_LIMIT") : undefined;
}
