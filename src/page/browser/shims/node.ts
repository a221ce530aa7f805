// What spikebook's rooms take from Node's modules, on a page: what a browser has under another name,
// and for all else functions that say that they need Node.
import { inspect, format as inspectFormat } from "node-inspect-extracted";
import { host } from "../../../base/index.js";
import { checksum } from "../../../figures/drawing/checksum.js";
import { onlyInNode } from "./needsNode.js";

export { gunzipSync } from "fflate";
export { checksum as crc32, inspect };
export const format = inspectFormat;
export const promisify = (): (() => never) => onlyInNode("another program");
export const isDeepStrictEqual: (...args: never[]) => never = onlyInNode("isDeepStrictEqual");

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Kinds of objects, as Node's "util" tells them, for values of this page. */
export const types = {
  isMap: (value: unknown): boolean => value instanceof Map,
  isSet: (value: unknown): boolean => value instanceof Set,
  isDate: (value: unknown): boolean => value instanceof Date,
  isProxy: (): boolean => false,
  isTypedArray: (value: unknown): boolean =>
    ArrayBuffer.isView(value) && !(value instanceof DataView),
  isArrayBuffer: (value: unknown): boolean => value instanceof ArrayBuffer,
  isAnyArrayBuffer: (value: unknown): boolean => tagOf(value).endsWith("ArrayBuffer"),
  isPromise: (value: unknown): boolean => value instanceof Promise,
  isExternal: (): boolean => false,
  isNativeError: (value: unknown): boolean => value instanceof Error,
  isRegExp: (value: unknown): boolean => value instanceof RegExp,
};

export const serialize: (...args: never[]) => never = onlyInNode("the cache on disk");
export const deserialize: (...args: never[]) => never = serialize;

export const createHash = (): {
  update(bytes: Uint8Array | string): unknown;
  digest(how?: string): Uint8Array | string;
} => {
  const hasher = host.hasher();
  const hash = {
    update(bytes: Uint8Array | string): unknown {
      hasher.update(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
      return hash;
    },
    digest: (how?: string) => {
      const bytes = hasher.digest();
      if (how === undefined) return bytes;
      if (how !== "hex") return onlyInNode(`a digest as ${how}`)();
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
  return hash;
};

let names = 0;

/** Bytes for names that nobody else has: on a page there is nobody else. */
export const randomBytes = (): { toString(): string } => {
  names += 1;
  return { toString: () => String(names) };
};
export const randomUUID = (): string => `page-${names++}`;

export const setImmediate = (): Promise<void> => host.nextTurn();
export const setTimeout = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void globalThis.setTimeout(resolve, milliseconds));

export const fileURLToPath = (url: string | URL): string => new URL(url).pathname;
export const createRequire = (): object =>
  Object.assign(onlyInNode("another package"), {
    resolve: (name: string) => `/${name}`,
    cache: {},
  });
export const isBuiltin = (name: string): boolean =>
  /^node:|^(assert|buffer|child_process|cluster|crypto|dns|events|fs|http2?|https|inspector|module|net|os|path|perf_hooks|process|readline|repl|stream|tls|tty|url|util|v8|vm|worker_threads|zlib)(\/|$)/.test(
    name,
  );

export const spawnSync: (...args: never[]) => never = onlyInNode("another program");
export const spawn: (...args: never[]) => never = spawnSync;
export const fork: (...args: never[]) => never = spawnSync;
export const execFile: (...args: never[]) => never = spawnSync;
export const availableParallelism = (): number => host.cores();
export const totalmem = (): number => host.memory();
export const hostname: (...args: never[]) => never = onlyInNode("the machine's name");
export const userInfo: (...args: never[]) => never = hostname;
export const [arch, platform, release, cpus, homedir, tmpdir]: (() => never)[] =
  Array(6).fill(hostname);
