import { checkChoice, checkOptions, requireFunction, shown, UserError } from "../base/index.js";
import type { ResultCache } from "../cache/index.js";
import { fromPlain, toPlain } from "../cache/stored.js";
import { checkedNetwork, type NetworkSimulation } from "../network/index.js";
import { type FinalState, isState, NetworkResult } from "../results/index.js";
import type { DataFrame } from "../tables/index.js";
import { Quantity } from "../units/index.js";
import { describeFailure } from "./describeFailure.js";
import type { Executor } from "./executors/executor.js";
import { type Axis, gridOf } from "./grid.js";
import type { LiveFigure } from "./progress/progressState.js";
import { describePoint } from "./sweepError.js";
import { type Columns, type Measures, settleMeasures } from "./sweepMeasures.js";

/** Options of a sweep beside its grid. */
export interface SweepOptions<S extends NetworkSimulation, Point> {
  /** Makes the simulation of a point. */
  simulation: (point: Point) => S;
  /** What is kept of each result: named measures, functions of the result. */
  measures: Measures<S, Point>;
  /** Where the points are computed: `inProcess()` (by default), `workers()`, `slurm()`. */
  executor?: Executor;
  /** Where outcomes are kept; by default the folder SPIKEBOOK_CACHE names, else data/cache. */
  cache?: ResultCache;
  /** Draws a picture of the table as it is so far, shown in a notebook while points come in. */
  figure?: (table: DataFrame) => LiveFigure;
  /**
   * What is done about points that fail, when all others are finished: "throw" a {@link SweepError}
   * (by default), or "keep" their rows, without measures but with a column `error`.
   */
  failures?: "throw" | "keep";
  /**
   * The state in which a run ended, or its result: every point goes on from it, so that what all have
   * in common is simulated once. A point's simulation is that of the first run, or `changed(...)` from it.
   */
  from?: FinalState | NetworkResult;
}

/** A point of a sweep: its parameters. */
export type Point = Readonly<Record<string, unknown>>;

const OPTIONS = [
  "grid",
  "simulation",
  "measures",
  "executor",
  "cache",
  "figure",
  "failures",
  "from",
];

/** Options of a sweep whose types are forgotten. */
export type AnySweep = {
  grid: Readonly<Record<string, Axis>> | readonly Point[];
} & SweepOptions<NetworkSimulation, Point>;

/** A sweep whose options have been looked at. */
export interface SettledSweep {
  points: readonly Point[];
  /** Makes the simulation of a point. */
  simulationOf: (point: Point) => NetworkSimulation;
  /** Columns that are measures, and the named measures among them. */
  columns: Columns;
  names: readonly string[];
  /** How many measures are functions. */
  functions: number;
  figure: AnySweep["figure"];
  /** Whether points that fail become rows. */
  keepsFailures: boolean;
  /** The state that all points go on from. */
  state: FinalState | undefined;
}

/** Looks at the options of a sweep, wherever its points are computed. @throws UserError for what is wrong with them. */
export function settleSweep(options: AnySweep): SettledSweep {
  checkOptions("sweep", options ?? null, OPTIONS);
  const { figure, failures = "throw", simulation } = options;
  checkChoice("failures", failures, ["throw", "keep"]);
  requireFunction("simulation", simulation);
  if (figure !== undefined) requireFunction("figure", figure);
  const state = stateGiven(options.from);
  const points = pointsOf(options.grid);
  const { names, columns } = settleMeasures(options.measures);
  const functions = [...columns.values()].filter((measure) => typeof measure === "function").length;
  const simulationOf = (point: Point): NetworkSimulation =>
    checkedNetwork(simulation({ ...point }));
  const keepsFailures = failures === "keep";
  return { points, simulationOf, columns, names, functions, figure, keepsFailures, state };
}

/** Most points of a sweep: each takes some thousand bytes of memory. */
const MOST_POINTS = 1e6;

/** The state that a sweep is given. @throws UserError for what is none. */
function stateGiven(from: unknown): FinalState | undefined {
  const state = from instanceof NetworkResult ? from.finalState : from;
  if (state === undefined || isState(state)) return state;
  throw new UserError(
    `invalid state to go on from: ${shown(from)}; expected what run() returns, its finalState, or loadState(path)`,
  );
}

/** The points of a sweep, as they are now: what becomes of the user's own changes nothing. */
function pointsOf(given: Readonly<Record<string, Axis>> | readonly Point[]): Point[] {
  const points = Array.isArray(given)
    ? given
    : gridOf(given as Readonly<Record<string, Axis>>, MOST_POINTS);
  if (points.length === 0)
    throw new UserError(
      "invalid grid: no points; expected the values of each parameter, or a list of points",
    );
  if (points.length > MOST_POINTS)
    throw new UserError(`invalid grid: ${points.length} points; expected at most ${MOST_POINTS}`);
  return Array.from(points, (point: unknown, k) => {
    if (typeof point !== "object" || point === null || Array.isArray(point))
      throw new UserError(
        `invalid point ${k}: ${shown(point)}; expected an object like { we, seed }`,
      );
    return Object.fromEntries(Object.entries(point).map(([name, value]) => [name, kept(value)]));
  });
}

/** A value as it is now, where it is data; else the value itself. */
function kept(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Quantity) return value;
  try {
    return fromPlain(structuredClone(toPlain(value)));
  } catch {
    return value;
  }
}

/** What is made of a point; what is wrong with it says which point it is. */
export function ofPoint<T>(point: Point, make: (point: Point) => T): T {
  try {
    return make(point);
  } catch (error) {
    const told = new UserError(`invalid point ${describePoint(point)}: ${describeFailure(error)}`);
    throw Object.assign(told, { cause: error });
  }
}
