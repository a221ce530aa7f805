/**
 * spikebook: simulate spiking neurons in a notebook. These are the public names.
 */
import { useNode } from "./host/node/index.js";
import { installNotebookViews } from "./notebook/index.js";
import { showControlsInCells } from "./page/index.js";

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
  type ControlOptions,
  checkbox,
  choice,
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
installNotebookViews();
showControlsInCells();
