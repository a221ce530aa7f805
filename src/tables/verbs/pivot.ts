import { checkOptions, shown, UserError } from "../../base/index.js";
import { Quantity } from "../../units/index.js";
import { requireNames } from "../cells.js";
import { columnUnit } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, requireTable } from "../dataFrame.js";
import { Columns } from "./build.js";
import { keysOf, sortedGroups } from "./keys.js";
import { requireStatistic, type Statistic, summaryOf } from "./statistics.js";

/** Options of {@link pivot}. */
export interface PivotOptions {
  /** The column, or columns, whose values tell the rows apart. */
  rows: string | readonly string[];
  /** The column whose values become the new columns. */
  columns: string;
  /** The column whose values fill the table. */
  values: string;
  /** What becomes of several values for one place. Without it they are refused. */
  statistic?: Statistic;
}

/**
 * A long table made wide: a row for each value of `rows`, a column for each value of `columns`, both
 * ascending. Where there is no value, it is missing (NaN); rows of the table without a key are left out. A
 * unit in the name of `values` goes into the new names: variants "EI" and "E" of `rate_Hz` become the
 * columns `E_Hz` and `EI_Hz`.
 *
 * ```ts
 * pivot(table, { rows: "we_pS", columns: "variant", values: "rate_Hz", statistic: "mean" })
 * ```
 * @throws UserError for unknown columns and options, several values for one place without a
 *   `statistic`, and new names that are equal.
 */
export function pivot(table: DataFrame, options: PivotOptions): DataFrame {
  requireTable("table", table);
  checkOptions("pivot", options ?? null, ["rows", "columns", "values", "statistic"]);
  const rowNames = requireNames("rows of pivot", options.rows);
  const [across] = oneName("columns", options.columns);
  const [filled] = oneName("values", options.values);
  const all = requireNames("pivot", [...rowNames, across, filled]);
  for (const name of all) columnOf(table, name);
  const { statistic } = options;
  if (statistic !== undefined) requireStatistic("statistic of pivot", statistic);
  const place = (row: number): string =>
    [...rowNames, across].map((name) => `${name} ${shown(columnOf(table, name)[row])}`).join(", ");

  const isWhole = keysOf(table, [...rowNames, across]).ids.map((id) => id !== undefined);
  const whole = (groups: number[][]): number[][] =>
    groups.map((rows) => rows.filter((row) => isWhole[row])).filter((rows) => rows.length > 0);
  const rowGroups = whole(sortedGroups(keysOf(table, rowNames)));
  const columnGroups = whole(sortedGroups(keysOf(table, [across])));
  const rowOf = new Map(rowGroups.flatMap((rows, k) => rows.map((row) => [row, k] as const)));

  const result = new Columns();
  for (const name of rowNames) {
    const values = columnOf(table, name);
    result.add(
      name,
      rowGroups.map(([row]) => values[row]),
    );
  }
  const labels = columnOf(table, across);
  const values = columnOf(table, filled);
  const summary = statistic === undefined ? undefined : summaryOf(filled, values);
  for (const group of columnGroups) {
    const places = rowGroups.map((): number[] => []);
    for (const row of group) places[rowOf.get(row) as number].push(row);
    const cells = places.map((rows) => {
      if (rows.length === 0) return undefined;
      if (summary) return summary(rows, statistic as Statistic);
      if (rows.length > 1)
        throw new UserError(
          `ambiguous values: ${rows.length} of ${filled} for ${place(rows[0])}; expected one (statistic: "mean" takes their mean)`,
        );
      return values[rows[0]];
    });
    result.add(columnName(labels[group[0]], filled, statistic), cells);
  }
  return result.table();
}

function oneName(what: string, name: unknown): [string] {
  if (typeof name !== "string")
    throw new UserError(`invalid ${what} of pivot: ${shown(name)}; expected the name of a column`);
  return [name];
}

/** The name of a new column: the value it stands for, and the unit of what it holds. */
function columnName(label: unknown, filled: string, statistic?: Statistic): string {
  const text = label instanceof Quantity ? label.toString().replaceAll(" ", "") : String(label);
  const { suffix } = columnUnit(filled);
  return suffix === "" || statistic === "n" ? text : `${text}_${suffix}`;
}
