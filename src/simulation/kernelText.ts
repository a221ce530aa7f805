import { kernelSource as writeSource } from "../compiler/index.js";
import { integrate, printCode } from "../integrators/index.js";
import { ms, seconds } from "../units/index.js";
import { network } from "./buildNetwork.js";
import { checkedModel } from "./checkedModel.js";
import { lowerNetwork } from "./lowerNetwork.js";
import type { NetworkSimulation, Population } from "./network.js";

/** The AssemblyScript of the kernel that a network, or a population by itself, runs on. */
export function kernelSource(model: NetworkSimulation | Population): string {
  const simulation =
    "kind" in model ? network({ populations: [model], duration: seconds(1) }) : model;
  return writeSource(lowerNetwork(simulation).plan).text;
}

/** What a population's method makes of its equations: statements, one a line, for one step. */
export function abstractCode({ model, method }: Population, dt = ms(0.1)): string {
  return printCode(integrate(checkedModel(model), method, dt.value));
}
