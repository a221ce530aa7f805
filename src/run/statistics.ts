import type { NetworkSimulation, Statistics } from "../network/index.js";
import type { Program } from "../program/index.js";
import type { SpikeMoments, StatisticsValues, VariableMoments } from "../results/index.js";
import type { Computed } from "../targets/index.js";

// Statistics that a run works out while it goes: from the spikes and samples of each chunk of steps, which
// are given up after that. Numbers of a neuron go in by the order of the steps, whatever the chunks and threads.

/** Statistics of a run while it goes on. */
export class RunningStatistics {
  readonly values: readonly StatisticsValues[];
  private readonly takers: readonly ((computed: Computed) => void)[];

  constructor(
    { statistics = [] }: NetworkSimulation,
    { monitors, domains, dt }: Program,
    firstStep: number,
    steps: number,
  ) {
    const own = monitors.flatMap((monitor, k) => (monitor.purpose === "statistics" ? [k] : []));
    const parts = statistics.map((item): [StatisticsValues, (computed: Computed) => void] => {
      if (item.variable !== undefined) {
        const index = own.shift() as number;
        const moments = variableMoments(monitors[index]);
        return [moments, ({ recorded }) => addSamples(moments, recorded[index])];
      }
      const domain = domains.find(({ name }) => name === item.of);
      const size = domain && domain.kind !== "synapses" ? domain.size : 0;
      const moments = spikeMoments(item, size, dt, steps);
      return [moments, ({ spikes }) => addSpikes(moments, spikes.get(item.of) ?? [], firstStep)];
    });
    this.values = parts.map(([values]) => values);
    this.takers = parts.map(([, take]) => take);
  }

  /** Takes in what some steps gave. */
  take(computed: Computed): void {
    for (const take of this.takers) take(computed);
  }
}

function variableMoments({
  of,
  variable,
  dimension,
  elements,
}: Program["monitors"][number]): VariableMoments {
  const zeros = (): Float64Array => new Float64Array(elements.length);
  return {
    kind: "variable",
    of,
    variable,
    dimension,
    neurons: elements,
    samples: 0,
    mean: zeros(),
    squares: zeros(),
  };
}

/** Means and sums of squared differences from them, one sample after the other (Welford 1962). */
function addSamples(moments: VariableMoments, samples: Float64Array): void {
  const { mean, squares } = moments;
  const width = mean.length;
  for (let row = 0; row < samples.length; row += width) {
    moments.samples += 1;
    const { samples: count } = moments;
    for (let k = 0; k < width; k++) {
      const sample = samples[row + k];
      const difference = sample - mean[k];
      mean[k] += difference / count;
      squares[k] += difference * (sample - mean[k]);
    }
  }
}

function spikeMoments(
  { of, bin }: Statistics,
  size: number,
  dt: number,
  steps: number,
): SpikeMoments {
  const binSteps = bin ? Math.round(bin.value / dt) : 0;
  return {
    kind: "spikes",
    of,
    counts: new Float64Array(size),
    last: new Float64Array(size).fill(-1),
    mean: new Float64Array(size),
    squares: new Float64Array(size),
    binSteps,
    bins: new Float64Array(bin ? Math.ceil(steps / binSteps) : 0),
  };
}

/** Counts, and moments of the intervals in steps. */
function addSpikes(
  { counts, last, mean, squares, binSteps, bins }: SpikeMoments,
  lists: readonly Int32Array[],
  firstStep: number,
): void {
  for (const pairs of lists)
    for (let k = 0; k < pairs.length; k += 2) {
      const [step, neuron] = [pairs[k], pairs[k + 1]];
      if (binSteps > 0) bins[Math.floor((step - firstStep) / binSteps)] += 1;
      if (counts[neuron] > 0) {
        const interval = step - last[neuron];
        const difference = interval - mean[neuron];
        mean[neuron] += difference / counts[neuron];
        squares[neuron] += difference * (interval - mean[neuron]);
      }
      counts[neuron] += 1;
      last[neuron] = step;
    }
}
