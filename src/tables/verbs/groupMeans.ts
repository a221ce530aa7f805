import { checkNoMore, checkOptions, shown, UserError } from "../../base/index.js";
import { requireNames } from "../cells.js";
import { columnUnit, withWord } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf } from "../dataFrame.js";
import { Columns } from "./build.js";
import { keyColumns, keysOf, sortedGroups } from "./keys.js";
import { isSummable, requireStatistic, type Statistic, summaryOf, wordOf } from "./statistics.js";

/** Options of {@link groupMeans}. */
export interface GroupMeansOptions {
  /** Statistics beside the means: `["SD", "n"]` gives `rate_SD_Hz` and `rate_n` beside `rate_Hz`. */
  statistics?: readonly Statistic[];
}

/**
 * The means of all columns of numbers or quantities, for each value of one column or combination of values of
 * several: one row each, in ascending order, under the same column names with the grouping columns first.
 * Missing values are left out of the means; rows that lack a grouping value are left out, and so are
 * columns that hold anything else. The statistics beside the means are those of {@link groupBy}.
 *
 * ```ts
 * groupMeans(table, "we_pS")
 * groupMeans(table, ["we_pS", "variant"], { statistics: ["SD", "SEM", "n"] })
 * ```
 * @throws UserError for unknown columns, options and statistics.
 */
export function groupMeans(
  table: DataFrame,
  by: string | readonly string[],
  options?: GroupMeansOptions,
): DataFrame;
export function groupMeans(
  table: DataFrame,
  by: string | readonly string[],
  options: GroupMeansOptions = {},
  ...more: unknown[]
): DataFrame {
  checkNoMore("groupMeans", more);
  const names = requireNames("grouping columns", by);
  const keys = keysOf(table, names);
  checkOptions("groupMeans", options, ["statistics"]);
  const { statistics = [] } = options;
  if (!Array.isArray(statistics))
    throw new UserError(
      `invalid statistics of groupMeans: ${shown(statistics)}; expected a list like ["SD", "n"]`,
    );
  const asked = statistics.map((item) => requireStatistic("statistic of groupMeans", item));
  const groups = sortedGroups(keys);
  const result = new Columns();
  for (const [name, values] of keyColumns(keys, groups)) result.add(name, values);
  for (const name of table.columns) {
    if (names.includes(name)) continue;
    const values = columnOf(table, name);
    const isAllMissing = values.every((value) => Number.isNaN(value ?? Number.NaN));
    if (!isSummable(values) && !isAllMissing) continue;
    const summary = summaryOf(name, values);
    const add = (column: string, statistic: Statistic): void =>
      result.add(
        column,
        groups.map((rows) => summary(rows, statistic)),
      );
    add(name, "mean");
    for (const statistic of asked)
      add(
        statistic === "n" ? `${columnUnit(name).base}_n` : withWord(name, wordOf(statistic)),
        statistic,
      );
  }
  return result.table();
}
