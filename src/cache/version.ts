import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { InternalError } from "../base/index.js";

const load = createRequire(import.meta.url);
const PACKAGE = load("../../package.json") as {
  version: string;
  dependencies: Record<string, string>;
};

/** The version of spikebook. */
export const VERSION: string = PACKAGE.version;

/**
 * What cannot decide a result: how results look, and the command line. Everything else in src/
 * counts, whatever it is called: rooms, grammars, kernels.
 */
export const APART: readonly string[] = [
  "figures",
  "notebook",
  "page",
  "commands",
  "cli",
  "index",
  "browser",
];

/** Packages at run time that compute no numbers; all others of package.json count. */
export const PACKAGES_APART: readonly string[] = [
  "@myriaddreamin/typst-ts-node-compiler",
  "@observablehq/inputs",
  "@observablehq/plot",
  "@observablehq/runtime",
  "@resvg/resvg-js",
  "@types/d3",
  "@types/jsdom",
  "@types/node",
  "acorn",
  "cli-progress",
  "commander",
  "dompurify",
  "esbuild",
  "eslint-scope",
  "fflate",
  "jsdom",
  "katex",
  "markdown-it",
  "node-inspect-extracted",
  "oxc-minify",
];

/** A digest of all code below a folder that decides a result: of src/, or of dist/. */
export function codeDigest(folder: URL): string {
  const hash = createHash("sha256");
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.(js|ts|cts|mts|peggy|wat|wasm)$/.test(path) && !path.endsWith(".d.ts"))
    .filter((path) => !APART.includes(path.split("/")[0].replace(/\.[jt]s$/, "")));
  for (const path of paths.sort())
    hash.update(`${path}\n`).update(readFileSync(new URL(path, folder)));
  return hash.digest("hex");
}

/** The digest of a checkout's sources, and of the tables' library, which the build bundles. */
export function sourceDigest(checkout: URL): string {
  const bundle = readFileSync(new URL("dist/danfojs/index.js", checkout));
  const code = codeDigest(new URL("src/", checkout));
  return createHash("sha256").update(code).update(bundle).digest("hex");
}

let engine: string | undefined;

/**
 * The version, and a digest of everything that decides a result: the code, the grammars, and the
 * packages that compute numbers. It is part of every cache key, so that results of one state of
 * the engine are never taken for those of another, also while the version stays the same. Built
 * code reads the digest that the build wrote; sources that run directly are digested once.
 */
export function engineVersion(): string {
  if (engine === undefined) {
    const hash = createHash("sha256").update(ownDigest());
    for (const name of Object.keys(PACKAGE.dependencies).sort())
      if (!PACKAGES_APART.includes(name)) hash.update(`\n${name} ${installedVersion(name)}`);
    engine = `${VERSION}+${hash.digest("hex").slice(0, 16)}`;
  }
  return engine;
}

function ownDigest(): string {
  if (import.meta.url.endsWith(".ts")) return sourceDigest(new URL("../../", import.meta.url));
  const folder = new URL("../", import.meta.url);
  const written = new URL("engine.json", folder);
  // a compiler that ran alone, without the rest of the build, has left the written digest behind
  const time = (file: URL): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isFresh = time(written) > 0 && time(written) >= time(new URL(".tsbuildinfo", folder));
  if (!isFresh) return codeDigest(folder);
  return (JSON.parse(readFileSync(written, "utf8")) as { digest: string }).digest;
}

function installedVersion(name: string): string {
  // not every package lets its description be required, but all lie where Node looks for them
  for (const folder of load.resolve.paths(name) ?? [])
    try {
      const text = readFileSync(`${folder}/${name}/package.json`, "utf8");
      return (JSON.parse(text) as { version: string }).version;
    } catch {}
  throw new InternalError(`the package ${name} is not installed`);
}
