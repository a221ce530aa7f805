import { checkNoMore, didYouMean, shown, UserError } from "../base/index.js";
import { QuantityArray } from "../units/index.js";
import { type DataFrame, danfojs, type Series } from "./danfojs.js";

/** A row of a table: values by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** A column as it can be given: a list, numbers, quantities, or what `readNpz` gives for one axis. */
export type ColumnData =
  | readonly unknown[]
  | NumericArray
  | QuantityArray
  | { readonly data: NumericArray; readonly shape: readonly number[] };

/** Plain numbers in an array of their own type. */
type NumericArray = ArrayLike<number | bigint> & ArrayBufferView;

/**
 * A table from rows, or from columns by name; values may be quantities, numbers, text or truth values. Of rows,
 * the columns are all names that occur, in the order of their first appearance; what a row lacks is missing (NaN).
 *
 * ```ts
 * dataFrame([{ we: pS(15), rate: Hz(4) }, { we: pS(30), rate: Hz(11) }]);
 * dataFrame({ we: pS([15, 30]), rate_Hz: Float64Array.of(4, 11) })
 * ```
 * @throws UserError if there is no row, or a row is no object; for columns of different lengths, and
 *   those that are no list.
 */
export function dataFrame(data: readonly Row[] | Readonly<Record<string, ColumnData>>): DataFrame;
export function dataFrame(
  data: readonly Row[] | Readonly<Record<string, ColumnData>>,
  ...more: unknown[]
): DataFrame {
  checkNoMore("dataFrame", more);
  if (Array.isArray(data)) return fromRows(data);
  const isRecord =
    typeof data === "object" &&
    data !== null &&
    !(Symbol.iterator in data) &&
    !ArrayBuffer.isView(data) &&
    !isTable(data);
  if (!isRecord)
    throw new UserError(
      `invalid rows: ${shown(data)}; expected a list of objects like { we, rate }, or columns by name`,
    );
  return fromColumns(
    Object.fromEntries(Object.entries(data).map(([name, column]) => [name, cellsOf(name, column)])),
  );
}

const isNumbers = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** The cells of a column as given. Whole numbers of 64 bits become numbers where these can hold them. */
function cellsOf(name: string, column: unknown): unknown[] {
  if (Array.isArray(column)) return Array.from(column);
  if (column instanceof QuantityArray) return [...column];
  if (isNumbers(column))
    return Array.from(column as ArrayLike<number | bigint>, (value) => {
      if (typeof value === "bigint" && !Number.isSafeInteger(Number(value)))
        throw new UserError(
          `invalid column ${name}: it holds ${value}; expected whole numbers of at most 53 bits`,
        );
      return Number(value);
    });
  const { data, shape } = (column ?? {}) as { data?: unknown; shape?: unknown };
  if (isNumbers(data) && Array.isArray(shape)) {
    if (shape.length !== 1)
      throw new UserError(
        `invalid column ${name}: an array of shape (${shape.join(", ")}); expected one axis`,
      );
    return cellsOf(name, data);
  }
  throw new UserError(
    `invalid column ${name}: ${shown(column)}; expected a list, numbers or quantities`,
  );
}

function fromRows(rows: readonly Row[]): DataFrame {
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
export function fromColumns(
  columns: Readonly<Record<string, readonly unknown[]>> | ReadonlyMap<string, readonly unknown[]>,
): DataFrame {
  const { DataFrame } = danfojs();
  // an object would put names that are whole numbers first, a map keeps the order
  const entries = columns instanceof Map ? [...columns] : Object.entries(columns);
  const names = entries.map(([name]) => name);
  const all = entries.map(([, values]) => Array.from(values, (value) => value ?? Number.NaN));
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
  if (values.length > 0 && values.every((value) => typeof value === "boolean")) return "boolean";
  if (!values.every((value) => typeof value === "number")) return "string";
  return values.every(Number.isInteger) ? "int32" : "float32";
}

/** Whether a value is a table. */
export function isTable(value: unknown): value is DataFrame {
  const { columns, shape } = (value ?? {}) as Partial<DataFrame>;
  // data may have such names, too, but danfojs' tables have them from their class
  const isOwn = typeof value === "object" && value !== null && Object.hasOwn(value, "columns");
  return Array.isArray(columns) && Array.isArray(shape) && !isOwn;
}

/** Checks that a value is a table. @throws UserError naming the value. */
export function requireTable(what: string, value: unknown): void {
  if (!isTable(value))
    throw new UserError(`invalid ${what}: ${shown(value)}; expected a table, as dataFrame makes`);
}

/** Checks that a table has a column. @throws UserError naming the columns there are, and the nearest. */
export function requireColumn(table: DataFrame | Series, name: unknown): void {
  if ((table.columns as unknown[]).includes(name)) return;
  const near = typeof name === "string" ? didYouMean(name, table.columns) : "";
  throw new UserError(
    `unknown column: ${typeof name === "string" ? name : shown(name)}; expected one of ${table.columns.join(", ")}${near}`,
  );
}

/**
 * The values of one column, quantities too; missing ones are NaN.
 *
 * ```ts
 * columnOf(table, "variant")
 * ```
 * @throws UserError naming the columns there are.
 */
export function columnOf(table: DataFrame | Series, name: string): unknown[] {
  requireTable("table", table);
  requireColumn(table, name);
  // not table.column(name): danfojs makes no Series of quantities
  const at = table.columns.indexOf(name);
  const rows = table.values as unknown[];
  return rows.map((row) => (Array.isArray(row) ? row[at] : row));
}

/**
 * The values of one column as numbers; missing ones are NaN.
 *
 * ```ts
 * Math.max(...numbersOf(table, "rate_Hz"))
 * ```
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
