import { group, mean } from "d3-array";
import { checkNoMore, shown, UserError } from "../base/index.js";
import type { DataFrame } from "./danfojs.js";
import { columnOf, fromColumns, isMissing } from "./dataFrame.js";

/**
 * The means of all columns of numbers, for each value of one column: one row a value, in
 * ascending order, under the same column names with the grouping column first. Missing values are
 * left out of the means; rows that lack the grouping value are left out, and so are columns
 * that hold anything but numbers.
 *
 *     groupMeans(table, "we_pS")
 * @throws UserError for an unknown column, or where quantities still have their units
 *   (`unitsToHeader` takes them off).
 */
export function groupMeans(table: DataFrame, by: string): DataFrame;
export function groupMeans(table: DataFrame, by: string, ...more: unknown[]): DataFrame {
  checkNoMore("groupMeans", more);
  const keys = columnOf(table, by);
  const odd = keys.find((key) => ["object", "function", "symbol"].includes(typeof (key ?? 0)));
  if (odd !== undefined)
    throw new UserError(
      `invalid grouping column ${by}: it holds ${shown(odd)}; expected numbers or text (unitsToHeader(df) makes them)`,
    );
  const rows = keys.map((_, row) => row).filter((row) => !isMissing(keys[row]));
  const groups = [...group(rows, (row) => keys[row])].sort(([a], [b]) => ascending(a, b));
  const columns: [string, unknown[]][] = [[by, groups.map(([key]) => key)]];
  for (const name of table.columns) {
    if (name === by) continue;
    const values = columnOf(table, name);
    if (!values.every((value) => typeof value === "number" || isMissing(value))) continue;
    columns.push([
      name,
      groups.map(([, members]) => mean(members, (row) => values[row] as number | null)),
    ]);
  }
  return fromColumns(Object.fromEntries(columns));
}

function ascending(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : 1;
}
