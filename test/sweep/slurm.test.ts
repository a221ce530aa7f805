import { execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ms, nto1, pS, type Quantity, range, SweepError, seconds, slurm, sweep } from "spikebook";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { finalStates, queuedStates } from "../../src/sweep/slurm/slurmCommands.js";
import { ReportReader, writeArrayTask } from "../../src/sweep/slurm/slurmFiles.js";
import { spikebook } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";
import {
  DIVERGED,
  expectPublished,
  impossible,
  strengths,
  timesStored,
} from "../helpers/sweeps.js";

/** Why Slurm cannot be tested here; undefined where it can. */
function whyNot(): string | undefined {
  try {
    const nodes = execFileSync("sinfo", ["-h", "-o", "%T"], {
      encoding: "utf8",
      stdio: "pipe",
      timeout: 5000,
    });
    return nodes.trim() === "" ? "Slurm has no nodes" : undefined;
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    return code === "ENOENT"
      ? "Slurm is not installed"
      : `Slurm does not answer: ${stderr?.split("\n")[0] || code}`;
  }
}
const missing = whyNot();

const folder = mkdtempSync(join(tmpdir(), "spikebook-slurm-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let cache: string;
let caches = 0;
beforeEach(() => {
  cache = join(folder, `cache-${++caches}`);
  process.env.SPIKEBOOK_CACHE = cache;
});

const pause = (time: number): Promise<void> => new Promise((settle) => setTimeout(settle, time));
const queue = (): string => execFileSync("squeue", ["-h"], { encoding: "utf8" }).trim();

/** The processes of the tasks of a job array, by the tasks' indices. */
function taskProcesses(): Map<number, number> {
  const found = new Map<number, number>();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("slurm-task")) continue;
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      if (!environment.includes(`SPIKEBOOK_CACHE=${cache}\0`)) continue;
      const index = /SLURM_ARRAY_TASK_ID=(\d+)/.exec(environment)?.[1];
      if (index !== undefined) found.set(Number(index), Number(pid));
    } catch {
      // it has ended
    }
  }
  return found;
}

/** Waits until a task of the sweep has reported some points. */
async function untilReported(index: number, points: number): Promise<void> {
  const jobs = join(cache, "slurm");
  for (;;) {
    for (const job of existsSync(jobs) ? readdirSync(jobs) : []) {
      const report = join(jobs, job, `report-${index}.jsonl`);
      if (existsSync(report) && readFileSync(report, "utf8").split("\n").length > points) return;
    }
    await pause(5);
  }
}

