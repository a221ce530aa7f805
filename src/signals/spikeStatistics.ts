import { bisectLeft, deviation, mean } from "d3-array";
import { checkOptions, UserError } from "../base/index.js";
import { lower, NAMED_DIMENSIONS, type Quantity, QuantityArray } from "../units/index.js";
import { requireSignal, Signal } from "./signal.js";
import { requireTrain, requireTrains, type SpikeTrain } from "./spikeTrain.js";
import { TimeBins } from "./timeBins.js";
import { commonWindow, dustAt, timeText } from "./timeWindow.js";

// All of these count in the trains' own time window, from `start` up to `stop`.

const TIME = NAMED_DIMENSIONS.time.exponents;

/**
 * The times from each spike to the next, within the window: one fewer than spikes.
 * @example
 * ```ts
 * interSpikeIntervals(new SpikeTrain([0.1, 0.3, 0.7], 1)).in(ms) // => Float64Array(2) [ 200, 400 ]
 * ```
 */
export function interSpikeIntervals(train: SpikeTrain): QuantityArray<"time"> {
  requireTrain("spike train", train);
  const { seconds } = train;
  const intervals = new Float64Array(Math.max(0, seconds.length - 1));
  for (let i = 0; i < intervals.length; i++) intervals[i] = seconds[i + 1] - seconds[i];
  return new QuantityArray<"time">(intervals, TIME);
}

/**
 * The coefficient of variation of the inter-spike intervals: their standard deviation (dividing
 * by their number, as NumPy does) over their mean. 1 for a Poisson process, 0 for a clock.
 * NaN with fewer than two intervals, that is fewer than three spikes in the window, and where all
 * spikes stand at one time: `coefficientOfVariation(train.between(seconds(1), seconds(10)))`.
 * @example
 * ```ts
 * coefficientOfVariation(new SpikeTrain([0.1, 0.2, 0.3, 0.4], 1)).toFixed(3); // => 0.000
 * coefficientOfVariation(train.between(seconds(0.5), seconds(1)))
 * ```
 */
export function coefficientOfVariation(train: SpikeTrain): number {
  const { values, length } = interSpikeIntervals(train);
  if (length < 2) return Number.NaN;
  const sd = deviation(values) as number;
  return (sd * Math.sqrt((length - 1) / length)) / (mean(values) as number);
}

/**
 * The numbers of spikes in bins of equal width from the window's start on. Where the width does not
 * divide the window, the last bin is shorter: it ends with the window. A spike on an edge counts
 * in the bin that begins there: `binnedCounts(train, ms(100))`.
 * @throws UserError for a bin of 0, wider than the window, or so small that there would be more
 *   than 2^26 of them.
 * @example
 * ```ts
 * binnedCounts(new SpikeTrain([0.05, 0.3, 0.31], 0.4), ms(100)) // => Float64Array(4) [ 1, 0, 0, 2 ]
 * ```
 */
export function binnedCounts(train: SpikeTrain, bin: Quantity<"time">): Float64Array {
  requireTrain("spike train", train);
  const bins = new TimeBins(train, bin);
  const counts = new Float64Array(bins.count);
  addCounts(counts, train, bins);
  return counts;
}

/**
 * Spikes of many neurons per neuron and second, in bins of the given width; the samples stand at
 * the beginnings of the bins. Bins are those of {@link binnedCounts}; the rate in a shorter last
 * one is that of its own width. Spikes of a simulation stand on its time grid: a bin that is no
 * multiple of the time step holds now more steps, now fewer.
 * `populationRate(out.spikeTrains("excitatory"), ms(5)).in(Hz)`
 * @throws UserError for trains that were watched in different time windows, and for such bins as
 *   {@link binnedCounts} refuses.
 * @example
 * ```ts
 * plotSignal(populationRate(trains, ms(5)))
 * ```
 */
export function populationRate(
  trains: readonly SpikeTrain[],
  bin: Quantity<"time">,
): Signal<"rate"> {
  requireTrains(trains);
  const bins = new TimeBins(commonWindow(trains), bin);
  const counts = new Float64Array(bins.count);
  for (const train of trains) addCounts(counts, train, bins);
  return bins.rate(counts, trains.length);
}

function addCounts(counts: Float64Array, { seconds }: SpikeTrain, bins: TimeBins): void {
  for (const time of seconds) counts[bins.indexOf(time)] += 1;
}

/**
 * The correlation coefficient (Pearson) of two neurons' spike counts in bins of the given width.
 * A last bin that is shorter than the others is left out: both counts would be low in it together.
 * NaN where one of them does not vary, as with fewer than two whole bins:
 * `spikeCountCorrelation(trains[0], trains[1], ms(50))`.
 * @throws UserError for trains that were watched in different time windows, and for such bins as
 *   {@link binnedCounts} refuses.
 * @example
 * ```ts
 * spikeCountCorrelation(trains[0], trains[1], ms(50))
 * ```
 */
