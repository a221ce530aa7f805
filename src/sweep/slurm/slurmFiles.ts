import { appendFileSync, closeSync, fstatSync, openSync, readSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../base/index.js";
import { fromBytes, reason, toBytes, writeWhole } from "../../cache/index.js";
import type { PointTask } from "../executors/pointTask.js";

/** What one task of a job array has to do. */
export interface ArrayTask {
  version: string;
  points: PointTask[];
  threads: number;
}

const taskFile = (folder: string, index: number): string => join(folder, `task-${index}.bin`);
const reportFile = (folder: string, index: number): string => join(folder, `report-${index}.jsonl`);

/** What the scheduler writes of a task's output; %a is its index. */
export const logFile = (folder: string, index: number | "%a"): string =>
  join(folder, `log-${index}.txt`);

/** Writes down what a task has to do. */
export const writeArrayTask = (folder: string, index: number, task: ArrayTask): Promise<void> =>
  writeWhole(taskFile(folder, index), toBytes(task));

/** What a task has to do. @throws UserError where its file cannot be read. */
export async function readArrayTask(folder: string, index: number): Promise<ArrayTask> {
  const file = taskFile(folder, index);
  try {
    return fromBytes(await readFile(file)) as ArrayTask;
  } catch (error) {
    throw new UserError(`invalid task: ${file} cannot be read (${reason(error)})`);
  }
}

/** A line of a task's report: a point is done, or has failed. */
export interface ReportLine {
  digest: string;
  error?: string;
}

/** Adds a line to a task's report, of which it is the only writer. */
export function report(folder: string, index: number, line: ReportLine): void {
  appendFileSync(reportFile(folder, index), `${JSON.stringify(line)}\n`);
}

/** Reads reports as they grow. */
export class ReportReader {
  private readonly read = new Map<number, number>();

  constructor(private readonly folder: string) {}

  /** The lines that a task has added since the last call; one that is half written waits. */
  newLines(index: number): ReportLine[] {
    const from = this.read.get(index) ?? 0;
    let file: number;
    try {
      file = openSync(reportFile(this.folder, index), "r");
    } catch {
      return [];
    }
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - from));
      readSync(file, bytes, 0, bytes.length, from);
      const end = bytes.lastIndexOf("\n") + 1;
      this.read.set(index, from + end);
      const lines = bytes.toString("utf8", 0, end).split("\n");
      return lines.flatMap(reported);
    } finally {
      closeSync(file);
    }
  }
}

/** A line of a report; none where it is damaged: its point counts as not reported then. */
function reported(text: string): ReportLine[] {
  try {
    const line = JSON.parse(text) as ReportLine;
    return typeof line?.digest === "string" ? [line] : [];
  } catch {
    return [];
  }
}
