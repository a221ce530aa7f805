import { commonWindow, requireTrains, type SpikeTrain } from "../../signals/index.js";
import { bestScale, fromScale, NAMED_DIMENSIONS } from "../../units/index.js";
import type { Figure } from "../figure.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";
import { type Between, timeAxis, timesOf } from "./plotSignals.js";

/** Options of {@link plotRaster}. */
export interface RasterPlotOptions extends PlotOptions {
  /** First and last time to show, cut to what was recorded; by default the trains' time window. */
  between?: Between;
}

/**
 * Plots spike trains as a raster: one row a neuron, one point a spike:
 * `plotRaster(out.spikeTrains("neurons"), { between: seconds([0, 2]) })`.
 * @throws UserError if there are none, if they were watched in different time windows, and for a part
 *   of the time in which they were not watched.
 */
export function plotRaster(trains: readonly SpikeTrain[], options: RasterPlotOptions = {}): Figure {
  checkPlotOptions("plotRaster", options, ["between"]);
  const { between, ...rest } = options;
  requireTrains(trains);
  commonWindow(trains);
  const window = between && timesOf(between);
  const shown = window ? trains.map((train) => train.between(...window)) : trains;
  const { start, stop } = shown[0];
  const time = bestScale([stop - start], NAMED_DIMENSIONS.time.exponents);
  const count = shown.reduce((sum, train) => sum + train.count, 0);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  let point = 0;
  shown.forEach(({ seconds }, neuron) => {
    for (const spike of seconds) {
      x[point] = fromScale(spike, time.scale);
      y[point] = neuron;
      point += 1;
    }
  });
  return plot([{ kind: "raster", x, y }], {
    ...rest,
    x: { ...timeAxis([start, stop], rest), ...rest.x },
    y: { domain: [0, trains.length], grid: false, ...rest.y },
  });
}
