import { checkChoice, checkOptions, shown, UserError } from "../../base/index.js";
import { sameDimension } from "../../units/index.js";
import { requireOneKind } from "../cells.js";
import { columnUnit } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, isTable, requireTable } from "../dataFrame.js";
import { Columns } from "./build.js";

/** Options of {@link concat}. */
export interface ConcatOptions {
  /** "rows" (the default): below each other; "columns": side by side, row by row. */
  axis?: "rows" | "columns";
  /** "all" columns (the default), missing where a table has none of the name, or only "common" ones. */
  columns?: "all" | "common";
  /** The name of a new first column that says which table a row comes from: needs tables by name. */
  source?: string;
}

/**
 * Tables below each other. Columns are all that occur, in the order of their first appearance; what a
 * table lacks is missing (NaN). With `axis: "columns"` they come to stand side by side, the first row beside the
 * first: the tables must have the same rows, and no column in common. (`merge` joins rows by a key.)
 *
 * ```ts
 * const [control, drug] = [dataFrame({ rate_Hz: [4, 5] }), dataFrame({ rate_Hz: [7, 9] })];
 * concat([control, drug]);
 * concat({ control, drug }, { source: "condition" });
 * concat([control, dataFrame({ CV: [0.8, 0.9] })], { axis: "columns" })
 * ```
 * @throws UserError for a column of numbers in one table and text in another, and for columns that
 *   differ in their unit only (`we_pS`, `we_nS`): their values would come to stand apart. Side by side: for tables of
 *   different lengths or labels of rows, and for columns of one name.
 */
export function concat(
  tables: readonly DataFrame[] | Readonly<Record<string, DataFrame>>,
  options: ConcatOptions = {},
): DataFrame {
  const parts = partsOf(tables);
  checkOptions("concat", options, ["axis", "columns", "source"]);
  const { axis = "rows", columns: asked, source } = options;
  if (checkChoice("axis of concat", axis, ["rows", "columns"]) === "columns") {
    for (const [name, value] of Object.entries({ columns: asked, source }))
      if (value !== undefined)
        throw new UserError(
          `invalid ${name} of concat: ${shown(value)}; expected none with axis "columns": all columns stay, side by side`,
        );
    return sideBySide(parts);
  }
  const which = checkChoice("columns of concat", asked ?? "all", ["all", "common"]);
  if (source !== undefined && (typeof source !== "string" || source === ""))
    throw new UserError(`invalid source of concat: ${shown(source)}; expected a column's name`);
  if (source !== undefined && Array.isArray(tables))
    throw new UserError(
      "invalid source of concat: the tables have no names; expected tables by name like { control, drug }",
    );
  return belowEachOther(parts, which, source);
}

function belowEachOther(
  parts: readonly Part[],
  which: "all" | "common",
  source: string | undefined,
): DataFrame {
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

/** All columns of all tables; rows stay what they are, with their labels. */
function sideBySide(parts: readonly Part[]): DataFrame {
  const [first] = parts;
  const labels = first.table.index;
  const result = new Columns();
  for (const { name: from, table } of parts) {
    requireSameRows(first, { name: from, table });
    for (const name of table.columns)
      result.add(
        name,
        columnOf(table, name),
        `, the second one in ${from}; expected different names: rename one, or merge the tables by a key`,
      );
  }
  const table = result.table();
  table.setIndex({ index: [...labels], inplace: true });
  return table;
}

/** @throws UserError unless the rows of two tables are as many, and labelled alike. */
function requireSameRows(first: Part, { name, table }: Part): void {
  const [expected, labels] = [first.table.index, table.index];
  if (labels.length !== expected.length)
    throw new UserError(
      `invalid ${name}: ${labels.length} rows; expected ${expected.length}, as many as ${first.name} has`,
    );
  const odd = labels.findIndex((label, row) => label !== expected[row]);
  if (odd >= 0)
    throw new UserError(
      `invalid ${name}: row ${odd} is labelled ${shown(labels[odd])}, that of ${first.name} ${shown(expected[odd])}; expected the same rows: merge joins by a key, resetIndex() numbers rows anew`,
    );
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
