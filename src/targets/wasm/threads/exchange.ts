import type { Ring } from "../layout/index.js";
import { SpikeBoxes } from "./boxes.js";
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
  private readonly boxes: SpikeBoxes;
  private readonly own: number;
  private readonly threads: number;
  /** By population: this thread's lists of everybody's spikes, and each thread's own. */
  private readonly lists: readonly { all: Lists; own: readonly Lists[] }[];

  constructor(
    { memories, lists, own, interval, boxes }: ExchangePlan,
    meetingPlace: SharedArrayBuffer,
  ) {
    this.interval = interval;
    this.own = own;
    this.threads = memories.length;
    this.meet = meeting(meetingPlace, memories.length);
    this.boxes = new SpikeBoxes(boxes, own);
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
    const { boxes } = this;
    boxes.begin();
    this.eachList(this.own, first, steps, (list, step, spikes, from, count) =>
      boxes.put(list, step, spikes, from, count),
    );
    boxes.close();
    for (const { all } of this.lists)
      for (let step = first; step < first + steps; step++) {
        all.view[all.address + (step % all.length) * all.listSize] = 0;
        all.notes[step % all.length] = 0;
      }
    this.meet();
    for (let thread = 0; thread < this.threads; thread++)
      if (!boxes.take(thread, this.add)) this.eachList(thread, first, steps, this.add);
  }

  /** A thread's own lists of some steps that have spikes. */
  private eachList(thread: number, first: number, steps: number, take: SpikeExchange["add"]): void {
    for (let list = 0; list < this.lists.length; list++) {
      const { view, address, length, listSize } = this.lists[list].own[thread];
      for (let step = first; step < first + steps; step++) {
        const at = address + (step % length) * listSize;
        if (view[at] > 0) take(list, step, view, at + 1, view[at]);
      }
    }
  }

  /** Adds spikes to this thread's list of everybody's. */
  private readonly add = (
    list: number,
    step: number,
    spikes: Int32Array,
    from: number,
    count: number,
  ): void => {
    const { view, address, length, listSize, notes } = this.lists[list].all;
    const goal = address + (step % length) * listSize;
    const filled = view[goal];
    for (let k = 0; k < count; k++) view[goal + 1 + filled + k] = spikes[from + k];
    view[goal] = filled + count;
    notes[step % length] = 1;
  };
}
