import { InternalError } from "../base/index.js";
import type { KernelMemory } from "./kernelMemory.js";

/** What every kernel exports. */
export interface KernelExports {
  run: (first: number, steps: number) => number;
  connectInDegree: (...args: number[]) => void;
  HEADER: WebAssembly.Global;
  ZIGGURAT: WebAssembly.Global;
  HEAP: WebAssembly.Global;
}

/** A kernel with its memory. */
export interface Kernel {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  exports: KernelExports;
}

/** A kernel that nobody uses, by module: making memories costs more than a short run. */
const free = new Map<WebAssembly.Module, Kernel>();

/** Modules for which a free kernel is kept. */
const MOST_FREE = 4;

/** A kernel with a memory as large as the layout needs: a free one, or a new one. */
export function instantiate(module: WebAssembly.Module, layout: KernelMemory): Kernel {
  const known = free.get(module);
  free.delete(module);
  if (known && layout.fits(known.memory)) return known;
  for (const oldest of free.keys()) {
    if (free.size < MOST_FREE) break;
    free.delete(oldest);
  }
  const memory = layout.make();
  return { module, memory, exports: instantiateOn(module, memory) };
}

/** A kernel on a memory; its own tables there are written anew. */
export function instantiateOn(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): KernelExports {
  const abort = (): void => {
    throw new InternalError("a kernel aborted");
  };
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  return exports as unknown as KernelExports;
}

/** Gives a kernel back, for another run of the same network. */
export function release(kernel: Kernel): void {
  free.set(kernel.module, kernel);
}
