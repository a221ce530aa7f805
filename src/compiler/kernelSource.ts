import { pathwayCode } from "./pathwayCode.js";
import type { KernelPlan } from "./plan.js";
import { type DerivedConstant, populationCode } from "./populationCode.js";
import { recorderCode, runCode } from "./runCode.js";
import { Slots } from "./slots.js";
import { sourceCode } from "./sourceCode.js";

/** A kernel's source, and the slots through which it is fed. */
export interface KernelSource {
  text: string;
  slots: Slots;
  derived: DerivedConstant[];
}

const MATH =
  "vexp, vlog, vlog10, vpow, vsin, vcos, vtan, vtanh, sexp, slog, slog10, spow, ssin, scos, stan, stanh";
const RANDOM =
  "TABLES, xoshiroUniform, numpyUniform, fillDefaultNormals, fillJuliaNormals, fillNumpyNormals, poisson, poissonBlocks";

/**
 * Writes the AssemblyScript of a kernel. The names of populations are those of the user; they
 * were checked to be plain words. Steps of one time step, in this order: record (or at its
 * end); sources spike and their synapses act; states advance and thresholds are tested; synapses
 * of the neurons act, after their delays; resets. Plastic synapses keep a history of spikes.
 */
export function kernelSource(plan: KernelPlan): KernelSource {
  const slots = new Slots();
  const derived: DerivedConstant[] = [];
  const parts = [
    ...plan.sources.map((source, k) => sourceCode(source, k, plan, slots)),
    ...plan.populations.map((population, k) => populationCode(population, k, plan, slots, derived)),
    ...plan.pathways.map((pathway, k) => pathwayCode(pathway, k, plan, slots)),
    recorderCode(plan, slots),
    runCode(plan, slots),
  ];
  const head = [
    `import { ${MATH} } from "./math";`,
    `import { ${RANDOM} } from "./random";`,
    'import { addSpike, decay, fastPower } from "./plasticity";',
    'export { connectInDegree } from "./connect";',
    "",
    "/** Addresses, counts and constants, written by the caller. */",
    `export const HEADER: usize = memory.data(${8 * (slots.count + 1)}, 16);`,
    "export const ZIGGURAT: usize = TABLES;",
    "export const HEAP: usize = __heap_base;",
  ].join("\n");
  return { text: `${[head, ...parts].join("\n\n")}\n`, slots, derived };
}
