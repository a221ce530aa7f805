// The cortical microcircuit at several scales, with one thread and two, beside what NEST 3.10 took with two
// threads on a machine of this kind: npm run bench -- microcircuit. Scales may be given: SCALES=0.05,1
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { seconds, table } from "./measure.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const scales = (process.env.SCALES ?? "0.05,0.1,0.2,0.3").split(",").map(Number);
const reference = JSON.parse(readFileSync(new URL("../data/microcircuit.json", import.meta.url)));
const nest = (scale) => reference.nest_times_2_threads_2_cores_s[`scale${scale}`];
const ours = (scale, threads) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [here("microcircuitRun.mjs"), scale, threads].map(String),
    { encoding: "utf8" },
  );
  return status === 0
    ? JSON.parse(stdout.trim().split("\n").at(-1))
    : { failed: stderr.trim().split("\n").at(-1) ?? "ended" };
};
const middle = (value) => (Array.isArray(value) ? value[value.length >> 1] : value);

ours(scales[0], 1); // kernels into the cache
const rows = scales.flatMap((scale) =>
  [1, 2].map((threads) => {
    const run = ours(scale, threads);
    if (run.failed) return [String(scale), String(threads), run.failed];
    const theirs = nest(scale);
    return [
      String(scale),
      `${threads} (${run.threads})`,
      String(run.synapses),
      seconds(run.build),
      seconds(run.buildCPU),
      `${((run.buildCPU / run.synapses) * 1e9).toFixed(0)} ns`,
      seconds(run.simulate),
      seconds(run.simulateCPU),
      `${(run.events / run.simulate / 1e6).toPrecision(3)} M/s`,
      `${Math.round(run.memory)} MB`,
      `${run.bytes.toFixed(1)} B`,
      theirs
        ? `${middle(theirs.build)} + ${middle(theirs.simulate_1s)} s, ${theirs.peak_GiB} GiB`
        : "",
    ];
  }),
);
const header = [
  "scale",
  "threads (used)",
  "synapses",
  "build",
  "its CPU",
  "CPU/synapse",
  "1 s takes",
  "its CPU",
  "events",
  "memory",
  "/synapse",
  "NEST 3.10, 2 threads (elsewhere): build + 1 s, memory",
];
console.log(table(header, rows));
console.log(
  `load of the machine afterwards: ${loadavg()[0].toFixed(1)}; NEST waits by spinning, so compare on a quiet one`,
);
