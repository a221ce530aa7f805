import { readFile } from "node:fs/promises";
import { UserError } from "../../base/index.js";
import { requirePath } from "../../cache/index.js";

/** A file's bytes. @throws UserError naming the file where it cannot be read. */
export async function bytesOfFile(what: string, path: string): Promise<Buffer> {
  requirePath("path", path);
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    const told = new UserError(
      `invalid ${what}: ${path} cannot be read (${error.code ?? error.message})`,
    );
    throw Object.assign(told, { cause: error });
  });
}

/** A file's text. @throws UserError naming the file where it cannot be read, or is no text. */
export async function textOfFile(what: string, path: string): Promise<string> {
  const bytes = await bytesOfFile(what, path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`invalid ${what}: ${path}; it is no text (UTF-8)`);
  }
}
