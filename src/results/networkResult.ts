import { didYouMean, INSPECT, showAs, shown, UserError } from "../base/index.js";
import type { Where } from "../morphology/index.js";
import {
  type Alias,
  elementsAt,
  isEventName,
  type NetworkSimulation,
  ownerOfEvents,
  type Pairs,
  requireKnown,
  StepTimes,
  stepCount,
} from "../network/index.js";
import {
  matrixText,
  Signal,
  SpikeTrain,
  TimeBins,
  type TimeWindow,
  windowText,
} from "../signals/index.js";
import { NAMED_DIMENSIONS, Quantity, QuantityArray } from "../units/index.js";
import { askedName } from "./askedName.js";
import { type CallableRate, callableRate } from "./callableRate.js";
import { connectionMatrix } from "./connectionMatrix.js";
import type { FinalState } from "./finalState.js";
import { RecordedSignals, type RecordedVariable } from "./recordedSignals.js";
import { simulatedWindow } from "./simulatedWindow.js";
import {
  ResultStatistics,
  type SpikeStatistics,
  type StatisticsValues,
  type VariableStatistics,
} from "./statistics.js";
import type { SynapseReader } from "./synapseReader.js";
import {
  type SynapseList,
  type SynapseSelection,
  selectSynapses,
  synapsesNamed,
} from "./synapseSelection.js";
import { valuesByNeuron } from "./valuesByNeuron.js";

/** What a result is made of: all that a run gives. */
export interface ResultParts {
  readonly simulation: NetworkSimulation;
  /** Steps and neurons of all spikes, in turn, by population or source. */
  readonly spikes: ReadonlyMap<string, Int32Array>;
  readonly recorded: readonly RecordedVariable[];
  readonly synapses: SynapseReader;
  /** The number of the first step: 0, or that at which an earlier run ended. */
  readonly firstStep: number;
  /** How many steps there were: fewer than the duration has where `stopWhen` ended the run. */
  readonly steps: number;
  readonly statistics: readonly StatisticsValues[];
  /** The state at the end. */
  readonly end: () => FinalState;
}

/** Where a result keeps what it is made of, for those who store it. */
const PARTS = Symbol("parts of a result");

/**
 * What the simulation of a network gives. All of it is of one time window: from `start`, where the
 * run began (0, or where an earlier run ended), up to `stop`.
 * @example
 * ```ts
 * result.spikeCount("neurons") > 0; // => true
 * result.firingRateOf("neurons").in(Hz) > 1; // => true
 * result.spikeTrains("neurons").length; // => 100
 * result.signal("neurons", "v", 0).length; // => 10000
 * result.synapsesOf("excitation", { targets: [0] })
 * ```
 */
export class NetworkResult implements TimeWindow {
  /** The simulation whose result this is. */
  readonly simulation: NetworkSimulation;
  /** Ends of the time that was simulated, in seconds: as many whole steps as there were. */
  readonly start: number;
  readonly stop: number;
  /** The number of the first step: 0, or that at which an earlier run ended. */
  readonly firstStep: number;
  /** Whether the network's stopWhen ended the run before its duration. */
  readonly isStopped: boolean;
  private readonly recorded: RecordedSignals;
  /** @internal */
  readonly [PARTS]: ResultParts;

  constructor(parts: ResultParts) {
    const { simulation, firstStep, steps, recorded } = parts;
    this[PARTS] = parts;
    this.simulation = simulation;
    this.firstStep = firstStep;
    const { start, stop } = simulatedWindow(simulation, firstStep, steps);
    this.start = start;
    this.stop = stop;
    this.isStopped = steps < stepCount(simulation);
    this.recorded = new RecordedSignals(simulation, recorded, firstStep);
    for (const [name, alias] of Object.entries(simulation.names))
      Object.defineProperty(this, name, { get: () => this.named(alias), enumerable: true });
    for (const hidden of ["recorded", PARTS] as const)
      Object.defineProperty(this, hidden, { enumerable: false });
  }

  /** What a result is made of. */
  static partsOf(result: NetworkResult): ResultParts {
    return result[PARTS];
  }

  /** The state in which the run ended, from which another can go on. */
  get finalState(): FinalState {
    return this[PARTS].end();
  }

  /** What the model calls by a name of its own. */
  private named(alias: Alias): unknown {
    switch (alias.kind) {
      case "value":
        return alias.value;
      case "spikes":
        return this.spikeTrains(alias.of)[alias.neuron];
      case "signal": {
        const signal = this.signal(alias.of, alias.variable, alias.neuron);
        if (alias.start === undefined) return signal;
        return new Signal(signal.values, signal.dimension, signal.timestep, alias.start.value);
      }
    }
  }

  /** The steps in which each neuron of a population spiked. @throws UserError if not recorded. */
  spikeSteps(of: string): number[][] {
    const pairs = this.spikesOf(of);
    const steps: number[][] = Array.from({ length: this.sizeOf(of) }, () => []);
    for (let k = 0; k < pairs.length; k += 2) steps[pairs[k + 1]].push(pairs[k]);
    return steps;
  }

