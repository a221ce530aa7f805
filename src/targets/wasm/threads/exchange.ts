import type { Ring } from "../layout/index.js";
import { meeting } from "./meeting.js";
import type { ExchangePlan } from "./task.js";

/** A thread's lists of a population's spikes, in words of 4 bytes, and which of them have any. */
interface Lists extends Ring {
  view: Int32Array;
  notes: Uint8Array;
}

/** Brings the spikes of all threads to one of them. */
export class SpikeExchange {
  /** Steps between two exchanges; 0 where these are within each step. */
  readonly interval: number;
  private readonly meet: () => void;
  /** By population: this thread's lists of everybody's spikes, and each thread's own. */
  private readonly lists: readonly { all: Lists; own: readonly Lists[] }[];

  constructor({ memories, lists, own, interval }: ExchangePlan, meetingPlace: SharedArrayBuffer) {
    this.interval = interval;
    this.meet = meeting(meetingPlace, memories.length);
    // memories that threads share stay where they are when they grow
    const views = memories.map(({ buffer }) => new Int32Array(buffer));
    const inWords = (view: Int32Array, { address, length, listSize }: Ring): Lists => ({
      view,
      address: address >>> 2,
      length,
      listSize: listSize >>> 2,
      notes: new Uint8Array(view.buffer, address + length * listSize, length),
    });
    this.lists = lists.map((rings) => ({
      all: inWords(views[own], rings[own].ring),
      own: rings.map(({ ownRing }, thread) => inWords(views[thread], ownRing)),
    }));
  }

  /**
   * Waits until all threads have computed some steps, then brings their spikes into this thread's lists: those of
   * the first thread first, which has the first neurons, so that lists are in order.
   */
  exchange(first: number, steps: number): void {
    this.meet();
    for (const { all, own } of this.lists) {
      const goal = all.view;
      for (let step = first; step < first + steps; step++) {
        const list = all.address + (step % all.length) * all.listSize;
        let filled = 0;
        for (const { view, address, length, listSize } of own) {
          const from = address + (step % length) * listSize;
          const count = view[from];
          for (let k = 1; k <= count; k++) goal[list + filled + k] = view[from + k];
          filled += count;
        }
        goal[list] = filled;
        all.notes[step % all.length] = filled > 0 ? 1 : 0;
      }
    }
  }
}
