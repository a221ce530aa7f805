import { checkChoice, checkOptions, shown, UserError } from "../../base/index.js";
import { sameDimension } from "../../units/index.js";
import { requireOneKind } from "../cells.js";
import { columnUnit } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, isTable, requireTable } from "../dataFrame.js";
import { Columns } from "./build.js";

/** Options of {@link concat}. */
export interface ConcatOptions {
  /** "all" columns (the default), missing where a table has none of the name, or only "common" ones. */
  columns?: "all" | "common";
  /** The name of a new first column that says which table a row comes from: needs tables by name. */
  source?: string;
}

/**
 * Tables below each other. Columns are all that occur, in the order of their first appearance; what a
 * table lacks is missing (NaN).
 *
 * ```ts
 * const [control, drug] = [dataFrame({ rate_Hz: [4, 5] }), dataFrame({ rate_Hz: [7, 9] })];
 * concat([control, drug]);
 * concat({ control, drug }, { source: "condition" })
 * ```
 * @throws UserError for a column of numbers in one table and text in another, and for columns that
 *   differ in their unit only (`we_pS`, `we_nS`): their values would come to stand apart.
 */
export function concat(
  tables: readonly DataFrame[] | Readonly<Record<string, DataFrame>>,
  options: ConcatOptions = {},
): DataFrame {
  const parts = partsOf(tables);
  checkOptions("concat", options, ["columns", "source"]);
  const { columns: asked = "all", source } = options;
  const which = checkChoice("columns of concat", asked, ["all", "common"]);
  if (source !== undefined && (typeof source !== "string" || source === ""))
    throw new UserError(`invalid source of concat: ${shown(source)}; expected a column's name`);
  if (source !== undefined && Array.isArray(tables))
    throw new UserError(
      "invalid source of concat: the tables have no names; expected tables by name like { control, drug }",
    );
  const all = [...new Set(parts.flatMap(({ table }) => table.columns))];
  const names =
    which === "all"
      ? all
      : all.filter((name) => parts.every(({ table }) => table.columns.includes(name)));
  if (names.length === 0) throw new UserError("invalid tables: they have no columns in common");
  requireOneUnit(names, parts);
  const result = new Columns();
  if (source !== undefined)
    result.add(
      source,
      parts.flatMap(({ name, table }) => Array<string>(table.shape[0]).fill(name)),
    );
  for (const name of names) {
    const found = parts.map(({ name: from, table }) => ({
      from,
      values: table.columns.includes(name)
        ? columnOf(table, name)
        : Array<unknown>(table.shape[0]).fill(undefined),
    }));
    requireOneKind(name, found);
    result.add(
      name,
      found.flatMap(({ values }) => values),
    );
  }
  return result.table();
}

interface Part {
  name: string;
  table: DataFrame;
}

function partsOf(tables: unknown): Part[] {
  if (typeof tables !== "object" || tables === null || isTable(tables))
    throw new UserError(
      `invalid tables: ${isTable(tables) ? "a single table" : shown(tables)}; expected a list of tables, or tables by name`,
    );
  const parts = Array.isArray(tables)
    ? Array.from(tables, (table, k) => ({ name: `table ${k}`, table: table as DataFrame }))
    : Object.entries(tables).map(([name, table]) => ({ name, table: table as DataFrame }));
  if (parts.length === 0) throw new UserError("invalid tables: none given");
  for (const { name, table } of parts) requireTable(name, table);
  return parts;
}

/** @throws UserError for columns that are the same but for the unit in their names. */
function requireOneUnit(names: readonly string[], parts: readonly Part[]): void {
  const found = new Map<string, string>();
  for (const name of names) {
    const { base, unit } = columnUnit(name);
    if (!unit) continue;
    const other = found.get(base);
    if (other === undefined) {
      found.set(base, name);
      continue;
    }
    const otherUnit = columnUnit(other).unit;
    const isApart = parts.some(
      ({ table }) => !table.columns.includes(other) || !table.columns.includes(name),
    );
    if (isApart && otherUnit && sameDimension(unit.dimension, otherUnit.dimension))
      throw new UserError(
        `inconsistent units: columns ${other} and ${name}; expected one unit for ${base}`,
      );
  }
}
