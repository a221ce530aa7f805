import { checkChoice, checkOptions, checkTruth, shown, UserError } from "../../base/index.js";
import { describeKinds, kindsOf, requireNames, requireOneDimension } from "../cells.js";
import { columnUnit, withWord } from "../columnUnit.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, requireTable } from "../dataFrame.js";
import { Columns } from "./build.js";
import { type Keys, keysOf, rowsByKey } from "./keys.js";

/** Which rows a merged table has: those with partners, or also those of one side or both without. */
export type MergeHow = "inner" | "left" | "right" | "outer";

/** Options of {@link merge}. */
export interface MergeOptions {
  /**
   * The columns that must be equal: a name, names, or names of the left table with those of the right:
   * `{ we_pS: "strength_pS" }`.
   */
  on: string | readonly string[] | Readonly<Record<string, string>>;
  /** "inner" (the default): rows with a partner; "left", "right", "outer": also those without. */
  how?: MergeHow;
  /**
   * Words for columns that both tables have beside the keys, left and right: `["old", "new"]` makes
   * `rate_old_Hz` and `rate_new_Hz`. Without them such columns are refused.
   */
  suffixes?: readonly [string, string];
  /** Whether a key may occur several times on both sides, which gives each pair a row. Default: false. */
  manyToMany?: boolean;
}

const HOWS: readonly MergeHow[] = ["inner", "left", "right", "outer"];

/**
 * Two tables side by side, row by row where their keys are equal. The columns are those of the left
 * table, then those of the right one without its keys; the rows are in the order of the left table
 * ("right": of the right one), at the end those that only the right one has. What has no partner is
 * missing (NaN). A row whose key is missing has no partner. 15 and "15" are not equal; 15 pS and
 * 0.015 nS are.
 *
 * ```ts
 * const rates = dataFrame({ we_pS: [15, 30], seed: [0, 0], rate_Hz: [3, 6] });
 * const voltages = dataFrame({ we_pS: [15], seed: [0], v_mV: [-61] });
 * merge(rates, voltages, { on: ["we_pS", "seed"], how: "left" })
 * ```
 * @throws UserError for unknown columns and options, keys of different kinds or units, keys that occur
 *   several times on both sides, and columns that both tables have.
 */
export function merge(left: DataFrame, right: DataFrame, options: MergeOptions): DataFrame {
  requireTable("left table", left);
  requireTable("right table", right);
  checkOptions("merge", options ?? null, ["on", "how", "suffixes", "manyToMany"]);
  const { on, how: asked = "inner", suffixes, manyToMany = false } = options;
  const how = checkChoice("how of merge", asked, HOWS);
  checkTruth("manyToMany of merge", manyToMany);
  const names = keyNames(on);
  const keys = keysOf(
    left,
    names.map(([name]) => name),
  );
  const others = keysOf(
    right,
    names.map(([, name]) => name),
  );
  requireAlike(keys, others);
  const pairs = pairsOf(keys, others, how, manyToMany);
  return joined(left, right, names, pairs, wordsOf(suffixes));
}

/** The keys' names, left and right. */
function keyNames(on: unknown): [string, string][] {
  if (typeof on === "string" || Array.isArray(on))
    return requireNames("on of merge", on).map((name) => [name, name]);
  if (typeof on !== "object" || on === null)
    throw new UserError(
      `invalid on of merge: ${shown(on)}; expected the names of columns that both tables have, or { left: "right" }`,
    );
  const pairs = Object.entries(on);
  requireNames(
    "on of merge",
    pairs.map(([name]) => name),
  );
  requireNames(
    "on of merge",
    pairs.map(([, name]) => name as unknown),
  );
  return pairs as [string, string][];
}

