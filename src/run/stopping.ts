import { joined } from "../base/index.js";
import type { StopWhen } from "../network/index.js";
import type { Computed } from "../targets/index.js";

/** Counts the spikes, or events, at the n-th of which a run ends. */
export class StopCount {
  private readonly of: string;
  private left: number;

  constructor({ of, count = 1 }: StopWhen) {
    this.of = of;
    this.left = count;
  }

  /** Whether there were enough of them. */
  get isReached(): boolean {
    return this.left <= 0;
  }

  /**
   * Counts those of some steps.
   * @param first the number of the first of the steps
   * @returns how many of the steps a run has that ends with the step of the last one counted; undefined where
   *   there are not enough yet
   */
  stepsUntil({ spikes }: Computed, first: number): number | undefined {
    const lists = spikes.get(this.of) ?? [];
    const count = lists.reduce((sum, pairs) => sum + pairs.length / 2, 0);
    const wanted = this.left;
    this.left -= count;
    if (!this.isReached) return undefined;
    const steps = joined(lists, Int32Array).filter((_, k) => k % 2 === 0);
    return steps.sort()[wanted - 1] - first + 1;
  }
}
