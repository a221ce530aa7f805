import { didYouMean, UserError } from "../../base/index.js";
import {
  columnOf,
  type DataFrame,
  onDanfojsLoaded,
  type Series,
  unitsToHeader,
} from "../../tables/index.js";
import { Quantity } from "../../units/index.js";
import { type AxisUnit, unitOfColumn } from "./units.js";

/** What is known of the columns of a table whose rows Plot got: their units, by name. */
const unitsOfRows = new WeakMap<object, ReadonlyMap<string, { name: string; unit: AxisUnit }>>();

/** The name and unit of a column of rows that a table gave to Plot. */
export function unitOfField(
  rows: unknown,
  column: string,
): { name: string; unit: AxisUnit } | undefined {
  const first = Array.isArray(rows) ? rows[0] : undefined;
  const known =
    typeof first === "object" && first !== null
      ? unitsOfRows.get(Object.getPrototypeOf(first))
      : undefined;
  return known?.get(column) ?? unitOfColumn(column);
}

/** Where Plot reads a field of a row. */
const IS_PLOT = /[\\/]plot[\\/](src[\\/]options\.js|dist[\\/]plot\.umd)/;

/**
 * Lets Plot read tables: `Plot.dot(table, { x: "we_pS", y: "rate_Hz" })`. A table gives its rows as
 * objects; quantities become numbers in the unit that suits their column, which the axis then says. A
 * column that does not exist is an error: Plot would draw nothing. Columns
 * (`table.column("rate_Hz")`) are channels.
 */
export function makeTablesReadable(): void {
  onDanfojsLoaded(({ DataFrame: Table, Series: Column }) => {
    // danfojs has a class for tables below that for Node, and makes tables of either; so with columns
    Object.defineProperty(baseOf(Table.prototype), Symbol.iterator, {
      configurable: true,
      value(this: DataFrame): Iterator<object> {
        return rowsOf(this)[Symbol.iterator]();
      },
    });
    Object.defineProperties(baseOf(Column.prototype), {
      transform: {
        configurable: true,
        value(this: Series) {
          return Array.from(this.values as unknown[]);
        },
      },
      label: {
        configurable: true,
        get(this: Series) {
          return String(this.columns[0]);
        },
      },
    });
  });
}

const baseOf = (prototype: object): object => Object.getPrototypeOf(prototype) as object;

/** The rows of a table as objects that know their columns. */
export function rowsOf(table: DataFrame): object[] {
  const given = table.columns.map(String);
  const plain = given.some((name) => columnOf(table, name).some((v) => v instanceof Quantity))
    ? unitsToHeader(table)
    : table;
  const names = plain.columns.map(String);
  const units = new Map<string, { name: string; unit: AxisUnit }>();
  const kind = Object.create(guard([...given, ...names])) as object;
  names.forEach((name, k) => {
    const unit = unitOfColumn(name);
    if (name !== given[k]) {
      // its name was without the unit
      Object.defineProperty(kind, given[k], {
        get(this: Record<string, unknown>) {
          return this[name];
        },
      });
      if (unit) units.set(given[k], { ...unit, name: given[k] });
    }
    if (unit) units.set(name, unit);
  });
  unitsOfRows.set(kind, units);
  return (plain.values as unknown[][]).map((cells) => {
    const row = Object.create(kind) as Record<string, unknown>;
    for (let k = 0; k < names.length; k++)
      Object.defineProperty(row, names[k], { value: cells[k], enumerable: true });
    return row;
  });
}

/** What rows are made on: it refuses to be asked by Plot for a column that there is not. */
function guard(columns: readonly string[]): object {
  return new Proxy(Object.prototype, {
    get(target, name, receiver) {
      if (typeof name === "symbol" || Object.hasOwn(target, name) || name === "type")
        return Reflect.get(target, name, receiver);
      const [, , caller = ""] = new Error().stack?.split("\n") ?? [];
      if (!IS_PLOT.test(caller)) return undefined;
      const near = didYouMean(name, columns);
      throw new UserError(
        `unknown column: ${name}; expected one of ${[...new Set(columns)].join(", ")}${near}`,
      );
    },
  });
}
