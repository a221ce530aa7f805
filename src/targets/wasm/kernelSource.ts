import type { NetworkSimulation, Population } from "../../network/index.js";
import { asNetwork, buildProgram, optimise } from "../../program/index.js";
import { makeKernel } from "./code/kernel.js";
import { printModule } from "./text/printModule.js";

/**
 * The kernel that a network, or a population by itself, runs on: WebAssembly as text, beside each piece
 * the statement that it computes.
 * @throws UserError for what is no model.
 * @example
 * ```ts
 * kernelSource(neurons)
 * ```
 */
export const kernelSource = (model: NetworkSimulation | Population): string =>
  printModule(makeKernel(optimise(buildProgram(asNetwork(model)))).module);
