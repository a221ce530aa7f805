import { compileKernel, type KernelSource, kernelSource } from "../compiler/index.js";
import { Streams } from "../random/index.js";
import { storeGenerator } from "./generators.js";
import { type BuiltSynapses, delaysOf, layOutPart, type PartLayout } from "./kernelPart.js";
import { instantiate, release } from "./kernelPool.js";
import { type Computed, KernelThread } from "./kernelThread.js";
import type { LoweredNetwork } from "./lowerNetwork.js";
import { mergeParts } from "./mergeParts.js";
import { BLOCK, partition } from "./partition.js";
import { kernelConnected, makeSynapses } from "./synapseTable.js";
import { meetingPlace } from "./threadMeeting.js";
import { giveThreadsBack, takeThreads } from "./threads.js";
import { fillZigguratTables } from "./zigguratMemory.js";

/** The kernels of a network with their memories, ready to compute. */
export interface KernelRun {
  /** Computes steps, all of them, and takes out what they gave. */
  run: (first: number, steps: number) => Promise<Computed>;
  /** Most steps that the recorders' buffers hold. */
  longestChunk: number;
  /** One memory for each thread, and how it is laid out. */
  parts: readonly { memory: WebAssembly.Memory; layout: PartLayout }[];
  /** Seconds spent on compiling and on all else; for benchmarks. */
  compileTime: number;
  buildTime: number;
  /** Ends the work: threads are given back. */
  end: () => void;
  /** Gives the kernel back too; its memory may then be used by another run. */
  release: () => void;
}

/**
 * Compiles the kernel of a network, builds the network and fills the kernel's memory.
 * @param most how many threads to use at most
 */
export async function prepareKernel(lowered: LoweredNetwork, most: number): Promise<KernelRun> {
  const { simulation, plan, dt } = lowered;
  const began = performance.now();
  const source = kernelSource(plan);
  const streams = new Streams(simulation.stream, simulation.seed);
  const built = lowered.synapses.map(
    (item) => kernelConnected(item, streams, dt) ?? makeSynapses(item, streams, dt),
  );
  const interval = exchangeInterval(lowered, built);
  const threads = usableThreads(lowered, interval, most);
  const compiling = compileKernel(source.text, threads > 1);
  // what follows may fail first
  compiling.catch(() => {});
  const layouts = partition(lowered, threads).map((part) =>
    layOutPart(lowered, source, built, part, { threads, interval }, streams),
  );
  const waiting = performance.now();
  const module = await compiling;
  const compileTime = (performance.now() - waiting) / 1000;
  const buildTime = (): number => (performance.now() - began) / 1000 - compileTime;
  const longestChunk = Math.min(...layouts.map((layout) => layout.longestChunk));
  const prepared = { lowered, source, module, layouts, interval };
  try {
    const started = threads === 1 ? inOneThread(prepared, streams) : await inThreads(prepared);
    return { ...started, longestChunk, compileTime, buildTime: buildTime() };
  } catch (error) {
    if (error instanceof NoSharedMemory) return prepareKernel(lowered, 1);
    throw error;
  }
}

/** A network laid out, with its compiled kernel. */
interface Prepared {
  lowered: LoweredNetwork;
  source: KernelSource;
  module: WebAssembly.Module;
  layouts: readonly PartLayout[];
  /** Steps between two exchanges of spikes. */
  interval: number;
}

type Started = Pick<KernelRun, "run" | "parts" | "end" | "release">;

/** Fills the one kernel's memory, in this thread. */
function inOneThread({ module, source, layouts }: Prepared, streams: Streams): Started {
  const [layout] = layouts;
  const kernel = instantiate(module, layout.layout);
  const { memory, exports } = kernel;
  fill(layout, memory, {
    header: exports.HEADER.value,
    ziggurat: exports.ZIGGURAT.value,
    heap: exports.HEAP.value,
  });
  storeGenerator(memory, layout.generator, streams);
  const header = { memory, base: exports.HEADER.value, slots: source.slots };
  const thread = new KernelThread(exports, header, layout.task);
  thread.connect();
  return {
    run: async (first, steps) => thread.run(first, steps),
    parts: [{ memory, layout }],
    end: () => {},
    release: () => release(kernel),
  };
}

