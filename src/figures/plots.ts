import { bin, mean, rollup } from "d3-array";
import { UserError } from "../base/index.js";
import type { Signal, SpikeTrain } from "../signals/index.js";
import { type DataFrame, numbersOf } from "../tables/index.js";
import {
  bestScale,
  fromScale,
  NAMED_DIMENSIONS,
  type Quantity,
  type QuantityArray,
  requireDimension,
  scaledUnitSymbol,
} from "../units/index.js";
import { Figure, type FigureSize } from "./figure.js";
import type {
  AxisOptions,
  LineMark,
  Numbers,
  Panel,
  PanelMark,
  VerticalAxisOptions,
} from "./panel.js";
import { THEME } from "./theme.js";

/** What all plots take: axes, title, legend and size. */
export interface PlotOptions extends FigureSize {
  x?: AxisOptions;
  y?: VerticalAxisOptions;
  title?: string;
  legend?: Panel["legend"];
}

/** Makes a figure of one panel. */
export function plot(marks: readonly PanelMark[], options: PlotOptions = {}): Figure {
  const { x, y, title, legend, ...size } = options;
  return new Figure([{ marks, x, y, title, legend }], size);
}

/** Options of {@link plotSignal}. */
export interface SignalPlotOptions extends PlotOptions {
  /** First and last time to show; by default the whole signal. */
  between?: readonly [Quantity<"time">, Quantity<"time">] | QuantityArray<"time">;
  /** Names of the signals, for a legend. */
  labels?: readonly string[];
}

/** Plots a signal against time, in the units that suit it best. */
export function plotSignal(signal: Signal, options: SignalPlotOptions = {}): Figure {
  return plotSignals([signal], options);
}

/**
 * Plots several signals of one dimension against time, in the units that suit them best.
 * @throws UserError if there are none, or none in the time window; DimensionError if they differ.
 */
export function plotSignals(signals: readonly Signal[], options: SignalPlotOptions = {}): Figure {
  const { between, labels, ...rest } = options;
  if (!Array.isArray(signals) || signals.length === 0)
    throw new UserError("invalid signals: none given");
  const [from, to] = between ? Array.from(between) : [];
  const parts = signals.map((signal: Signal): Signal => {
    requireDimension(signal, signals[0].dimension, "a signal beside the first");
    return from && to ? signal.between(from, to) : signal;
  });
  const [first] = parts;
  if (first.length === 0)
    throw new UserError(`invalid time window: ${from} to ${to}; no samples there`);
  const end = first.start + first.length * first.timestep;
  const time = bestScale([end - first.start], TIME);
  const value = bestScale(largestOf(parts), first.dimension);
  const lines = parts.map(
    (part, i): LineMark => ({
      kind: "line",
      x: part.times.values.map((seconds) => fromScale(seconds, time.scale)),
      y: part.values.map((sample) => fromScale(sample, value.scale)),
      width: 0.8,
      label: labels?.[i],
    }),
  );
  return plot(lines, {
    height: 120,
    legend: labels ? "top-right" : undefined,
    ...rest,
    x: {
      domain: [fromScale(first.start, time.scale), fromScale(end, time.scale)],
      unit: scaledUnitSymbol(time.prefix, TIME),
      ...rest.x,
    },
    y: { unit: scaledUnitSymbol(value.prefix, first.dimension), ...rest.y },
  });
}

/** The largest magnitude of each signal: what decides on a common unit. */
const largestOf = (parts: readonly Signal[]): number[] =>
  parts.map((part) => part.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));

const TIME = NAMED_DIMENSIONS.time.exponents;

/** Options of {@link plotDotsAndMeans}. */
export interface DotsAndMeansOptions extends PlotOptions {
  /** A height at which a thin line crosses the panel: 0 for a rate. */
  baseline?: number;
}

/**
 * Plots one column of a table against another: every row as a small black dot, over a thick line
 * through the means at each x.
 * @throws UserError for an unknown column, or one that does not hold plain numbers.
 */
export function plotDotsAndMeans(
  table: DataFrame,
  xColumn: string,
  yColumn: string,
  options: DotsAndMeansOptions = {},
): Figure {
  const { baseline, ...rest } = options;
  const xs = numbersOf(table, xColumn);
  const ys = numbersOf(table, yColumn);
  const rows = xs.map((_, row) => row);
  const means = [
    ...rollup(
      rows,
      (group) => mean(group, (row) => ys[row]) ?? Number.NaN,
      (row) => xs[row],
    ),
  ];
  means.sort(([a], [b]) => a - b);
  const marks: PanelMark[] = [
    { kind: "line", x: means.map(([x]) => x), y: means.map(([, y]) => y) },
    { kind: "dots", x: xs, y: ys },
  ];
  if (baseline !== undefined) marks.unshift({ kind: "rule", y: baseline });
  return plot(marks, rest);
}