function wordsOf(suffixes: unknown): readonly [string, string] | undefined {
  if (suffixes === undefined) return undefined;
  const isPair =
    Array.isArray(suffixes) &&
    suffixes.length === 2 &&
    suffixes.every((word) => typeof word === "string") &&
    suffixes[0] !== suffixes[1];
  if (!isPair)
    throw new UserError(
      `invalid suffixes of merge: ${shown(suffixes)}; expected two different words like ["left", "right"]`,
    );
  return suffixes as unknown as [string, string];
}

/** @throws UserError where keys could never be equal: text and numbers, other units. */
function requireAlike(left: Keys, right: Keys): void {
  for (const [k, name] of left.names.entries()) {
    const other = right.names[k];
    const [a, b] = [kindsOf(left.columns[k]), kindsOf(right.columns[k])];
    const both = name === other ? name : `${name} and ${other}`;
    if (a.size > 0 && b.size > 0 && ![...a].some((kind) => b.has(kind)))
      throw new UserError(
        `invalid keys ${both}: ${describeKinds(a)} on the left, ${describeKinds(b)} on the right; expected one kind`,
      );
    requireOneDimension(both, [...left.columns[k], ...right.columns[k]]);
    const [unit, otherUnit] = [columnUnit(name).suffix, columnUnit(other).suffix];
    if (unit !== otherUnit && unit !== "" && otherUnit !== "" && a.has("number"))
      throw new UserError(
        `inconsistent units: keys ${both} are in ${unit} and ${otherUnit}; expected one unit`,
      );
  }
}

type Pair = readonly [left: number | undefined, right: number | undefined];

function pairsOf(left: Keys, right: Keys, how: MergeHow, manyToMany: boolean): Pair[] {
  if (how === "right")
    return pairsOf(right, left, "left", manyToMany).map(([a, b]): Pair => [b, a]);
  const partners = rowsByKey(right);
  const counts = new Map<string, number>();
  const used = new Set<number>();
  const pairs: Pair[] = [];
  for (const [row, id] of left.ids.entries()) {
    const found = id === undefined ? undefined : partners.get(id);
    if (id === undefined || found === undefined) {
      if (how !== "inner") pairs.push([row, undefined]);
      continue;
    }
    const count = (counts.get(id) ?? 0) + 1;
    counts.set(id, count);
    if (!manyToMany && count > 1 && found.length > 1) {
      const key = left.columns.map((values, k) => `${left.names[k]} ${shown(values[row])}`);
      throw new UserError(
        `ambiguous keys: ${key.join(", ")} occurs several times in both tables; expected keys that are unique in one of them (manyToMany: true gives each pair a row)`,
      );
    }
    for (const other of found) {
      pairs.push([row, other]);
      used.add(other);
    }
  }
  if (how === "outer")
    for (const other of right.ids.keys()) if (!used.has(other)) pairs.push([undefined, other]);
  return pairs;
}

function joined(
  left: DataFrame,
  right: DataFrame,
  keys: readonly [string, string][],
  pairs: readonly Pair[],
  words: readonly [string, string] | undefined,
): DataFrame {
  const rightKeys = new Map(keys);
  const taken = new Set(keys.map(([, name]) => name));
  const others = right.columns.filter((name) => !taken.has(name));
  const common = new Set(
    others.filter((name) => left.columns.includes(name) && !rightKeys.has(name)),
  );
  const hint = `; give suffixes: ["left", "right"], or drop one of them`;
  const nameOf = (name: string, side: 0 | 1): string =>
    common.has(name) && words ? withWord(name, words[side]) : name;
  const columns = new Columns();
  for (const name of left.columns) {
    const values = columnOf(left, name);
    const other = rightKeys.get(name);
    const partner = other === undefined ? undefined : columnOf(right, other);
    columns.add(
      nameOf(name, 0),
      pairs.map(([a, b]) => (a === undefined ? partner?.[b as number] : values[a])),
      hint,
    );
  }
  for (const name of others) {
    const values = columnOf(right, name);
    columns.add(
      nameOf(name, 1),
      pairs.map(([, b]) => (b === undefined ? undefined : values[b])),
      hint,
    );
  }
  return columns.table();
}
