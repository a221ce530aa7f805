import { mean, rollup } from "d3-array";
import { shown, UserError } from "../../base/index.js";
import { type DataFrame, numbersOf } from "../../tables/index.js";
import { lower } from "../../units/index.js";
import type { Figure } from "../figure.js";
import type { PanelMark } from "../panel.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** Options of {@link plotDotsAndMeans}. */
export interface DotsAndMeansOptions extends PlotOptions {
  /** A height at which a thin line crosses the panel: 0 for a rate. */
  baseline?: number;
}

/**
 * Plots one column of a table against another: every row as a small black dot, over a thick line
 * through the means at each x: `plotDotsAndMeans(table, "we_pS", "output_rate_Hz")`. Rows in which
 * either is missing are left out.
 * @throws UserError for an unknown column, or one that does not hold plain numbers, or none.
 * @example
 * ```ts
 * plotDotsAndMeans(table, "we_pS", "rate_Hz", { x: { label: "$w_e$ (pS)" }, width: 200 })
 * ```
 */
export function plotDotsAndMeans(
  table: DataFrame,
  xColumn: string,
  yColumn: string,
  options: DotsAndMeansOptions = {},
): Figure {
  checkPlotOptions("plotDotsAndMeans", options, ["baseline"]);
  const { baseline, ...rest } = options;
  if (baseline !== undefined) lower("baseline", baseline, "dimensionless");
  if (!Array.isArray(table?.columns) || !Array.isArray(table?.values))
    throw new UserError(`invalid table: ${shown(table)}; expected what dataFrame() makes`);
  for (const column of [xColumn, yColumn])
    if (typeof column !== "string")
      throw new UserError(`invalid column: ${shown(column)}; expected the name of one`);
  const xs = numbersOf(table, xColumn);
  const ys = numbersOf(table, yColumn);
  const rows = Array.from(xs.keys()).filter((row) => !Number.isNaN(xs[row] + ys[row]));
  if (rows.length === 0)
    throw new UserError(
      `invalid columns: ${xColumn} and ${yColumn}; none of their ${xs.length} rows has a number in both`,
    );
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
    { kind: "dots", x: rows.map((row) => xs[row]), y: rows.map((row) => ys[row]) },
  ];
  if (baseline !== undefined) marks.unshift({ kind: "rule", y: baseline });
  return plot(marks, rest);
}
