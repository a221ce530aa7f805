import { checkOptions, checkTruth } from "../../base/index.js";
import { kindOf, requireNames } from "../cells.js";
import type { DataFrame } from "../danfojs.js";
import { requireTable } from "../dataFrame.js";
import { takeRows } from "./build.js";
import { ascending, keysOf } from "./keys.js";

/**
 * The rows in ascending order of a column, those that are equal there in the order of the next; what is
 * missing comes last in either direction. Rows that are equal in all stay as they stood.
 *
 * ```ts
 * sortBy(table, ["variant", "rate_Hz"])
 * sortBy(table, "rate_Hz", { descending: true })
 * ```
 * @throws UserError for unknown columns and options.
 */
export function sortBy(
  table: DataFrame,
  by: string | readonly string[],
  options: { descending?: boolean } = {},
): DataFrame {
  requireTable("table", table);
  const { columns } = keysOf(table, requireNames("columns to sort by", by));
  checkOptions("sortBy", options, ["descending"]);
  const { descending = false } = options;
  checkTruth("descending of sortBy", descending);
  return takeRows(table, sortedRows(columns, descending));
}

/** The numbers of the rows in order. */
export function sortedRows(
  columns: readonly (readonly unknown[])[],
  descending: boolean,
): number[] {
  const sign = descending ? -1 : 1;
  return Array.from(columns[0], (_, row) => row).sort((a, b) => {
    for (const values of columns) {
      const isMissing = [values[a], values[b]].map((value) => kindOf(value) === "missing");
      const order =
        isMissing[0] || isMissing[1]
          ? Number(isMissing[0]) - Number(isMissing[1])
          : sign * ascending(values[a], values[b]);
      if (order !== 0) return order;
    }
    return 0;
  });
}
