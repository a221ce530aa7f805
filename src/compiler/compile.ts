import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cached, digestOf } from "../cache/index.js";
import { InternalError } from "../units/index.js";
import { tabulateConstants } from "./constantTable.js";

const LIBRARY = ["math", "random", "inputs"] as const;
const FLAGS = [
  "--outFile=kernel.wasm",
  "--optimizeLevel=2",
  "--noAssert",
  "--runtime=stub",
  "--enable=simd",
  "--importMemory",
  "--disableWarning=112",
];

/** The AssemblyScript files of the kernel library, by name. */
function libraryFiles(): Record<string, string> {
  return Object.fromEntries(
    LIBRARY.map((name) => [
      `${name}.ts`,
      readFileSync(new URL(`./kernels/${name}.ts`, import.meta.url), "utf8"),
    ]),
  );
}

const compilerVersion = (): string =>
  (createRequire(import.meta.url)("assemblyscript/package.json") as { version: string }).version;

/** Compiles AssemblyScript to a WebAssembly module's bytes, in this process. */
async function assemble(source: string, library: Record<string, string>): Promise<Uint8Array> {
  // not a static import: loading it takes longer than everything else
  const { default: asc } = await import("assemblyscript/asc");
  const files = Object.fromEntries(
    Object.entries({ ...library, "kernel.ts": source }).map(([name, text]) => [
      name,
      tabulateConstants(text),
    ]),
  );
  let wasm: Uint8Array | undefined;
  let messages = "";
  const output = {
    write: (text: string) => {
      messages += text;
      return true;
    },
  };
  const { error } = await asc.main(["kernel.ts", ...FLAGS], {
    readFile: (name: string) => files[name.replace(/^\.\//, "")] ?? null,
    writeFile: (name: string, content: string | Uint8Array) => {
      if (name.endsWith(".wasm")) wasm = content as Uint8Array;
    },
    listFiles: () => [],
    stdout: output,
    stderr: output,
  });
  if (error || !wasm)
    throw new InternalError(`a kernel does not compile: ${messages || error?.message}`);
  return Uint8Array.from(wasm);
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

/**
 * The WebAssembly module of a kernel's source. Compiled once: kept in this process, and on disk
 * under the digest of the source, the kernel library and the compiler's version.
 */
export function compileKernel(source: string): Promise<WebAssembly.Module> {
  let module = modules.get(source);
  if (!module) {
    const library = libraryFiles();
    const digest = digestOf([source, library, FLAGS, compilerVersion()]);
    module = fromCache(digest, source, library);
    modules.set(source, module);
    module.catch(() => modules.delete(source));
  }
  return module;
}

async function fromCache(
  digest: string,
  source: string,
  library: Record<string, string>,
): Promise<WebAssembly.Module> {
  const bytes = await cached("kernels", (_: string) => assemble(source, library))(digest);
  return WebAssembly.compile(Uint8Array.from(bytes));
}
