import { checkNoMore, UserError } from "../../base/index.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, requireTable } from "../dataFrame.js";
import { unitsToHeader } from "../unitsToHeader.js";
import { Columns } from "./build.js";
import { compute, isSummable, type Statistic, wordOf } from "./statistics.js";

/** The rows of a description. */
const DESCRIBED: readonly Statistic[] = ["n", "mean", "SD", "min", 0.25, "median", 0.75, "max"];

/**
 * What the columns of numbers hold: a row each for n, the number of values that are missing, mean, SD (of a sample), min, the
 * quartiles q25, median and q75, and max, by name in the first column, "statistic". Quantities are plain numbers in
 * the unit of the header. Columns of text or truth values are left out.
 *
 * ```ts
 * describe(table)
 * ```
 * @throws UserError if no column holds numbers.
 */
export function describe(table: DataFrame): DataFrame;
export function describe(table: DataFrame, ...more: unknown[]): DataFrame {
  checkNoMore("describe", more);
  requireTable("table", table);
  const plain = unitsToHeader(table);
  const names = plain.columns.filter((name) => isSummable(columnOf(plain, name)));
  if (names.length === 0)
    throw new UserError(
      `invalid table: none of its columns ${table.columns.join(", ")} holds numbers`,
    );
  const result = new Columns();
  const [n, ...others] = DESCRIBED;
  result.add("statistic", [wordOf(n), "missing", ...others.map(wordOf)]);
  for (const name of names) {
    const values = columnOf(plain, name) as number[];
    const numbers = values.filter((value) => !Number.isNaN(value ?? Number.NaN));
    result.add(name, [
      numbers.length,
      values.length - numbers.length,
      ...others.map((statistic) => compute(statistic, numbers)),
    ]);
  }
  return result.table();
}
