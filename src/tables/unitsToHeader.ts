import { shown, UserError } from "../base/index.js";
import { fromScale, Quantity } from "../units/index.js";
import { requireOneDimension } from "./cells.js";
import { commonUnit } from "./commonUnit.js";
import type { DataFrame } from "./danfojs.js";
import { columnOf, fromColumns, isMissing } from "./dataFrame.js";

/**
 * Moves units from the values to the header: each column of quantities becomes plain numbers in
 * one unit, and its name gets that unit as a suffix, `we` -> `we_pS`. The unit is the one that
 * suits most of the column's values (the first of these, where several suit as many; zeros and
 * what is not finite, which suit any unit, do not count). The numbers are the nearest there are to the
 * decimals that were written: 587 pS are 0.587 nS. Columns without quantities stay as they are,
 * and missing values stay missing.
 * @throws DimensionError if a column mixes dimensions; UserError if it mixes quantities and other
 *   values.
 * @example
 * ```ts
 * unitsToHeader(dataFrame([{ we: pS(15), rate: Hz(4) }])).columns // => [ 'we_pS', 'rate_Hz' ]
 * ```
 */
export function unitsToHeader(table: DataFrame): DataFrame {
  if (!Array.isArray(table?.columns))
    throw new UserError(`invalid table: ${shown(table)}; expected what dataFrame() makes`);
  // a column may have any name: "__proto__" too
  const columns = new Map<string, readonly unknown[]>();
  for (const name of table.columns) {
    const values = columnOf(table, name);
    const [header, numbers] = values.some((value) => value instanceof Quantity)
      ? suffixed(name, values)
      : [name, values];
    if (columns.has(header))
      throw new UserError(`invalid column ${name}: there would be two columns named ${header}`);
    columns.set(header, numbers);
  }
  return fromColumns(columns);
}

function suffixed(name: string, values: readonly unknown[]): [string, number[]] {
  const quantities = values.filter((value) => !isMissing(value));
  const odd = quantities.find((value) => !(value instanceof Quantity));
  if (odd !== undefined)
    throw new UserError(`invalid column ${name}: it mixes quantities and ${shown(odd)}`);
  const { dimension } = quantities[0] as Quantity;
  requireOneDimension(name, quantities);
  const { symbol, scale } = commonUnit(quantities as Quantity[], dimension);
  const numbers = values.map((value) =>
    value instanceof Quantity ? fromScale(value.value, scale) : Number.NaN,
  );
  return [symbol === "" ? name : `${name}_${symbol.replaceAll(" ", "_")}`, numbers];
}
