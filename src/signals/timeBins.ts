import { UserError } from "../base/index.js";
import { lower, NAMED_DIMENSIONS, type Quantity } from "../units/index.js";
import { Signal } from "./signal.js";
import { dustAt, type TimeWindow, timeText } from "./timeWindow.js";

/** Most bins of a window: an array of them takes half a gigabyte. */
const MOST_BINS = 2 ** 26;

/** Part of a bin that the dust of rounding takes up at most, however late the window. */
const FINE = 1e-3;

/**
 * A time window in bins of equal width from its start on. Where the width does not divide the
 * window, the last bin is shorter. A time on an edge belongs to the bin that begins there.
 */
export class TimeBins {
  readonly start: number;
  /** Width of a bin, in seconds. */
  readonly width: number;
  /** How many bins there are, the shorter last one included. */
  readonly count: number;
  /** How many of them have the full width. */
  readonly wholeCount: number;
  private readonly lastWidth: number;

  /** @throws UserError for a width of 0, wider than the window, or too small to count in. */
  constructor({ start, stop }: TimeWindow, bin: Quantity<"time">) {
    const width = lower("bin", bin, "time", { above: 0 });
    const duration = stop - start;
    const dust = Math.min(dustAt(Math.max(-start, stop)), FINE * width);
    if (width > duration + dust)
      throw new UserError(
        `invalid bin: ${bin}; expected at most ${timeText(duration)}, the time that was watched`,
      );
    if (duration / width > MOST_BINS)
      throw new UserError(
        `invalid bin: ${bin}; there would be ${(duration / width).toPrecision(3)} bins in ${timeText(duration)}; expected at most ${MOST_BINS}`,
      );
    this.start = start;
    this.width = width;
    const nearest = Math.round(duration / width);
    const divides = Math.abs(duration - nearest * width) <= dust;
    this.wholeCount = divides ? nearest : Math.floor(duration / width);
    this.count = divides ? nearest : this.wholeCount + 1;
    this.lastWidth = divides ? width : duration - this.wholeCount * width;
  }

  /** The bin of a time that lies within the window. */
  indexOf(time: number): number {
    const dust = Math.min(dustAt(time), FINE * this.width);
    const index = Math.floor((time + dust - this.start) / this.width);
    return Math.min(this.count - 1, Math.max(0, index));
  }

  /**
   * Counts of spikes in the bins as spikes per neuron and second: each bin's count over its own
   * width, the shorter last one's too. Samples stand at the bins' beginnings.
   */
  rate(counts: Float64Array, neurons: number): Signal<"rate"> {
    const rates = counts.map((count) => count / neurons / this.width);
    const last = this.count - 1;
    rates[last] = counts[last] / neurons / this.lastWidth;
    return new Signal<"rate">(rates, NAMED_DIMENSIONS.rate.exponents, this.width, this.start);
  }
}
