import { rmSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Seconds after which a file of no entry is nobody's work in progress. */
const GRACE = 3600;

/**
 * Removes files that belong to no entry, left behind by killed writers: values without an entry, and
 * unfinished ones. Young ones stay: their writers may be at work.
 * @param needed digests (Subresource Integrity) of the values that have entries
 * @returns the number of bytes
 */
export async function removeOrphans(cache: string, needed: ReadonlySet<string>): Promise<number> {
  const content = join(cache, "content-v2");
  let reclaimed = 0;
  for (const file of [...(await filesBelow(content)), ...(await filesBelow(join(cache, "tmp")))]) {
    if (file.startsWith(content) && needed.has(integrityOf(content, file))) continue;
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat || Date.now() - stat.mtimeMs < GRACE * 1000) continue;
    rmSync(file, { force: true });
    reclaimed += stat.size;
  }
  return reclaimed;
}

/** The digest of a value from the place of its file: content-v2/sha512/ab/cd/rest, in hexadecimal. */
function integrityOf(content: string, file: string): string {
  const [algorithm, ...hex] = relative(content, file).split(sep);
  return `${algorithm}-${Buffer.from(hex.join(""), "hex").toString("base64")}`;
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
}
