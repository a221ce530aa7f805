import { didYouMean, UserError } from "../base/index.js";
import type { NetworkSimulation } from "../network/index.js";
import type { NetworkResult } from "../results/index.js";
import { ceilSpikes, median } from "../signals/index.js";
import { Hz, mV } from "../units/index.js";
import { ADEX_NETWORK_PARAMETERS, adexNetwork } from "./adexNetwork.js";
import { DPI_LAYER_OPTIONS, dpiLayer, type Mismatch, spikeCountsOf } from "./dpiLayer.js";
import { IZHIKEVICH_RING_PARAMETERS, izhikevichRing, ringSpikeIndices } from "./izhikevichRing.js";
import { MICROCIRCUIT_PARAMETERS, microcircuit } from "./microcircuit.js";
import { microcircuitStatistics } from "./microcircuitStatistics.js";
import { NTO1_PARAMETERS, type Nto1Result, nto1 } from "./nto1.js";
import type { ParameterTable } from "./parameters.js";
import { plasticMeasures } from "./plasticMeasures.js";
import { PLASTIC_NETWORK_PARAMETERS, plasticNetwork } from "./plasticNetwork.js";

/** How a run went, beside its result. */
export interface RunFacts {
  threads: number;
  compile_time_s: number;
  build_time_s: number;
  sim_time_s: number;
  peak_memory_MB: number;
}

/** A published model that can be simulated by name. */
export interface ModelEntry {
  about: string;
  parameters: ParameterTable;
  /** Makes the simulation of parameters by name. @throws UserError for what does not fit. */
  make: (parameters: Readonly<Record<string, unknown>>) => NetworkSimulation;
  /** What is printed of a result: names with unit suffixes and plain values. */
  report: (result: NetworkResult, facts: RunFacts) => Record<string, unknown>;
}

const spikeTimes = (result: NetworkResult): number[][] =>
  result.spikeTrains("neurons").map(({ seconds: times }) => Array.from(times));

/** Synapses between populations, without those of the background. */
const recurrentSynapses = ({ synapses }: NetworkSimulation): number =>
  synapses.reduce(
    (sum, { connection }) => sum + (connection.rule === "total" ? connection.total : 0),
    0,
  );

/** Values that JSON can hold: null where a number is not defined. */
const defined = (values: Readonly<Record<string, number>>): Record<string, number | null> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number.isNaN(value) ? null : value]),
  );

/** The published models by name. */
export const MODELS: Readonly<Record<string, ModelEntry>> = {
  nto1: {
    about: "one AdEx neuron with N Poisson inputs",
    parameters: NTO1_PARAMETERS,
    make: nto1,
    report: (given) => {
      const result = given as Nto1Result;
      return {
        output_rate_Hz: result.firingRate.in(Hz),
        median_Vm_mV: median(ceilSpikes(result)).in(mV),
        spike_times_s: Array.from(result.spikes.seconds),
      };
    },
  },
  "adex-network": {
    about: "noisy AdEx neurons, sparsely connected",
    parameters: ADEX_NETWORK_PARAMETERS,
    make: adexNetwork,
    report: (result) => ({
      excitatory_synapses: result.connectionsOf("excitatory").sources.length,
      inhibitory_synapses: result.connectionsOf("inhibitory").sources.length,
      spike_count: result.spikeCount(),
      spike_times_s: spikeTimes(result),
    }),
  },
  "izhikevich-ring": {
    about: "three Izhikevich neurons in a ring",
    parameters: IZHIKEVICH_RING_PARAMETERS,
    make: izhikevichRing,
    report: (result) => {
      const indices = ringSpikeIndices(result);
      const dt = result.simulation.dt.value;
      return {
        spike_steps: indices,
        spike_times_s: indices.map((train) => train.map((index) => index * dt)),
      };
    },
  },
  "dpi-layer": {
    about: "silicon neurons (DPI) that receive 0, 1, 2, ... spikes a second",
    parameters: DPI_LAYER_OPTIONS,
    make: ({ mismatch = {}, ...parameters }) => dpiLayer(parameters, mismatch as Mismatch),
    report: (result) => ({ counts: spikeCountsOf(result), spike_times_s: spikeTimes(result) }),
  },
  "plastic-network": {
    about: "integrate-and-fire or ignore-and-fire neurons with plastic synapses",
    parameters: PLASTIC_NETWORK_PARAMETERS,
    make: plasticNetwork,
    report: (result, facts) => ({ ...facts, ...plasticMeasures(result) }),
  },
  microcircuit: {
    about: "the cortical microcircuit (Potjans and Diesmann), at full scale or scaled down",
    parameters: MICROCIRCUIT_PARAMETERS,
    make: microcircuit,
    report: (result, facts) => {
      const { rates_per_s, cv_isi, from_s, to_s } = microcircuitStatistics(result);
      return {
        ...facts,
        neurons: result.simulation.populations.reduce((sum, { N }) => sum + N, 0),
        synapses: recurrentSynapses(result.simulation),
        spike_count: result.spikeCount(),
        statistics_from_s: from_s,
        statistics_to_s: to_s,
        rates_per_s,
        cv_isi: defined(cv_isi),
      };
    },
  },
};

/** A model by its name. @throws UserError for an unknown one. */
export function modelNamed(name: string): ModelEntry {
  if (Object.hasOwn(MODELS, name)) return MODELS[name];
  const names = Object.keys(MODELS);
  throw new UserError(
    `unknown model: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
  );
}
