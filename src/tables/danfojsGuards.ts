import { checkOptions, checkTruth, requireWholeNumber, shown, UserError } from "../base/index.js";
import { describeKinds, kindsOf, requireNames } from "./cells.js";
import { columnUnit } from "./columnUnit.js";
import { type DanfojsLibrary, type DataFrame, ownerOf, type Series } from "./danfojs.js";
import { columnOf, isMissing, isTable, requireColumn } from "./dataFrame.js";
import { keysOf } from "./verbs/keys.js";
import { sortedRows } from "./verbs/sortBy.js";

// danfojs' own methods, where they would give something wrong without a word: misspelt options and columns,
// groups that fall together, orders that missing values break. What is right stays danfojs'.

type Method = (this: DataFrame, ...args: unknown[]) => unknown;
type Methods = Record<string, Method>;

/** The options of danfojs' methods, which it does not check, and at which place they stand. */
const OPTIONS: Readonly<Record<string, readonly [place: number, ...names: string[]]>> = {
  iloc: [0, "rows", "columns"],
  loc: [0, "rows", "columns"],
  sample: [1, "seed"],
  ...same(["add", "sub", "mul", "div", "divNoNan", "pow", "mod"], [1, "axis", "inplace"]),
  ...same(["pctChange", "diff"], [1, "axis", "inplace"]),
  ...same(["lt", "gt", "eq", "ne", "le", "ge"], [1, "axis"]),
  ...same(["mean", "median", "min", "max", "std", "var", "count", "sum"], [0, "axis"]),
  ...same(["cumProd", "cumSum", "cumMin", "cumMax"], [0, "axis", "inplace"]),
  ...same(["abs", "resetIndex", "transpose"], [0, "inplace"]),
  ...same(["round", "applyMap", "query"], [1, "inplace"]),
  append: [2, "inplace"],
  mode: [0, "axis", "keep"],
  dropNa: [0, "axis", "inplace"],
  addColumn: [2, "inplace", "atIndex"],
  fillNa: [1, "columns", "inplace"],
  drop: [0, "columns", "index", "inplace"],
  sortValues: [1, "ascending", "inplace"],
  setIndex: [0, "index", "column", "drop", "inplace"],
  apply: [1, "axis"],
  replace: [2, "columns", "inplace"],
  asType: [2, "inplace"],
  rename: [1, "axis", "inplace"],
  sortIndex: [0, "inplace", "ascending"],
  getDummies: [0, "columns", "prefix", "prefixSeparator", "inplace"],
};

function same<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/** Methods that take the name of a column, and at which place. */
const COLUMN_PLACES: Readonly<Record<string, number>> = {
  column: 0,
  sortValues: 0,
  asType: 0,
  at: 1,
};

/** Methods whose option `columns` holds names. */
const NAMED_COLUMNS = ["loc", "fillNa", "drop", "replace", "getDummies"];

/** Methods that make one number of a row, or with `axis: 0` of a column. */
const SUMMING = ["sum", "mean", "median", "min", "max", "std", "var"];

/** Methods that go wrong where something is missing. */
const CUMULATIVE = ["cumSum", "cumProd", "cumMin", "cumMax"];

