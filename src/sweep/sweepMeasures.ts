import { messageOf, shown, UserError } from "../base/index.js";
import { type MeasuredValue, measureNamed } from "../models/index.js";
import type { NetworkSimulation } from "../network/index.js";
import type { NetworkResult } from "../results/index.js";
import type { PointOutcome } from "./executors/pointTask.js";
import {
  columnOfModule,
  isModuleMeasure,
  requireMeasuredValue,
  settledModule,
} from "./measureModule.js";

/** What a simulation gives: a result, with the names that its model gave. */
export type ResultOf<S extends NetworkSimulation> =
  S extends NetworkSimulation<infer Named> ? NetworkResult & Named : never;

/** A measure of one's own: what it makes of a result, at once or later. */
export type MeasureFunction<S extends NetworkSimulation, Point> = (
  result: ResultOf<S>,
  point: Point,
) => MeasuredValue | Promise<MeasuredValue>;

/**
 * What is kept of each result: a list of named measures and of functions that have a name, or columns
 * with a named measure or a function each. A named measure may be a function that a module of the
 * user's own exports, "./measures.js#rate": it travels to workers and Slurm tasks as others do.
 */
export type Measures<S extends NetworkSimulation, Point> =
  | readonly (string | MeasureFunction<S, Point>)[]
  | Readonly<Record<string, string | MeasureFunction<S, Point>>>;

/** A name of a measure, or a function. */
type Measure = string | MeasureFunction<NetworkSimulation, Readonly<Record<string, unknown>>>;

/** The columns of a table that are measures. */
export type Columns = Map<string, Measure>;

/** The columns of the table that are measures, and the named measures among them. */
export function settleMeasures(
  given: Measures<NetworkSimulation, Readonly<Record<string, unknown>>>,
): {
  names: string[];
  columns: Columns;
} {
  if (typeof given !== "object" || given === null)
    throw new UserError(
      `invalid measures: ${shown(given)}; expected names like ["spike_count"], or { column: (result) => ... }`,
    );
  const list: [string, Measure][] = Array.isArray(given)
    ? Array.from(given, (measure: Measure): [string, Measure] => [columnOf(measure), measure])
    : Object.entries(given as Readonly<Record<string, Measure>>);
  if (list.length === 0)
    throw new UserError("invalid measures: none given; expected names, or functions of the result");
  const columns: Columns = new Map(list);
  const twice = list.find(([column, measure]) => columns.get(column) !== measure);
  if (twice || columns.size < list.length)
    throw new UserError(
      `invalid measures: two columns are named ${twice?.[0] ?? list.find(([c], k) => list.findIndex(([d]) => c === d) < k)?.[0]}; expected { column: measure }`,
    );
  for (const measure of columns.values()) {
    if (typeof measure !== "function" && typeof measure !== "string")
      throw new UserError(
        `invalid measure: ${shown(measure)}; expected a name, or a function of the result`,
      );
    if (typeof measure === "string" && !isModuleMeasure(measure)) measureNamed(measure);
  }
  // as tasks have them, measures of modules say where the module is and what its text was
  for (const [column, measure] of columns)
    if (typeof measure === "string" && isModuleMeasure(measure))
      columns.set(column, settledModule(measure));
  const names = [...columns.values()].filter((measure) => typeof measure === "string");
  return { names: [...new Set(names)].sort(), columns };
}

/** The name of a measure's column. @throws UserError for a function without a name. */
function columnOf(measure: Measure): string {
  if (typeof measure === "string" && isModuleMeasure(measure)) return columnOfModule(measure);
  if (typeof measure !== "function") return String(measure);
  const { name } = measure;
  if (name === "")
    throw new UserError(
      "invalid measure: a function without a name; expected { column: (result) => ... }",
    );
  return name;
}

/**
 * The measures of a point by column: named ones as they came, functions applied here, one after the
 * other.
 * @param outcome gives each of them an outcome of its own
 * @throws UserError naming a function that fails, or gives what stands in no table.
 */
export async function measured(
  columns: Columns,
  outcome: () => PointOutcome,
  point: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const { values } = outcome();
  const cells: [string, unknown][] = [];
  for (const [column, measure] of columns)
    cells.push([
      column,
      typeof measure === "string"
        ? values[measure]
        : await applied(column, measure, outcome().result, point),
    ]);
  return Object.fromEntries(cells);
}

async function applied(
  column: string,
  measure: Exclude<Measure, string>,
  result: PointOutcome["result"],
  point: Readonly<Record<string, unknown>>,
): Promise<MeasuredValue> {
  let value: unknown;
  try {
    value = await measure(result as never, { ...point });
  } catch (error) {
    throw new UserError(`measure ${column} fails: ${messageOf(error)}`);
  }
  return requireMeasuredValue(column, value);
}
