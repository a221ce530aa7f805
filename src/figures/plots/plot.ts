import { checkChoice, checkOptions, shown, UserError } from "../../base/index.js";
import { checkPanelOptions, isOwnMark, PANEL_OPTIONS } from "../check/index.js";
import { figureDocument, observablePlot } from "../drawing/dom.js";
import { Figure } from "../figure.js";
import { inPlot } from "../observable/collect.js";
import { pictureOf } from "../observable/plotPicture.js";
import type { AnyMark, Panel } from "../panel.js";
import type { FigureSize, Picture } from "../picture.js";

/** What all plots take: axes, title, legend, size, and what of Plot's own options is handed on to it. */
export interface PlotOptions extends FigureSize, Omit<Panel, "marks"> {}

/**
 * Checks a plot function's options, those of all plots and its own, and those of its axes.
 * @throws UserError naming an option that does not exist.
 */
export function checkPlotOptions(
  name: string,
  options: unknown,
  own: readonly string[] = [],
): void {
  checkOptions(name, options, [...own, ...PANEL_OPTIONS, "width", "height"]);
  checkPanelOptions((options ?? {}) as PlotOptions);
}

/**
 * Makes a figure of one panel of marks: Observable Plot's, and our own, in the order in which they are drawn.
 *
 * ```ts
 * plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz", fill: "variant" })], { color: { legend: true } })
 * plot([{ kind: "line", x: signal.times, y: signal }, { kind: "rule", y: mV(20), label: "threshold" }])
 * ```
 *
 * Plot's marks read tables (`dataFrame`) by the names of columns; channels may be quantities, signals, spike
 * trains and columns (`table.column("rate_Hz")`). What has a unit is drawn in the one that suits it, which the axis'
 * label names; plain numbers are in the unit that the axis' options name. Plot's own options for scales
 * (`x: { type: "sqrt", reverse: true }`, `color`, `fx`, `fy`, `r`, `symbol`, ...) are handed on to it.
 * Axes, legends and labels are in the thesis style; `style: "plot"` leaves them as Plot draws them,
 * and takes all options of `Plot.plot`, those too that the thesis style refuses: projections, margins, insets.
 * @throws UserError for options and properties of marks that do not exist, for data that cannot
 *   be drawn, and for what Plot refuses; DimensionError for values of different dimensions on one axis.
 */
export function plot(marks: readonly AnyMark[], options: PlotOptions & { style: "plot" }): Picture;
export function plot(
  marks: readonly AnyMark[],
  options?: PlotOptions & { style?: "thesis" },
): Figure;
export function plot(
  marks: readonly AnyMark[],
  options: PlotOptions & { style?: "thesis" | "plot" } = {},
): Picture {
  if (options === null || typeof options !== "object" || Array.isArray(options))
    checkPlotOptions("plot", options);
  const { style = "thesis", ...rest } = options ?? {};
  if (checkChoice("style", style, ["thesis", "plot"]) === "plot") return plainPlot(marks, rest);
  refuseOnlyOfPlot(rest);
  checkPlotOptions("plot", rest);
  const { width, height, ...panel } = rest;
  return new Figure([{ marks, ...panel }], { width, height });
}

/** @throws UserError for an option of Plot's that the thesis style has no place for. */
function refuseOnlyOfPlot(options: object): void {
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && ALL_OPTIONS_OF_PLOT.includes(name) && !IN_THESIS.includes(name))
      throw new UserError(
        `invalid ${name} of plot: ${shown(value)}; expected it with style: "plot" only: ${ONLY_OF_PLOT.get(name) ?? "the thesis style sets margins and axes by itself"}`,
      );
}

/** What stands in the way of an option, or what to say in its place. */
const ONLY_OF_PLOT: ReadonlyMap<string, string> = new Map([
  [
    "projection",
    "the thesis style draws axes of numbers and words, which a projection has none of",
  ],
  ["aspectRatio", "the thesis style takes width and height"],
  ["figure", "the thesis style is one drawing, without HTML around it"],
  ["className", "the thesis style is one drawing, without style sheets"],
  ["grid", "the thesis style takes x: { grid } and y: { grid }"],
  ["label", "the thesis style takes x: { label } and y: { label }"],
  ["axis", "the thesis style takes x: { visible } and y: { visible }"],
]);

/** A picture as Plot draws it by itself. */
function plainPlot(marks: readonly AnyMark[], options: object): Picture {
  const own = Array.isArray(marks) ? marks.findIndex(isOwnMark) : 0;
  if (own >= 0)
    throw new UserError(
      `invalid mark ${own}: ${shown(marks)}; expected Plot's own marks for the style "plot"`,
    );
  checkOptions("plot", options, ALL_OPTIONS_OF_PLOT);
  return inPlot("marks", () =>
    pictureOf(
      observablePlot().plot({
        ...options,
        document: figureDocument(),
        marks,
      } as never) as unknown as Element,
    ),
  );
}

/** All options of `Plot.plot`, but its marks and its document. */
const ALL_OPTIONS_OF_PLOT = [
  ...["x", "y", "r", "color", "opacity", "symbol", "length", "fx", "fy", "facet", "projection"],
  ...["width", "height", "aspectRatio", "title", "subtitle", "caption", "figure"],
  ...["margin", "marginTop", "marginRight", "marginBottom", "marginLeft"],
  ...["inset", "insetTop", "insetRight", "insetBottom", "insetLeft"],
  ...["grid", "axis", "label", "nice", "zero", "clamp", "round", "align", "padding"],
  ...["className", "clip", "ariaLabel", "ariaDescription"],
];

const IN_THESIS: readonly string[] = [...PANEL_OPTIONS, "width", "height"];
