import { checkOptions } from "../../base/index.js";
import { checkAxes } from "../checkPanel.js";
import { Figure, type FigureSize } from "../figure.js";
import type { AxisOptions, Panel, PanelMark, VerticalAxisOptions } from "../panel.js";

/** What all plots take: axes, title, legend and size. */
export interface PlotOptions extends FigureSize {
  x?: AxisOptions;
  y?: VerticalAxisOptions;
  title?: string;
  legend?: Panel["legend"];
}

const PLOT_OPTIONS = ["x", "y", "title", "legend", "width", "height"];

/**
 * Checks a plot function's options, those of all plots and its own, and those of its axes.
 * @throws UserError naming an option that does not exist.
 */
export function checkPlotOptions(
  name: string,
  options: unknown,
  own: readonly string[] = [],
): void {
  checkOptions(name, options, [...own, ...PLOT_OPTIONS]);
  checkAxes((options ?? {}) as PlotOptions);
}

/**
 * Makes a figure of one panel: `plot([{ kind: "line", x: [1, 2], y: [3, 4] }])`.
 * @throws UserError for options and properties of marks that do not exist, and for data that cannot
 *   be drawn.
 */
export function plot(marks: readonly PanelMark[], options: PlotOptions = {}): Figure {
  checkPlotOptions("plot", options);
  const { x, y, title, legend, ...size } = options;
  return new Figure([{ marks, x, y, title, legend }], size);
}
