import { compileKernel, kernelSource } from "../compiler/index.js";
import { evaluate } from "../equations/index.js";
import { Streams } from "../random/index.js";
import { GENERATOR_SIZE, storeGenerator } from "./generators.js";
import { KernelMemory } from "./kernelMemory.js";
import { instantiate, release } from "./kernelPool.js";
import type { LoweredNetwork } from "./lowerNetwork.js";
import { layOutRecorders, type SpikePairs, takeRecorded, takeSpikes } from "./recordings.js";
import { layOutPopulations, layOutSources, layOutSpikes, type Owner } from "./spikeOwners.js";
import { makeSynapses, type SynapseTable } from "./synapseTable.js";
import { fillZigguratTables } from "./zigguratMemory.js";

/** A kernel with its memory, ready to compute. */
export interface KernelRun {
  /** Computes steps; may stop early where a buffer is full. Returns how many were done. */
  run: (first: number, steps: number) => number;
  /** Takes the spikes recorded since the last call out of the kernel, by owner. */
  takeSpikes: () => Map<string, SpikePairs>;
  /** Takes the recorded values out, by recorder. */
  takeRecorded: () => Float64Array[];
  /** Most steps that the recorders' buffers hold. */
  longestChunk: number;
  memory: WebAssembly.Memory;
  synapses: Map<string, SynapseTable>;
  /** Gives the kernel back; its memory may then be used by another run. */
  release: () => void;
}

/** Compiles the kernel of a network, builds the network and fills the kernel's memory. */
export async function prepareKernel(lowered: LoweredNetwork): Promise<KernelRun> {
  const { simulation, plan, dt } = lowered;
  const { text, slots, derived } = kernelSource(plan);
  const compiling = compileKernel(text);
  // what follows may fail first
  compiling.catch(() => {});
  const streams = new Streams(simulation.stream, simulation.seed);
  const layout = new KernelMemory(slots);
  layout.constant("dt", dt);

  for (const { slot, population, expression } of derived) {
    const { constants, population: owner } = lowered.populations[population];
    const read = (name: string): number =>
      name === "dt" ? dt : name === "N" ? owner.N : (constants.get(name) as number);
    layout.constant(slot, Number(evaluate(expression, read)));
  }

  // connections first, then initial values: the order of the published programs
  const tables = new Map(
    lowered.synapses.map((item) => [item.synapses.name, makeSynapses(item, streams, dt)] as const),
  );
  for (const [k, { synapses, constants }] of lowered.synapses.entries()) {
    const slot = (what: string): string => `pathway ${k} ${what}`;
    const table = tables.get(synapses.name) as SynapseTable;
    for (const [name, value] of constants) layout.constant(slot(`constant ${name}`), value);
    for (const [name, values] of table.values) layout.array(slot(`array ${name}`), values);
    layout.array(slot("delays"), table.delays);
    layout.set(slot("delay count"), table.delays.length);
    layout.set(slot("first source"), table.firstSource);
    layout.set(slot("source count"), table.sourceCount);
    layout.array(slot("offsets"), table.offsets);
    layout.array(slot("targets"), table.targets);
  }
  const owners: Owner[] = [
    ...layOutSources(lowered, layout, streams),
    ...layOutPopulations(lowered, layout, streams),
  ];
  for (const owner of owners) layOutSpikes(owner, lowered, tables, layout);
  const recorders = layOutRecorders(lowered, layout);
  const generator = layout.reserve(GENERATOR_SIZE);
  layout.set("generator", generator);

  const kernel = instantiate(await compiling, layout);
  const { memory, exports } = kernel;
  layout.fill(memory, exports.HEADER.value, exports.HEAP.value);
  fillZigguratTables(memory, exports.ZIGGURAT.value);
  storeGenerator(memory, generator, streams);
  const header = { memory, base: exports.HEADER.value, slots };
  return {
    run: exports.run,
    takeSpikes: () => takeSpikes(owners, header),
    takeRecorded: () => recorders.list.map((recorder) => takeRecorded(recorder, header)),
    longestChunk: recorders.longestChunk,
    memory,
    synapses: tables,
    release: () => release(kernel),
  };
}
