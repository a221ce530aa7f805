import { writeFileSync } from "node:fs";
import { describeFailure } from "../describeFailure.js";
import type { WorkerAnswer, WorkerRequest } from "./pointProcess.js";
import { computePoint } from "./pointTask.js";
import { requireSameEngine } from "./sameEngine.js";

// A worker process: computes the points it is sent, until nobody sends any more.

// where memory runs out, the system is to end this process, and not the one that started it
try {
  writeFileSync("/proc/self/oom_score_adj", "1000");
} catch {
  // not Linux
}
// an interrupt goes to all processes of a terminal: the one that started this one ends it
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
process.on("message", async ({ task, version, threads }: WorkerRequest) => {
  let answer: WorkerAnswer;
  try {
    requireSameEngine(version);
    answer = { bytes: await computePoint(task, { threads }) };
  } catch (error) {
    answer = { error: describeFailure(error) };
  }
  process.send?.(answer);
});