export function spikeCountCorrelation(a: SpikeTrain, b: SpikeTrain, bin: Quantity<"time">): number {
  requireTrain("first spike train", a);
  requireTrain("second spike train", b);
  const bins = new TimeBins(commonWindow([a, b]), bin);
  const [x, y] = [a, b].map((train) => {
    const counts = new Float64Array(bins.count);
    addCounts(counts, train, bins);
    return counts.subarray(0, bins.wholeCount);
  });
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

/** Most bins on either side of lag 0. */
const MOST_LAGS = 1e7;

/**
 * The cross-correlogram: for each pair of a spike of `a` and one of `b`, the lag from the first to
 * the second, counted in bins from -window to window. Bins hold their left edge. For independent
 * Poisson processes of rates r and s over a time T, each bin holds r s T bin pairs on average. Of a
 * train with itself, each spike's pair with itself counts at lag 0.
 * `crossCorrelogram(a, b, { window: ms(100), bin: ms(5) })`
 * @throws UserError for trains that were watched in different time windows, for a window that is
 *   not a whole number of bins, and for one longer than the trains.
 * @example
 * ```ts
 * const { lags, counts } = crossCorrelogram(trains[0], trains[1], { window: ms(100), bin: ms(5) });
 * counts.length === lags.length // => true
 * ```
 */
export function crossCorrelogram(
  a: SpikeTrain,
  b: SpikeTrain,
  options: { window: Quantity<"time">; bin: Quantity<"time"> },
): Correlogram {
  requireTrain("first spike train", a);
  requireTrain("second spike train", b);
  checkOptions("crossCorrelogram", options, ["window", "bin"]);
  const { start, stop } = commonWindow([a, b]);
  const width = lower("bin", options?.bin, "time", { above: 0 });
  const window = lower("window", options.window, "time", { above: 0 });
  if (window > (stop - start) * (1 + 1e-9))
    throw new UserError(
      `invalid window: ${options.window}; expected at most ${timeText(stop - start)}, the time that was watched`,
    );
  const half = Math.round(window / width);
  if (half < 1 || Math.abs(half * width - window) > 1e-6 * width)
    throw new UserError(
      `invalid window: ${options.window}; expected a whole number of bins of ${options.bin}`,
    );
  if (half > MOST_LAGS)
    throw new UserError(
      `invalid bin: ${options.bin}; there would be ${half} bins in ${options.window}; expected at most ${MOST_LAGS}`,
    );
  const reach = half * width;
  const counts = new Float64Array(2 * half);
  for (const time of a.seconds) {
    const slack = Math.min(1e-3, dustAt(time) / width);
    // only the spikes within reach are looked at
    for (let k = bisectLeft(b.seconds, time - reach - width); k < b.seconds.length; k++) {
      const index = Math.floor((b.seconds[k] - time) / width + half + slack);
      if (index >= counts.length) break;
      if (index >= 0) counts[index] += 1;
    }
  }
  const lags = counts.map((_, i) => (i - half + 0.5) * width);
  return { lags: new QuantityArray<"time">(lags, TIME), counts };
}

/**
 * The mean of a signal around the spikes of a neuron, from `before` each spike to `after` it, both
 * to the nearest sample. Spikes whose surroundings are not wholly in the signal are left out; time 0
 * is the sample nearest to the spike: `spikeTriggeredAverage(V, train, { before: ms(20), after: ms(5) })`.
 * @throws UserError if no spike is left.
 * @example
 * ```ts
 * plotSignal(spikeTriggeredAverage(signal, train, { before: ms(20), after: ms(5) }))
 * ```
 */
export function spikeTriggeredAverage<D extends string>(
  signal: Signal<D>,
  train: SpikeTrain,
  options: { before: Quantity<"time">; after: Quantity<"time"> },
): Signal<D> {
  requireSignal("signal", signal);
  requireTrain("spike train", train);
  checkOptions("spikeTriggeredAverage", options, ["before", "after"]);
  const step = signal.timestep;
  const back = Math.round(lower("before", options?.before, "time", { least: 0 }) / step);
  const ahead = Math.round(lower("after", options.after, "time", { least: 0 }) / step);
  const window = `${options.before} before and ${options.after} after`;
  if (back + ahead < 1)
    throw new UserError(`invalid window: ${window}; expected at least one step of the signal`);
  if (back + ahead >= signal.length)
    throw new UserError(
      `invalid window: ${window}; no spike has its surroundings within a signal of ${signal.length} samples`,
    );
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
