import { EXPONENTIAL_TABLES, NORMAL_TABLES } from "../../random/index.js";
import type { Kernel } from "./code/kernel.js";
import type { Content, MemoryPlan } from "./layout/memoryPlan.js";
import { EXPONENTIAL, TABLE, ZIGGURAT } from "./library/addresses.js";

/** What every kernel exports; functions that bring synapses up to date stand there by name too. */
export interface KernelExports {
  /** Computes steps; gives how many. */
  run: (first: number, steps: number) => number;
  /** In its place, where threads exchange spikes within steps: whether there was room for a step; the rest of it. */
  firstHalf: (step: number) => number;
  secondHalf: (step: number) => void;
  [name: string]: (...given: number[]) => unknown;
}

/** A kernel on a memory. */
export interface KernelInstance {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  exports: KernelExports;
  /** What stands in the memory and is never changed, by address. */
  constants: ReadonlyMap<number, Content>;
}

const modules = new WeakMap<Kernel, Promise<WebAssembly.Module>>();

/** The compiled module of a kernel; compiled once. */
export function compiled(kernel: Kernel): Promise<WebAssembly.Module> {
  let module = modules.get(kernel);
  if (!module) {
    module = WebAssembly.compile(kernel.encoded.bytes);
    modules.set(kernel, module);
  }
  return module;
}

/** Instances that nobody uses, by module: making memories costs more than a short run. */
const free = new Map<WebAssembly.Module, KernelInstance>();

/** Modules for which a free instance is kept, and the bytes of the largest memory that is. */
const MOST_FREE = 4;
const LARGEST_FREE = 2 ** 26;

/** A kernel with a memory as large as the plan needs: a free one, or a new one. */
export function takeInstance(module: WebAssembly.Module, plan: MemoryPlan): KernelInstance {
  const known = free.get(module);
  free.delete(module);
  if (known && plan.fits(known.memory)) return known;
  return instanceOn(module, new WebAssembly.Memory({ initial: 1 }), plan);
}

/** A kernel on a memory that has something in it already. */
export function instanceOn(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  plan: MemoryPlan,
): KernelInstance {
  plan.grow(memory);
  return { module, memory, exports: instantiateOn(module, memory), constants: new Map() };
}

/** A kernel on a memory; its own tables are written there. */
export function instantiateOn(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): KernelExports {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  for (const [address, { k, w, f }] of [
    [ZIGGURAT, NORMAL_TABLES],
    [EXPONENTIAL, EXPONENTIAL_TABLES],
  ] as const)
    for (const [place, table] of [k, w, f].entries())
      new Float64Array(memory.buffer, address + place * TABLE, table.length).set(table);
  return exports as unknown as KernelExports;
}

/** Gives an instance back, for another run of the same kernel. */
export function giveBack(instance: KernelInstance): void {
  if (instance.memory.buffer.byteLength > LARGEST_FREE) return;
  free.delete(instance.module);
  for (const oldest of free.keys()) {
    if (free.size < MOST_FREE) break;
    free.delete(oldest);
  }
  free.set(instance.module, instance);
}
