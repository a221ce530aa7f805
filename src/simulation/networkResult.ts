import { inspect } from "node:util";
import { didYouMean, showAs, UserError } from "../base/index.js";
import { registerStored } from "../cache/index.js";
import { matrixText, Signal, SpikeTrain } from "../signals/index.js";
import { type Dimension, NAMED_DIMENSIONS, Quantity } from "../units/index.js";
import type { Pairs } from "./connect.js";
import { type FinalState, type NetworkSimulation, stepCount } from "./network.js";
import {
  type FinalValues,
  NetworkSynapses,
  type SynapseList,
  type SynapseSelection,
} from "./networkSynapses.js";

/** What was recorded of one variable: samples of the chosen neurons in turn, every n-th step. */
export interface RecordedVariable {
  of: string;
  variable: string;
  dimension: Dimension;
  neurons: readonly number[];
  every: number;
  values: Float64Array;
}

/** What the simulation of a network gives. */
export class NetworkResult {
  constructor(
    readonly simulation: NetworkSimulation,
    /** Steps and neurons of all spikes, in turn, by population or source. */
    private readonly spikes: ReadonlyMap<string, Int32Array>,
    private readonly recorded: readonly RecordedVariable[],
    private readonly synapses: NetworkSynapses,
    /** The number of the first step: 0, or that at which an earlier run ended. */
    readonly firstStep: number,
    private readonly end: () => FinalState,
  ) {}

  /** What the cache keeps of a result: all but its final state. */
  static partsOf(
    result: NetworkResult,
  ): [
    NetworkSimulation,
    ReadonlyMap<string, Int32Array>,
    readonly RecordedVariable[],
    FinalValues,
    number,
  ] {
    const { simulation, spikes, recorded, synapses, firstStep } = result;
    return [simulation, spikes, recorded, synapses.finalValues, firstStep];
  }

  /** The state in which the run ended, from which another can go on. */
  get finalState(): FinalState {
    return this.end();
  }

  /** The steps in which each neuron of a population spiked. @throws UserError if not recorded. */
  spikeSteps(of: string): number[][] {
    const pairs = this.spikesOf(of);
    const steps: number[][] = Array.from({ length: this.sizeOf(of) }, () => []);
    for (let k = 0; k < pairs.length; k += 2) steps[pairs[k + 1]].push(pairs[k]);
    return steps;
  }

  /** The spike trains of a population; a spike in step k stands at time k dt. */
  spikeTrains(of: string): SpikeTrain[] {
    const dt = this.simulation.dt.value;
    const duration = this.simulation.duration.value;
    return this.spikeSteps(of).map(
      (steps) =>
        new SpikeTrain(
          Float64Array.from(steps, (step) => step * dt),
          duration,
        ),
    );
  }

  /** The number of spikes of a population, or of all recorded. */
  spikeCount(of?: string): number {
    const lists = of === undefined ? [...this.spikes.values()] : [this.spikesOf(of)];
    return lists.reduce((sum, pairs) => sum + pairs.length / 2, 0);
  }

  /** Spikes per neuron and second, of a population or of all. */
  firingRate(of?: string): Quantity<"rate"> {
    const { populations, duration } = this.simulation;
    const names = of === undefined ? populations.map(({ name }) => name) : [of];
    const sum = (value: (name: string) => number): number =>
      names.reduce((total, name) => total + value(name), 0);
    return new Quantity(
      sum((name) => this.spikeCount(name)) / sum((name) => this.sizeOf(name)) / duration.value,
      NAMED_DIMENSIONS.rate.exponents,
    );
  }

  /** Spikes of a population per neuron and second, in bins of the given width. */
  populationRate(of: string, bin: Quantity<"time">): Signal<"rate"> {
    const { dt } = this.simulation;
    const stepsPerBin = Math.max(1, Math.round(bin.value / dt.value));
    const bins = Math.ceil(stepCount(this.simulation) / stepsPerBin);
    const counts = new Float64Array(bins);
    const pairs = this.spikesOf(of);
    for (let k = 0; k < pairs.length; k += 2)
      counts[Math.floor((pairs[k] - this.firstStep) / stepsPerBin)] += 1;
    const width = stepsPerBin * dt.value;
    const N = this.sizeOf(of);
    const start = this.firstStep * dt.value;
    return new Signal(
      counts.map((count) => count / N / width),
      NAMED_DIMENSIONS.rate.exponents,
      width,
      start,
    );
  }

