/**
 * spikebook: simulate spiking neurons in a notebook. These are the public names.
 */
import { lendPlotAWindow, makeChannels, makeTablesReadable } from "./figures/index.js";
import { useNode } from "./host/node/index.js";
import { installNotebookViews } from "./notebook/index.js";
import { showControlsInCells, showLiveFiguresInCells } from "./page/index.js";

export { type CachedOptions, cached, ResultCache, VERSION } from "./cache/index.js";
export * from "./core.js";
export {
  type AnyMark,
  type AxisOptions,
  band,
  colours,
  errorBars,
  Figure,
  type FigureSize,
  type LayoutOptions,
  layout,
  MARGIN_WIDTH,
  PAGE_WIDTH,
  type PanelMark,
  type Picture,
  Plot,
  type PlotOptions,
  plot,
  plotDotsAndMeans,
  plotHeatMap,
  plotHistogram,
  plotLines,
  plotMorphology,
  plotPhasePlane,
  plotRaster,
  plotSignal,
  plotSignals,
  plotSpectrogram,
  plotStrip,
  plotSummary,
  savePNG,
  saveThesisFigure,
  stack,
  TEXT_WIDTH,
  zoomable,
} from "./figures/index.js";
export {
  cellTheme,
  type ReproducibilityReport,
  reproducibilityReport,
  type TypesetModel,
  typeset,
} from "./notebook/index.js";
export {
  type ControlOptions,
  checkbox,
  choice,
  type LiveFigure,
  live,
  type NumberOptions,
  number,
  type SliderOptions,
  seed,
  slider,
  type TextOptions,
  text,
} from "./page/index.js";
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
  morphologyFromSWC,
  type NumpyArray,
  type NWBOptions,
  numbersOf,
  type OwnStatistic,
  type PivotOptions,
  pivot,
  type Row,
  readCSV,
  readJSON,
  readNpy,
  readNpz,
  readNWB,
  readParquet,
  readSonata,
  rows,
  type SpikeTrainsByName,
  type SpikeWindow,
  type Statistic,
  type Summaries,
  saveCSV,
  saveJSON,
  saveNpy,
  saveNpz,
  saveNWB,
  saveParquet,
  saveSonata,
  sortBy,
  synapseArray,
  synapseTable,
  unitsToHeader,
} from "./tables/index.js";

useNode();
lendPlotAWindow();
makeChannels();
makeTablesReadable();
installNotebookViews();
showControlsInCells();
showLiveFiguresInCells();
