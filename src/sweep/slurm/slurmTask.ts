import { UserError } from "../../base/index.js";
import { cacheFolder, ResultCache } from "../../cache/index.js";
import { computeClaimed, type SweepContext } from "../executors/executor.js";
import { PointProcesses } from "../executors/pointProcess.js";
import { storeSurely } from "../executors/pointTask.js";
import { requireSameEngine } from "../executors/sameEngine.js";
import { readArrayTask, report } from "./slurmFiles.js";

/**
 * Does the work of one task of a job array: computes its points, one after the other, and reports
 * each. Called by the script that the scheduler starts.
 * @param folder where the job's files are
 * @throws UserError outside a job array, and where another state of the engine has asked.
 */
export async function runSlurmTask(folder: string): Promise<string> {
  const text = process.env.SLURM_ARRAY_TASK_ID;
  if (!text || !/^\d+$/.test(text))
    throw new UserError(
      "unknown task: SLURM_ARRAY_TASK_ID is not set; this command is for Slurm's job arrays",
    );
  const index = Number(text);
  const { version, points, threads } = await readArrayTask(folder, index);
  requireSameEngine(version);
  // a process of its own: a point that needs more memory than there is ends no other one
  const processes = new PointProcesses(1, threads);
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
    processes.end();
  };
  // how Slurm announces the end: of a cancelled job, of the time limit
  process.once("SIGTERM", stop);
  let done = 0;
  let failures = 0;
  const context: SweepContext = {
    cache: new ResultCache(cacheFolder()),
    signal: controller.signal,
    running: () => {},
    finished: ({ digest }) => {
      done += 1;
      report(folder, index, { digest });
    },
    failed: ({ digest, call }, error) => {
      failures += 1;
      console.error(`failed: ${call}: ${error}`);
      report(folder, index, { digest, error });
    },
  };
  try {
    await computeClaimed(points, context, {
      atOnce: 1,
      // the sweep finds outcomes nowhere but in the cache
      store: storeSurely,
      compute: (task) => processes.compute(task),
    });
  } finally {
    processes.end();
    process.removeListener("SIGTERM", stop);
  }
  if (controller.signal.aborted)
    throw new UserError(`stopped after ${done} of ${points.length} points`);
  return `${done} of ${points.length} points computed, ${failures} failed`;
}