/** A named series of points. */
export interface Series {
  x: Numbers;
  y: Numbers;
  label?: string;
}

/** Plots series as lines with a dot at each point, named in a legend. */
export function plotLines(series: readonly Series[], options: PlotOptions = {}): Figure {
  const marks = series.map(({ x, y, label }, i): LineMark => {
    if (x.length !== y.length)
      throw new UserError(
        `invalid series ${label ?? i}: ${x.length} x and ${y.length} y values; expected as many of both`,
      );
    return { kind: "line", x, y, label, width: 1.5, dotRadius: THEME.dotRadius * 1.8 };
  });
  const legend = series.some(({ label }) => label) ? "top-right" : undefined;
  return plot(marks, { legend, ...options });
}

/**
 * Plots spike trains as a raster: one row a neuron, one point a spike.
 * @param options `between` takes a part of the time
 */
export function plotRaster(trains: readonly SpikeTrain[], options: SignalPlotOptions = {}): Figure {
  const { between, labels: _, ...rest } = options;
  if (!Array.isArray(trains) || trains.length === 0)
    throw new UserError("invalid spike trains: none given");
  const [from, to] = between
    ? Array.from(between, (time) => time.value)
    : [0, trains[0].durationSeconds];
  const time = bestScale([to - from], TIME);
  const x: number[] = [];
  const y: number[] = [];
  trains.forEach((train: SpikeTrain, neuron) => {
    for (const spike of train.seconds)
      if (spike >= from && spike < to) {
        x.push(fromScale(spike, time.scale));
        y.push(neuron);
      }
  });
  return plot([{ kind: "raster", x, y }], {
    ...rest,
    x: {
      domain: [fromScale(from, time.scale), fromScale(to, time.scale)],
      unit: scaledUnitSymbol(time.prefix, TIME),
      ...rest.x,
    },
    y: { domain: [0, trains.length], grid: false, ...rest.y },
  });
}

/** Plots values as dots along one axis, to see how they are spread. */
export function plotStrip(values: Numbers, options: PlotOptions = {}): Figure {
  const dots: PanelMark = {
    kind: "dots",
    x: values,
    y: Array.from(values, () => 0.5),
    radius: THEME.dotRadius * 1.8,
  };
  return plot([dots], {
    height: 44,
    ...options,
    y: { domain: [0, 1], visible: false, grid: false, ...options.y },
  });
}

/** Options of {@link plotHistogram}. */
export interface HistogramOptions extends PlotOptions {
  /** About how many bars; 40 by default. The edges are round numbers. */
  bins?: number;
  /** First and last edge; by default those around all values. What lies outside is left out. */
  between?: readonly [number, number];
}

/**
 * Plots how many of some values lie in each interval: quantities in the unit that suits them best,
 * or plain numbers.
 * @throws UserError if there are no values, or none in the interval asked for.
 */
export function plotHistogram(
  values: QuantityArray | Numbers,
  options: HistogramOptions = {},
): Figure {
  const { bins = 40, between, ...rest } = options;
  const quantities = "dimension" in values ? (values as QuantityArray) : undefined;
  const numbers = Array.from(quantities?.values ?? (values as Numbers));
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const best = quantities && bestScale([largest], quantities.dimension);
  const shown = numbers.map((value) => (best ? fromScale(value, best.scale) : value));
  const make = bin().thresholds(bins);
  if (between) make.domain([between[0], between[1]]);
  const groups = make(shown).filter(({ x0, x1 }) => x0 !== x1);
  if (groups.length === 0)
    throw new UserError(`invalid values: ${numbers.length} given, none to count in intervals`);
  const edges = [...groups.map(({ x0 }) => x0 as number), groups.at(-1)?.x1 as number];
  const unit = best && quantities ? scaledUnitSymbol(best.prefix, quantities.dimension) : undefined;
  return plot([{ kind: "bars", x: edges, y: groups.map((group) => group.length) }], {
    height: 140,
    ...rest,
    x: { domain: [edges[0], edges[edges.length - 1]], unit, ...rest.x },
    y: { label: "Count", ...rest.y },
  });
}
