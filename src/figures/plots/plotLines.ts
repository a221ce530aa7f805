import { checkOptions, shown, UserError } from "../../base/index.js";
import { axisNumbers, requireText } from "../check/index.js";
import type { Figure } from "../figure.js";
import type { LineMark, Numbers, PanelMark } from "../panel.js";
import { THEME } from "../theme.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** A named series of points. */
export interface Series {
  x: Numbers;
  y: Numbers;
  label?: string;
}

/**
 * Plots series as lines with a dot at each point, named in a legend:
 * `plotLines([{ x: [1, 2, 3], y: [1, 4, 9], label: "squares" }])`.
 * @throws UserError if there are none, or for x and y of different lengths.
 * @example
 * ```ts
 * plotLines([
 *   { x: [1, 2, 3], y: [1, 4, 9], label: "squares" },
 *   { x: [1, 2, 3], y: [1, 8, 27], label: "cubes" },
 * ])
 * ```
 */
export function plotLines(series: readonly Series[], options: PlotOptions = {}): Figure {
  checkPlotOptions("plotLines", options);
  if (!Array.isArray(series) || series.length === 0)
    throw new UserError(
      `invalid series: ${shown(series)}; expected an array of { x, y, label }, at least one`,
    );
  const marks = series.map((one: Series, i): LineMark => {
    checkOptions(`series ${i}`, one ?? null, ["x", "y", "label"]);
    requireText(`label of series ${i}`, one.label);
    const name = one.label ?? i;
    const [x, y] = [
      axisNumbers(`x of series ${name}`, one.x),
      axisNumbers(`y of series ${name}`, one.y),
    ];
    if (x.length !== y.length)
      throw new UserError(
        `invalid series ${name}: ${x.length} x and ${y.length} y values; expected as many of both`,
      );
    return {
      kind: "line",
      x,
      y,
      label: one.label,
      width: 1.5,
      dotRadius: THEME.dotRadius * 1.8,
    };
  });
  const legend = series.some(({ label }) => label) ? "top-right" : undefined;
  return plot(marks, { legend, ...options });
}

/**
 * Plots values as dots along one axis, to see how they are spread: `plotStrip([10, 45, 6500])`.
 * @throws UserError if there are none.
 * @example
 * ```ts
 * plotStrip([10, 45, 6500])
 * ```
 */
export function plotStrip(values: Numbers, options: PlotOptions = {}): Figure {
  checkPlotOptions("plotStrip", options);
  const x = axisNumbers("values", values);
  if (x.length === 0) throw new UserError("invalid values: none given; a strip needs at least one");
  const dots: PanelMark = {
    kind: "dots",
    x,
    y: new Float64Array(x.length).fill(0.5),
    radius: THEME.dotRadius * 1.8,
  };
  const { titleSize, titleGap, fontSize, labelGap } = THEME;
  return plot([dots], {
    height:
      44 +
      (options.title ? titleSize + titleGap : 0) +
      (options.x?.label ? fontSize + labelGap : 0) +
      (options.y?.label ? fontSize + labelGap : 0),
    ...options,
    y: { domain: [0, 1], visible: false, grid: false, ...options.y },
  });
}
