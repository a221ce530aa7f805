import { checkChoice, shown, UserError } from "../../base/index.js";
import type { Quantity, Unchecked } from "../../units/index.js";
import { kindOf } from "../cells.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, type Row, requireTable } from "../dataFrame.js";

/** What columns hold, by the words that `rows` knows. */
export interface ColumnTypes {
  /** Plain numbers. */
  number: number;
  /** Text. */
  text: string | undefined;
  /** Truth values. */
  truth: boolean | undefined;
  /** Quantities. */
  quantity: Quantity<Unchecked> | undefined;
}

const TYPES: readonly (keyof ColumnTypes)[] = ["number", "text", "truth", "quantity"];

/**
 * The rows of a table as objects: values by column, missing ones NaN. With the types of some columns the
 * objects have these columns only, every value is checked, and TypeScript knows the types: missing numbers
 * are NaN, other missing values undefined.
 *
 * ```ts
 * rows(table)                                                  // Record<string, unknown>[]
 * rows(table, { we_pS: "number", variant: "text" })
 *   .filter(({ we_pS }) => we_pS > 15)                         // we_pS is a number
 * ```
 * @throws UserError for unknown columns and types, and values that are not of their column's type.
 */
export function rows(table: DataFrame): Row[];
export function rows<const T extends Readonly<Record<string, keyof ColumnTypes>>>(
  table: DataFrame,
  types: T,
): { [Name in keyof T]: ColumnTypes[T[Name]] }[];
export function rows(table: DataFrame, types?: Readonly<Record<string, keyof ColumnTypes>>): Row[] {
  requireTable("table", table);
  if (types === undefined)
    return objects(
      table.shape[0],
      table.columns.map((name) => [name, columnOf(table, name)]),
    );
  if (typeof types !== "object" || types === null || Array.isArray(types))
    throw new UserError(
      `invalid types of rows: ${shown(types)}; expected types by column like { we_pS: "number" }`,
    );
  return objects(
    table.shape[0],
    Object.entries(types).map(([name, type]) => [
      name,
      typedColumn(name, columnOf(table, name), checkChoice(`type of ${name}`, type, TYPES)),
    ]),
  );
}

const objects = (count: number, columns: readonly [string, readonly unknown[]][]): Row[] =>
  Array.from({ length: count }, (_, row) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[row]])),
  );

function typedColumn(
  name: string,
  values: readonly unknown[],
  type: keyof ColumnTypes,
): readonly unknown[] {
  return values.map((value, row) => {
    const kind = kindOf(value);
    if (kind === "missing") return type === "number" ? Number.NaN : undefined;
    if (kind !== type)
      throw new UserError(
        `invalid value of ${name} in row ${row}: ${shown(value)}; expected ${type === "text" ? "text" : `a ${type === "truth" ? "truth value" : type}`}`,
      );
    return value;
  });
}
