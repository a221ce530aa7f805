import { bin, extent } from "d3-array";
import { requireWholeNumber, shown, UserError } from "../../base/index.js";
import { Signal } from "../../signals/index.js";
import {
  bestScale,
  type Dimension,
  fromScale,
  lowerAll,
  type Quantity,
  QuantityArray,
  scaledUnitSymbol,
} from "../../units/index.js";
import { axisNumbers } from "../check/index.js";
import type { Figure } from "../figure.js";
import type { Numbers } from "../panel.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** Options of {@link plotHistogram}. */
export interface HistogramOptions extends PlotOptions {
  /** About how many bars; 40 by default. The edges are round numbers. */
  bins?: number;
  /**
   * First and last edge: quantities where the values are, or plain numbers in the unit of the axis;
   * by default those around all values. What lies outside is left out.
   */
  between?: readonly [number, number] | readonly [Quantity, Quantity] | QuantityArray;
}

/** Most bars of a histogram: more than a page has points. */
const MOST_BINS = 10_000;

/**
 * Plots how many of some values lie in each interval: quantities in the unit that suits them best,
 * or plain numbers: `plotHistogram(out.V.quantities, { between: mV([-80, -40]) })`. Values that are no
 * finite numbers are left out; infinite ones with a warning.
 * @throws UserError if there are no values, or none in the interval asked for.
 * @example
 * ```ts
 * plotHistogram(interSpikeIntervals(train), { x: { label: "Interval" } });
 * plotHistogram(signal.quantities, { between: mV([0, 20]) })
 * ```
 */
export function plotHistogram(
  values: QuantityArray | Signal | Numbers,
  options: HistogramOptions = {},
): Figure {
  checkPlotOptions("plotHistogram", options, ["bins", "between"]);
  const { bins = 40, between, ...rest } = options;
  requireWholeNumber("bins", bins, 1, MOST_BINS);
  const { numbers, dimension } = numbersToCount(values);
  const finite = numbers.filter(Number.isFinite);
  if (finite.length === 0)
    throw new UserError(`invalid values: none of ${numbers.length} is a finite number to count`);
  const infinite = numbers.filter((value) => Math.abs(value) === Number.POSITIVE_INFINITY).length;
  if (infinite > 0)
    console.warn(
      `Warning: ${infinite} infinite ${infinite === 1 ? "value is" : "values are"} left out of the figure: no bar has a place for them; take them out of the data`,
    );
  const [least, greatest] = extent(finite) as [number, number];
  const largest = Math.max(Math.abs(least), Math.abs(greatest));
  const best = dimension && bestScale([largest], dimension);
  const inUnit = (value: number): number => (best ? fromScale(value, best.scale) : value);
  const make = bin().thresholds(bins);
  if (between) make.domain(edgesOf(between, dimension, inUnit));
  else if (least === greatest) make.domain(around(inUnit(least)));
  const groups = make(Array.from(finite, inUnit)).filter(({ x0, x1 }) => x0 !== x1);
  const counted = groups.reduce((sum, group) => sum + group.length, 0);
  if (counted === 0)
    throw new UserError(`invalid values: ${numbers.length} given, none to count in intervals`);
  const edges = [...groups.map(({ x0 }) => x0 as number), groups.at(-1)?.x1 as number];
  const unit = best && dimension ? scaledUnitSymbol(best.prefix, dimension) : undefined;
  const domain = [edges[0], edges[edges.length - 1]] as const;
  // a logarithmic axis begins at the first edge that it can show
  const hasPlace = rest.x?.scale !== "log" || edges[0] > 0;
  return plot([{ kind: "bars", x: edges, y: groups.map((group) => group.length) }], {
    height: 140,
    ...rest,
    x: { ...(hasPlace && { domain }), unit, ...rest.x },
    y: { label: "Count", ...rest.y },
  });
}

function numbersToCount(values: unknown): { numbers: Float64Array; dimension?: Dimension } {
  if (values instanceof QuantityArray || values instanceof Signal)
    return { numbers: values.values, dimension: values.dimension };
  return { numbers: axisNumbers("values", values) };
}

/** An interval around a value: that of values which are all the same. */
const around = (value: number): [number, number] => {
  const width = value === 0 ? 1 : Math.abs(value) / 10;
  return [value - width, value + width];
};

/** First and last edge in the unit of the axis. @throws UserError unless they are two, in order. */
function edgesOf(
  between: unknown,
  dimension: Dimension | undefined,
  inUnit: (value: number) => number,
): [number, number] {
  const isPlain = Array.isArray(between) && between.every((end) => typeof end === "number");
  const ends = lowerAll(
    "between",
    between,
    isPlain ? "dimensionless" : (dimension ?? "dimensionless"),
    {
      count: 2,
    },
  );
  const [first, last] = isPlain ? ends : ends.map(inUnit);
  if (!(first < last))
    throw new UserError(`invalid between: ${shown(between)}; expected the lower edge first`);
  return [first, last];
}