describe.skipIf(missing)(`on Slurm${missing ? ` (skipped: ${missing})` : ""}`, () => {
  const executor = slurm({ array: 4, partition: "main", poll: seconds(0.3) });

  it("the published sweep is complete, though one task was killed in the middle and one point fails", async () => {
    const points = [
      ...strengths.flatMap((we) => range(10).map((seed) => ({ we: pS(we), seed }))),
      { we: pS(0), seed: -1 },
    ];
    const sweeping = sweep({
      grid: points,
      simulation: ({ we, seed }: { we: Quantity<"conductance">; seed: number }) =>
        seed >= 0 ? nto1({ N: 6500, duration: seconds(10), we, seed }) : impossible(),
      measures: ["spike_count"],
      executor,
      failures: "keep",
    });
    await untilReported(1, 5);
    const before = await timesStored(cache);
    const killed = taskProcesses().get(1);
    expect(killed).toBeDefined();
    process.kill(Number(killed), "SIGKILL");
    const table = await sweeping;
    const rows = table.values as unknown[][];
    expect(rows).toHaveLength(181);
    // the failing point is reported, and the only one
    expect(rows[180].slice(0, 2)).toEqual([0, -1]);
    expect(rows[180][3]).toBe(DIVERGED);
    expect(rows.slice(0, 180).every((row) => row[3] === "" && Number(row[2]) >= 0)).toBe(true);
    // nothing was computed again, not even what the killed task had done
    const after = await timesStored(cache);
    expect(after.size).toBe(180);
    expect(before.size).toBeGreaterThan(5);
    for (const [digest, time] of before) expect(after.get(digest)).toBe(time);
  });

  it("the command line gives the published numbers", async () => {
    const out = join(folder, "slurm.csv");
    const vary = `we=${strengths.map((we) => `${we}pS`).join(",")}`;
    const line = `sweep nto1 --vary ${vary} --vary seed=0..9 --set N=6500 --duration 10s --measures median_Vm,output_rate --executor slurm --array 2 --partition main --out ${out}`;
    const { status, stderr } = await spikebook(line.split(" "));
    expect(stderr).toContain("180/180 points");
    expect(status).toBe(0);
    const [header, ...lines] = readFileSync(out, "utf8").trim().split("\n");
    expect(header).toBe("we_pS,seed,median_Vm_mV,output_rate_Hz");
    expectPublished(lines.map((text) => text.split(",").map(Number)));
    expect(readdirSync(join(cache, "slurm"))).toEqual([]);
  });

  it("points of a task that dies again and again are reported with what became of it", async () => {
    const sweeping = sweep({
      grid: { seed: range(3) },
      simulation: ({ seed }) => nto1({ N: 6500, duration: seconds(5000), seed }),
      measures: ["spike_count"],
      executor: slurm({ array: 1, retries: 0, poll: seconds(0.3) }),
    }).catch((error: unknown) => error);
    while (!taskProcesses().has(0)) await pause(20);
    process.kill(Number(taskProcesses().get(0)), "SIGKILL");
    const error = await sweeping;
    expect(error).toBeInstanceOf(SweepError);
    expect((error as SweepError).failures).toHaveLength(3);
    expect((error as SweepError).message).toMatch(
      /seed = 0: task 0 of Slurm job \d+ ended before it \((FAILED|gone)\); it wrote .*log-0\.txt/,
    );
  });

  it("an interrupt cancels the job, and keeps what is finished", async () => {
    const child = spawn(
      process.execPath,
      [
        join(PROJECT, "dist/cli.js"),
        ..."sweep nto1 --vary seed=0..400 --set N=6500 --duration 10s --measures spike_count --executor slurm --array 2".split(
          " ",
        ),
      ],
      { stdio: "pipe", env: { ...process.env, SPIKEBOOK_CACHE: cache } },
    );
    const end = new Promise<number | null>((settle) => child.on("close", settle));
    await untilReported(0, 3);
    expect(queue()).not.toBe("");
    child.kill("SIGINT");
    expect(await end).toBe(130);
    for (let patience = 0; queue() !== "" && patience < 100; patience++) await pause(100);
    expect(queue()).toBe("");
    const { size } = await timesStored(cache);
    expect(size).toBeGreaterThanOrEqual(3);
    expect(size).toBeLessThan(401);
  });

  it("what sbatch refuses is an error in its words", async () => {
    await expect(
      sweep({
        grid: { seed: [1] },
        simulation: ({ seed }) => nto1({ N: 10, duration: ms(10), seed }),
        measures: ["spike_count"],
        executor: slurm({ array: 1, partition: "nowhere" }),
      }),
    ).rejects.toThrow(/sbatch failed: .*invalid partition specified: nowhere/);
    expect(readdirSync(join(cache, "slurm"))).toEqual([]);
  });
});

