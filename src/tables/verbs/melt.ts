import { checkOptions, shown, UserError } from "../../base/index.js";
import { requireNames, requireOneKind } from "../cells.js";
import { columnUnit } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, requireTable } from "../dataFrame.js";
import { Columns } from "./build.js";

/** Options of {@link melt}. */
export interface MeltOptions {
  /** The column, or columns, that stay: they tell the rows apart. */
  keep: string | readonly string[];
  /** The columns that are put below each other. Default: all that do not stay. */
  columns?: string | readonly string[];
  /** The name of the new column of their names. Default: "name". */
  name?: string;
  /** The name of the new column of their values. Default: "value". */
  value?: string;
}

/**
 * A wide table made long, the opposite of {@link pivot}: each value of the columns gets a row of its own, beside the
 * name of its column and what stays. Where all have one unit in their names it goes to the name of the
 * values: `E_Hz` and `EI_Hz` become E and EI, with their values in `value_Hz`. Otherwise the names keep theirs. The
 * names are text, also where they look like numbers.
 *
 * ```ts
 * const wide = dataFrame({ we_pS: [15, 30], E: [3, 6], EI: [2, 5] });
 * melt(wide, { keep: "we_pS", name: "variant", value: "rate" })
 * ```
 * @throws UserError for unknown columns and options, names that are taken, and where text would come
 *   to stand among numbers; DimensionError for quantities of different dimensions.
 */
export function melt(table: DataFrame, options: MeltOptions): DataFrame {
  requireTable("table", table);
  checkOptions("melt", options ?? null, ["keep", "columns", "name", "value"]);
  const { name: nameColumn = "name", value: valueColumn = "value" } = options;
  for (const [what, name] of [
    ["name", nameColumn],
    ["value", valueColumn],
  ] as const)
    if (typeof name !== "string" || name === "")
      throw new UserError(`invalid ${what} of melt: ${shown(name)}; expected a column's name`);
  const keep = requireNames("keep of melt", options.keep, 0);
  for (const name of keep) columnOf(table, name);
  const rest = table.columns.filter((name) => !keep.includes(name));
  const names = requireNames("columns of melt", options.columns ?? rest);
  const both = names.find((name) => keep.includes(name));
  if (both !== undefined)
    throw new UserError(`invalid columns of melt: ${both} is one of those that stay`);
  const found = names.map((name) => ({ from: `column ${name}`, values: columnOf(table, name) }));
  const suffixes = new Set(names.map((name) => columnUnit(name).suffix));
  const [suffix] = suffixes;
  const isOneUnit = suffixes.size === 1 && suffix !== "";
  const valueName = isOneUnit ? `${valueColumn}_${suffix}` : valueColumn;
  requireOneKind(valueName, found);
  const count = table.shape[0];
  const result = new Columns();
  for (const name of keep) {
    const values = columnOf(table, name);
    result.add(
      name,
      names.flatMap(() => values),
    );
  }
  result.add(
    nameColumn,
    names.flatMap((name) => Array<string>(count).fill(isOneUnit ? columnUnit(name).base : name)),
  );
  result.add(
    valueName,
    found.flatMap(({ values }) => values),
  );
  return result.table();
}
