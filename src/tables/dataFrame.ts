import { checkNoMore, didYouMean, shown, UserError } from "../base/index.js";
import { type DataFrame, danfojs, type Series } from "./danfojs.js";

/** A row of a table: values by column name. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * A table from rows; values may be quantities, numbers or text. Columns are all names that occur,
 * in the order of their first appearance; what a row lacks is missing (NaN).
 *
 *     dataFrame([{ we: pS(15), rate: Hz(4) }, { we: pS(30), rate: Hz(11) }])
 * @throws UserError if there is no row, or a row is no object.
 */
export function dataFrame(rows: readonly Row[]): DataFrame;
export function dataFrame(rows: readonly Row[], ...more: unknown[]): DataFrame {
  checkNoMore("dataFrame", more);
  if (!Array.isArray(rows))
    throw new UserError(
      `invalid rows: ${shown(rows)}; expected a list of objects like { we, rate }`,
    );
  if (rows.length === 0)
    throw new UserError("invalid rows: none given; a table needs at least one row");
  const names = new Set<string>();
  for (let k = 0; k < rows.length; k++) {
    const row: unknown = rows[k];
    if (typeof row !== "object" || row === null || Array.isArray(row))
      throw new UserError(`invalid row ${k}: ${shown(row)}; expected an object like { we, rate }`);
    for (const name of Object.keys(row)) names.add(name);
  }
  if (names.size === 0) throw new UserError("invalid rows: they hold no values");
  const cell = (row: Row, name: string): unknown =>
    Object.hasOwn(row, name) ? row[name] : undefined;
  return fromColumns(
    Object.fromEntries([...names].map((name) => [name, rows.map((row) => cell(row, name))])),
  );
}

/**
 * A table from columns of equal length; missing values (null, undefined) become NaN.
 * @throws UserError for columns of different lengths, or none.
 */
export function fromColumns(columns: Readonly<Record<string, readonly unknown[]>>): DataFrame {
  const { DataFrame } = danfojs();
  const names = Object.keys(columns);
  const all = names.map((name) => Array.from(columns[name], (value) => value ?? Number.NaN));
  const odd = all.findIndex(({ length }) => length !== all[0].length);
  if (names.length === 0) throw new UserError("invalid columns: none given");
  if (odd >= 0)
    throw new UserError(
      `invalid column ${names[odd]}: ${all[odd].length} values; expected ${all[0].length}, as many as ${names[0]} has`,
    );
  const rows = all[0].map((_, row) => all.map((values) => values[row]));
  return new DataFrame(rows as never, { columns: names, dtypes: all.map(dtypeOf) });
}

/** danfojs' name for what a column holds. It would take quantities for numbers when it guesses. */
function dtypeOf(values: readonly unknown[]): string {
  if (values.every((value) => typeof value === "boolean")) return "boolean";
  if (!values.every((value) => typeof value === "number")) return "string";
  return values.every(Number.isInteger) ? "int32" : "float32";
}

/** Checks that a value is a table. @throws UserError naming the value. */
export function requireTable(what: string, value: unknown): void {
  const { columns, shape } = (value ?? {}) as Partial<DataFrame>;
  if (!Array.isArray(columns) || !Array.isArray(shape))
    throw new UserError(`invalid ${what}: ${shown(value)}; expected a table, as dataFrame makes`);
}

/**
 * The values of one column.
 * @throws UserError naming the columns there are.
 */
export function columnOf(table: DataFrame | Series, name: string): unknown[] {
  requireTable("table", table);
  // not table.column(name): danfojs makes no Series of quantities
  const at = table.columns.indexOf(name);
  if (at < 0) {
    const near = typeof name === "string" ? didYouMean(name, table.columns) : "";
    throw new UserError(
      `unknown column: ${typeof name === "string" ? name : shown(name)}; expected one of ${table.columns.join(", ")}${near}`,
    );
  }
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
      throw new UserError(
        `invalid column ${name}: it holds ${shown(value)}; expected plain numbers`,
      );
    return value;
  });
}

/** Whether a cell of a table is empty. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}