  /**
   * The spike trains of a population, in the time window of the run; a spike in step k stands at
   * time k dt (or at dt added up k times, where the network's clock is summed).
   */
  spikeTrains(of: string): SpikeTrain[] {
    const { clock, dt } = this.simulation;
    return this.spikeSteps(of).map((steps) => {
      const times = new StepTimes(clock, dt.value);
      return new SpikeTrain(
        Float64Array.from(steps, (step) => times.at(step)),
        this.stop,
        this.start,
      );
    });
  }

  /**
   * The number of spikes of a population or source, or of all recorded together; that of other
   * events (`spikeCount("cells.burst")`) only where they are asked for: they are no spikes.
   */
  spikeCount(of?: string): number {
    const recorded = [...this[PARTS].spikes.keys()];
    const names = of === undefined ? recorded.filter((name) => !isEventName(name)) : [of];
    return names.reduce((sum, name) => sum + this.spikesOf(name).length / 2, 0);
  }

  /**
   * Spikes per neuron and second, of all populations together, over the time that was simulated.
   * @throws UserError if the spikes of a population were not recorded.
   */
  get firingRate(): CallableRate {
    const names = this.simulation.populations.map(({ name }) => name);
    return callableRate(this.perSecond(names), (of) =>
      of === undefined ? this.firingRateOf(...names) : this.firingRateOf(of),
    );
  }

  /**
   * Spikes per neuron and second of a population or source (or of several together), over the time
   * that was simulated: `result.firingRateOf("excitatory")`.
   * @throws UserError if there is none of that name, or its spikes were not recorded.
   */
  firingRateOf(...names: readonly string[]): Quantity<"rate"> {
    if (names.length === 0) throw new UserError("missing name; expected that of a population");
    return new Quantity<"rate">(this.perSecond(names), NAMED_DIMENSIONS.rate.exponents);
  }

  private perSecond(names: readonly string[]): number {
    const sum = (value: (name: string) => number): number =>
      names.reduce((total, name) => total + value(name), 0);
    const spikes = sum((name) => this.spikeCount(name));
    return spikes / sum((name) => this.sizeOf(name)) / (this.stop - this.start);
  }

  /**
   * Spikes of a population per neuron and second, in bins of the given width: what
   * {@link populationRate} makes of its spike trains.
   * @throws UserError for a bin of 0, wider than the run, or so small that there would be too many.
   */
  populationRate(of: string, bin: Quantity<"time">): Signal<"rate"> {
    const bins = new TimeBins(this, bin);
    const counts = new Float64Array(bins.count);
    const pairs = this.spikesOf(of);
    const dt = this.simulation.dt.value;
    for (let k = 0; k < pairs.length; k += 2) counts[bins.indexOf(pairs[k] * dt)] += 1;
    return bins.rate(counts, this.sizeOf(of));
  }

  /**
   * A recorded variable of one neuron: a view of what the result holds, not a copy. Samples stand
   * at the times they are of: those recorded before step k at k dt, those recorded after it
   * (`recordAt: "end"`) at (k + 1) dt.
   * @param neuron its index; or a place, of compartments of one cell: `cell.axon.at(um(100))`
   * @throws UserError if it was not recorded.
   */
  signal(of: string, variable: string, neuron: number | Where): Signal {
    if (typeof neuron !== "object" || neuron === null)
      return this.recorded.one(of, variable, neuron);
    const elements = this.elementsOf(of, neuron);
    if (elements.length !== 1)
      throw new UserError(
        `invalid place: ${shown(neuron)} stands for ${elements.length} compartments of ${of}; expected one (signals(...) gives them all)`,
      );
    return this.recorded.one(of, variable, elements[0]);
  }

  /**
   * A recorded variable of several neurons: of all that were recorded, in the order in which they
   * were asked to be, or of some. Takes no longer than reading the samples once.
   * @param neurons indices; or a place, stretch or section, of compartments: those of all cells there
   * @throws UserError if it was not recorded.
   */
  signals(of: string, variable: string, neurons?: Iterable<number> | Where): Signal[] {
    const isPlace =
      typeof neurons === "object" && neurons !== null && !(Symbol.iterator in neurons);
    const elements = isPlace ? this.elementsOf(of, neurons) : neurons;
    return this.recorded.several(of, variable, elements as Iterable<number> | undefined);
  }

