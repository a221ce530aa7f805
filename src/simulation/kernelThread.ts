import { growTo } from "./kernelMemory.js";
import type { KernelExports } from "./kernelPool.js";
import type { History } from "./plasticMemory.js";
import {
  type Header,
  type Recorder,
  type SpikePairs,
  slotAddress,
  takeRecorded,
  takeSpikes,
} from "./recordings.js";
import type { ExchangedLists, Owner } from "./spikeOwners.js";

/** What a thread needs beside its kernel to compute its part; plain data. */
export interface ThreadTask {
  owners: readonly Owner[];
  recorders: readonly Recorder[];
  histories: readonly History[];
  /** Arguments of the kernel's connectInDegree, for each group of synapses that it connects. */
  connections: readonly (readonly number[])[];
}

/** How threads exchange spikes: everybody's memory, and where the lists stand. */
export interface Exchange {
  memories: readonly WebAssembly.Memory[];
  /** By population, then thread. */
  lists: readonly (readonly ExchangedLists[])[];
  own: number;
  /** Steps between two exchanges. */
  interval: number;
  /** Waits until all threads are here. */
  meet: () => void;
}

/** What some steps gave. */
export interface Computed {
  spikes: Map<string, SpikePairs[]>;
  recorded: Float64Array[];
}

/** A part of a network on its kernel, in one thread: computes steps and takes out what they gave. */
export class KernelThread {
  constructor(
    private readonly exports: KernelExports,
    private readonly header: Header,
    private readonly task: ThreadTask,
    private readonly exchange?: Exchange,
  ) {}

  /** Draws the connections that are left to the kernel. */
  connect(): void {
    for (const args of this.task.connections) this.exports.connectInDegree(...args);
  }

  /** Computes steps, all of them; in between, whenever a buffer is full, it is emptied. */
  run(first: number, steps: number): Computed {
    const spikes = new Map<string, SpikePairs[]>();
    const interval = this.exchange?.interval ?? steps;
    for (let done = 0; done < steps; done += interval) {
      const count = Math.min(interval, steps - done);
      for (let computed = 0; computed < count; ) {
        computed += this.exports.run(first + done + computed, count - computed);
        if (computed < count) this.makeRoom(spikes);
      }
      if (this.exchange) exchangeSpikes(this.exchange, first + done, count);
    }
    this.makeRoom(spikes);
    return {
      spikes,
      recorded: this.task.recorders.map((recorder) => takeRecorded(recorder, this.header)),
    };
  }

  private makeRoom(spikes: Map<string, SpikePairs[]>): void {
    for (const [name, pairs] of takeSpikes(this.task.owners, this.header)) {
      const parts = spikes.get(name) ?? [];
      if (pairs.length > 0) parts.push(pairs);
      spikes.set(name, parts);
    }
    for (const history of this.task.histories) growHistory(history, this.header);
  }
}

/** Gives a history that is nearly full twice the room, at the end of the memory. */
function growHistory({ prefix, node, neurons }: History, header: Header): void {
  const { memory } = header;
  const at = (what: string): number => slotAddress(header, `${prefix} ${what}`);
  let view = new DataView(memory.buffer);
  const used = view.getInt32(at("history used"), true);
  const room = view.getInt32(at("history room"), true);
  if (used <= room) return;
  const address = view.getUint32(at("history"), true);
  const capacity = 2 * (room + node * neurons);
  const moved = memory.buffer.byteLength;
  growTo(memory, moved + capacity);
  new Uint8Array(memory.buffer).copyWithin(moved, address, address + used);
  view = new DataView(memory.buffer);
  view.setUint32(at("history"), moved, true);
  view.setInt32(at("history room"), capacity - node * neurons, true);
}

/**
 * Brings the spikes of all threads in the steps just done into this thread's lists: those of the
 * first thread first, which has the first neurons, so that lists are in order.
 */
function exchangeSpikes(
  { memories, lists, own, meet }: Exchange,
  first: number,
  steps: number,
): void {
  meet();
  const views = memories.map((memory) => new Int32Array(memory.buffer));
  const goal = views[own];
  for (const rings of lists) {
    const { ring, ringLength, listSize } = rings[own];
    for (let step = first; step < first + steps; step++) {
      const list = (ring + (step % ringLength) * listSize) >> 2;
      let length = 0;
      for (let thread = 0; thread < rings.length; thread++) {
        const { ownRing, ownLength, ownListSize } = rings[thread];
        const from = (ownRing + (step % ownLength) * ownListSize) >> 2;
        const view = views[thread];
        const count = view[from];
        for (let k = 1; k <= count; k++) goal[list + length + k] = view[from + k];
        length += count;
      }
      goal[list] = length;
    }
  }
}
