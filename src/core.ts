/** The public names of what runs everywhere: in Node and in browsers. */
export { InterruptedError, UserError } from "./base/index.js";
export { type Timed, timed } from "./equations/index.js";
export {
  adexNetwork,
  adexNeurons,
  dpiLayer,
  dpiVoltage,
  izhikevichRing,
  type Mismatch,
  type Nto1Parameters,
  type Nto1Result,
  type Nto1Simulation,
  type Nto1Variant,
  nto1,
  type PlasticMeasures,
  type PlasticNetworkParameters,
  type PowerLaw,
  plasticMeasures,
  plasticNetwork,
  powerLaw,
  ringSpikeIndices,
  ringVoltage,
  spikeCountsOf,
} from "./models/index.js";
export {
  type Alias,
  type Clock,
  type Connection,
  type DelayIn,
  type NetworkOptions,
  type NetworkSimulation,
  network,
  type Plasticity,
  type Population,
  type PopulationOptions,
  population,
  type Recording,
  type Slice,
  type Source,
  type Synapses,
  type SynapsesOptions,
  slice,
  synapses,
} from "./network/index.js";
export {
  abstractCode,
  type Program,
  poisson,
  program,
  type RenewalOptions,
  renewal,
  spikeEvents,
  spikeTrains,
} from "./program/index.js";
export { type Drawn, type DrawnBounds, logNormal, normal, uniform } from "./random/index.js";
export {
  type FinalState,
  NetworkResult,
  type SynapseList,
  type SynapseSelection,
} from "./results/index.js";
export { type Built, type RunOptions, run } from "./run/index.js";
export {
  binnedCounts,
  type Correlogram,
  ceilSpikes,
  coefficientOfVariation,
  crossCorrelogram,
  findRoot,
  interSpikeIntervals,
  mean,
  median,
  populationRate,
  type Root,
  type RootSearch,
  Signal,
  SpikeTrain,
  spikeCountCorrelation,
  spikeTriggeredAverage,
  standardDeviation,
} from "./signals/index.js";
export { kernelSource } from "./targets/index.js";
export {
  type Dimension,
  DimensionError,
  type DimensionName,
  type Measure,
  parseQuantity,
  parseUnit,
  Quantity,
  QuantityArray,
  type Unchecked,
  type Unit,
} from "./units/index.js";
export * from "./units/siUnits.js";
