import { UserError } from "../base/index.js";
import { type DataFrame, danfojs, type Series } from "./danfojs.js";

/** A row of a table: values by column name. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * A table from rows; values may be quantities, numbers or text. Columns are all names that occur,
 * in the order of their first appearance; what a row lacks is missing (NaN).
 * @throws UserError if there is no row.
 */
export function dataFrame(rows: readonly Row[]): DataFrame {
  if (!Array.isArray(rows) || rows.length === 0)
    throw new UserError("invalid rows: none given; a table needs at least one row");
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return fromColumns(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])));
}

/** A table from columns of equal length; missing values (null, undefined) become NaN. */
export function fromColumns(columns: Readonly<Record<string, readonly unknown[]>>): DataFrame {
  const { DataFrame } = danfojs();
  const complete = Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [
      name,
      values.map((value) => value ?? Number.NaN),
    ]),
  );
  const dtypes = Object.values(complete).map(dtypeOf);
  return new DataFrame(complete, { dtypes });
}

/** danfojs' name for what a column holds. It would take quantities for numbers when it guesses. */
function dtypeOf(values: readonly unknown[]): string {
  if (values.every((value) => typeof value === "boolean")) return "boolean";
  if (!values.every((value) => typeof value === "number")) return "string";
  return values.every(Number.isInteger) ? "int32" : "float32";
}

/**
 * The values of one column.
 * @throws UserError naming the columns there are.
 */
export function columnOf(table: DataFrame | Series, name: string): unknown[] {
  if (!table.columns.includes(name))
    throw new UserError(`unknown column: ${name}; expected one of ${table.columns.join(", ")}`);
  // not table.column(name): danfojs makes no Series of quantities
  const at = table.columns.indexOf(name);
  const rows = table.values as unknown[];
  return rows.map((row) => (Array.isArray(row) ? row[at] : row));
}

/**
 * The values of one column as numbers; missing ones are NaN.
 * @throws UserError for an unknown column, or one that holds anything but numbers.
 */
export function numbersOf(table: DataFrame, name: string): number[] {
  return columnOf(table, name).map((value) => {
    if (isMissing(value)) return Number.NaN;
    if (typeof value !== "number")
      throw new UserError(`invalid column ${name}: it holds ${value}; expected plain numbers`);
    return value;
  });
}

/** Whether a cell of a table is empty. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}
