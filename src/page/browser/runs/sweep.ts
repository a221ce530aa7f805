import { host, messageOf } from "../../../base/index.js";
import { digestOf } from "../../../cache/key.js";
import type { MeasuredValue } from "../../../models/index.js";
import { measureFor } from "../../../models/measures.js";
import type { NetworkSimulation } from "../../../network/index.js";
import { requireContinuable } from "../../../run/index.js";
import { describeFailure } from "../../../sweep/describeFailure.js";
import type { PointOutcome } from "../../../sweep/executors/pointTask.js";
import { measured } from "../../../sweep/sweepMeasures.js";
import { type AnySweep, ofPoint, settleSweep } from "../../../sweep/sweepOptions.js";
import { SweepTable } from "../../../sweep/sweepTable.js";
import { turns } from "../../../sweep/turns.js";
import type { DataFrame } from "../../../tables/index.js";
import { results } from "../files/storage.js";
import { NeedsNode } from "../shims/needsNode.js";
import { isOfPage } from "./executors.js";
import { resultOf, Simulators, stopped } from "./simulations.js";
import type { Outcome } from "./simulator.js";
import { type SweepingCell, useSweeps } from "./sweepInCell.js";

/** Lets cells of a page sweep. */
export const showSweeps = (): void => useSweeps(sweepOnPage);

/** Most workers of a sweep: each has an engine of its own. */
const MOST_WORKERS = 8;

/** A point whose simulation is known; rows with the same simulation are one. */
interface PageTask {
  simulation: NetworkSimulation;
  digest: string;
  rows: number[];
}

/**
 * `sweep` of Node, computed in the page's workers. Neither these nor their number decide anything: the table is
 * that of Node. Outcomes of points are kept in the browser's storage.
 */
export async function sweepOnPage(
  options: AnySweep,
  { signal, progress, show, warn }: SweepingCell,
): Promise<DataFrame> {
  const settled = settleSweep(options);
  const { points, simulationOf, columns, names, figure, keepsFailures, state: from } = settled;
  const { executor } = options;
  if (executor !== undefined && !isOfPage(executor))
    throw new NeedsNode(`the executor ${executor?.name} needs Node, which a page has not`);
  const table = new SweepTable(points, [...columns.keys()], keepsFailures);
  const turn = turns();
  const tasks = new Map<string, PageTask>();
  for (const [row, point] of points.entries()) {
    await turn();
    if (signal.aborted) throw stopped();
    const task = ofPoint(point, (given): PageTask => {
      const simulation = simulationOf(given);
      if (from) requireContinuable(simulation, from, "wasm");
      for (const name of names) measureFor(name, simulation);
      const digest = digestOf({ name: "sweep", simulation, from, version: host.engine() });
      return { simulation, digest, rows: [] };
    });
    const known = tasks.get(task.digest) ?? task;
    tasks.set(task.digest, known);
    known.rows.push(row);
  }
  let done = 0;
  /** How much of each point that is being computed is done. */
  const parts = new Map<PageTask, number>();
  const tell = (): void => {
    const sum = [...parts].reduce((all, [{ rows }, part]) => all + part * rows.length, done);
    if (!signal.aborted) progress(sum, points.length, `${done}/${points.length} points`);
  };
  const settle = async ({ simulation, rows }: PageTask, outcome: Outcome): Promise<void> => {
    let values: Record<string, MeasuredValue>;
    try {
      values = namedMeasures(names, simulation, outcome);
    } catch (error) {
      for (const row of rows) table.fail(row, describeFailure(error));
      return;
    }
    const copied: PointOutcome = {
      values,
      // what a function does to a result, no other sees
      get result() {
        return resultOf(simulation, structuredClone(outcome));
      },
    };
    for (const row of rows) {
      try {
        table.settle(row, await measured(columns, () => copied, points[row]));
      } catch (error) {
        table.fail(row, describeFailure(error));
      }
    }
  };
  const compute = async (task: PageTask, simulators: Simulators): Promise<void> => {
    let outcome = (await results.get(task.digest)) as Outcome | undefined;
    try {
      if (!outcome) {
        const threads = simulators.count > 1 ? { threads: 1 } : {};
        const run = { signal, forgetState: true, ...(from && { from }), ...threads };
        const onProgress = (step: number, steps: number): void => {
          parts.set(task, step / steps);
          tell();
        };
        outcome = await simulators.run(task.simulation, { ...run, onProgress });
        await results.set(task.digest, outcome);
      }
    } catch (error) {
      if (signal.aborted) throw stopped();
      for (const row of task.rows) table.fail(row, describeFailure(error));
    }
    if (outcome) await settle(task, outcome);
    parts.delete(task);
    done += task.rows.length;
    tell();
  };
  const simulators = new Simulators(
    Math.min(navigator.hardwareConcurrency || 1, tasks.size, MOST_WORKERS),
  );
  const open = [...tasks.values()].reverse();
  try {
    await Promise.all(
      Array.from({ length: simulators.count }, async () => {
        for (let task = open.pop(); task && !signal.aborted; task = open.pop()) {
          await turn();
          await compute(task, simulators);
        }
      }),
    );
  } finally {
    simulators.end();
  }
  if (signal.aborted) throw stopped();
  if (figure)
    try {
      const soFar = table.soFar();
      const drawn = soFar && figure(soFar);
      if (drawn) show(drawn);
    } catch (error) {
      warn(`Warning: the figure could not be drawn: ${messageOf(error)}`);
    }
  return table.finished();
}

/** Measures that have a name; they only read, so that one result does for all. */
function namedMeasures(
  names: readonly string[],
  simulation: NetworkSimulation,
  outcome: Outcome,
): Record<string, MeasuredValue> {
  if (names.length === 0) return {};
  const result = resultOf(simulation, outcome);
  return Object.fromEntries(names.map((name) => [name, measureFor(name, simulation)(result)]));
}
