import type { Slots } from "../compiler/index.js";
import type { KernelMemory } from "./kernelMemory.js";
import type { LoweredNetwork } from "./lowerNetwork.js";
import type { Population, Recording } from "./network.js";
import type { Part } from "./partition.js";
import type { Owner } from "./spikeOwners.js";

/** Spikes as they were recorded: step and neuron in turn. */
export type SpikePairs = Int32Array;

/** The buffer of one recorded variable. */
export interface Recorder {
  prefix: string;
  buffer: number;
  /** Which of the recording's neurons these are: a thread has those of its part. */
  positions: readonly number[];
}

/** Values that a recorder's buffer holds at most. */
const RECORDER_ROOM = 1 << 18;

/** The neurons that a recording takes: all of its population where it names none. */
export function recordedNeurons(
  { of, neurons }: Recording,
  populations: readonly Population[],
): readonly number[] {
  const N = populations.find(({ name }) => name === of)?.N ?? 0;
  return neurons ?? Array.from({ length: N }, (_, i) => i);
}

/** Buffers of a part's recorded variables, and how many steps fill the smallest of them. */
export function layOutRecorders(
  { simulation, plan, steps }: LoweredNetwork,
  layout: KernelMemory,
  part: Part,
): { list: Recorder[]; longestChunk: number } {
  let longestChunk = steps;
  const list = simulation.record.map((recording, k): Recorder => {
    const { every = 1 } = recording;
    const prefix = `recorder ${k}`;
    const { first, end } = part.populations[plan.recorders[k].population];
    const positions: number[] = [];
    const chosen: number[] = [];
    recordedNeurons(recording, simulation.populations).forEach((neuron, position) => {
      if (neuron < first || neuron >= end) return;
      positions.push(position);
      chosen.push(neuron - first);
    });
    const capacity = Math.max(RECORDER_ROOM, 2 * chosen.length);
    longestChunk = Math.min(longestChunk, every * (Math.floor(capacity / chosen.length) - 1));
    const buffer = layout.reserve(8 * capacity);
    layout.array(`${prefix} neurons`, Int32Array.from(chosen));
    layout.set(`${prefix} neuron count`, chosen.length);
    layout.set(`${prefix} filled`, 0);
    layout.set(`${prefix} buffer`, buffer);
    layout.set(`${prefix} every`, every);
    return { prefix, buffer, positions };
  });
  return { list, longestChunk };
}

/** A kernel's header and where it stands. */
export interface Header {
  memory: WebAssembly.Memory;
  base: number;
  slots: Pick<Slots, "index">;
}

/** A fresh view each time: growing the memory would cut off an old one. */
const viewOf = ({ memory }: Header): DataView => new DataView(memory.buffer);

/** Where a slot stands in memory. */
export const slotAddress = ({ base, slots }: Header, slot: string): number =>
  base + 8 * slots.index(slot);

/** Takes the recorded spikes out of the kernel and makes room for new ones. */
export function takeSpikes(owners: readonly Owner[], header: Header): Map<string, SpikePairs> {
  const taken = new Map<string, SpikePairs>();
  for (const { prefix, name, buffer, capacity } of owners) {
    if (capacity === 0) continue;
    const kept = slotAddress(header, `${prefix} spikes kept`);
    const count = viewOf(header).getInt32(kept, true);
    taken.set(name, new Int32Array(header.memory.buffer, buffer, 2 * count).slice());
    viewOf(header).setInt32(kept, 0, true);
    viewOf(header).setInt32(slotAddress(header, `${prefix} spikes free`), capacity, true);
  }
  return taken;
}

/** Takes the recorded values out of the kernel and makes room for new ones. */
export function takeRecorded({ prefix, buffer }: Recorder, header: Header): Float64Array {
  const filled = slotAddress(header, `${prefix} filled`);
  const values = new Float64Array(
    header.memory.buffer,
    buffer,
    viewOf(header).getInt32(filled, true),
  ).slice();
  viewOf(header).setInt32(filled, 0, true);
  return values;
}