/** Puts checks before danfojs' methods. Called once, when it is loaded. */
export function guardMethods(danfojs: DanfojsLibrary): void {
  const { DataFrame: type } = danfojs;
  guardSeries(danfojs);
  const methods = ownerOf("groupby", type.prototype) as Methods;
  const before = (name: string, check: (table: DataFrame, args: unknown[]) => void): void => {
    const method = methods[name];
    methods[name] = function (...args) {
      check(this, args);
      return method.apply(this, args);
    };
  };
  for (const name of SUMMING)
    before(name, (table, [options]) => {
      requireNumeric(table, name);
      requireOneUnit(table, name, options);
    });
  for (const name of ["abs", "round"]) before(name, (table) => requireNumeric(table, name));
  for (const name of CUMULATIVE) before(name, (table) => requireWhole(table, name));
  for (const name of NAMED_COLUMNS)
    before(name, (table, args) => {
      const { columns } = (args[OPTIONS[name][0]] ?? {}) as { columns?: unknown };
      if (columns !== undefined)
        for (const column of requireNames(`columns of ${name}`, columns, 0))
          requireColumn(table, column);
    });
  before("setIndex", (table, [options]) => {
    const { column } = (options ?? {}) as { column?: unknown };
    if (column !== undefined) requireColumn(table, column);
  });
  before("rename", (table, [mapper, options]) => {
    const { axis = 1 } = (options ?? {}) as { axis?: unknown };
    if (typeof mapper !== "object" || mapper === null)
      throw new UserError(`invalid names of rename: ${shown(mapper)}; expected { old: "new" }`);
    if (axis === 1) for (const name of Object.keys(mapper)) requireColumn(table, name);
  });
  before("query", (table, [condition]) => requireCondition(table, condition));
  for (const [name, place] of Object.entries(COLUMN_PLACES))
    before(name, (table, args) => requireColumn(table, args[place]));
  before("iloc", (table, [options]) => requirePlaces(table, options));
  before("append", (table, [rows]) => requireSameColumns(table, rows));
  before("addColumn", (table, [name]) => {
    if ((table.columns as unknown[]).includes(name))
      throw new UserError(
        `invalid column: there is one named ${shown(name)}, which danfojs would change in place; drop it before`,
      );
  });
  before("asType", (table, [name, type]) => requireConvertible(table, name as string, type));
  before("column", (table, [name]) => requirePlain(table, name as string));
  guardGroups(methods);
  methods.sortValues = sortValues;
  // last, so that it is checked first
  for (const [name, [place, ...options]] of Object.entries(OPTIONS))
    before(name, (_, args) => checkOptions(name, args[place], options));
}

/** In place of danfojs', which missing values put out of order. They come last. */
function sortValues(this: DataFrame, ...[name, options]: unknown[]): DataFrame | undefined {
  requireColumn(this, name);
  const { ascending = true, inplace = false } = (options ?? {}) as Record<string, unknown>;
  const descending = !checkTruth("ascending of sortValues", ascending);
  const { columns } = keysOf(this, [name as string]);
  const order = sortedRows(columns, descending);
  const sorted = this.iloc({ rows: order }) as DataFrame;
  if (!checkTruth("inplace of sortValues", inplace)) return sorted;
  const own = this as unknown as {
    $setValues: (values: unknown) => void;
    $setIndex: (index: unknown) => void;
  };
  own.$setValues(sorted.values);
  own.$setIndex(sorted.index);
  return undefined;
}

function guardGroups(methods: Methods): void {
  const groupby = methods.groupby;
  methods.groupby = function (by) {
    const names = requireNames("grouping columns", by);
    const { ids, columns } = keysOf(this, names);
    const known = new Map<string, string>();
    for (const [row, id] of ids.entries()) {
      const values = columns.map((column) => column[row]);
      if (id === undefined)
        throw new UserError(
          `invalid grouping columns ${names.join(", ")}: a value is missing in row ${row}; groupBy(df, ...) leaves such rows out`,
        );
      // how danfojs makes one text of several values
      const text = values.join("-");
      if ((known.get(text) ?? id) !== id)
        throw new UserError(
          `ambiguous groups: danfojs takes ${values.map(shown).join(", ")} for other values with the same text; use groupBy(df, ...)`,
        );
      known.set(text, id);
    }
    const groups = groupby.call(this, names) as { count: Method; getGroup: Method };
    const getGroup = groups.getGroup;
    groups.getGroup = (key) => {
      const values = Array.isArray(key) ? key : [key];
      if (known.has(values.join("-"))) return getGroup.call(groups as never, key);
      throw new UserError(`unknown group: ${shown(key)}; expected values of ${names.join(", ")}`);
    };
    const gap = this.columns.find((name) => columnOf(this, name).some(isGap));
    if (gap !== undefined)
      groups.count = () => {
        throw new UserError(
          `invalid column ${gap}: danfojs counts missing values, too; use groupBy(df, ..., { ${gap}: "n" })`,
        );
      };
    return groups;
  };
}

const isGap = (value: unknown): boolean => Number.isNaN(value ?? Number.NaN);

