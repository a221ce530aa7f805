import { checkOptions, UserError } from "../base/index.js";
import type { NetworkResult } from "../results/index.js";
import { requireResult } from "../results/index.js";
import { lower, type Quantity } from "../units/index.js";
import { MICROCIRCUIT_POPULATIONS, type MicrocircuitPopulation } from "./microcircuitData.js";

/** A number of each population; NaN where it is not defined. */
export type ByPopulation = Readonly<Record<MicrocircuitPopulation, number>>;

/** Statistics of the microcircuit's spikes, by population, as NEST's reference defines them. */
export interface MicrocircuitStatistics {
  /** Spikes per neuron and second, silent neurons among them. */
  rates_per_s: ByPopulation;
  /** Standard deviation of the neurons' rates (1/s, dividing by their number). */
  rate_sd_per_s: ByPopulation;
  /** Part of the neurons without a spike. */
  silent: ByPopulation;
  /** Coefficient of variation of the intervals: mean over neurons with enough spikes. */
  cv_isi: ByPopulation;
  /** Correlation of spike counts in bins of 2 ms: mean over all pairs of neurons that spike. */
  correlation: ByPopulation;
  /** Variance over mean of the population's spike counts in bins of 3 ms. */
  synchrony: ByPopulation;
  /** Rate (1/s) and coefficient of variation of each neuron; NaN where it is not defined. */
  neurons: Readonly<Record<MicrocircuitPopulation, { rates: Float64Array; cvs: Float64Array }>>;
  /** Time window of the statistics, in seconds. */
  from_s: number;
  to_s: number;
}

/** What is counted. */
export interface MicrocircuitStatisticsOptions {
  /** Where the window begins; 500 ms by default, or the run's start where it is no longer than that. */
  from?: Quantity<"time">;
  /** Spikes that a neuron needs for its coefficient of variation; 3 by default, and at least. */
  leastSpikes?: number;
}

/** Seconds that the model takes to settle. */
const TRANSIENT = 0.5;

/** Widths of bins, in seconds. */
const CORRELATION_BIN = 2e-3;
const SYNCHRONY_BIN = 3e-3;

/**
 * Statistics of a result of `microcircuit`, after the transient: what NEST's reference compares.
 *
 * ```ts
 * const small = await run(microcircuit({ scale: 0.02, duration: seconds(0.7) }));
 * const { rates_per_s, cv_isi } = microcircuitStatistics(small);
 * rates_per_s.L4E // spikes per neuron and second
 * ```
 *
 * Coefficients of variation depend on the length of the window and on `leastSpikes`: compare like
 * with like.
 * @throws UserError for the result of another network, and a window that is not in the run.
 */
export function microcircuitStatistics(
  result: NetworkResult,
  options: MicrocircuitStatisticsOptions = {},
): MicrocircuitStatistics {
  requireResult(result);
  checkOptions("microcircuitStatistics", options, ["from", "leastSpikes"]);
  const names = result.simulation.populations.map(({ name }) => name);
  const missing = MICROCIRCUIT_POPULATIONS.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw new UserError(`invalid result: it has no population ${missing}; expected a microcircuit`);
  const { leastSpikes = 3 } = options;
  if (!Number.isInteger(leastSpikes) || leastSpikes < 3)
    throw new UserError(`invalid leastSpikes: ${leastSpikes}; expected a whole number from 3 on`);
  const dt = result.simulation.dt.value;
  const first = Math.max(firstCounted(result, options.from), Math.round(result.start / dt));
  const window: StepWindow = { first, end: Math.round(result.stop / dt), dt };
  const counted = MICROCIRCUIT_POPULATIONS.map((name) =>
    ofPopulation(result.spikeSteps(name), window, leastSpikes),
  );
  const by = <T>(value: (part: (typeof counted)[number]) => T): Record<MicrocircuitPopulation, T> =>
    Object.fromEntries(
      MICROCIRCUIT_POPULATIONS.map((name, k) => [name, value(counted[k])]),
    ) as Record<MicrocircuitPopulation, T>;
  return {
    rates_per_s: by(({ rates }) => meanOf(rates)),
    rate_sd_per_s: by(({ rates }) => deviationOf(rates)),
    silent: by(({ rates }) => rates.filter((rate) => rate === 0).length / rates.length),
    cv_isi: by(({ cvs }) => meanOf(cvs.filter((cv) => !Number.isNaN(cv)))),
    correlation: by(({ correlation }) => correlation),
    synchrony: by(({ synchrony }) => synchrony),
    neurons: by(({ rates, cvs }) => ({ rates, cvs })),
    from_s: window.first * dt,
    to_s: window.end * dt,
  };
}

