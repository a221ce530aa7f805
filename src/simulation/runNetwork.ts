import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { requireWholeNumber, UserError } from "../base/index.js";
import { digestOf } from "../cache/index.js";
import { growTo } from "./kernelMemory.js";
import { type KernelRun, prepareKernel } from "./kernelRun.js";
import { type LoweredNetwork, lowerNetwork } from "./lowerNetwork.js";
import { joined } from "./mergeParts.js";
import type { FinalState, NetworkSimulation } from "./network.js";
import { NetworkResult, type RecordedVariable } from "./networkResult.js";
import { NetworkSynapses } from "./networkSynapses.js";
import { recordedNeurons } from "./recordings.js";
import { readWeights } from "./synapseRows.js";

/** Options of a run; none of them changes the result. */
export interface RunOptions {
  /** Goes on from where another run of the same simulation ended. */
  from?: FinalState;
  /** Called between chunks of steps with how many are done. */
  onProgress?: (done: number, total: number) => void;
  /** Stops the run between chunks. */
  signal?: AbortSignal;
  /** Gives the memory back for other runs: the result then has no final state. */
  forgetState?: boolean;
  /**
   * How many threads share the work, at most; by default as many as there are cores, where the
   * network is large enough. Networks without delays, and those on the published programs'
   * streams, are computed by one.
   */
  threads?: number;
  /** Called once the network is built, before its first step. */
  onBuilt?: (built: Built) => void;
  /** Most steps between two looks at the event loop; by default as many as take a moment. */
  chunk?: number;
}

/** How a network was built. */
export interface Built {
  /** How many threads will compute it. */
  threads: number;
  /** Seconds that compiling its kernel took (little where it was cached), and all else. */
  compileTime: number;
  buildTime: number;
}

/** Seconds that a chunk of steps may take, so that progress shows and interrupts arrive. */
const CHUNK_TIME = 0.05;

/** Runs a network on its compiled kernel. */
export async function runNetwork(
  simulation: NetworkSimulation,
  options: RunOptions = {},
): Promise<NetworkResult> {
  const lowered = lowerNetwork(simulation);
  const kernel = await prepareKernel(lowered, threadsFor(simulation, options));
  const { compileTime, buildTime } = kernel;
  options.onBuilt?.({ threads: kernel.parts.length, compileTime, buildTime });
  let first = 0;
  let computed: Awaited<ReturnType<typeof computeSteps>>;
  try {
    if (options.from) first = restore(kernel, options.from, identityOf(simulation));
    computed = await computeSteps(kernel, lowered, first, options);
  } finally {
    kernel.end();
  }
  const { spikes, recorded } = computed;
  const plastic = simulation.synapses.some(({ plasticity }) => plasticity !== undefined);
  // plastic variables stay where they are; all else can be drawn again
  const released = options.forgetState === true && !plastic;
  if (released) kernel.release();
  const variables = simulation.record.map((recording, k): RecordedVariable => {
    const { of, variable, every = 1 } = recording;
    const owner = lowered.populations.find(({ population }) => population.name === of);
    const named = [
      ...(owner?.checked.states ?? []),
      ...(owner?.checked.subexpressions ?? []).map((s) => ({ ...s, name: s.target })),
    ].find(({ name }) => name === variable);
    const neurons = recordedNeurons(recording, simulation.populations);
    const dimension = named?.dimension ?? [];
    return { of, variable, every, neurons, dimension, values: joined(recorded[k], Float64Array) };
  });
  return new NetworkResult(
    simulation,
    new Map([...spikes].map(([name, parts]) => [name, joined(parts, Int32Array)])),
    variables,
    new NetworkSynapses(simulation, released ? new Map() : readWeights(lowered, kernel)),
    first,
    () => {
      if (options.forgetState)
        throw new UserError("unknown final state: the run was told to forget it");
      // otherwise the run's memory is its own, and nobody changes it afterwards
      return {
        step: first + lowered.steps,
        memories: kernel.parts.map(({ memory }) => new Uint8Array(memory.buffer).slice()),
        digest: identityOf(simulation),
      };
    },
  );
}

/** What a simulation is but for its duration. */
const identityOf = (simulation: NetworkSimulation): string =>
  digestOf({ ...simulation, duration: undefined });

async function computeSteps(
  kernel: KernelRun,
  { steps, simulation }: LoweredNetwork,
  first: number,
  { onProgress, signal, chunk }: RunOptions,
): Promise<{ spikes: Map<string, Int32Array[]>; recorded: Float64Array[][] }> {
  const spikes = new Map<string, Int32Array[]>();
  const recorded: Float64Array[][] = simulation.record.map(() => []);
  let size = Math.min(chunk ?? 64, kernel.longestChunk);
  for (let done = 0; done < steps; ) {
    const count = Math.min(size, steps - done);
    const started = performance.now();
    const computed = await kernel.run(first + done, count);
    const spent = (performance.now() - started) / 1000;
    done += count;
    for (const [name, pairs] of computed.spikes) {
      if (!spikes.has(name)) spikes.set(name, []);
      spikes.get(name)?.push(...pairs);
    }
    for (const [k, values] of computed.recorded.entries()) recorded[k].push(values);
    // the size of a chunk has no influence on the result, only on when others get a turn
    if (chunk === undefined && spent < CHUNK_TIME) size = Math.min(2 * size, kernel.longestChunk);
    onProgress?.(done, steps);
    if (spent > CHUNK_TIME / 4) await nextTurn();
    signal?.throwIfAborted();
  }
  return { spikes, recorded };
}

function restore(kernel: KernelRun, from: FinalState, digest: string): number {
  if (from.digest !== digest)
    throw new UserError("invalid state to go on from: it is that of another simulation");
  if (from.memories.length !== kernel.parts.length)
    throw new UserError(
      `invalid state to go on from: it is that of ${from.memories.length} threads, and there are ${kernel.parts.length}`,
    );
  kernel.parts.forEach(({ memory }, k) => {
    growTo(memory, from.memories[k].length);
    new Uint8Array(memory.buffer).set(from.memories[k]);
  });
  return from.step;
}

/** Neurons for each of which a thread more is worth its while. */
const NEURONS_PER_THREAD = 1000;

/** How many threads to use: as asked for, else as many cores as the network keeps busy. */
function threadsFor(simulation: NetworkSimulation, { threads, from }: RunOptions): number {
  if (from) return from.memories.length;
  if (threads !== undefined) return requireWholeNumber("threads", threads, 1, MOST_THREADS);
  const neurons = simulation.populations.reduce((sum, { N }) => sum + N, 0);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(neurons / NEURONS_PER_THREAD)));
}

const MOST_THREADS = 256;
