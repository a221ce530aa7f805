/** The populations of the cortical microcircuit: layers 2/3 to 6, excitatory and inhibitory. */
export const MICROCIRCUIT_POPULATIONS = [
  "L23E",
  "L23I",
  "L4E",
  "L4I",
  "L5E",
  "L5I",
  "L6E",
  "L6I",
] as const;

/** The name of a population of the microcircuit. */
export type MicrocircuitPopulation = (typeof MICROCIRCUIT_POPULATIONS)[number];

// The numbers of the full-scale model: Potjans and Diesmann 2014, tables 4 and 5, and NEST's
// implementation of it. Lists go by population, in the order above.

/** Neurons. */
export const NEURONS = [20_683, 5834, 21_915, 5479, 4850, 1065, 14_395, 2948] as const;

/** Probability that two neurons are connected at least once: a row for each target, a column for each source. */
export const PROBABILITIES: readonly (readonly number[])[] = [
  [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0],
  [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0],
  [0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0],
  [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0],
  [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0],
  [0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0],
  [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
  [0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443],
];

/** Synapses of the background onto each neuron. */
export const BACKGROUND_IN_DEGREES = [1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100] as const;

/** Rates at full scale (1/s), whose input a network that is scaled down gets as a constant current. */
export const FULL_RATES = [0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829] as const;

/** Means and standard deviations of the initial voltages (mV). */
export const INITIAL_MEANS = [
  -68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43,
] as const;
export const INITIAL_DEVIATIONS = [5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48] as const;

/** The whole number next to a value; of two as near, the even one, as NEST's own program rounds. */
export function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/** Synapses at full scale between two populations of a probability, not rounded. */
function fullSynapses(target: number, source: number): number {
  const pairs = NEURONS[target] * NEURONS[source];
  const probability = PROBABILITIES[target][source];
  // log1p keeps the digits of 1 - 1/pairs
  return probability === 0 ? 0 : Math.log1p(-probability) / Math.log1p(-1 / pairs);
}

/** Synapses of a full-scale neuron of the target from the source, on average. */
export const fullInDegree = (target: number, source: number): number =>
  fullSynapses(target, source) / NEURONS[target];

/** Neurons of a population at a scale. */
export const neuronsAt = (scale: number, population: number): number =>
  roundHalfToEven(NEURONS[population] * scale);

/** Synapses between two populations at a scale: neurons and in-degrees are scaled, so its square. */
export const synapsesAt = (scale: number, target: number, source: number): number =>
  roundHalfToEven(fullSynapses(target, source) * scale * scale);
