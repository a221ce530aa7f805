import { checkChoice, checkOptions, requireFunction, shown, UserError } from "../base/index.js";
import {
  cacheFolder,
  each,
  fromBytes,
  ResultCache,
  requireCache,
  toBytes,
} from "../cache/index.js";
import { checkedNetwork, type NetworkSimulation } from "../network/index.js";
import { type FinalState, isState, NetworkResult } from "../results/index.js";
import { requireContinuable } from "../run/index.js";
import type { DataFrame } from "../tables/index.js";
import { Quantity } from "../units/index.js";
import { describeFailure, type Executor, type SweepContext } from "./executors/executor.js";
import { inProcess } from "./executors/inProcess.js";
import {
  knownOutcome,
  type PointOutcome,
  type PointTask,
  pointTask,
} from "./executors/pointTask.js";
import { type Axis, type GridPoint, gridOf } from "./grid.js";
import { isModuleMeasure, moduleMeasure } from "./measureModule.js";
import type { LiveFigure } from "./progress/progressState.js";
import { SweepProgress } from "./progress/sweepProgress.js";
import { storeState } from "./storedState.js";
import { describePoint, SweepError } from "./sweepError.js";
import { type Measures, measured, settleMeasures } from "./sweepMeasures.js";
import { SweepTable } from "./sweepTable.js";
import { turns } from "./turns.js";

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
type Point = Readonly<Record<string, unknown>>;

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

/**
 * Simulates all points of a grid and returns a table: a row for each point in the grid's order,
 * its parameters and its measures, with units in the header. Neither depends on where the points
 * are computed, nor on how many at a time. Each outcome is cached as soon as it is there, so
 * that a sweep that was stopped, or whose machine went down, goes on where it was.
 *
 * ```ts
 * await sweep({
 *   grid: { we: pS([0, 15]), seed: range(10) },
 *   simulation: ({ we, seed }) => nto1({ we, seed }),
 *   measures: ["median_Vm", "output_rate"],
 *   executor: workers(),
 * })
 * ```
 *
 * Where all points share their beginning, it is run once, and `from` branches it:
 *
 * ```ts
 * const warm = await run(simulation);
 * await sweep({
 *   grid: { drive: mV([20, 22, 24]) },
 *   simulation: ({ drive }) => changed(simulation, { parameters: { neurons: { drive } } }),
 *   measures: { rate: (result) => result.firingRateOf("neurons") },
 *   from: warm.finalState,
 * })
 * ```
 *
 * @param options `grid`: the values of each parameter (all combinations), or a list of points, such
 *   as `zip` makes; what a point of a list lacks is missing in the table. At most a million points.
 * @throws UserError before any work for what cannot be simulated or measured, and for columns that
 *   would take each other's place; SweepError at the end where points have failed;
 *   InterruptedError when the user stops the sweep.
 */
export async function sweep<
  const Axes extends Readonly<Record<string, Axis>>,
  S extends NetworkSimulation,
