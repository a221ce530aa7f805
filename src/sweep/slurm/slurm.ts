import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { checkOptions, requireWholeNumber, shown, UserError } from "../../base/index.js";
import { builtFile, engineVersion } from "../../cache/index.js";
import { lower, type Quantity, seconds } from "../../units/index.js";
import type { Executor, SweepContext } from "../executors/executor.js";
import { knownOutcome, type PointTask } from "../executors/pointTask.js";
import { cancelJob, finalStates, queuedStates, submitArray } from "./slurmCommands.js";
import { logFile, ReportReader, writeArrayTask } from "./slurmFiles.js";

/** Options of {@link slurm}. */
export interface SlurmOptions {
  /** Number of tasks among which the points are divided, at most. */
  array: number;
  partition?: string;
  /** Time limit of a task as sbatch takes it: "2:00:00". */
  time?: string;
  /** Memory of a task as sbatch takes it: "4G". */
  memory?: string;
  /** Cores of a task: threads of one simulation. 1 by default. */
  cpusPerTask?: number;
  /** Tasks that may run at the same time; by default as many as the cluster allows. */
  atOnce?: number;
  /** Further options of sbatch: ["--account=lab"]. */
  options?: readonly string[];
  /** How often points are submitted again whose task ended before it came to them; 1 by default. */
  retries?: number;
  /** Time between two looks at the queue; 2 s by default. */
  poll?: Quantity<"time">;
}

const OPTIONS: readonly (keyof SlurmOptions)[] = [
  "array",
  "partition",
  "time",
  "memory",
  "cpusPerTask",
  "atOnce",
  "options",
  "retries",
  "poll",
];

const CLI = fileURLToPath(builtFile("cli.js"));

/**
 * Computes the points of a sweep on a Slurm cluster: a job array, each task of which goes
 * through many points and stores each outcome in the cache as soon as it is there. The cache's
 * folder must be on a file system that this machine and the cluster's nodes share. Points of tasks
 * that were killed are submitted again; points that failed are not.
 * @example
 * ```ts
 * const cluster = slurm({ array: 50, partition: "main", time: "2:00:00", memory: "4G" });
 * // await sweep({ grid, simulation, measures, executor: cluster })
 * ```
 */
export function slurm(options: SlurmOptions): Executor {
  checkOptions("slurm", options ?? null, OPTIONS);
  const { array, cpusPerTask = 1, retries = 1, poll = seconds(2) } = options;
  requireWholeNumber("array", array, 1, 100_000);
  requireWholeNumber("cpusPerTask", cpusPerTask, 1, 1024);
  requireWholeNumber("retries", retries, 0, 100);
  if (options.atOnce !== undefined) requireWholeNumber("atOnce", options.atOnce, 1, 100_000);
  lower("poll", poll, "time", { above: 0 });
  for (const name of ["partition", "time", "memory"] as const) {
    const value: unknown = options[name];
    if (value !== undefined && !(typeof value === "string" && /^[^\s-]\S*$/.test(value)))
      throw new UserError(`invalid ${name}: ${shown(value)}; expected text as sbatch takes it`);
  }
  if (options.options !== undefined && !Array.isArray(options.options))
    throw new UserError(
      `invalid options of sbatch: ${shown(options.options)}; expected a list like ["--account=lab"]`,
    );
  for (const option of options.options ?? [])
    if (typeof option !== "string" || !/^--?[A-Za-z]/.test(option))
      throw new UserError(
        `invalid option of sbatch: ${typeof option === "string" ? option : shown(option)}; expected it to begin with a dash`,
      );
  return {
    name: "Slurm",
    compute: async (tasks, context) => {
      let missing: readonly PointTask[] = tasks;
      for (let attempt = 0; missing.length > 0 && !context.signal.aborted; attempt++) {
        const job = await submit(missing, options, context);
        const lost = await follow(job, missing, poll.value, context);
        if (attempt < retries) missing = [...lost.keys()];
        else {
          for (const [task, why] of lost) context.failed(task, why);
          return;
        }
      }
    },
  };
}