  /**
   * The values that a variable had at the spikes of each neuron, before the reset (`atSpikes: true` of a recording):
   * one for each spike of {@link spikeTrains}; or at its events, "cells.burst".
   * @throws UserError if they were not recorded.
   */
  valuesAtSpikes(of: string, variable: string): QuantityArray[] {
    const pairs = this.spikesOf(of);
    const known = this[PARTS].recorded.filter(({ atSpikes }) => atSpikes === of);
    const found = known.find((item) => item.variable === askedName("variable", variable));
    if (!found) {
      const names = known.map((item) => item.variable);
      throw new UserError(
        `unknown values at spikes: ${variable} at ${of}; ${names.length > 0 ? `recorded were ${names.join(", ")}` : `expected a network with record: [{ of: ..., variable: ${shown(variable)}, atSpikes: ... }]`}${didYouMean(variable, names)}`,
      );
    }
    return valuesByNeuron(pairs, found.values, this.sizeOf(of)).map(
      (values) => new QuantityArray(values, found.dimension),
    );
  }

  /** The elements of compartments at a place. */
  private elementsOf(of: string, where: Where): number[] {
    const { populations } = this.simulation;
    const names = populations.map(({ name }) => name);
    requireKnown("population", askedName("population", of), names);
    return elementsAt(populations[names.indexOf(of)], where);
  }

  /**
   * The statistics that the network's `statistics` ask for: of the spikes of a population, source or event.
   * @throws UserError if they were not asked for.
   * @example
   * ```ts
   * const long = await run(network({
   *   populations: [neurons], duration: seconds(2), recordSpikes: [],
   *   statistics: [{ of: "neurons", bin: ms(500) }, { of: "neurons", variable: "v", every: 10 }],
   * }));
   * long.statisticsOf("neurons").rates.length; // => 100
   * long.statisticsOf("neurons").populationRate?.length; // => 4
   * long.statisticsOf("neurons", "v").mean.length // => 100
   * ```
   */
  statisticsOf(of: string): SpikeStatistics;
  /** Those of a variable: mean and standard deviation over the time of the run. */
  statisticsOf(of: string, variable: string): VariableStatistics;
  statisticsOf(of: string, variable?: string): SpikeStatistics | VariableStatistics {
    const { start, stop, simulation } = this;
    const window = { start, stop, dt: simulation.dt.value };
    const statistics = new ResultStatistics(this[PARTS].statistics, window);
    return variable === undefined ? statistics.of(of) : statistics.of(of, variable);
  }

  /** The connections of some synapses: indices of sources and targets, in the order made. */
  connectionsOf(synapses: string): Pairs {
    const { name } = synapsesNamed(this.simulation, askedName("synapses", synapses));
    return this[PARTS].synapses.pairs(name);
  }

  /**
   * The synapses between some neurons: source, target, delay and the synapses' values; plastic ones
   * as they are at the end of the run, or (`when`) as they were before it, or as each was at the
   * last spike of its source, which is what NEST reports.
   * @throws UserError for names and indices that do not exist.
   */
  synapsesOf(synapses: string, selection: SynapseSelection = {}): SynapseList {
    return selectSynapses(this.simulation, this[PARTS].synapses, synapses, selection);
  }

  /**
   * The connections of some synapses within a population as a matrix, row to column: each with the
   * whole number given for them, 0 elsewhere; several synapses of a pair count as one.
   * `connectionMatrix("neurons", { excitatory: 1, inhibitory: -4 })`
   * @throws UserError for names that do not exist, synapses from or to another population, values that
   *   are no whole numbers, a pair that would get two values, and a population too large.
   */
  connectionMatrix(
    of: string,
    values: Readonly<Record<string, number>>,
  ): Readonly<{ data: Int32Array; shape: [number, number] }> {
    const matrix = connectionMatrix(this.simulation, of, values, (name) =>
      this.connectionsOf(name),
    );
    return showAs(matrix, () => matrixText(matrix.data, matrix.shape));
  }

  /** The number of neurons of a population, or of channels of a source. */
  private sizeOf(of: string): number {
    const { populations, sources } = this.simulation;
    const owner = ownerOfEvents(askedName("population", of));
    return [...populations, ...sources].find(({ name }) => name === owner)?.N ?? 0;
  }

  private spikesOf(of: string): Int32Array {
    const pairs = this[PARTS].spikes.get(askedName("population", of));
    if (!pairs) {
      const names = [...this[PARTS].spikes.keys()];
      throw new UserError(
        `unknown spikes: ${of}; recorded are those of ${names.join(", ")}${didYouMean(of, names)}`,
      );
    }
    return pairs;
  }

  /** One line: what was simulated, how many spikes there were, and the rates. */
  toString(): string {
    const parts = this.simulation.populations.map(
      ({ name, N }) =>
        `${name} (${N}${this[PARTS].spikes.has(name) ? `, ${this.firingRateOf(name)}` : ""})`,
    );
    return `network result: ${windowText(this)}, ${this.spikeCount()} spikes; ${parts.join(", ")}`;
  }

  /** @internal */
  [INSPECT](): string {
    return this.toString();
  }
}

/** Checks that a value is the result of a run. @throws UserError for anything else. */
export function requireResult(value: unknown): asserts value is NetworkResult {
  if (!(value instanceof NetworkResult))
    throw new UserError(`invalid result: ${shown(value)}; expected what run() returns`);
}
