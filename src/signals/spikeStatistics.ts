import { bisectLeft, deviation, mean } from "d3-array";
import { UserError } from "../base/index.js";
import { NAMED_DIMENSIONS, Quantity, QuantityArray, second } from "../units/index.js";
import { Signal } from "./signal.js";
import type { SpikeTrain } from "./spikeTrain.js";

const TIME = NAMED_DIMENSIONS.time.exponents;
const RATE = NAMED_DIMENSIONS.rate.exponents;

/** The times from each spike to the next: one fewer than spikes. */
export function interSpikeIntervals({ seconds }: SpikeTrain): QuantityArray<"time"> {
  const intervals = new Float64Array(Math.max(0, seconds.length - 1));
  for (let i = 0; i < intervals.length; i++) intervals[i] = seconds[i + 1] - seconds[i];
  return new QuantityArray<"time">(intervals, TIME);
}

/**
 * The coefficient of variation of the inter-spike intervals: their standard deviation (dividing
 * by their number, as NumPy does) over their mean. 1 for a Poisson process, 0 for a clock.
 * NaN with fewer than two intervals.
 */
export function coefficientOfVariation(train: SpikeTrain): number {
  const { values, length } = interSpikeIntervals(train);
  if (length < 2) return Number.NaN;
  const sd = deviation(values) as number;
  return (sd * Math.sqrt((length - 1) / length)) / (mean(values) as number);
}

/**
 * The numbers of spikes in bins of equal width from time 0 on, the last one cut off at the end of
 * the observation.
 */
export function binnedCounts(
  { seconds, durationSeconds }: SpikeTrain,
  bin: Quantity<"time">,
): Float64Array {
  const width = requireWidth("bin", bin);
  const counts = new Float64Array(Math.ceil(durationSeconds / width - 1e-9));
  for (const time of seconds) {
    // the slack keeps spikes on a bin's edge in the bin that begins there
    const index = Math.min(counts.length - 1, Math.floor(time / width + 1e-9));
    counts[index] += 1;
  }
  return counts;
}

/** Spikes of many neurons per neuron and second, in bins of the given width. */
export function populationRate(
  trains: readonly SpikeTrain[],
  bin: Quantity<"time">,
): Signal<"rate"> {
  if (trains.length === 0) throw new UserError("invalid spike trains: none given");
  const width = requireWidth("bin", bin);
  const sum = binnedCounts(trains[0], bin);
  for (const train of trains.slice(1)) {
    const counts = binnedCounts(train, bin);
    if (counts.length !== sum.length)
      throw new UserError("invalid spike trains: they were watched for different times");
    for (let i = 0; i < sum.length; i++) sum[i] += counts[i];
  }
  return new Signal<"rate">(
    sum.map((count) => count / trains.length / width),
    RATE,
    width,
  );
}

/**
 * The correlation coefficient (Pearson) of two neurons' spike counts in bins of the given width.
 * NaN where one of them does not vary.
 */
export function spikeCountCorrelation(a: SpikeTrain, b: SpikeTrain, bin: Quantity<"time">): number {
  const [x, y] = [binnedCounts(a, bin), binnedCounts(b, bin)];
  if (x.length !== y.length)
    throw new UserError("invalid spike trains: they were watched for different times");
  const [mx, my] = [mean(x) as number, mean(y) as number];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - mx) ** 2;
    yy += (y[i] - my) ** 2;
    xy += (x[i] - mx) * (y[i] - my);
  }
  return xy / Math.sqrt(xx * yy);
}

/** How often one neuron's spikes follow another's at each lag. */
export interface Correlogram {
  /** The middles of the bins: positive where `b` spikes after `a`. */
  lags: QuantityArray<"time">;
  /** The number of pairs in each bin. */
  counts: Float64Array;
}

/**
 * The cross-correlogram: for each pair of a spike of `a` and one of `b`, the lag from the first to
 * the second, counted in bins from -window to window. Bins hold their left edge. For independent
 * Poisson processes of rates r and s over a time T, each bin holds r s T bin pairs on average.
 */
export function crossCorrelogram(
  a: SpikeTrain,
  b: SpikeTrain,
  { window, bin }: { window: Quantity<"time">; bin: Quantity<"time"> },
): Correlogram {
  const width = requireWidth("bin", bin);
  const half = Math.round(requireWidth("window", window) / width);
  if (half < 1)
    throw new UserError(`invalid window: ${window}; expected at least one bin of ${bin}`);
  const reach = half * width;
  const counts = new Float64Array(2 * half);
  for (const time of a.seconds) {
    // only the spikes within reach are looked at
    for (let k = bisectLeft(b.seconds, time - reach - width); k < b.seconds.length; k++) {
      const index = Math.floor((b.seconds[k] - time) / width + half + 1e-9);
      if (index >= counts.length) break;
      if (index >= 0) counts[index] += 1;
    }
  }
  const lags = counts.map((_, i) => (i - half + 0.5) * width);
  return { lags: new QuantityArray<"time">(lags, TIME), counts };
}

/**
 * The mean of a signal around the spikes of a neuron, from `before` each spike to `after` it. Spikes
 * whose surroundings are not wholly in the signal are left out; time 0 is the sample of the spike.
 * @throws UserError if no spike is left.
 */
export function spikeTriggeredAverage<D extends string>(
  signal: Signal<D>,
  train: SpikeTrain,
  { before, after }: { before: Quantity<"time">; after: Quantity<"time"> },
): Signal<D> {
  const step = signal.timestep;
  const back = Math.round(before.value / step);
  const ahead = Math.round(after.value / step);
  if (back < 0 || ahead < 0 || back + ahead < 1)
    throw new UserError(`invalid window: ${before} before and ${after} after; expected 0 or more`);
  const sum = new Float64Array(back + ahead + 1);
  let used = 0;
  for (const time of train.seconds) {
    const at = Math.round((time - signal.start) / step);
    if (at - back < 0 || at + ahead >= signal.length) continue;
    used += 1;
    for (let i = 0; i < sum.length; i++) sum[i] += signal.values[at - back + i];
  }
  if (used === 0)
    throw new UserError("invalid spike train: no spike has its surroundings within the signal");
  return new Signal<D>(
    sum.map((value) => value / used),
    signal.dimension,
    step,
    -back * step,
  );
}

function requireWidth(name: string, width: Quantity<"time">): number {
  if (!(width instanceof Quantity) || !(width.in(second) > 0))
    throw new UserError(`invalid ${name}: ${width}; expected a time of more than 0 s`);
  return width.value;
}
