// Files on a page: they live in its memory and in the browser's storage, and readers can take them home. These are the functions of
// Node's "fs" and "fs/promises" that spikebook uses.

import { Buffer } from "./buffer.js";
import { NeedsNode } from "./needsNode.js";
import { resolve } from "./paths.js";

/** A file's bytes by its whole path. */
const contents = new Map<string, Uint8Array>();

/** The files by any of their paths. */
const files = {
  has: (path: string): boolean => contents.has(resolve(path)),
  get: (path: string): Uint8Array | undefined => contents.get(resolve(path)),
  set: (path: string, bytes: Uint8Array): unknown => contents.set(resolve(path), bytes),
  delete: (path: string): boolean => contents.delete(resolve(path)),
};

let written: (path: string, bytes: Uint8Array) => void = () => {};

/** Calls back for each file that is there whole. */
export function onFileWritten(call: typeof written): void {
  written = call;
}

/** Puts files in place that the page wrote on another day. */
export function putBack(path: string, bytes: Uint8Array): void {
  if (!contents.has(path)) contents.set(path, bytes);
}

/** What is missing, said as Node says it. */
function missing(path: string): never {
  throw Object.assign(new NeedsNode(`the file ${path} is not on the page`), { code: "ENOENT" });
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);

const contentOf = (
  path: string,
  encoding?: string | { encoding?: string },
): string | Uint8Array => {
  const bytes = files.get(String(path)) ?? missing(String(path));
  return encoding ? new TextDecoder().decode(bytes) : Buffer.from(bytes);
};

const isTemporary = (path: string): boolean => path.endsWith(".tmp");

function put(path: string, content: string | Uint8Array): void {
  const bytes = bytesOf(content);
  files.set(path, bytes);
  if (!isTemporary(path)) written(resolve(path), bytes);
}

export const existsSync = (path: string): boolean => files.has(path) || !isFileName(path);

/** What has an ending is a file, and what has none a folder: every folder is there. */
const isFileName = (path: string): boolean => /\.[^/.]+$/.test(path);

export function statSync(path: string): object | undefined {
  if (!existsSync(path)) return undefined;
  const isFile = files.has(path);
  return { isDirectory: () => !isFile, isFile: () => isFile, size: files.get(path)?.length ?? 0 };
}

export const constants: Readonly<Record<string, number>> = { W_OK: 2, R_OK: 4 };
export function accessSync(): void {}
export const readFileSync = contentOf;
export const writeFileSync = put;
export const readdirSync = (): string[] => [];
export const mkdirSync = (): void => {};

export const readFile = async (path: string, encoding?: string): Promise<string | Uint8Array> =>
  contentOf(path, encoding);
export const writeFile = async (path: string, content: string | Uint8Array): Promise<void> =>
  put(path, content);
export async function rename(from: string, to: string): Promise<void> {
  put(to, files.get(from) ?? missing(from));
  files.delete(from);
}
export async function rm(path: string): Promise<void> {
  files.delete(path);
}
export const mkdir = async (): Promise<void> => {};
export const utimes = async (): Promise<void> => {};
export const readdir = async (): Promise<string[]> => [];
export const stat = async (path: string): Promise<object> => statSync(path) ?? missing(path);
export const open = async (): Promise<never> => missing("");
export const opendir = async (): Promise<never> => missing("");
export const link = async (): Promise<never> => missing("");
export const unlink = rm;
