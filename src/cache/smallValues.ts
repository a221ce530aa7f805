import { createHash } from "node:crypto";
import type { CacheEntry } from "./descriptions.js";

/**
 * Bytes of a value that its description holds. A file of its own, and one more in the index, would
 * take longer to write and to find, and far more room on the disk, than the value itself.
 */
export const LARGEST_SMALL = 2048;

/** The digest of bytes as Subresource Integrity, as cacache names its files. */
export const integrityOf = (bytes: Uint8Array): string =>
  `sha512-${createHash("sha512").update(bytes).digest("base64")}`;

export const bytesOf = ({ bytes = "" }: CacheEntry): Buffer => Buffer.from(bytes, "base64");

/** Whether the bytes that a description holds are those that were stored. */
export const isWhole = (entry: CacheEntry): boolean =>
  integrityOf(bytesOf(entry)) === entry.integrity;