/** Fills a memory for each thread, which its kernel then shares with this thread. */
async function inThreads(prepared: Prepared): Promise<Started> {
  const { lowered, source, module, layouts, interval } = prepared;
  const { simulation, plan } = lowered;
  const memories = sharedMemories(layouts);
  const lists = simulation.populations
    .map((_, k) => layouts.map((layout) => layout.lists[k]))
    .filter((_, k) => plan.populations[k].remembered);
  const workers = takeThreads(layouts.length);
  const meeting = meetingPlace();
  /** Lets all threads do something; one that fails leaves the others waiting for it. */
  const everybody = async <Answer>(ask: (k: number) => Promise<Answer>): Promise<Answer[]> => {
    try {
      return await Promise.all(workers.map((_, k) => ask(k)));
    } catch (error) {
      for (const worker of workers.splice(0)) worker.end();
      throw error;
    }
  };
  await everybody(async (k) => {
    const memory = memories[k];
    // the worker's kernel writes its own tables first
    const places = await workers[k].ask<KernelPlaces>({ kind: "load", module, memory });
    fill(layouts[k], memory, places);
    await workers[k].ask({
      kind: "prepare",
      slots: source.slots.places,
      task: layouts[k].task,
      exchange: { memories, lists, own: k, interval, meeting },
    });
    await workers[k].ask({ kind: "connect" });
  });
  const end = (): void => giveThreadsBack(workers.splice(0));
  return {
    run: async (first, steps) =>
      mergeParts(
        lowered,
        layouts.map(({ task }) => task),
        await everybody((k) => workers[k].ask<Computed>({ kind: "run", first, steps })),
      ),
    parts: memories.map((memory, k) => ({ memory, layout: layouts[k] })),
    end,
    release: end,
  };
}

/** Shared memories reserve all the addresses that they may grow to, which a system can refuse. */
class NoSharedMemory extends Error {}

function sharedMemories(layouts: readonly PartLayout[]): WebAssembly.Memory[] {
  try {
    return layouts.map(({ layout }) => layout.make(true));
  } catch (error) {
    throw error instanceof RangeError ? new NoSharedMemory() : error;
  }
}

/** Where a kernel has its header and tables, and where they end. */
interface KernelPlaces {
  header: number;
  ziggurat: number;
  heap: number;
}

function fill(
  { layout }: PartLayout,
  memory: WebAssembly.Memory,
  { header, ziggurat, heap }: KernelPlaces,
): void {
  layout.fill(memory, header, heap);
  fillZigguratTables(memory, ziggurat);
}

/** Steps that threads can compute without hearing of each other's spikes: the shortest delay. */
function exchangeInterval({ plan }: LoweredNetwork, built: readonly BuiltSynapses[]): number {
  const shortest = plan.pathways.flatMap(({ fromSource }, k) =>
    fromSource ? [] : [delaysOf(built[k])[0]],
  );
  return Math.min(LONGEST_INTERVAL, ...shortest);
}

/** Spikes are kept for two intervals, so that these are not longer than it takes to gain by them. */
const LONGEST_INTERVAL = 64;

/** Threads that can share a network: the published streams have one generator for all. */
function usableThreads(
  { simulation, populations }: LoweredNetwork,
  interval: number,
  most: number,
): number {
  if (simulation.stream !== "default" || interval < 1 || typeof SharedArrayBuffer === "undefined")
    return 1;
  const blocks = populations.map(({ population }) => Math.ceil(population.N / BLOCK));
  return Math.max(1, Math.min(most, Math.max(...blocks)));
}
