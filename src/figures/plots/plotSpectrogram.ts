import { UserError } from "../../base/index.js";
import { requireSignal, type Signal } from "../../signals/index.js";
import {
  bestScale,
  dimensionPower,
  fromScale,
  lower,
  NAMED_DIMENSIONS,
  type Quantity,
  scaledUnitSymbol,
} from "../../units/index.js";
import type { Figure } from "../figure.js";
import { checkPlotOptions, type PlotOptions } from "./plot.js";
import { plotHeatMap } from "./plotHeatMap.js";
import { densities } from "./spectrum.js";

/** Options of {@link plotSpectrogram}. */
export interface SpectrogramOptions extends PlotOptions {
  /** About how long a window is: the power of two of samples next to it; a 16th of the signal by default. */
  window?: Quantity<"time">;
  /** The part of a window that the next one shares, from 0 to 0.99; 0.5 by default. */
  overlap?: number;
  /** The highest frequency shown; half of the sampling rate by default. */
  upTo?: Quantity<"rate">;
}

const TIME = NAMED_DIMENSIONS.time.exponents;

/**
 * Plots which frequencies a signal has when: power spectral densities of windows (Hann's, each
 * less its mean) as colours, in dB relative to the greatest.
 *
 * ```ts
 * plotSpectrogram(populationRate(trains, ms(1)), { window: ms(256), upTo: Hz(200) })
 * ```
 * @throws UserError for what is no signal, a window of fewer than 8 samples or longer than the signal, and a
 *   signal that does not change.
 */
export function plotSpectrogram(signal: Signal, options: SpectrogramOptions = {}): Figure {
  requireSignal("signal", signal);
  checkPlotOptions("plotSpectrogram", options, ["window", "overlap", "upTo"]);
  const { window, overlap = 0.5, upTo, ...rest } = options;
  lower("overlap", overlap, "dimensionless", { least: 0, most: 0.99 });
  const asked =
    window === undefined
      ? signal.length / 16
      : lower("window", window, "time", { above: 0 }) / signal.timestep;
  const length = 2 ** Math.round(Math.log2(Math.max(1, asked)));
  if (length < 8 || length > signal.length)
    throw new UserError(
      `invalid window: ${window ?? "a 16th of the signal"}, ${length} samples; expected 8 to ${signal.length}, as many as the signal has`,
    );
  const step = Math.max(1, Math.round(length * (1 - overlap)));
  const powers = densities(signal.values, signal.timestep, length, step);
  const width = 1 / (length * signal.timestep);
  const highest =
    upTo === undefined ? length / 2 : lower("upTo", upTo, "rate", { above: 0 }) / width;
  const rows = Math.min(length / 2, Math.max(1, Math.floor(highest))) + 1;
  const most = powers.reduce(
    (max, power) => power.subarray(0, rows).reduce((a, b) => Math.max(a, b), max),
    0,
  );
  if (!(most > 0) || !Number.isFinite(most))
    throw new UserError(
      `invalid signal: ${signal}; expected finite samples that change: a constant has no spectrum`,
    );
  const matrix = Array.from({ length: rows }, (_, row) =>
    powers.map((power) => 10 * Math.log10(Math.max(power[row] / most, LEAST))),
  );
  const middle = (window: number): number =>
    signal.start + (window * step + length / 2) * signal.timestep;
  const half = (step * signal.timestep) / 2;
  const [from, to] = [middle(0) - half, middle(powers.length - 1) + half];
  const time = bestScale([to - from], TIME);
  const rate = dimensionPower(TIME, -1);
  const frequency = bestScale([rows * width], rate);
  return plotHeatMap(matrix, {
    ...rest,
    xEdges: [fromScale(from, time.scale), fromScale(to, time.scale)],
    yEdges: [
      fromScale(-width / 2, frequency.scale),
      fromScale((rows - 0.5) * width, frequency.scale),
    ],
    x: { label: `Time (${scaledUnitSymbol(time.prefix, TIME)})`, ...rest.x },
    y: {
      label: `Frequency (${scaledUnitSymbol(frequency.prefix, rate)})`,
      domain: [0, fromScale((rows - 0.5) * width, frequency.scale)],
      ...rest.y,
    },
    color: { label: "Power (dB)", domain: [-60, 0], clamp: true, ...rest.color },
  });
}

/** The least power, relative to the greatest, that is told from nothing. */
const LEAST = 1e-12;
