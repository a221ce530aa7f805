import { setImmediate as nextTurn } from "node:timers/promises";
import { digestOf } from "../cache/index.js";
import { UserError } from "../units/index.js";
import { growTo } from "./kernelMemory.js";
import { type KernelRun, prepareKernel } from "./kernelRun.js";
import { type LoweredNetwork, lowerNetwork } from "./lowerNetwork.js";
import type { FinalState, NetworkSimulation } from "./network.js";
import { NetworkResult, type RecordedVariable } from "./networkResult.js";
import { recordedNeurons } from "./recordings.js";

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
  /** Most steps between two looks at the event loop; by default as many as take a moment. */
  chunk?: number;
}

/** Seconds that a chunk of steps may take, so that progress shows and interrupts arrive. */
const CHUNK_TIME = 0.05;

/** Runs a network on its compiled kernel. */
export async function runNetwork(
  simulation: NetworkSimulation,
  options: RunOptions = {},
): Promise<NetworkResult> {
  const lowered = lowerNetwork(simulation);
  const kernel = await prepareKernel(lowered);
  const first = options.from ? restore(kernel, options.from, identityOf(simulation)) : 0;
  const { spikes, recorded } = await computeSteps(kernel, lowered, first, options);
  if (options.forgetState) kernel.release();
  const connections = new Map([...kernel.synapses].map(([name, { pairs }]) => [name, pairs]));
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
    connections,
    first,
    () => {
      if (options.forgetState)
        throw new UserError("unknown final state: the run was told to forget it");
      // otherwise the run's memory is its own, and nobody changes it afterwards
      return {
        step: first + lowered.steps,
        memory: new Uint8Array(kernel.memory.buffer.slice(0)),
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
  let done = 0;
  while (done < steps) {
    const wanted = Math.min(size, steps - done);
    const started = performance.now();
    const computed = kernel.run(first + done, wanted);
    const spent = (performance.now() - started) / 1000;
    done += computed;
    for (const [name, pairs] of kernel.takeSpikes()) {
      if (!spikes.has(name)) spikes.set(name, []);
      spikes.get(name)?.push(pairs);
    }
    for (const [k, values] of kernel.takeRecorded().entries()) recorded[k].push(values);
    // the size of a chunk has no influence on the result, only on when others get a turn
    if (chunk === undefined && computed === wanted && spent < CHUNK_TIME)
      size = Math.min(2 * size, kernel.longestChunk);
    onProgress?.(done, steps);
    if (spent > CHUNK_TIME / 4) await nextTurn();
    signal?.throwIfAborted();
  }
  return { spikes, recorded };
}

function restore({ memory }: KernelRun, from: FinalState, digest: string): number {
  if (from.digest !== digest)
    throw new UserError("invalid state to go on from: it is that of another simulation");
  growTo(memory, from.memory.length);
  new Uint8Array(memory.buffer).set(from.memory);
  return from.step;
}

function joined<T extends Int32Array | Float64Array>(
  parts: readonly T[],
  type: { new (length: number): T },
): T {
  const whole = new type(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