/** Steps whose spikes count. */
interface StepWindow {
  first: number;
  end: number;
  dt: number;
}

function firstCounted(
  { start, stop, simulation: { dt } }: NetworkResult,
  given: Quantity<"time"> | undefined,
): number {
  // a run that is no longer than the transient is counted from its start
  const usual = stop - start > TRANSIENT ? start + (start === 0 ? TRANSIENT : 0) : start;
  const from = given === undefined ? usual : lower("from", given, "time");
  if (from < start || from >= stop)
    throw new UserError(
      `invalid from: ${given}; expected a time of the run, from ${start} s to before ${stop} s`,
    );
  return Math.round(from / dt.value);
}

function ofPopulation(steps: readonly number[][], window: StepWindow, leastSpikes: number) {
  const trains = steps.map((train) =>
    train.filter((step) => step >= window.first && step < window.end),
  );
  const seconds = (window.end - window.first) * window.dt;
  return {
    rates: Float64Array.from(trains, ({ length }) => length / seconds),
    cvs: Float64Array.from(trains, (train) => (train.length < leastSpikes ? NaN : cvOf(train))),
    correlation: meanCorrelation(trains, window),
    synchrony: synchronyOf(trains, window),
  };
}

function cvOf(train: readonly number[]): number {
  const intervals = new Float64Array(train.length - 1);
  for (let k = 0; k < intervals.length; k++) intervals[k] = train[k + 1] - train[k];
  return deviationOf(intervals) / meanOf(intervals);
}

/** Steps of a bin, and how many whole bins there are. */
function binsOf({ first, end, dt }: StepWindow, width: number): { steps: number; bins: number } {
  const steps = Math.max(1, Math.round(width / dt));
  return { steps, bins: Math.floor((end - first) / steps) };
}

/**
 * The mean over all pairs of the correlation coefficient of counts: of vectors of length 1, as
 * counts without their mean over their norm are, all pairs' products are what the square of their
 * sum has beyond the vectors' own squares. Constant counts have no coefficient and are left out.
 */
function meanCorrelation(trains: readonly (readonly number[])[], window: StepWindow): number {
  const { steps, bins } = binsOf(window, CORRELATION_BIN);
  const sum = new Float64Array(bins);
  const counts = new Float64Array(bins);
  let vectors = 0;
  let offset = 0;
  for (const train of trains) {
    const touched: number[] = [];
    let total = 0;
    for (const step of train) {
      const bin = Math.floor((step - window.first) / steps);
      if (bin >= bins) continue;
      if (counts[bin] === 0) touched.push(bin);
      counts[bin] += 1;
      total += 1;
    }
    const average = total / bins;
    const square = touched.reduce((all, bin) => all + counts[bin] ** 2, 0) - bins * average ** 2;
    if (square > 1e-9) {
      const norm = Math.sqrt(square);
      for (const bin of touched) sum[bin] += counts[bin] / norm;
      // the mean that is taken away is the same in all bins
      offset += average / norm;
      vectors += 1;
    }
    for (const bin of touched) counts[bin] = 0;
  }
  let squared = 0;
  for (const value of sum) squared += (value - offset) ** 2;
  return (squared - vectors) / (vectors * (vectors - 1));
}

function synchronyOf(trains: readonly (readonly number[])[], window: StepWindow): number {
  const { steps, bins } = binsOf(window, SYNCHRONY_BIN);
  const counts = new Float64Array(bins);
  for (const train of trains)
    for (const step of train) {
      const bin = Math.floor((step - window.first) / steps);
      if (bin < bins) counts[bin] += 1;
    }
  return deviationOf(counts) ** 2 / meanOf(counts);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The standard deviation, dividing by the number of values. */
function deviationOf(values: Float64Array): number {
  const average = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - average) ** 2;
  return Math.sqrt(sum / values.length);
}
