import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../base/index.js";

const execute = promisify(execFile);

/** Runs one of Slurm's commands. @throws UserError with what it said. */
async function slurm(
  command: string,
  args: readonly string[],
  { input, signal }: { input?: string; signal?: AbortSignal } = {},
): Promise<string> {
  const running = execute(command, [...args], { maxBuffer: 64 * 1024 * 1024, signal });
  // a command that ends before it has read everything says why by its status
  running.child.stdin?.on("error", () => {});
  running.child.stdin?.end(input ?? "");
  try {
    return (await running).stdout;
  } catch (error) {
    const { code, stderr } = error as { code?: string | number; stderr?: string };
    if (code === "ENOENT")
      throw new UserError(
        `invalid executor: slurm; the command ${command} is not found on this machine`,
      );
    throw new UserError(`${command} failed: ${stderr?.trim() || String(error)}`);
  }
}

/** Submits a job array; the script is read from text. @returns the job's number. */
export async function submitArray(options: readonly string[], script: string): Promise<string> {
  const printed = await slurm("sbatch", ["--parsable", ...options], { input: script });
  // "number" or "number;cluster"
  const job = /^\d+/.exec(printed.trim())?.[0];
  if (job === undefined) throw new UserError(`sbatch gave no job number: ${printed.trim()}`);
  return job;
}

/**
 * The states of the tasks of a job that are still known to the scheduler: "RUNNING", "PENDING".
 * @param signal ends the wait for a scheduler that does not answer
 */
export async function queuedStates(job: string, signal?: AbortSignal): Promise<string[]> {
  const asked = slurm("squeue", ["-h", "-r", "-j", job, "-o", "%T"], { signal });
  const text = await asked.catch((error) => {
    // how squeue says that all its tasks have ended some time ago
    if (/Invalid job id/i.test(String(error))) return "";
    throw error;
  });
  return text.split("\n").filter((line) => line !== "");
}

/** How the tasks of a job ended, by index, as far as the scheduler remembers. */
export async function finalStates(job: string): Promise<Map<number, string>> {
  const states = new Map<number, string>();
  // with accounting; many small clusters have none
  const accounted = await slurm("sacct", ["-n", "-X", "-P", "-j", job, "-o", "JobID,State"]).catch(
    () => "",
  );
  for (const [, index, state] of accounted.matchAll(/^\d+_(\d+)\|(\w+)/gm))
    states.set(Number(index), state);
  if (states.size > 0) return states;
  const shown = await slurm("scontrol", ["show", "job", job, "-o"]).catch(() => "");
  for (const line of shown.split("\n")) {
    const index = /ArrayTaskId=(\d+)\b/.exec(line)?.[1];
    const state = /JobState=(\w+)/.exec(line)?.[1];
    if (index !== undefined && state !== undefined) states.set(Number(index), state);
  }
  return states;
}

/** Cancels a job with all its tasks. */
export async function cancelJob(job: string): Promise<void> {
  await slurm("scancel", [job]);
}
