import { didYouMean, UserError } from "../base/index.js";
import { ceilSpikes, coefficientOfVariation, mean, median } from "../signals/index.js";
import type { NetworkResult, Nto1Result, Simulation } from "../simulation/index.js";
import { pA, type Quantity } from "../units/index.js";
import { type PlasticMeasures, plasticMeasures } from "./plasticMeasures.js";

/** What is kept of a simulation's result. */
export type MeasuredValue = number | Quantity | string | boolean;

/** A measure that has a name: it can be computed wherever the simulation is. */
interface NamedMeasure {
  about: string;
  /** The model it is for; any network, or the N-to-1 neuron. */
  of: Simulation["model"];
  measure: (result: never) => MeasuredValue;
}

const ofNto1 = (about: string, measure: (result: Nto1Result) => MeasuredValue): NamedMeasure => ({
  about,
  of: "nto1",
  measure: measure as NamedMeasure["measure"],
});

const ofNetwork = (
  about: string,
  measure: (result: NetworkResult) => MeasuredValue,
): NamedMeasure => ({ about, of: "network", measure: measure as NamedMeasure["measure"] });

const ofWeights = (about: string, key: keyof PlasticMeasures): NamedMeasure =>
  ofNetwork(about, (result) => pA(plasticMeasures(result)[key]));

/** The measures that have a name, for sweeps. A name may stand for one of each model. */
export const MEASURES: Readonly<Record<string, readonly NamedMeasure[]>> = {
  output_rate: [ofNto1("output spikes per second", (result) => result.firingRate)],
  spike_count: [
    ofNto1("number of output spikes", (result) => result.spikes.count),
    ofNetwork("number of spikes of all neurons", (result) => result.spikeCount()),
  ],
  median_Vm: [
    ofNto1("median of the membrane voltage, spikes drawn", (result) => median(ceilSpikes(result))),
  ],
  mean_Vm: [ofNto1("mean of the membrane voltage, spikes cut", (result) => mean(result.V))],
  interval_variation: [
    ofNto1("coefficient of variation of the intervals", (result) =>
      coefficientOfVariation(result.spikes),
    ),
  ],
  firing_rate: [ofNetwork("spikes per neuron and second", (result) => result.firingRate)],
  weight_mean: [ofWeights("mean of the plastic weights among 200 neurons", "weight_mean_pA")],
  weight_sd: [ofWeights("their standard deviation", "weight_sd_pA")],
  weight_min: [ofWeights("the least of them", "weight_min_pA")],
  weight_max: [ofWeights("the greatest of them", "weight_max_pA")],
  weight_median: [ofWeights("their median", "weight_median_pA")],
};

/** The measures of a name. @throws UserError for a name that no measure has. */
export function measuresNamed(name: string): readonly NamedMeasure[] {
  if (Object.hasOwn(MEASURES, name)) return MEASURES[name];
  const names = Object.keys(MEASURES);
  throw new UserError(
    `unknown measure: ${name}; expected one of ${names.join(", ")}, or a function${didYouMean(name, names)}`,
  );
}

/**
 * The measure of a name for a simulation.
 * @throws UserError for an unknown name, or one that is not for this model.
 */
export function measureNamed(
  name: string,
  { model }: Simulation,
): (result: Nto1Result | NetworkResult) => MeasuredValue {
  const found = measuresNamed(name).find((measure) => measure.of === model);
  if (!found)
    throw new UserError(
      `invalid measure: ${name}; it is for ${MEASURES[name].map((m) => m.of).join(", ")}, and this is ${model}`,
    );
  return found.measure as (result: Nto1Result | NetworkResult) => MeasuredValue;
}
