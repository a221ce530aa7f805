import { shown, UserError } from "../base/index.js";
import { DimensionError, describeDimension, Quantity, sameDimension } from "../units/index.js";
import { isMissing } from "./dataFrame.js";

/** What a cell of a table can hold, by name. */
export type CellKind = "number" | "text" | "truth" | "quantity" | "other" | "missing";

/** What a cell holds. */
export function kindOf(value: unknown): CellKind {
  if (isMissing(value)) return "missing";
  switch (typeof value) {
    case "number":
      return "number";
    case "string":
      return "text";
    case "boolean":
      return "truth";
    default:
      if (!(value instanceof Quantity)) return "other";
      return Number.isNaN(value.value) ? "missing" : "quantity";
  }
}

/** The kinds of values that a column holds, missing ones left out. */
export function kindsOf(values: readonly unknown[]): Set<CellKind> {
  const kinds = new Set(values.map(kindOf));
  kinds.delete("missing");
  return kinds;
}

/** Kinds as words for a message. */
const WORDS: Readonly<Record<CellKind, string>> = {
  number: "numbers",
  text: "text",
  truth: "truth values",
  quantity: "quantities with units",
  other: "values of another kind",
  missing: "missing values",
};

/** What a column holds, as words: "numbers and text". */
export const describeKinds = (kinds: Iterable<CellKind>): string =>
  Array.from(kinds, (kind) => WORDS[kind]).join(" and ") || "missing values";

/** The first quantity of a column. */
export const firstQuantity = (values: readonly unknown[]): Quantity | undefined =>
  values.find((value): value is Quantity => value instanceof Quantity);

/**
 * Checks that all quantities among values have one dimension.
 * @throws DimensionError naming the column and both quantities.
 */
export function requireOneDimension(name: string, values: readonly unknown[]): void {
  const first = firstQuantity(values);
  for (const value of values)
    if (first && value instanceof Quantity && !sameDimension(value.dimension, first.dimension))
      throw new DimensionError(
        `inconsistent units: column ${name} holds ${first} and ${value}: ` +
          `${describeDimension(first.dimension)} and ${describeDimension(value.dimension)}`,
      );
}

/**
 * Checks that values which come to stand in one column are of one kind: text that looks like a number is no
 * number.
 * @param parts the values and where they come from, for the message
 * @throws UserError naming the column and what would be mixed; DimensionError for mixed units.
 */
export function requireOneKind(
  column: string,
  parts: readonly { from: string; values: readonly unknown[] }[],
): void {
  let first: { from: string; kinds: Set<CellKind> } | undefined;
  for (const { from, values } of parts) {
    const kinds = kindsOf(values);
    if (kinds.size === 0) continue;
    first ??= { from, kinds };
    const isShared = [...kinds].some((kind) => first?.kinds.has(kind));
    if (!isShared)
      throw new UserError(
        `invalid column ${column}: ${describeKinds(first.kinds)} in ${first.from}, ${describeKinds(kinds)} in ${from}; expected one kind`,
      );
  }
  requireOneDimension(
    column,
    parts.flatMap(({ values }) => values as unknown[]),
  );
}

/** Checks that a value is the name of a column, or a list of them. @throws UserError. */
export function requireNames(what: string, names: unknown, least = 1): string[] {
  const list = typeof names === "string" ? [names] : names;
  if (!Array.isArray(list) || !list.every((name) => typeof name === "string"))
    throw new UserError(
      `invalid ${what}: ${shown(names)}; expected the name of a column or a list of names`,
    );
  if (list.length < least) throw new UserError(`invalid ${what}: no column is named`);
  const twice = list.find((name, k) => list.indexOf(name) !== k);
  if (twice !== undefined) throw new UserError(`invalid ${what}: ${twice} is named twice`);
  return list;
}
