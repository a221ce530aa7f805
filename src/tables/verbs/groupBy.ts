import { shown, UserError } from "../../base/index.js";
import { requireNames } from "../cells.js";
import { columnUnit, withWord } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, requireTable } from "../dataFrame.js";
import { Columns } from "./build.js";
import { keyColumns, keysOf, sortedGroups } from "./keys.js";
import { requireStatistic, type Statistic, summaryOf, wordOf } from "./statistics.js";

/** A statistic of one's own: a number made of a group's numbers, missing ones left out. */
export type OwnStatistic = (numbers: readonly number[]) => number;

/** What is computed of a column: a statistic, several, or some under names of their own. */
export type Summaries =
  | Statistic
  | readonly Statistic[]
  | Readonly<Record<string, Statistic | OwnStatistic>>;

/**
 * Statistics of groups of rows: a row for each combination of the values of some columns, in ascending
 * order. `{ rate_Hz: ["mean", "SD", 0.25] }` gives the columns `rate_mean_Hz`, `rate_SD_Hz` and `rate_q25_Hz`:
 * the unit stays at the end. There are n (of values that are there), mean, SD and SEM (of a sample: they divide
 * by n - 1, and a single value has none), median, min, max, sum, and a quantile for each number from 0 to 1 (linear
 * between two values, as NumPy's). Missing values are left out, and so are rows that lack a grouping value.
 *
 * ```ts
 * groupBy(table, ["we_pS", "variant"], { rate_Hz: ["n", "mean", "SEM"], seed: "median" });
 * groupBy(table, "we_pS", { rate_Hz: { range: (rates) => Math.max(...rates) - Math.min(...rates) } })
 * ```
 * @throws UserError for unknown columns and statistics, and for statistics of text or truth values
 *   (only "n" counts them); DimensionError for a column of quantities that mixes dimensions.
 */
export function groupBy(
  table: DataFrame,
  by: string | readonly string[],
  summaries: Readonly<Record<string, Summaries>>,
): DataFrame {
  requireTable("table", table);
  const names = requireNames("grouping columns", by);
  if (typeof summaries !== "object" || summaries === null || Array.isArray(summaries))
    throw new UserError(
      `invalid statistics: ${shown(summaries)}; expected statistics by column like { rate_Hz: ["mean", "SD"] }`,
    );
  const keys = keysOf(table, names);
  const groups = sortedGroups(keys);
  const result = new Columns();
  for (const [name, values] of keyColumns(keys, groups)) result.add(name, values);
  for (const [name, asked] of Object.entries(summaries)) {
    const values = columnOf(table, name);
    const summary = summaryOf(name, values);
    for (const [word, statistic] of wordsOf(name, asked))
      result.add(
        nameOf(name, word, statistic),
        groups.map((rows) =>
          typeof statistic === "function"
            ? ownValue(name, word, statistic, rows, values)
            : summary(rows, statistic),
        ),
      );
  }
  return result.table();
}

/** The statistics asked for, by the word that they have in the column's name. */
function wordsOf(name: string, asked: unknown): [string, Statistic | OwnStatistic][] {
  const what = `statistic of ${name}`;
  if (typeof asked === "object" && asked !== null && !Array.isArray(asked))
    return Object.entries(asked).map(([word, statistic]) => {
      if (typeof statistic === "function") return [word, statistic as OwnStatistic];
      return [word, requireStatistic(what, statistic)];
    });
  if (typeof asked === "function")
    throw new UserError(
      `invalid ${what}: ${shown(asked)}; expected a function by name like { CV: (numbers) => ... }`,
    );
  return (Array.isArray(asked) ? asked : [asked]).map((item) => {
    const statistic = requireStatistic(what, item);
    return [wordOf(statistic), statistic];
  });
}

/** Counts have no unit; of what a function makes nobody knows it. */
const nameOf = (name: string, word: string, statistic: Statistic | OwnStatistic): string =>
  statistic === "n" || typeof statistic === "function"
    ? `${columnUnit(name).base}_${word}`
    : withWord(name, word);

function ownValue(
  name: string,
  word: string,
  statistic: OwnStatistic,
  rows: readonly number[],
  values: readonly unknown[],
): number {
  const numbers = rows.map((row) => values[row]).filter((value) => !Number.isNaN(value));
  const odd = numbers.find((value) => typeof value !== "number");
  if (odd !== undefined)
    throw new UserError(
      `invalid column ${name}: it holds ${shown(odd)}; expected plain numbers (unitsToHeader(df) makes them of quantities)`,
    );
  const result: unknown = statistic(numbers as number[]);
  if (typeof result !== "number")
    throw new UserError(`invalid ${word} of ${name}: ${shown(result)}; expected a number`);
  return result;
}
