import type { Target } from "./target.js";
import { kernelSource, WASM } from "./wasm/index.js";

export { BuiltNetwork, isNarrow, synapseBytes, synapseTable, withSizes } from "./build/index.js";
export type * from "./target.js";
export { kernelSource };

export type TargetName = "wasm" | "interpreter";

export const TARGET_NAMES: readonly TargetName[] = ["wasm", "interpreter"];

/** The targets by name; what is seldom used is loaded when it is asked for. */
export async function targetNamed(name: TargetName): Promise<Target> {
  if (name === "wasm") return WASM;
  const { INTERPRETER } = await import("./interpreter/index.js");
  return INTERPRETER;
}
