import { checkNoMore, shown, UserError } from "../../base/index.js";
import type { DataFrame } from "../danfojs.js";
import { type Row, requireTable } from "../dataFrame.js";
import { takeRows } from "./build.js";
import { conditionOf } from "./condition.js";
import { rows } from "./rows.js";

/**
 * The rows for which a condition holds: an expression of column names, or a function of the row that returns true or
 * false. Expressions have `==`, `!=`, `<`, `<=`, `>`, `>=`, `and`, `or`, `not`, arithmetic and the functions of models;
 * text stands in quotation marks, names that are no plain words in backquotes, `missing(name)` asks for gaps, and
 * quantities are compared with quantities. The text is parsed, never run as a program. A comparison with what
 * is missing neither holds nor fails: such rows are left out, also by `!=` and `not`.
 *
 * ```ts
 * filter(table, "rate_Hz > 3 and variant == 'EI'");
 * filter(table, (row) => row.seed !== 3);
 * const withUnits = dataFrame([{ we: pS(10), rate: Hz(2) }, { we: pS(20), rate: Hz(5) }]);
 * filter(withUnits, "we >= 15*pS and not missing(rate)")
 * ```
 * @throws UserError that shows the place: unknown columns, text compared with numbers, other units.
 */
export function filter<R extends object = Row>(
  table: DataFrame,
  condition: string | ((row: R, index: number) => boolean),
): DataFrame;
export function filter(table: DataFrame, condition: unknown, ...more: unknown[]): DataFrame {
  checkNoMore("filter", more);
  requireTable("table", table);
  if (typeof condition === "function") {
    const all = rows(table);
    return takeRows(
      table,
      [...all.keys()].filter((row) => {
        const keeps: unknown = condition(all[row], row);
        if (typeof keeps !== "boolean")
          throw new UserError(
            `invalid answer of the condition for row ${row}: ${shown(keeps)}; expected true or false`,
          );
        return keeps;
      }),
    );
  }
  if (typeof condition !== "string")
    throw new UserError(
      `invalid condition: ${shown(condition)}; expected an expression like "rate_Hz > 3", or a function of the row`,
    );
  const holds = conditionOf(table, condition);
  return takeRows(
    table,
    Array.from({ length: table.shape[0] }, (_, row) => row).filter((row) => holds(row) === true),
  );
}