describe("the Slurm executor", () => {
  it("checks its options", () => {
    expect(() => slurm({ array: 0 })).toThrow("invalid array: 0");
    expect(() => slurm({ array: 1, retries: -1 })).toThrow("invalid retries: -1");
    expect(() => slurm({ array: 1, poll: seconds(0) })).toThrow("invalid poll");
    expect(() => slurm({ array: 1, options: ["rm -rf"] })).toThrow(
      "invalid option of sbatch: rm -rf; expected it to begin with a dash",
    );
  });

  it("says where Slurm is missing", async () => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      await expect(
        sweep({
          grid: { seed: [1] },
          simulation: ({ seed }) => nto1({ N: 10, duration: ms(10), seed }),
          measures: ["spike_count"],
          executor: slurm({ array: 1 }),
        }),
      ).rejects.toThrow("invalid executor: slurm; the command sbatch is not found on this machine");
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("reads how tasks ended, with accounting and without", async () => {
    const commands = join(folder, "commands");
    mkdirSync(commands);
    const command = (name: string, script: string): void =>
      writeFileSync(join(commands, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const { PATH } = process.env;
    process.env.PATH = `${commands}:/bin:/usr/bin`;
    try {
      command("sacct", 'printf "7_0|COMPLETED\\n7_1|CANCELLED by 0\\n7_[2-3]|PENDING\\n"');
      expect(await finalStates("7")).toEqual(
        new Map([
          [0, "COMPLETED"],
          [1, "CANCELLED"],
        ]),
      );
      command("sacct", 'echo "Slurm accounting storage is disabled" >&2; exit 1');
      command(
        "scontrol",
        'echo "JobId=8 ArrayJobId=7 ArrayTaskId=1 JobName=spikebook JobState=NODE_FAIL Reason=None"',
      );
      expect(await finalStates("7")).toEqual(new Map([[1, "NODE_FAIL"]]));
      command("squeue", 'echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1');
      expect(await queuedStates("7")).toEqual([]);
      command(
        "squeue",
        'echo "slurm_load_jobs error: Unable to contact slurm controller" >&2; exit 1',
      );
      await expect(queuedStates("7")).rejects.toThrow(
        "squeue failed: slurm_load_jobs error: Unable",
      );
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("stops at an interrupt while the scheduler does not answer, and cancels the job", async () => {
    const commands = join(folder, "deaf");
    mkdirSync(commands);
    const command = (name: string, script: string): void =>
      writeFileSync(join(commands, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    command("sbatch", "cat > /dev/null; echo 7");
    command("squeue", `touch ${join(commands, "asked")}; exec sleep 100000`);
    command("scancel", `echo "$1" > ${join(commands, "cancelled")}`);
    const { PATH } = process.env;
    process.env.PATH = `${commands}:/bin:/usr/bin`;
    try {
      const sweeping = sweep({
        grid: { seed: [1] },
        simulation: ({ seed }) => nto1({ N: 10, duration: ms(10), seed }),
        measures: ["spike_count"],
        executor: slurm({ array: 1, poll: seconds(0.01) }),
      });
      while (!existsSync(join(commands, "asked"))) await pause(10);
      process.emit("SIGINT");
      await expect(sweeping).rejects.toThrow("interrupted after 0 of 1 points");
      while (!existsSync(join(commands, "cancelled"))) await pause(10);
    } finally {
      process.env.PATH = PATH;
    }
  });

  it("reads reports that are damaged as far as they can be read", () => {
    const job = join(folder, "reports");
    mkdirSync(job);
    const file = join(job, "report-0.jsonl");
    const lines = [
      '{ "digest": "aa" }',
      "{ torn",
      "null",
      "5",
      '{ "digest": 5 }',
      '{ "digest": "bb" }',
    ];
    writeFileSync(file, `${lines.join("\n")}\n{ "digest": "half`);
    const reports = new ReportReader(job);
    expect(reports.newLines(0)).toEqual([{ digest: "aa" }, { digest: "bb" }]);
    writeFileSync(file, "");
    expect(reports.newLines(0)).toEqual([]);
    expect(reports.newLines(1)).toEqual([]);
  });

  it("refuses a task's file that is damaged, or missing", async () => {
    const job = join(folder, "torn");
    mkdirSync(job);
    for (const content of [undefined, "", "torn"]) {
      if (content !== undefined) writeFileSync(join(job, "task-0.bin"), content);
      const { status, stderr } = await spikebook(["slurm-task", job], { SLURM_ARRAY_TASK_ID: "0" });
      expect(stderr).toMatch(/^spikebook: invalid task: .*task-0.bin cannot be read/);
      expect(status).toBe(2);
    }
  });

  it("does a task's work only for the engine that asked, and only in a job array", async () => {
    const outside = await spikebook(["slurm-task", folder]);
    expect(outside.status).toBe(2);
    expect(outside.stderr).toContain("SLURM_ARRAY_TASK_ID is not set");
    await writeArrayTask(folder, 0, { version: "0.0.1+older", points: [], threads: 1 });
    const other = await spikebook(["slurm-task", folder], { SLURM_ARRAY_TASK_ID: "0" });
    expect(other.status).toBe(2);
    expect(other.stderr).toContain("was asked for results of 0.0.1+older");
  });

  if (process.env.SPIKEBOOK_SLURM)
    it("is tested on a real Slurm where CI has started one", () => {
      expect(missing).toBeUndefined();
    });
});