function requireNumeric(table: DataFrame, method: string): void {
  for (const name of table.columns) {
    const kinds = kindsOf(columnOf(table, name));
    if (kinds.has("text") || kinds.has("quantity") || kinds.has("other"))
      throw new UserError(
        `invalid column ${name} for ${method}: it holds ${describeKinds(kinds)}; expected numbers (drop({ columns }) leaves columns out)`,
      );
  }
}

/** @throws UserError where numbers of different units of one row would be added up. */
function requireOneUnit(table: DataFrame, method: string, options: unknown): void {
  const { axis = 1 } = (options ?? {}) as { axis?: unknown };
  const units = new Set(table.columns.map((name) => columnUnit(String(name)).suffix));
  if (axis === 1 && units.size > 1)
    throw new UserError(
      `inconsistent units: ${method} goes along the rows of ${table.columns.join(", ")}; { axis: 0 } goes along each column`,
    );
}

/** @throws UserError where a value is missing. */
function requireWhole(table: DataFrame | Series, method: string): void {
  for (const name of table.columns)
    if (columnOf(table, name).some(isMissing))
      throw new UserError(
        `invalid column ${name} for ${method}: danfojs goes wrong where a value is missing; filter(df, "not missing(...)") leaves such rows out`,
      );
}

/** @throws UserError for numbers of rows that there are not. */
function requirePlaces(table: DataFrame, options: unknown): void {
  const { rows, columns } = (options ?? {}) as { rows?: unknown; columns?: unknown };
  for (const [what, places, count] of [
    ["row", rows, table.shape[0]],
    ["column", columns, table.shape[1]],
  ] as const)
    if (Array.isArray(places))
      for (const place of places)
        if (typeof place === "number")
          requireWholeNumber(`${what} of iloc`, place, 0, Math.max(0, count - 1));
}

/** danfojs puts columns together by their place, whatever their names. */
function requireSameColumns(table: DataFrame, rows: unknown): void {
  if (isTable(rows) && rows.shape.length === 2 && rows.columns.join() !== table.columns.join())
    throw new UserError(
      `invalid rows to append: their columns are ${rows.columns.join(", ")}; expected ${table.columns.join(", ")} (concat([df, other]) goes by name)`,
    );
}

/** @throws UserError for text that is no number, of which danfojs would make a missing value. */
function requireConvertible(table: DataFrame, name: string, type: unknown): void {
  if (type !== "float32" && type !== "int32") return;
  const odd = columnOf(table, name).find(
    (value) => typeof value === "string" && (value.trim() === "" || Number.isNaN(Number(value))),
  );
  if (odd !== undefined)
    throw new UserError(`invalid value of ${name}: ${shown(odd)}; expected a number for ${type}`);
}

/** Methods of a single column that go wrong where something is missing. */
const WHOLE_SERIES = ["argSort", "argMax", "argMin", "mode", ...CUMULATIVE];

/** The same for danfojs' columns. */
function guardSeries({ Series: type }: DanfojsLibrary): void {
  const methods = ownerOf("argSort", type.prototype) as Record<string, SeriesMethod>;
  for (const name of [...WHOLE_SERIES, "sortValues"]) {
    const method = methods[name];
    methods[name] = function (...args) {
      if (name === "sortValues") checkOptions(name, args[0], ["ascending", "inplace"]);
      requireWhole(this, name);
      return method.apply(this, args);
    };
  }
}

type SeriesMethod = (this: Series, ...args: unknown[]) => unknown;

/** A Series of danfojs cannot hold quantities. */
function requirePlain(table: DataFrame, name: string): void {
  if (kindsOf(columnOf(table, name)).has("quantity"))
    throw new UserError(
      `invalid column ${name}: it holds quantities with units; columnOf(df, ${shown(name)}) gives them, unitsToHeader(df) makes numbers of them`,
    );
}

function requireCondition(table: DataFrame, condition: unknown): void {
  const values = Array.isArray(condition)
    ? condition
    : (condition as { values?: unknown } | undefined)?.values;
  const isWhole =
    Array.isArray(values) &&
    values.length === table.shape[0] &&
    values.every((value) => typeof value === "boolean");
  if (!isWhole)
    throw new UserError(
      `invalid condition: ${shown(values ?? condition)}; expected true or false for each of ${table.shape[0]} rows (filter(df, "rate_Hz > 3") takes expressions)`,
    );
}
