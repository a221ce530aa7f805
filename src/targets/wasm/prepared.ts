import type { Program } from "../../program/index.js";
import type { Kernel } from "./code/kernel.js";
import type { Pathway } from "./code/synapses/pathway.js";
import type { PartLayout } from "./layout/index.js";

/** A network laid out, with its compiled kernel. */
export interface Prepared {
  program: Program;
  pathways: readonly Pathway[];
  kernel: Kernel;
  module: WebAssembly.Module;
  layouts: readonly PartLayout[];
  /** Steps between two exchanges of spikes. */
  interval: number;
}