/** A job array on its way. */
interface Job {
  number: string;
  folder: string;
  tasks: number;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Writes down what each task has to do, and submits the array. */
async function submit(
  points: readonly PointTask[],
  { array, partition, time, memory, cpusPerTask = 1, atOnce, options = [] }: SlurmOptions,
  { cache }: SweepContext,
): Promise<Job> {
  const folder = join(cache.folder, "slurm", randomUUID());
  const tasks = Math.min(array, points.length);
  const version = engineVersion();
  // dealt out in turn, so that all tasks get long points and short ones
  const hands = Array.from({ length: tasks }, (): PointTask[] => []);
  points.forEach((point, k) => {
    hands[k % tasks].push(point);
  });
  for (const [index, hand] of hands.entries())
    await writeArrayTask(folder, index, { version, points: hand, threads: cpusPerTask });
  const number = await submitArray(
    [
      "--job-name=spikebook",
      `--array=0-${tasks - 1}${atOnce === undefined ? "" : `%${atOnce}`}`,
      `--output=${logFile(folder, "%a")}`,
      `--cpus-per-task=${cpusPerTask}`,
      ...(partition === undefined ? [] : [`--partition=${partition}`]),
      ...(time === undefined ? [] : [`--time=${time}`]),
      ...(memory === undefined ? [] : [`--mem=${memory}`]),
      ...options,
    ],
    [
      "#!/bin/sh",
      `export SPIKEBOOK_CACHE=${quoted(cache.folder)}`,
      `exec ${quoted(process.execPath)} ${quoted(CLI)} slurm-task ${quoted(folder)}`,
      "",
    ].join("\n"),
  ).catch(async (error) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  return { number, folder, tasks };
}

/**
 * Tells of points as their tasks report them, until all are settled or no task is left; cancels
 * the job when the sweep is stopped.
 * @returns the points of which no task has reported, each with what became of its task.
 */
async function follow(
  job: Job,
  points: readonly PointTask[],
  poll: number,
  context: SweepContext,
): Promise<Map<PointTask, string>> {
  const open = new Map(points.map((point) => [point.digest, point]));
  const reports = new ReportReader(job.folder);
  const { signal } = context;
  try {
    for (let ended = false; open.size > 0 && !ended; ) {
      await sleep(poll * 1000, undefined, { signal });
      const states = await queuedStates(job.number, signal);
      ended = states.length === 0;
      context.running(states.filter((state) => state === "RUNNING").length);
      for (let index = 0; index < job.tasks; index++)
        for (const { digest, error } of reports.newLines(index)) {
          const point = open.get(digest);
          if (!point) continue;
          if (error !== undefined) context.failed(point, error);
          else {
            const outcome = await arrivedOutcome(point, context);
            if (!outcome) continue;
            await context.finished(point, outcome);
          }
          open.delete(digest);
        }
    }
  } catch (error) {
    await cancelJob(job.number).catch(() => {});
    if (!signal.aborted) throw error;
  }
  context.running(0);
  if (signal.aborted || open.size === 0) {
    await rm(job.folder, { recursive: true, force: true });
    return new Map();
  }
  const states = await finalStates(job.number);
  const why = (index: number): string =>
    `task ${index} of Slurm job ${job.number} ended before it (${states.get(index) ?? "gone"}); it wrote ${logFile(job.folder, index)}`;
  return new Map(
    points.flatMap((point, k) => (open.has(point.digest) ? [[point, why(k % job.tasks)]] : [])),
  );
}

/** An outcome that another machine has stored; file systems of clusters may show it later. */
async function arrivedOutcome(
  point: PointTask,
  { cache, signal }: SweepContext,
): ReturnType<typeof knownOutcome> {
  for (let patience = 0; patience < 5 && !signal.aborted; patience++) {
    const outcome = await knownOutcome(point, cache);
    if (outcome) return outcome;
    await sleep(500);
  }
  return undefined;
}
