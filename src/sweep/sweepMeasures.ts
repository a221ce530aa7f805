import { UserError } from "../base/index.js";
import { type MeasuredValue, measuresNamed } from "../models/index.js";
import type {
  NetworkResult,
  NetworkSimulation,
  Nto1Result,
  Nto1Simulation,
  Simulation,
} from "../simulation/index.js";
import type { PointOutcome } from "./pointTask.js";

/** What a simulation gives. */
export type ResultOf<S extends Simulation> = S extends Nto1Simulation
  ? Nto1Result
  : S extends NetworkSimulation
    ? NetworkResult
    : never;

/** A measure of one's own: what it makes of a result. */
export type MeasureFunction<S extends Simulation, Point> = (
  result: ResultOf<S>,
  point: Point,
) => MeasuredValue;

/**
 * What is kept of each result: a list of named measures and of functions that have a name, or columns
 * with a named measure or a function each.
 */
export type Measures<S extends Simulation, Point> =
  | readonly (string | MeasureFunction<S, Point>)[]
  | Readonly<Record<string, string | MeasureFunction<S, Point>>>;

/** A name of a measure, or a function. */
type Measure = string | MeasureFunction<Simulation, Readonly<Record<string, unknown>>>;

/** The columns of a table that are measures. */
export type Columns = Map<string, Measure>;

/** The columns of the table that are measures, and the named measures among them. */
export function settleMeasures(given: Measures<Simulation, Readonly<Record<string, unknown>>>): {
  names: string[];
  columns: Columns;
} {
  const columns: Columns = new Map(
    Array.isArray(given)
      ? given.map((measure: Measure): [string, Measure] => [columnOf(measure), measure])
      : Object.entries(given as Readonly<Record<string, string>>),
  );
  if (columns.size === 0)
    throw new UserError("invalid measures: none given; expected names, or functions of the result");
  for (const measure of columns.values())
    if (typeof measure !== "function") measuresNamed(String(measure));
  const names = [...columns.values()].filter((measure) => typeof measure === "string");
  return { names: [...new Set(names)].sort(), columns };
}

/** The name of a measure's column. @throws UserError for a function without a name. */
function columnOf(measure: Measure): string {
  if (typeof measure !== "function") return String(measure);
  const { name } = measure;
  if (name === "")
    throw new UserError(
      "invalid measure: a function without a name; expected { column: (result) => ... }",
    );
  return name;
}

/** The measures of a point by column: named ones as they came, functions applied here. */
export function measured(
  columns: Columns,
  { values, result }: PointOutcome,
  point: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Array.from(columns, ([column, measure]) => [
      column,
      typeof measure === "string" ? values[measure] : measure(result as never, point),
    ]),
  );
}
