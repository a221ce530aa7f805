import { max, min } from "d3-array";
import { shown, UserError } from "../../base/index.js";
import { requireSignal, type Signal } from "../../signals/index.js";
import {
  bestScale,
  fromScale,
  lowerAll,
  NAMED_DIMENSIONS,
  Quantity,
  type QuantityArray,
  requireDimension,
  scaledUnitSymbol,
} from "../../units/index.js";
import { type Domain, linearTicks } from "../axes/ticks.js";
import { requireText } from "../check/index.js";
import type { Figure } from "../figure.js";
import type { LineMark } from "../panel.js";
import { THEME } from "../theme.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** The first and last time to show. */
export type Between = readonly [Quantity<"time">, Quantity<"time">] | QuantityArray<"time">;

/** Options of {@link plotSignal}. */
export interface SignalPlotOptions extends PlotOptions {
  /** First and last time to show, cut to what was recorded; by default the whole signal. */
  between?: Between;
  /** Names of the signals, for a legend. */
  labels?: readonly string[];
}

/**
 * Plots a signal against time, in the units that suit it best:
 * `plotSignal(out.V, { between: ms([0, 1000]) })`.
 * @example
 * ```ts
 * plotSignal(signal, { between: ms([0, 200]), y: { label: "$v$" } })
 * ```
 */
export function plotSignal(signal: Signal, options: SignalPlotOptions = {}): Figure {
  requireSignal("signal", signal);
  checkPlotOptions("plotSignal", options, ["between", "labels"]);
  return plotSignals([signal], options);
}

/**
 * Plots several signals of one dimension against time, in the units that suit them best.
 * @throws UserError if there are none, or none in the time window; DimensionError if they differ.
 * @example
 * ```ts
 * plotSignals(result.signals("neurons", "v"), { between: ms([0, 200]) })
 * ```
 */
export function plotSignals(signals: readonly Signal[], options: SignalPlotOptions = {}): Figure {
  checkPlotOptions("plotSignals", options, ["between", "labels"]);
  const { between, labels, ...rest } = options;
  if (!Array.isArray(signals))
    throw new UserError(`invalid signals: ${shown(signals)}; expected an array of signals`);
  if (signals.length === 0) throw new UserError("invalid signals: none given");
  checkLabels(labels, signals.length);
  const window = between && timesOf(between);
  const parts = signals.map((signal: Signal, k): Signal => {
    requireSignal(`signal ${k}`, signal);
    requireDimension(signal, signals[0].dimension, "a signal beside the first");
    const part = window ? signal.between(...window) : signal;
    if (part.length === 0)
      throw new UserError(
        window
          ? `invalid time window: ${window[0]} to ${window[1]}; no samples there`
          : `invalid signal ${k}: it has no samples`,
      );
    if (!part.values.some(Number.isFinite))
      throw new UserError(
        `invalid signal ${k}: none of its ${part.length} samples is a finite number`,
      );
    return part;
  });
  const { dimension } = parts[0];
  const [from, to] = shownTimes(signals, window);
  const time = bestScale([to - from], TIME);
  const value = bestScale(parts.map(largestOf), dimension);
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
    x: { ...timeAxis([from, to], rest), ...rest.x },
    y: { unit: scaledUnitSymbol(value.prefix, dimension), ...rest.y },
  });
}

const TIME = NAMED_DIMENSIONS.time.exponents;

/** The axis of a stretch of time, in seconds, in the unit that suits it; a logarithmic one begins later. */
export function timeAxis(
  [from, to]: Domain,
  { x }: PlotOptions,
): { domain?: Domain; unit: string } {
  const { scale, prefix } = bestScale([to - from], TIME);
  const unit = scaledUnitSymbol(prefix, TIME);
  const domain = [fromScale(from, scale), fromScale(to, scale)] as const;
  return x?.scale === "log" && from <= 0 ? { unit } : { domain, unit };
}

/** The two times between which to show. @throws UserError unless they are two times. */
export function timesOf(between: unknown): [Quantity<"time">, Quantity<"time">] {
  const [from, to] = lowerAll("between", between, "time", { count: 2 });
  return [new Quantity<"time">(from, TIME), new Quantity<"time">(to, TIME)];
}

function checkLabels(labels: unknown, count: number): void {
  if (labels === undefined) return;
  if (!Array.isArray(labels) || labels.length !== count)
    throw new UserError(`invalid labels: ${shown(labels)}; expected ${count}, one for each signal`);
  for (const [k, label] of labels.entries()) requireText(`label ${k}`, label);
}

/**
 * From when to when signals are shown, in seconds: from the first sample to one step after the last.
 * Where a tick of the axis lies less than a step away, it is the end: a signal recorded at
 * the ends of its steps, whose first sample stands at 0.1 ms, is shown from 0 on.
 */
function shownTimes(
  signals: readonly Signal[],
  window: readonly [Quantity<"time">, Quantity<"time">] | undefined,
): Domain {
  const start = min(signals, (signal) => signal.start) as number;
  const stop = max(signals, (signal) => signal.stop) as number;
  const step = max(signals, ({ timestep }) => timestep) as number;
  const { scale } = bestScale([stop - start], TIME);
  const inUnit = (seconds: number): number => fromScale(seconds, scale);
  const { major } = linearTicks([inUnit(start - step), inUnit(stop)], THEME.intervals);
  const tickIn = (low: number, high: number): number | undefined =>
    major.find((tick) => tick >= inUnit(low) && tick <= inUnit(high));
  const first = tickIn(start - step, start);
  const last = tickIn(stop - step, stop);
  const ends = [
    first === undefined ? start : first * scale,
    last === undefined ? stop : last * scale,
  ] as const;
  if (!window) return ends;
  return [Math.max(window[0].value, ends[0]), Math.min(window[1].value, ends[1])];
}

/** The largest magnitude of a signal: what decides on a common unit. */
const largestOf = ({ values }: Signal): number => {
  let most = 0;
  for (const value of values)
    if (Number.isFinite(value) && Math.abs(value) > most) most = Math.abs(value);
  return most;
};
