import { shown, UserError } from "../base/index.js";
import {
  cacheFolder,
  each,
  fromBytes,
  ResultCache,
  requireCache,
  toBytes,
} from "../cache/index.js";
import type { NetworkSimulation } from "../network/index.js";
import { requireContinuable } from "../run/index.js";
import type { DataFrame } from "../tables/index.js";
import { describeFailure } from "./describeFailure.js";
import type { SweepContext } from "./executors/executor.js";
import { inProcess } from "./executors/inProcess.js";
import {
  knownOutcome,
  type PointOutcome,
  type PointTask,
  pointTask,
} from "./executors/pointTask.js";
import type { Axis, GridPoint } from "./grid.js";
import { isModuleMeasure, moduleMeasure } from "./measureModule.js";
import { SweepProgress } from "./progress/sweepProgress.js";
import { storeState } from "./storedState.js";
import { describePoint } from "./sweepError.js";
import { measured } from "./sweepMeasures.js";
import { type AnySweep, ofPoint, type SweepOptions, settleSweep } from "./sweepOptions.js";
import { SweepTable } from "./sweepTable.js";
import { turns } from "./turns.js";

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
export async function sweep(options: AnySweep): Promise<DataFrame> {
  const settled = settleSweep(options);
  const { points, simulationOf, columns, names, functions, figure, keepsFailures, state } = settled;
  const { executor = inProcess(), cache = new ResultCache(cacheFolder()) } = options;
  if (typeof executor?.compute !== "function")
    throw new UserError(
      `invalid executor: ${typeof executor === "string" ? executor : shown(executor)}; expected inProcess(), workers() or slurm()`,
    );
  requireCache(cache);
  for (const name of names) if (isModuleMeasure(name)) await moduleMeasure(name);
  const table = new SweepTable(points, [...columns.keys()], keepsFailures);
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
      const task = ofPoint(point, (given) => make(simulationOf(given)));
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
  return table.finished();
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

/** Outcomes for each of several functions: what one of them does to its own, no other sees. */
function copiesOf(outcome: PointOutcome, uses: number): () => PointOutcome {
  if (uses < 2) return () => outcome;
  const bytes = toBytes(outcome);
  return () => fromBytes(bytes) as PointOutcome;
}
