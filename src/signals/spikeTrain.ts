import { INSPECT, shown, UserError } from "../base/index.js";
import { lower, NAMED_DIMENSIONS, Quantity, QuantityArray } from "../units/index.js";
import { type Numbers, plainNumbers } from "./numbers.js";
import { isFrom, type TimeWindow, windowText, windowWithin } from "./timeWindow.js";

/**
 * The spike times of one neuron, in order, and the time window in which it was watched: from
 * `start` up to, but not including, `stop`. Rates and counts are those of the window.
 *
 * ```ts
 * const train = new SpikeTrain([0.1, 0.2, 0.3], 1); // watched from 0 to 1 s
 * train.firingRate;                                 // 3 Hz
 * train.between(ms(150), ms(650)).firingRate;       // 4 Hz
 * ```
 */
export class SpikeTrain implements TimeWindow {
  /** Spike times in seconds, ascending. */
  readonly seconds: Float64Array;
  /** Ends of the time window, in seconds; `start` belongs to it, `stop` does not. */
  readonly start: number;
  readonly stop: number;

  /**
   * @param seconds spike times in seconds, ascending; a Float64Array is kept, not copied
   * @param stop end of the observation, in seconds: its length, where it begins at 0
   * @param start beginning of the observation, in seconds
   * @throws UserError for an empty window, and for times that are no numbers, out of order, or
   *   outside the window.
   */
  constructor(seconds: Numbers, stop: number, start = 0) {
    const ends = {
      start: lower("start", start, "dimensionless"),
      stop: lower("duration", stop, "dimensionless"),
    };
    if (!(ends.start < ends.stop))
      throw new UserError(
        start === 0
          ? `invalid duration: ${stop} s; expected more than 0 s`
          : `invalid time window: ${start} s to ${stop} s; expected the earlier time first`,
      );
    this.seconds = plainNumbers("spike times", seconds);
    this.start = ends.start;
    this.stop = ends.stop;
    requireTimes(this.seconds, this);
    Object.freeze(this);
  }

  /** The length of the window, in seconds. */
  get duration(): number {
    return this.stop - this.start;
  }

  /** The same as {@link duration}. */
  get durationSeconds(): number {
    return this.duration;
  }

  /** The number of spikes. */
  get count(): number {
    return this.seconds.length;
  }

  /** The spike times as quantities (a view, no copy). */
  get times(): QuantityArray<"time"> {
    return new QuantityArray<"time">(this.seconds, NAMED_DIMENSIONS.time.exponents);
  }

  /** The number of spikes divided by the length of the window. */
  get firingRate(): Quantity<"rate"> {
    return new Quantity<"rate">(this.count / this.duration, NAMED_DIMENSIONS.rate.exponents);
  }

  /**
   * The spikes from one time up to, but not including, another. Times stay as they are; the new
   * window is the one asked for, cut to what was watched.
   * @throws UserError unless the first time is before the second and some of the window was watched.
   */
  between(from: Quantity<"time">, to: Quantity<"time">): SpikeTrain {
    const { start, stop } = windowWithin(this, from, to);
    const inside = this.seconds.filter((time) => isFrom(time, start) && !isFrom(time, stop));
    return new SpikeTrain(inside, stop, start);
  }

  /** Whether times and window are the same. */
  equals(other: SpikeTrain): boolean {
    return (
      other instanceof SpikeTrain &&
      this.start === other.start &&
      this.stop === other.stop &&
      this.times.equals(other.times)
    );
  }

  toString(): string {
    const spikes = this.count === 1 ? "1 spike" : `${this.count} spikes`;
    const during = this.start === 0 ? "in" : "from";
    return `SpikeTrain: ${spikes} ${during} ${windowText(this)} (${this.firingRate}) ${this.times}`;
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }
}

/** @throws UserError for spike times that are no numbers, out of order or outside the window. */
function requireTimes(seconds: Float64Array, window: TimeWindow): void {
  for (let k = 0; k < seconds.length; k++) {
    const time = seconds[k];
    if (!isFrom(time, window.start) || !(time < window.stop))
      throw new UserError(
        `invalid spike time: ${time} s; expected times from ${window.start} s to before ${window.stop} s`,
      );
    if (k > 0 && time < seconds[k - 1])
      throw new UserError(
        `invalid spike times: ${time} s after ${seconds[k - 1]} s; expected them in ascending order`,
      );
  }
}

/** @throws UserError for what is no spike train. */
export function requireTrain(what: string, train: unknown): asserts train is SpikeTrain {
  if (!(train instanceof SpikeTrain))
    throw new UserError(`invalid ${what}: ${shown(train)}; expected a SpikeTrain`);
}

/** @throws UserError for what is no list of spike trains, or an empty one. */
export function requireTrains(trains: unknown): asserts trains is readonly SpikeTrain[] {
  if (!Array.isArray(trains))
    throw new UserError(`invalid spike trains: ${shown(trains)}; expected an array of SpikeTrains`);
  if (trains.length === 0) throw new UserError("invalid spike trains: none given");
  for (const [k, train] of trains.entries()) requireTrain(`spike train ${k}`, train);
}