>(options: { grid: Axes } & SweepOptions<S, GridPoint<Axes>>): Promise<DataFrame>;
export async function sweep<const Point extends object, S extends NetworkSimulation>(
  options: { grid: readonly Point[] } & SweepOptions<S, Point>,
): Promise<DataFrame>;
export async function sweep(
  options: {
    grid: Readonly<Record<string, Axis>> | readonly Point[];
  } & SweepOptions<NetworkSimulation, Point>,
): Promise<DataFrame> {
  checkOptions("sweep", options ?? null, OPTIONS);
  const { executor = inProcess(), cache = new ResultCache(cacheFolder()), figure } = options;
  const { failures: onFailure = "throw", simulation } = options;
  if (typeof executor?.compute !== "function")
    throw new UserError(
      `invalid executor: ${typeof executor === "string" ? executor : shown(executor)}; expected inProcess(), workers() or slurm()`,
    );
  checkChoice("failures", onFailure, ["throw", "keep"]);
  requireCache(cache);
  requireFunction("simulation", simulation);
  if (figure !== undefined) requireFunction("figure", figure);
  const state = stateGiven(options.from);
  const points = pointsOf(options.grid);
  const { names, columns } = settleMeasures(options.measures);
  for (const name of names) if (isModuleMeasure(name)) await moduleMeasure(name);
  const functions = [...columns.values()].filter((measure) => typeof measure === "function").length;
  const table = new SweepTable(points, [...columns.keys()], onFailure === "keep");
  /** The rows of each point: those with the same simulation are computed once. */
  const rowsOf = new Map<string, number[]>();
  const progress = await SweepProgress.begin(points.length, () => {
    const soFar = figure && table.soFar();
    return soFar && figure?.(soFar);
  });
  const fail = ({ digest }: PointTask, message: string): void => {
    const rows = rowsOf.get(digest) ?? [];
    for (const row of rows) table.fail(row, message);
    progress.failed(rows.length);
  };
  /** Fills in the rows of a point. */
  const settle = async (
    { digest }: PointTask,
    outcome: PointOutcome,
    tell: (points: number) => void,
  ): Promise<void> => {
    const rows = rowsOf.get(digest) ?? [];
    const copy = copiesOf(outcome, rows.length * functions);
    for (const row of rows) {
      let measures: Record<string, unknown>;
      try {
        measures = await measured(columns, copy, points[row]);
      } catch (error) {
        table.fail(row, describeFailure(error));
        progress.failed(1);
        continue;
      }
      table.settle(row, measures);
      tell(1);
    }
  };
  const work = async (): Promise<void> => {
    const from = state && (await storeState(state, cache));
    const tasks = new Map<string, PointTask>();
    const turn = turns();
    for (const [row, point] of points.entries()) {
      await turn();
      progress.preparing();
      if (progress.signal.aborted) return;
      const make = (made: NetworkSimulation): PointTask => {
        if (state) requireContinuable(made, state, "wasm");
        return pointTask(made, names, functions > 0, describePoint(point), from);
      };
      const task = taskOf(point, simulation, make);
      if (!tasks.has(task.digest)) tasks.set(task.digest, task);
      const rows = rowsOf.get(task.digest);
      if (rows) rows.push(row);
      else rowsOf.set(task.digest, [row]);
    }
    progress.open();
    /** What executors do not wait for. */
    const settling = new Set<Promise<void>>();
    let trouble: { error: unknown } | undefined;
    const context: SweepContext = {
      cache,
      signal: progress.signal,
      running: (count) => progress.running(count),
      finished: (task, outcome, elsewhere = false) => {
        const settled = settle(task, outcome, (count) => progress.finished(count, elsewhere));
        const watched = settled
          .catch((error: unknown) => {
            trouble ??= { error };
          })
          .finally(() => settling.delete(watched));
        settling.add(watched);
        return settled;
      },
      failed: fail,
    };
    const open = await lookUp([...tasks.values()], cache, progress.signal, (task, outcome) =>
      settle(task, outcome, (count) => progress.found(count)),
    );
    if (open.length > 0 && !progress.signal.aborted) await executor.compute(open, context);
    await Promise.all(settling);
    if (trouble) throw trouble.error;
  };
  try {
    await progress.unlessStopped(work());
    progress.end(true);
  } catch (error) {
    progress.end(false);
    throw error;
  }
  const { failures } = table;
  if (failures.length > 0 && onFailure === "throw")
    throw new SweepError(
      failures.map(([row, error]) => ({ point: points[row], error })),
      points.length,
    );
  return table.whole();
}

/** Looks up outcomes that are known already, many at a time. @returns the points that are not. */
async function lookUp(
  tasks: readonly PointTask[],
  cache: ResultCache,
  signal: AbortSignal,
  found: (task: PointTask, outcome: PointOutcome) => Promise<void>,
): Promise<PointTask[]> {
  const unknown = new Set<PointTask>();
  const turn = turns();
  await each(tasks, LOOKUPS_AT_ONCE, async (task) => {
    await turn();
    if (signal.aborted) return;
    const outcome = await knownOutcome(task, cache);
    if (outcome) await found(task, outcome);
    else unknown.add(task);
  });
  return tasks.filter((task) => unknown.has(task));
}

const LOOKUPS_AT_ONCE = 16;

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
    return fromBytes(toBytes(value));
  } catch {
    return value;
  }
}

/** Outcomes for each of several functions: what one of them does to its own, no other sees. */
function copiesOf(outcome: PointOutcome, uses: number): () => PointOutcome {
  if (uses < 2) return () => outcome;
  const bytes = toBytes(outcome);
  return () => fromBytes(bytes) as PointOutcome;
}

/** A point as a task; what is wrong with it says which point it is. */
function taskOf(
  point: Point,
  simulation: (point: Point) => NetworkSimulation,
  make: (simulation: NetworkSimulation) => PointTask,
): PointTask {
  try {
    return make(checkedNetwork(simulation({ ...point })));
  } catch (error) {
    const told = new UserError(`invalid point ${describePoint(point)}: ${describeFailure(error)}`);
    throw Object.assign(told, { cause: error });
  }
}
