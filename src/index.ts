/**
 * spikebook: simulate spiking neurons in a notebook. These are the public names.
 */
import { lendPlotAWindow, makeChannels, makeTablesReadable } from "./figures/index.js";
import { useNode } from "./host/node/index.js";
import { installNotebookViews } from "./notebook/index.js";

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
  type DataFrame,
  dataFrame,
  groupMeans,
  type NumpyArray,
  readCSV,
  readJSON,
  readNpy,
  readNpz,
  saveCSV,
  saveJSON,
  saveNpy,
  saveNpz,
  synapseArray,
  synapseTable,
  unitsToHeader,
} from "./tables/index.js";

useNode();
lendPlotAWindow();
makeChannels();
makeTablesReadable();
installNotebookViews();
