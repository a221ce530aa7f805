import { shown, UserError } from "../../base/index.js";
import { commonWindow, requireTrains, type SpikeTrain } from "../../signals/index.js";
import { bestScale, fromScale, NAMED_DIMENSIONS } from "../../units/index.js";
import { requireText } from "../check/index.js";
import type { Figure } from "../figure.js";
import type { AnyMark } from "../panel.js";
import { SERIES_COLOURS } from "../theme.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";
import { type Between, timeAxis, timesOf } from "./plotSignals.js";

/** Options of {@link plotRaster}. */
export interface RasterPlotOptions extends PlotOptions {
  /** First and last time to show, cut to what was recorded; by default the trains' time window. */
  between?: Between;
}

/** Spike trains, or those of several populations by name. */
export type Trains = readonly SpikeTrain[] | Readonly<Record<string, readonly SpikeTrain[]>>;

/** Space between the rows of two populations, as a part of all rows. */
const GAP = 0.03;

/**
 * Plots spike trains as a raster: one row a neuron, one point a spike. Those of several populations
 * are drawn one group above the other, in their own colours, with their names at the left:
 *
 * ```ts
 * plotRaster(result.spikeTrains("neurons"), { between: seconds([0, 0.5]) });
 * plotRaster({ "first ten": trains.slice(0, 10), others: trains.slice(10) })
 * ```
 * @throws UserError if there are none, if they were watched in different time windows, and for a part
 *   of the time in which they were not watched.
 */
export function plotRaster(trains: Trains, options: RasterPlotOptions = {}): Figure {
  checkPlotOptions("plotRaster", options, ["between"]);
  const { between, ...rest } = options;
  const groups = groupsOf(trains);
  const all = groups.flatMap((group) => group.trains);
  commonWindow(all);
  const window = between && timesOf(between);
  const { start, stop } = window ? all[0].between(...window) : all[0];
  const { scale } = bestScale([stop - start], NAMED_DIMENSIONS.time.exponents);
  const isGrouped = groups[0].name !== undefined;
  const gap = isGrouped ? Math.max(1, Math.round(GAP * all.length)) : 0;
  let row = 0;
  const marks: AnyMark[] = [];
  const middles = new Map<number, string>();
  groups.forEach((group, k) => {
    const cut = window ? group.trains.map((train) => train.between(...window)) : group.trains;
    marks.push({
      kind: "raster",
      ...pointsOf(cut, row, scale),
      ...(isGrouped && { colour: SERIES_COLOURS[k % SERIES_COLOURS.length] }),
    });
    if (group.name !== undefined) middles.set(row + group.trains.length / 2, group.name);
    row += group.trains.length + gap;
  });
  return plot(marks, {
    ...rest,
    x: { ...timeAxis([start, stop], rest), ...rest.x },
    y: {
      domain: [0, row - gap],
      grid: false,
      ...(isGrouped && {
        ticks: [...middles.keys()],
        tickFormat: (middle: number) => middles.get(middle) ?? "",
      }),
      ...rest.y,
    },
  });
}

/** The groups from below. */
function groupsOf(trains: unknown): { name?: string; trains: readonly SpikeTrain[] }[] {
  const isRecord =
    typeof trains === "object" &&
    trains !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(trains));
  if (!isRecord) {
    requireTrains(trains);
    return [{ trains }];
  }
  const groups = Object.entries(trains as Record<string, unknown>);
  if (groups.length === 0)
    throw new UserError(
      `invalid spike trains: ${shown(trains)}; expected an array of SpikeTrains, or several by name`,
    );
  return groups.map(([name, of]) => {
    requireText("name of a group", name);
    requireTrains(of);
    return { name, trains: of };
  });
}

/** A point for each spike: its time in the unit of the axis, and its row. */
function pointsOf(
  trains: readonly SpikeTrain[],
  first: number,
  scale: number,
): { x: Float64Array; y: Float64Array } {
  const count = trains.reduce((sum, train) => sum + train.count, 0);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  let point = 0;
  trains.forEach(({ seconds }, row) => {
    for (const spike of seconds) {
      x[point] = fromScale(spike, scale);
      y[point] = first + row;
      point += 1;
    }
  });
  return { x, y };
}
