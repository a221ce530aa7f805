// What the cortical microcircuit costs as it grows: building, simulating, memory, at several scales and with one thread,
// two, and all the machine has: npm run bench -- scaling
//
//   SCALES=0.02,0.05,0.1,0.2,0.3   parts of the published size
//   TURNS=3                        runs of each, by turns; medians are told
//
// Writes test/data/scaling.json, from which the documentation has its table, its figure and its model.
import { spawnSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { seconds, table } from "./measure.mjs";
import { fitScaling, residuals } from "./scalingModel.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const FILE = here("../data/scaling.json");

const given = (process.env.SCALES ?? "0.02,0.05,0.1,0.2,0.3").split(",").map(Number);
const scales = [...new Set(given)].sort((a, b) => a - b);
const turns = Number(process.env.TURNS ?? 3);
if (!scales.every((scale) => scale >= 0.005 && scale <= 1))
  throw new Error(`invalid SCALES: ${process.env.SCALES}; expected numbers from 0.005 to 1`);
if (!Number.isInteger(turns) || turns < 1)
  throw new Error(`invalid TURNS: ${process.env.TURNS}; expected a whole number from 1 on`);
const counts = [...new Set([1, 2, availableParallelism()])].sort((a, b) => a - b);

/** One run in a process of its own; why it failed, where it did. */
function measured(scale, threads) {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [here("microcircuitRun.mjs"), scale, threads].map(String),
    { encoding: "utf8" },
  );
  if (status === 0) return JSON.parse(stdout.trim().split("\n").at(-1));
  if (signal === "SIGKILL") return { failed: "killed by the system: no memory left" };
  // the error's own line, not where it comes from
  const lines = stderr.split("\n").map((line) => line.trim().replace(/^\[(.*)\]$/, "$1"));
  const said = lines.find((line) => /^(\w*Error|FATAL ERROR|# Fatal [^:]*): /.test(line));
  return { failed: said ?? lines.filter(Boolean).at(-1) ?? `ended with ${signal ?? status}` };
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const digits = (value) => Number(value.toPrecision(4));

for (const threads of counts) measured(Math.min(...scales), threads); // kernels into the cache
const cases = scales.flatMap((scale) =>
  counts.map((threads) => ({ scale, threads, runs: [], failed: undefined })),
);
const loads = [loadavg()[0]];
for (let turn = 1; turn <= turns; turn++)
  for (const one of cases) {
    if (one.failed !== undefined) continue;
    const run = measured(one.scale, one.threads);
    if (run.failed === undefined) one.runs.push(run);
    else one.failed = run.failed;
    const said =
      run.failed ??
      `${seconds(run.build)} + ${seconds(run.simulate)}, ${Math.round(run.memory)} MiB`;
    console.error(`turn ${turn}: scale ${one.scale}, threads ${one.threads}: ${said}`);
  }
loads.push(loadavg()[0]);

const all = cases.map(({ scale, threads, runs, failed }) => {
  if (failed !== undefined) return { scale, threads, failed };
  const of = (name) => digits(median(runs.map((run) => run[name])));
  const [{ threads: used, neurons, synapses, steps, spikes, events }] = runs;
  return {
    scale,
    threads: used,
    neurons,
    synapses,
    steps_per_s: steps,
    spikes_per_s: spikes,
    events_per_s: events,
    build_s: of("build"),
    build_cpu_s: of("buildCPU"),
    simulate_s: of("simulate"),
    simulate_cpu_s: of("simulateCPU"),
    memory_MiB: of("memory"),
    bare_MiB: of("bare"),
    addressed_MiB: of("addressed"),
  };
});
const rows = all.filter(({ failed }) => failed === undefined);
const missing = all.filter(({ failed }) => failed !== undefined);
const model = rows.length > 0 ? fitScaling(rows) : undefined;

if (model) {
  const beside = residuals(model, rows);
  const percent = (part) => `${part < 0 ? "" : "+"}${(100 * part).toFixed(0)} %`;
  console.log(
    table(
      [
        ...["scale", "threads", "synapses", "build", "its CPU", "1 s takes", "its CPU", "events"],
        ...["memory", "/synapse", "model: build", "1 s", "memory"],
      ],
      rows.map((row, k) => [
        String(row.scale),
        String(row.threads),
        String(row.synapses),
        seconds(row.build_s),
        seconds(row.build_cpu_s),
        seconds(row.simulate_s),
        seconds(row.simulate_cpu_s),
        `${(row.events_per_s / row.simulate_s / 1e6).toPrecision(3)} M/s`,
        `${Math.round(row.memory_MiB)} MiB`,
        `${(((row.memory_MiB - row.bare_MiB) * 2 ** 20) / row.synapses).toFixed(1)} B`,
        ...[beside[k].build, beside[k].simulate, beside[k].memory].map(percent),
      ]),
    ),
  );
  const { build, simulate, memory, address } = model;
  const ns = (value) => `${(1e9 * value).toPrecision(3)} ns`;
  console.log(
    [
      `building: ${seconds(build.coefficients.start)}, a thread more ${seconds(build.coefficients.thread)}, a synapse ${ns(build.coefficients.synapse)}; share of a further thread ${build.share}`,
      `simulating: a neuron step ${ns(simulate.coefficients.neuronStep)}, an event ${ns(simulate.coefficients.event)}, an exchange ${ns(simulate.coefficients.exchange)}; share ${simulate.share}`,
      `memory: a synapse ${memory.coefficients.synapse.toFixed(1)} B, a neuron ${Math.round(memory.coefficients.neuron)} B; in WebAssembly, a synapse ${address.coefficients.synapse.toFixed(1)} B`,
    ].join("\n"),
  );
}
for (const { scale, threads, failed } of missing)
  console.log(`scale ${scale}, threads ${threads}: not measured: ${failed}`);
console.log(
  `load of the machine before and after: ${loads.map((load) => load.toFixed(1)).join(", ")}`,
);

const written = {
  about:
    "The microcircuit at several scales (npm run bench -- scaling): medians; times and rates for one second of the model",
  machine: {
    processor: cpus()[0].model,
    cores: availableParallelism(),
    memory_GB: digits(totalmem() / 1e9),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  },
  date: new Date().toISOString().slice(0, 10),
  load_before_and_after: loads.map((load) => Math.round(10 * load) / 10),
  turns,
};
const line = (value) => `\n  ${JSON.stringify(value)}`;
const text = `${JSON.stringify(written, null, 1).slice(0, -2)},\n "rows": [${rows.map(line)}\n ],\n "missing": [${missing.map(line)}${missing.length > 0 ? "\n " : ""}]\n}\n`;
if (rows.length > 0) {
  writeFileSync(`${FILE}.${process.pid}`, text);
  renameSync(`${FILE}.${process.pid}`, FILE);
}
