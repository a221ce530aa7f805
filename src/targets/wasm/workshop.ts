import { encodeModule, type FunctionDefinition, writeModule } from "./assembler/index.js";
import { instantiateOn, type KernelExports } from "./instance.js";
import { CONSTANTS } from "./library/addresses.js";

/** A kernel by itself that makes things before a run, and its memory from `heap` on. */
export interface Tools {
  memory: WebAssembly.Memory;
  exports: KernelExports;
  heap: number;
}

/** Bytes of a memory that is kept for the next time. */
const LARGEST_KEPT = 2 ** 26;

/** Functions of the library for use before a run; all uses share one memory, one after the other. */
export class Workshop {
  private kept: Tools | undefined;

  constructor(private readonly functions: Readonly<Record<string, FunctionDefinition>>) {}

  /** The tools, which are the taker's until they are put back; made where nobody put any back. */
  take(): Tools {
    const taken = this.kept;
    this.kept = undefined;
    if (taken) return taken;
    const exported = new Map(Object.entries(this.functions));
    const { bytes, heap } = encodeModule(writeModule(exported, false), CONSTANTS);
    const memory = new WebAssembly.Memory({ initial: 2 });
    return { memory, heap, exports: instantiateOn(new WebAssembly.Module(bytes), memory) };
  }

  putBack(tools: Tools): void {
    if (tools.memory.buffer.byteLength <= LARGEST_KEPT) this.kept = tools;
  }
}
