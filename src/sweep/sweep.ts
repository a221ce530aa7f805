import { UserError } from "../base/index.js";
import { cacheFolder, each, ResultCache } from "../cache/index.js";
import { requireSimulation, type Simulation } from "../simulation/index.js";
import { type DataFrame, dataFrame, unitsToHeader } from "../tables/index.js";
import { type Executor, messageOf, type SweepContext } from "./executor.js";
import { type Axis, type GridPoint, grid } from "./grid.js";
import { inProcess } from "./inProcess.js";
import { knownOutcome, type PointOutcome, type PointTask, pointTask } from "./pointTask.js";
import { InterruptedError } from "./progress.js";
import type { LiveFigure } from "./progressState.js";
import { describePoint, SweepError } from "./sweepError.js";
import { type Measures, measured, settleMeasures } from "./sweepMeasures.js";
import { SweepProgress } from "./sweepProgress.js";

/** Options of a sweep beside its grid. */
export interface SweepOptions<S extends Simulation, Point> {
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
}

/**
 * Simulates all points of a grid and returns a table: a row for each point in the grid's order,
 * its parameters and its measures, with units in the header. Neither depends on where the points
 * are computed, nor on how many at a time. Each outcome is cached as soon as it is there, so
 * that a sweep that was stopped, or whose machine went down, goes on where it was.
 *
 *     await sweep({
 *       grid: { we: pS([0, 15]), seed: range(10) },
 *       simulation: ({ we, seed }) => nto1({ we, seed }),
 *       measures: ["median_Vm", "output_rate"],
 *       executor: workers(),
 *     })
 *
 * @param options `grid`: the values of each parameter (all combinations), or a list of points, such
 *   as `zip` makes
 * @throws UserError before any work for what cannot be simulated or measured; SweepError at the
 *   end where points have failed; InterruptedError when the user stops the sweep.
 */
export async function sweep<
  const Axes extends Readonly<Record<string, Axis>>,
  S extends Simulation,
>(options: { grid: Axes } & SweepOptions<S, GridPoint<Axes>>): Promise<DataFrame>;
export async function sweep<const Point extends object, S extends Simulation>(
  options: { grid: readonly Point[] } & SweepOptions<S, Point>,
): Promise<DataFrame>;
export async function sweep(
  options: {
    grid: Readonly<Record<string, Axis>> | readonly Readonly<Record<string, unknown>>[];
  } & SweepOptions<Simulation, Readonly<Record<string, unknown>>>,
): Promise<DataFrame> {
  const { executor = inProcess(), cache = new ResultCache(cacheFolder()), figure } = options;
  const { failures: onFailure = "throw" } = options;
  if (typeof executor?.compute !== "function")
    throw new UserError(
      `invalid executor: ${String(executor)}; expected inProcess(), workers() or slurm()`,
    );
  if (onFailure !== "throw" && onFailure !== "keep")
    throw new UserError(`invalid failures: ${String(onFailure)}; expected throw or keep`);
  const points = pointsOf(options.grid);
  const { names, columns } = settleMeasures(options.measures);
  const keepsResult = [...columns.values()].some((column) => typeof column === "function");
  const tasks = points.map((point) =>
    taskOf(point, options.simulation, (simulation) =>
      pointTask(simulation, names, keepsResult, describePoint(point)),
    ),
  );
  // points with the same simulation are computed once
  const rowsOf = new Map<string, number[]>();
  tasks.forEach(({ digest }, row) => {
    rowsOf.set(digest, [...(rowsOf.get(digest) ?? []), row]);
  });
  const rows: (Record<string, unknown> | undefined)[] = new Array(points.length).fill(undefined);
  const failures = new Map<number, string>();
  /** Fills in the rows of a point. @returns how many there are, and for how many a function fails. */
  const settle = (
    { digest }: PointTask,
    outcome: PointOutcome,
  ): { done: number; failed: number } => {
    const own = rowsOf.get(digest) ?? [];
    for (const row of own)
      try {
        rows[row] = { ...points[row], ...measured(columns, outcome, points[row]) };
      } catch (error) {
        failures.set(row, messageOf(error));
      }
    const failed = own.filter((row) => failures.has(row)).length;
    return { done: own.length - failed, failed };
  };
  const tableSoFar = figure && partialTable(points, rows);
  const progress = await SweepProgress.begin(points.length, () => {
    const table = tableSoFar?.();
    return table && figure?.(table);
  });
  try {
    const unique = [...rowsOf.values()].map(([row]) => tasks[row]);
    const open = await lookUp(unique, cache, progress.signal, (task, outcome) => {
      const { done, failed } = settle(task, outcome);
      progress.found(done);
      progress.failed(failed);
    });
    const context: SweepContext = {
      cache,
      signal: progress.signal,
      running: (count) => progress.running(count),
      finished: (task, outcome, elsewhere = false) => {
        const { done, failed } = settle(task, outcome);
        progress.finished(done, elsewhere);
        progress.failed(failed);
      },
      failed: (task, message) => {
        const own = rowsOf.get(task.digest) ?? [];
        for (const row of own) failures.set(row, message);
        progress.failed(own.length);
      },
    };
    if (open.length > 0 && !progress.signal.aborted) await executor.compute(open, context);
    if (progress.signal.aborted)
      throw new InterruptedError(
        `interrupted after ${progress.settled} of ${points.length} points; what is finished is cached`,
      );
    progress.end(true);
  } catch (error) {
    progress.end(false);
    throw error;
  }
  if (failures.size > 0 && onFailure === "throw")
    throw new SweepError(
      [...failures]
        .sort(([a], [b]) => a - b)
        .map(([row, error]) => ({ point: points[row], error })),
      points.length,
    );
  const complete = rows.map((row, k) => row ?? { ...points[k] });
  if (failures.size > 0) for (const [row, error] of failures) complete[row].error = error;
  if (failures.size > 0) for (const row of complete) row.error ??= "";
  const order = [
    ...Object.keys(points[0]),
    ...columns.keys(),
    ...(failures.size > 0 ? ["error"] : []),
  ];
  return unitsToHeader(
    dataFrame(complete.map((row) => Object.fromEntries(order.map((name) => [name, row[name]])))),
  );
}

