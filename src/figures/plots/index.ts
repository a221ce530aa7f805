export { type PlotOptions, plot } from "./plot.js";
export * from "./plotHistogram.js";
export * from "./plotLines.js";
export { plotRaster, type RasterPlotOptions } from "./plotRaster.js";
export { plotSignal, plotSignals, type SignalPlotOptions } from "./plotSignals.js";
export * from "./plotTable.js";
