import { inspect } from "node:util";
import { UserError } from "../base/index.js";
import { NAMED_DIMENSIONS, Quantity, QuantityArray } from "../units/index.js";

/** The spike times of one neuron, in order, and how long it was watched. */
export class SpikeTrain {
  /**
   * @param seconds spike times in seconds, ascending; kept, not copied
   * @param durationSeconds length of the observation, in seconds
   */
  constructor(
    readonly seconds: Float64Array,
    readonly durationSeconds: number,
  ) {
    Object.freeze(this);
  }

  /** The number of spikes. */
  get count(): number {
    return this.seconds.length;
  }

  /** The spike times as quantities (a view, no copy). */
  get times(): QuantityArray<"time"> {
    return new QuantityArray<"time">(this.seconds, NAMED_DIMENSIONS.time.exponents);
  }

  /** The number of spikes divided by the duration. */
  get firingRate(): Quantity<"rate"> {
    const perSecond = this.count / this.durationSeconds;
    return new Quantity<"rate">(perSecond, NAMED_DIMENSIONS.rate.exponents);
  }

  /**
   * The spikes from one time up to, but not including, another. Times stay as they are; the
   * duration is that of the window.
   */
  between(from: Quantity<"time">, to: Quantity<"time">): SpikeTrain {
    if (from.compare(to) >= 0)
      throw new UserError(`invalid time window: ${from} to ${to}; expected the earlier time first`);
    const inside = this.seconds.filter((time) => time >= from.value && time < to.value);
    return new SpikeTrain(inside, to.value - from.value);
  }

  /** Whether times and duration are the same. */
  equals(other: SpikeTrain): boolean {
    return this.durationSeconds === other.durationSeconds && this.times.equals(other.times);
  }

  [inspect.custom](): string {
    const duration = new Quantity(this.durationSeconds, NAMED_DIMENSIONS.time.exponents);
    const spikes = this.count === 1 ? "1 spike" : `${this.count} spikes`;
    return `SpikeTrain: ${spikes} in ${duration} (${this.firingRate}) ${this.times}`;
  }
}