/**
 * Makes tables of the rows that are known so far; none while there are none. The units of parameters
 * are those of the whole grid, so that columns keep their names while rows come in.
 */
function partialTable(
  points: readonly Readonly<Record<string, unknown>>[],
  rows: readonly (Readonly<Record<string, unknown>> | undefined)[],
): () => DataFrame | undefined {
  const names = Object.keys(points[0]);
  const whole = unitsToHeader(dataFrame(points));
  const parameters = whole.values as unknown[][];
  return () => {
    const known = rows.flatMap((row, k) => {
      if (!row) return [];
      const measures = Object.entries(row).filter(([name]) => !names.includes(name));
      const own = whole.columns.map((name, c) => [name, parameters[k][c]]);
      return [Object.fromEntries([...own, ...measures])];
    });
    return known.length > 0 ? unitsToHeader(dataFrame(known)) : undefined;
  };
}

/** Looks up outcomes that are known already, many at a time. @returns the points that are not. */
async function lookUp(
  tasks: readonly PointTask[],
  cache: ResultCache,
  signal: AbortSignal,
  found: (task: PointTask, outcome: PointOutcome) => void,
): Promise<PointTask[]> {
  const unknown = new Set<PointTask>();
  await each(tasks, LOOKUPS_AT_ONCE, async (task) => {
    if (signal.aborted) return;
    const outcome = await knownOutcome(task, cache);
    if (outcome) found(task, outcome);
    else unknown.add(task);
  });
  return tasks.filter((task) => unknown.has(task));
}

const LOOKUPS_AT_ONCE = 16;

function pointsOf(
  given: Readonly<Record<string, Axis>> | readonly Readonly<Record<string, unknown>>[],
): Readonly<Record<string, unknown>>[] {
  const isAxes = typeof given === "object" && given !== null && !Array.isArray(given);
  const points = isAxes
    ? grid(given as Readonly<Record<string, Axis>>)
    : (given as readonly Readonly<Record<string, unknown>>[]);
  if (!Array.isArray(points) || points.length === 0)
    throw new UserError(
      `invalid grid: ${String(given)}; expected the values of each parameter, or a list of points`,
    );
  const odd = points.find((point) => typeof point !== "object" || point === null);
  if (odd !== undefined) throw new UserError(`invalid point: ${String(odd)}; expected an object`);
  return points as Readonly<Record<string, unknown>>[];
}

/** A point as a task; what is wrong with it says which point it is. */
function taskOf<Point extends object>(
  point: Point,
  simulation: (point: Point) => Simulation,
  make: (simulation: Simulation) => PointTask,
): PointTask {
  try {
    return make(requireSimulation(simulation(point)));
  } catch (error) {
    if (error instanceof UserError)
      throw new UserError(`invalid point ${describePoint(point)}: ${error.message}`);
    throw error;
  }
}
