import { compileKernel, kernelSource } from "../compiler/index.js";
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
  /** The synapses of each pathway; those that the kernel connects are in its memory only. */
  built: ReadonlyMap<string, BuiltSynapses>;
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
  const started = performance.now();
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
  const buildTime = (): number => (performance.now() - started) / 1000 - compileTime;
  const shared = {
    compileTime,
    longestChunk: Math.min(...layouts.map(({ longestChunk }) => longestChunk)),
    built: new Map(lowered.synapses.map(({ synapses: { name } }, k) => [name, built[k]])),
  };
  if (threads === 1) {
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
      ...shared,
      buildTime: buildTime(),
      run: async (first, steps) => thread.run(first, steps),
      parts: [{ memory, layout }],
      end: () => {},
      release: () => release(kernel),
    };
  }
  let memories: WebAssembly.Memory[];
  try {
    memories = layouts.map(({ layout }) => layout.make(true));
  } catch (error) {
    // shared memories reserve all the addresses that they may grow to, which a system can refuse
    if (error instanceof RangeError) return prepareKernel(lowered, 1);
    throw error;
  }
  const lists = simulation.populations
    .map((_, k) => layouts.map((layout) => layout.lists[k]))
    .filter((_, k) => plan.populations[k].remembered);
  const workers = takeThreads(threads);
  const everybody = <Answer>(ask: (k: number) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(workers.map((_, k) => ask(k)));
  const meeting = meetingPlace();
  try {
    await everybody(async (k) => {
      const memory = memories[k];
      // the worker's kernel writes its own tables first
      fill(
        layouts[k],
        memory,
        await workers[k].ask<KernelPlaces>({ kind: "load", module, memory }),
      );
      await workers[k].ask({
        kind: "prepare",
        slots: source.slots.places,
        task: layouts[k].task,
        exchange: { memories, lists, own: k, interval, meeting },
      });
      await workers[k].ask({ kind: "connect" });
    });
  } catch (error) {
    for (const worker of workers) worker.end();
    throw error;
  }
  const end = (): void => giveThreadsBack(workers.splice(0));
  return {
    ...shared,
    buildTime: buildTime(),
    run: async (first, steps) => {
      try {
        return mergeParts(
          lowered,
          layouts.map(({ task }) => task),
          await everybody((k) => workers[k].ask<Computed>({ kind: "run", first, steps })),
        );
      } catch (error) {
        // one that failed leaves the others waiting for it
        for (const worker of workers.splice(0)) worker.end();
        throw error;
      }
    },
    parts: memories.map((memory, k) => ({ memory, layout: layouts[k] })),
    end,
    release: end,
  };
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
  return Math.max(1, Math.min(most, ...[Math.max(...blocks)]));
}
