/** Words of a box, the first of which says how many are used, and those of the lines of a cache that two stand apart. */
const WORDS = 1024;

/** What the first word says where not all spikes have found room. */
const FULL = -1;

/** Shared memory for the spikes that threads tell each other: two boxes each. */
export const boxesFor = (threads: number): SharedArrayBuffer =>
  new SharedArrayBuffer(4 * WORDS * 2 * threads);

/** Takes a list of spikes out of a box: by the population's place among those that are exchanged. */
type Take = (list: number, step: number, spikes: Int32Array, from: number, count: number) => void;

/**
 * The spikes of a thread between two meetings, side by side. Lists stand far apart; were they read by other threads
 * where they are, a line of memory for each population would go from one processor to another and back.
 *
 * A box is written before a meeting and read by the others behind it. Two of them take turns, since who is early may
 * write the next one while somebody still reads.
 */
export class SpikeBoxes {
  private readonly boxes: readonly (readonly [Int32Array, Int32Array])[];
  private turn = 0;
  private filled = 1;

  constructor(
    shared: SharedArrayBuffer,
    private readonly own: number,
  ) {
    const box = (k: number): Int32Array => new Int32Array(shared, 4 * WORDS * k, WORDS);
    const threads = shared.byteLength / (4 * WORDS * 2);
    this.boxes = Array.from({ length: threads }, (_, k) => [box(2 * k), box(2 * k + 1)]);
  }

  /** Begins with this thread's next box. */
  begin(): void {
    this.turn = 1 - this.turn;
    this.filled = 1;
  }

  /** Puts a list of spikes into this thread's box, or notes that there was no room. */
  put(list: number, step: number, spikes: Int32Array, from: number, count: number): void {
    const at = this.filled;
    if (at === FULL) return;
    if (at + 3 + count > WORDS) {
      this.filled = FULL;
      return;
    }
    const box = this.boxes[this.own][this.turn];
    box[at] = list;
    box[at + 1] = step;
    box[at + 2] = count;
    for (let k = 0; k < count; k++) box[at + 3 + k] = spikes[from + k];
    this.filled = at + 3 + count;
  }

  /** Closes this thread's box: the others read it behind the next meeting. */
  close(): void {
    this.boxes[this.own][this.turn][0] = this.filled;
  }

  /** Takes out what a thread has put into its box; false where it had no room for all. */
  take(thread: number, take: Take): boolean {
    const box = this.boxes[thread][this.turn];
    const end = box[0];
    if (end === FULL) return false;
    for (let at = 1; at < end; at += 3 + box[at + 2])
      take(box[at], box[at + 1], box, at + 3, box[at + 2]);
    return true;
  }
}
