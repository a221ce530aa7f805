// Reads a synthetic connection table of the fly brain's size as Parquet, CSV and SONATA, and simulates the
// leaky neurons of Shiu et al. (2024) on it: npm run bench -- flyBrain
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seconds as shownSeconds, table } from "./measure.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = join(tmpdir(), "spikebook-fly-brain");
mkdirSync(folder, { recursive: true });
const missing = ["csv", "parquet", "h5"].some(
  (end) => !existsSync(join(folder, `flyBrain.${end}`)),
);
if (missing) spawnSync(process.execPath, [here("flyBrainTable.mjs"), folder], { stdio: "inherit" });
const ours = (...args) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [here("flyBrainRun.mjs"), ...args],
    {
      encoding: "utf8",
    },
  );
  return status === 0
    ? JSON.parse(stdout.trim().split("\n").at(-1))
    : { failed: stderr.slice(-600) };
};
const reading = ["parquet", "csv", "h5"].map((end) => {
  const file = join(folder, `flyBrain.${end}`);
  const read = ours("read", file);
  if (read.failed) return [end, read.failed];
  return [
    end,
    `${Math.round(statSync(file).size / 1e6)} MB`,
    String(read.count),
    shownSeconds(read.read),
    `${Math.round(read.memory)} MB`,
  ];
});
console.log(table(["file", "size", "connections", "reading", "peak memory"], reading));
console.log();
const rows = [1, 2].map((threads) => {
  const run = ours("run", join(folder, "flyBrain.parquet"), String(threads));
  if (run.failed) return [String(threads), run.failed];
  return [
    String(threads),
    String(run.threads),
    shownSeconds(run.describe),
    shownSeconds(run.build),
    shownSeconds(run.simulate),
    `${(run.simulate / run.duration).toPrecision(3)} x`,
    String(run.spikes),
    String(run.events),
    `${Math.round(run.memory)} MB`,
  ];
});
console.log(
  table(
    [
      "threads",
      "used",
      "describing",
      "building",
      "1 s takes",
      "real time",
      "spikes",
      "events",
      "peak memory",
    ],
    rows,
  ),
);
