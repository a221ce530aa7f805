import { didYouMean, shown, UserError } from "../base/index.js";
import { Signal } from "../signals/index.js";
import { type Dimension, NAMED_DIMENSIONS, Quantity, QuantityArray } from "../units/index.js";
import { askedName } from "./askedName.js";

/** Moments of a variable of some neurons over time. */
export interface VariableMoments {
  readonly kind: "variable";
  readonly of: string;
  readonly variable: string;
  readonly dimension: Dimension;
  readonly neurons: readonly number[];
  /** How many samples went in. */
  samples: number;
  readonly mean: Float64Array;
  /** Sums of squared differences from the mean. */
  readonly squares: Float64Array;
}

/** What is known of the spikes of each neuron. */
export interface SpikeMoments {
  readonly kind: "spikes";
  readonly of: string;
  readonly counts: Float64Array;
  /** The step of the last spike; -1 where there was none. */
  readonly last: Float64Array;
  /** Mean and squared differences of the intervals, in steps. */
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  /** Steps of a bin of the population's rate, 0 where it was not asked for, and spikes in each. */
  readonly binSteps: number;
  readonly bins: Float64Array;
}

export type StatisticsValues = VariableMoments | SpikeMoments;

/** Statistics of a variable over the time that was simulated, one number for each neuron. */
export interface VariableStatistics {
  /** The neurons, in the order of the numbers. */
  readonly neurons: readonly number[];
  /** How many samples of each went in. */
  readonly samples: number;
  readonly mean: QuantityArray;
  /** Of the samples (divided by n - 1); not a number for fewer than two. */
  readonly standardDeviation: QuantityArray;
}

/** Statistics of spikes over the time that was simulated, one number for each neuron. */
export interface SpikeStatistics {
  /** Numbers of spikes. */
  readonly counts: Float64Array;
  readonly rates: QuantityArray<"rate">;
  /** Coefficients of variation of the intervals, as `coefficientOfVariation` has them; NaN for fewer than two intervals. */
  readonly intervalVariation: Float64Array;
  /** Of all neurons together. */
  readonly firingRate: Quantity<"rate">;
  /** The population's rate in bins, where they were asked for. */
  readonly populationRate?: Signal<"rate">;
}

/** The statistics that a run has worked out. */
export class ResultStatistics {
  constructor(
    private readonly values: readonly StatisticsValues[],
    private readonly window: { start: number; stop: number; dt: number },
  ) {}

  of(of: unknown): SpikeStatistics;
  of(of: unknown, variable: unknown): VariableStatistics;
  of(of: unknown, variable?: unknown): SpikeStatistics | VariableStatistics {
    const name = askedName("population", of);
    const wanted = variable === undefined ? undefined : askedName("variable", variable);
    const found = this.values.find(
      (item) =>
        item.of === name && wanted === (item.kind === "variable" ? item.variable : undefined),
    );
    if (!found) throw this.unknown(name, wanted);
    return found.kind === "variable" ? ofVariable(found) : this.ofSpikes(found);
  }

  private ofSpikes({ counts, mean, squares, binSteps, bins }: SpikeMoments): SpikeStatistics {
    const { start, stop, dt } = this.window;
    const seconds = stop - start;
    const rate = NAMED_DIMENSIONS.rate.exponents;
    const total = counts.reduce((sum, count) => sum + count, 0);
    const steps = Math.round(seconds / dt);
    const used = Math.ceil(steps / binSteps);
    return {
      counts: counts.slice(),
      rates: new QuantityArray<"rate">(
        counts.map((count) => count / seconds),
        rate,
      ),
      intervalVariation: counts.map((count, k) =>
        count < 3 ? Number.NaN : Math.sqrt(squares[k] / (count - 1)) / mean[k],
      ),
      firingRate: new Quantity<"rate">(total / counts.length / seconds, rate),
      ...(binSteps > 0 && {
        populationRate: new Signal<"rate">(
          bins
            .subarray(0, used)
            // the last bin may be shorter
            .map(
              (count, k) => count / counts.length / (Math.min(binSteps, steps - k * binSteps) * dt),
            ),
          rate,
          binSteps * dt,
          start,
        ),
      }),
    };
  }

  private unknown(of: string, variable: string | undefined): UserError {
    const shownName = (name: string, own?: string): string =>
      own === undefined ? `spikes of ${name}` : `${own} of ${name}`;
    const names = this.values.map((item) =>
      shownName(item.of, item.kind === "variable" ? item.variable : undefined),
    );
    const asked = shownName(of, variable);
    return new UserError(
      `unknown statistics: ${asked}; ${names.length > 0 ? `the network has those of ${names.join(", ")}` : `expected a network with statistics: [{ of: ${shown(of)} }]`}${didYouMean(asked, names)}`,
    );
  }
}

function ofVariable({
  neurons,
  samples,
  mean,
  squares,
  dimension,
}: VariableMoments): VariableStatistics {
  return {
    neurons: [...neurons],
    samples,
    mean: new QuantityArray(mean.slice(), dimension),
    standardDeviation: new QuantityArray(
      squares.map((sum) => (samples < 2 ? Number.NaN : Math.sqrt(sum / (samples - 1)))),
      dimension,
    ),
  };
}