  /** A recorded variable of one neuron. @throws UserError if it was not recorded. */
  signal(of: string, variable: string, neuron: number): Signal {
    const recording = this.recorded.find(
      (item) => item.of === of && item.variable === variable && item.neurons.includes(neuron),
    );
    if (!recording)
      throw new UserError(`unknown recording: ${variable} of neuron ${neuron} of ${of}`);
    const { neurons, every, values, dimension } = recording;
    const samples = column(values, neurons.indexOf(neuron), neurons.length);
    const dt = this.simulation.dt.value;
    const first = Math.ceil(this.firstStep / every) * every;
    return new Signal(samples, dimension, every * dt, first * dt);
  }

  /** The connections of some synapses: indices of sources and targets, in the order made. */
  connectionsOf(synapses: string): Pairs {
    return this.synapses.pairs(synapses);
  }

  /**
   * The synapses between some neurons: source, target, delay and the synapses' values, plastic ones
   * after the run or before it. A plastic synapse stands at its source's last spike: what the
   * target's spikes do after that is done at the source's next one.
   * @throws UserError for names and indices that do not exist.
   */
  synapsesOf(synapses: string, selection: SynapseSelection = {}): SynapseList {
    return this.synapses.select(synapses, selection);
  }

  /**
   * The connections of some synapses as a matrix, row to column: each with the value given for
   * them, 0 elsewhere. `connectionMatrix("neurons", { excitatory: 1, inhibitory: -4 })`
   */
  connectionMatrix(
    of: string,
    values: Readonly<Record<string, number>>,
  ): Readonly<{ data: Int32Array; shape: [number, number] }> {
    const N = this.simulation.populations.find(({ name }) => name === of)?.N;
    if (N === undefined) throw new UserError(`unknown population: ${of}`);
    const data = new Int32Array(N * N);
    for (const [name, value] of Object.entries(values)) {
      const { sources, targets } = this.connectionsOf(name);
      for (let k = 0; k < sources.length; k++) data[sources[k] * N + targets[k]] = value;
    }
    const matrix: { data: Int32Array; shape: [number, number] } = { data, shape: [N, N] };
    return showAs(matrix, () => matrixText(data, matrix.shape));
  }

  /** The number of neurons of a population, or of channels of a source. */
  private sizeOf(of: string): number {
    const { populations, sources } = this.simulation;
    return [...populations, ...sources].find(({ name }) => name === of)?.N ?? 0;
  }

  private spikesOf(of: string): Int32Array {
    const pairs = this.spikes.get(of);
    if (!pairs) {
      const names = [...this.spikes.keys()];
      throw new UserError(
        `unknown spikes: ${of}; recorded are those of ${names.join(", ")}${didYouMean(of, names)}`,
      );
    }
    return pairs;
  }

  [inspect.custom](): string {
    const { populations, duration } = this.simulation;
    const parts = populations.map(
      ({ name, N }) => `${name} (${N}${this.spikes.has(name) ? `, ${this.firingRate(name)}` : ""})`,
    );
    return `network result: ${duration}, ${this.spikeCount()} spikes; ${parts.join(", ")}`;
  }
}

registerStored(
  "NetworkResult",
  NetworkResult,
  (result) => NetworkResult.partsOf(result),
  ([simulation, spikes, recorded, finalValues, firstStep]) => {
    const synapses = new NetworkSynapses(simulation, finalValues);
    return new NetworkResult(simulation, spikes, recorded, synapses, firstStep, () => {
      throw new UserError(
        "unknown final state: the result came from the cache, which leaves it out",
      );
    });
  },
);

/** Every `width`-th value from `index` on; the values themselves where there is one column. */
function column(values: Float64Array, index: number, width: number): Float64Array {
  if (width === 1) return values;
  const samples = new Float64Array(values.length / width);
  for (let k = 0; k < samples.length; k++) samples[k] = values[k * width + index];
  return samples;
}
