import { type NetworkResult, requireResult } from "../results/index.js";
import { mean, median, standardDeviation } from "../signals/index.js";
import { fromScale, Hz, pA, type QuantityArray } from "../units/index.js";

/** What the scaling experiment reports of a run; names with their units. */
export interface PlasticMeasures {
  /** Spikes per neuron and second, over all neurons. */
  rate_per_s: number;
  /** Mean of the plastic weights, in pA. */
  weight_mean_pA: number;
  /** Standard deviation of the plastic weights, in pA. */
  weight_sd_pA: number;
  /** Smallest plastic weight, in pA. */
  weight_min_pA: number;
  /** Largest plastic weight, in pA. */
  weight_max_pA: number;
  /** Median of the plastic weights, in pA. */
  weight_median_pA: number;
}

/** The synapses whose weights are measured. */
export const SYNAPSES_MEASURED = "EE";

/** Weights are taken from the connections among so many excitatory neurons, the first ones. */
const SUBSET = 200;

/**
 * The measures of NEST's scaling experiment: the rate averaged over time and neurons, and
 * statistics of the plastic weights among the first 200 excitatory neurons, as NEST reports them: as
 * they were at the last spike of each synapse's source.
 * @example
 * ```ts
 * const small = plasticNetwork({ N: 1000, duration: seconds(0.1) });
 * const { rate_mean_Hz } = plasticMeasures(await run(small));
 * rate_mean_Hz > 0
 * ```
 */
export function plasticMeasures(result: NetworkResult): PlasticMeasures {
  requireResult(result);
  const subset = Array.from(
    { length: Math.min(SUBSET, result.simulation.populations[0].N) },
    (_, i) => i,
  );
  const { values } = result.synapsesOf(SYNAPSES_MEASURED, {
    sources: subset,
    targets: subset,
    when: "lastSourceSpike",
  });
  const weight = values.weight as QuantityArray<"current">;
  const inPA = (value: number): number => fromScale(value, pA.scale);
  const sorted = weight.values.slice().sort();
  return {
    rate_per_s: result.firingRate.in(Hz),
    weight_mean_pA: mean(weight).in(pA),
    weight_sd_pA: standardDeviation(weight).in(pA),
    weight_min_pA: inPA(sorted[0]),
    weight_max_pA: inPA(sorted[sorted.length - 1]),
    weight_median_pA: median(weight).in(pA),
  };
}
