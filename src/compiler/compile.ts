import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { InternalError } from "../base/index.js";
import { cached, digestOf } from "../cache/index.js";
import { tabulateConstants } from "./constantTable.js";

const LIBRARY = ["math", "random", "inputs", "plasticity", "connect"] as const;
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
async function assemble(
  source: string,
  library: Record<string, string>,
  flags: readonly string[],
): Promise<Uint8Array> {
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
  const { error } = await asc.main(["kernel.ts", ...flags], {
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

/** Flags of kernels on memory that several threads share. */
const SHARED_FLAGS = ["--sharedMemory", "--enable=threads", "--maximumMemory=65536"];

const modules = new Map<string, Promise<WebAssembly.Module>>();

/**
 * The WebAssembly module of a kernel's source. Compiled once: kept in this process, and on disk
 * under the digest of the source, the kernel library and the compiler's version.
 * @param shared whether its memory is one that threads share
 */
export function compileKernel(source: string, shared = false): Promise<WebAssembly.Module> {
  const flags = shared ? [...FLAGS, ...SHARED_FLAGS] : FLAGS;
  const key = `${shared}\n${source}`;
  let module = modules.get(key);
  if (!module) {
    const library = libraryFiles();
    const digest = digestOf([source, library, flags, compilerVersion()]);
    const compute = (_: string): Promise<Uint8Array> => assemble(source, library, flags);
    module = cached(
      "kernels",
      compute,
    )(digest).then((bytes) => WebAssembly.compile(Uint8Array.from(bytes)));
    modules.set(key, module);
    module.catch(() => modules.delete(key));
  }
  return module;
}
