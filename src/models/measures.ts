import { didYouMean, UserError } from "../base/index.js";
import type { NetworkSimulation } from "../network/index.js";
import type { NetworkResult } from "../results/index.js";
import {
  ceilSpikes,
  coefficientOfVariation,
  mean,
  median,
  type Signal,
  type SpikeTrain,
} from "../signals/index.js";
import { pA, type Quantity } from "../units/index.js";
import { type PlasticMeasures, plasticMeasures, SYNAPSES_MEASURED } from "./plasticMeasures.js";

/** What is kept of a simulation's result. */
export type MeasuredValue = number | Quantity | string | boolean;

/** A measure that has a name: it can be computed wherever the simulation is. */
export interface NamedMeasure {
  about: string;
  /** What a simulation has to have for it, in words; undefined where it has all that. */
  lacks: (simulation: NetworkSimulation) => string | undefined;
  measure: (result: NetworkResult) => MeasuredValue;
}

/** A result that has the voltage and the spikes of one neuron by name. */
type OneNeuron = NetworkResult & {
  V: Signal<"voltage">;
  spikes: SpikeTrain;
  Vs: Quantity<"voltage">;
};

const ofAny = (about: string, measure: (result: NetworkResult) => MeasuredValue): NamedMeasure => ({
  about,
  lacks: () => undefined,
  measure,
});

/** Measures of results that have some names: `names` of network() gives them. */
const ofNamed = (
  about: string,
  names: readonly (keyof OneNeuron & string)[],
  measure: (result: OneNeuron) => MeasuredValue,
): NamedMeasure => ({
  about,
  lacks: (simulation) => {
    const missing = names.filter((name) => !Object.hasOwn(simulation.names, name));
    return missing.length > 0 ? `a result with ${missing.join(" and ")} by name` : undefined;
  },
  measure: measure as NamedMeasure["measure"],
});

const ofWeights = (about: string, key: keyof PlasticMeasures): NamedMeasure => ({
  about,
  lacks: ({ synapses }) =>
    synapses.some(({ name, plasticity }) => name === SYNAPSES_MEASURED && plasticity)
      ? undefined
      : `plastic synapses named ${SYNAPSES_MEASURED}`,
  measure: (result) => pA(plasticMeasures(result)[key]),
});

/** The measures that have a name, for sweeps. */
export const MEASURES: Readonly<Record<string, NamedMeasure>> = {
  spike_count: ofAny("number of spikes of all neurons", (result) => result.spikeCount()),
  firing_rate: ofAny("spikes per neuron and second", (result) => result.firingRate),
  output_rate: ofNamed(
    "output spikes per second",
    ["spikes"],
    (result) => result.spikes.firingRate,
  ),
  median_Vm: ofNamed(
    "median of the membrane voltage, spikes drawn",
    ["V", "spikes", "Vs"],
    (result) => median(ceilSpikes(result)),
  ),
  mean_Vm: ofNamed("mean of the membrane voltage, spikes cut", ["V"], (result) => mean(result.V)),
  interval_variation: ofNamed("coefficient of variation of the intervals", ["spikes"], (result) =>
    coefficientOfVariation(result.spikes),
  ),
  weight_mean: ofWeights("mean of the plastic weights among 200 neurons", "weight_mean_pA"),
  weight_sd: ofWeights("their standard deviation", "weight_sd_pA"),
  weight_min: ofWeights("the least of them", "weight_min_pA"),
  weight_max: ofWeights("the greatest of them", "weight_max_pA"),
  weight_median: ofWeights("their median", "weight_median_pA"),
};

/** The measure of a name. @throws UserError for a name that no measure has. */
export function measureNamed(name: string): NamedMeasure {
  if (Object.hasOwn(MEASURES, name)) return MEASURES[name];
  const names = Object.keys(MEASURES);
  throw new UserError(
    `unknown measure: ${name}; expected one of ${names.join(", ")}, a function, or that of a module like "./measures.js#rate"${didYouMean(name, names)}`,
  );
}

/**
 * The measure of a name for a simulation.
 * @throws UserError for an unknown name, or one that is not for such simulations.
 */
export function measureFor(
  name: string,
  simulation: NetworkSimulation,
): (result: NetworkResult) => MeasuredValue {
  const { lacks, measure } = measureNamed(name);
  const missing = lacks(simulation);
  if (missing !== undefined)
    throw new UserError(`invalid measure: ${name}; it is for simulations that have ${missing}`);
  return measure;
}
