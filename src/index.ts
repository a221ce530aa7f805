/**
 * spikebook: simulate spiking neurons in a notebook. These are the public names.
 */
import { useNode } from "./host/node/index.js";
import { installNotebookViews } from "./notebook/index.js";

export { type CachedOptions, cached, ResultCache, VERSION } from "./cache/index.js";
export * from "./core.js";
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
  plotHistogram,
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
  type ReproducibilityReport,
  reproducibilityReport,
  type TypesetModel,
  typeset,
} from "./notebook/index.js";
export {
  type Executor,
  type Failure,
  grid,
  inProcess,
  type MeasureFunction,
  progress,
  range,
  runWithProgress,
  SweepError,
  type SweepOptions,
  slurm,
  sweep,
  workers,
  zip,
} from "./sweep/index.js";
export {
  type ColumnTypes,
  type ConcatOptions,
  columnOf,
  concat,
  type DataFrame,
  dataFrame,
  describe,
  filter,
  type GroupMeansOptions,
  groupBy,
  groupMeans,
  type MeltOptions,
  type MergeHow,
  type MergeOptions,
  melt,
  merge,
  type NumpyArray,
  numbersOf,
  type OwnStatistic,
  type PivotOptions,
  pivot,
  type Row,
  readCSV,
  readJSON,
  readNpy,
  readNpz,
  rows,
  type Statistic,
  type Summaries,
  saveCSV,
  saveJSON,
  saveNpy,
  saveNpz,
  sortBy,
  synapseArray,
  synapseTable,
  unitsToHeader,
} from "./tables/index.js";

useNode();
installNotebookViews();
