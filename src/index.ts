/**
 * spikebook: simulate spiking neurons in a notebook. These are the public names.
 */
import { installNotebookViews } from "./notebook/index.js";

export { type CachedOptions, cached, ResultCache, VERSION } from "./cache/index.js";
export {
  type AxisOptions,
  Figure,
  type FigureSize,
  MARGIN_WIDTH,
  PAGE_WIDTH,
  type PanelMark,
  type PlotOptions,
  plot,
  plotDotsAndMeans,
  plotLines,
  plotRaster,
  plotSignal,
  plotSignals,
  plotStrip,
  saveThesisFigure,
  stack,
  TEXT_WIDTH,
} from "./figures/index.js";
export {
  adexNetwork,
  adexNeurons,
  dpiLayer,
  dpiVoltage,
  izhikevichRing,
  type Mismatch,
  nto1,
  type PlasticNetworkParameters,
  type PowerLaw,
  plasticNetwork,
  powerLaw,
  ringSpikeIndices,
  ringVoltage,
  spikeCountsOf,
} from "./models/index.js";
export {
  type ReproducibilityReport,
  reproducibilityReport,
  type TypesetModel,
  typeset,
} from "./notebook/index.js";
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
} from "./signals/index.js";
export {
  abstractCode,
  type Connection,
  kernelSource,
  NetworkResult,
  type NetworkSimulation,
  type Nto1Parameters,
  Nto1Result,
  type Nto1Simulation,
  type Nto1Variant,
  network,
  normal,
  type Plasticity,
  type Population,
  poisson,
  population,
  type RunOptions,
  run,
  type Simulation,
  type SynapseList,
  type SynapseSelection,
  slice,
  spikeEvents,
  spikeTrains,
  synapses,
  uniform,
} from "./simulation/index.js";
export { grid, progress, range, runWithProgress } from "./sweep/index.js";
export {
  type DataFrame,
  dataFrame,
  groupMeans,
  type NumpyArray,
  readCSV,
  readNpy,
  readNpz,
  saveCSV,
  saveNpy,
  saveNpz,
  unitsToHeader,
} from "./tables/index.js";
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
  UserError,
} from "./units/index.js";
export * from "./units/siUnits.js";

installNotebookViews();
