import { shown, UserError } from "../../base/index.js";
import { fromScale, Quantity } from "../../units/index.js";
import { kindOf, requireOneDimension } from "../cells.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf } from "../dataFrame.js";

/** Columns by which rows are told apart, and the identity of each row in them. */
export interface Keys {
  names: readonly string[];
  /** Values by column. */
  columns: unknown[][];
  /** A text for each row: equal exactly where all values are; undefined where one is missing. */
  ids: (string | undefined)[];
}

/**
 * The keys of a table's rows. 1 and "1" and true are different, 0 and -0 the same, and so are 15 pS and
 * 0.015 nS.
 * @throws UserError for an unknown column, or one with values that are no keys; DimensionError where a column
 *   mixes dimensions.
 */
export function keysOf(table: DataFrame, names: readonly string[]): Keys {
  const columns = names.map((name) => {
    const values = columnOf(table, name);
    const odd = values.find((value) => kindOf(value) === "other");
    if (odd !== undefined)
      throw new UserError(
        `invalid grouping column ${name}: it holds ${shown(odd)}; expected numbers, text, truth values or quantities`,
      );
    requireOneDimension(name, values);
    return values;
  });
  const ids = Array.from({ length: table.shape[0] }, (_, row) => {
    const parts: string[] = [];
    for (const values of columns) {
      if (kindOf(values[row]) === "missing") return undefined;
      parts.push(identity(values[row]));
    }
    return parts.length === 1 ? parts[0] : JSON.stringify(parts);
  });
  return { names, columns, ids };
}

/** A value as text that no other value has. */
export function identity(value: unknown): string {
  if (typeof value === "string") return `t${value}`;
  // the decimals that were written are compared, not their binary fractions
  if (value instanceof Quantity) return `q${plain(value) + 0} ${value.dimension.join()}`;
  return typeof value === "number" ? `n${value + 0}` : `b${value}`;
}

/** A quantity's number in SI units, nearest to the decimal that was written. */
const plain = (quantity: Quantity): number => fromScale(quantity.value, 1);

/** The rows of each key, by the key's text, in the order of their first appearance. */
export function rowsByKey({ ids }: Keys): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [row, id] of ids.entries()) {
    if (id === undefined) continue;
    const rows = found.get(id);
    if (rows) rows.push(row);
    else found.set(id, [row]);
  }
  return found;
}

/** Groups of rows with equal keys, in ascending order of the first key, then of the next. */
export function sortedGroups(keys: Keys): number[][] {
  return [...rowsByKey(keys).values()].sort(([a], [b]) => {
    for (const values of keys.columns) {
      const order = ascending(values[a], values[b]);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** What each group has in the columns that tell groups apart, by column. */
export const keyColumns = (
  { names, columns }: Keys,
  groups: readonly (readonly number[])[],
): [name: string, values: unknown[]][] =>
  names.map((name, k) => [name, groups.map(([row]) => columns[k][row])]);

const RANK = { truth: 0, number: 1, quantity: 2, text: 3, other: 4, missing: 5 } as const;

/** Numbers and quantities by size, text by its letters' codes; what is missing last. */
export function ascending(a: unknown, b: unknown): number {
  const [first, second] = [kindOf(a), kindOf(b)];
  if (first !== second) return RANK[first] - RANK[second];
  if (a instanceof Quantity && b instanceof Quantity) return compare(plain(a), plain(b));
  return first === "missing" || first === "other" ? 0 : compare(a as number, b as number);
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
