// Measures the plastic network: build, simulation and memory against the number of neurons, for
// both models, with one thread and two, beside a plain C program of the same text (one thread).
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seconds, table } from "./measure.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "spikebook-bench-"));
const DURATION = 10;
const MODELS = ["iaf_psc_alpha", "ignore_and_fire"];
const SIZES = [1250, 2500, 5000, 10_000, 12_500, 13_750];
/** Seconds that NEST 3.10 took with two threads, on another machine (given with the task). */
const NEST = {
  iaf_psc_alpha: { 2500: 4.2, 5000: 8.2, 10000: 19.5, 12500: 22.1 },
  ignore_and_fire: { 2500: 2.9, 5000: 6.0, 10000: 15.3, 12500: 19.8 },
};

const lastLine = ({ status, stdout }) =>
  status === 0 ? JSON.parse(stdout.trim().split("\n").at(-1)) : undefined;
const ours = (N, model, threads, K = 1250) =>
  lastLine(
    spawnSync(process.execPath, [here("plasticRun.mjs"), N, model, threads, K].map(String), {
      encoding: "utf8",
    }),
  );
const program = join(folder, "plastic_network");
const compiled =
  spawnSync("gcc", ["-O3", "-march=native", "-o", program, here("plastic_network.c"), "-lm"])
    .status === 0;
const inC = (N, model) =>
  compiled
    ? lastLine(
        spawnSync(program, [N, MODELS.indexOf(model), DURATION, 1].map(String), {
          encoding: "utf8",
        }),
      )
    : undefined;

for (const model of MODELS) {
  for (const threads of [1, 2]) ours(1250, model, threads); // kernels into the cache
  const rows = SIZES.map((N) => {
    const [one, two] = [ours(N, model, 1), ours(N, model, 2)];
    const c = inC(N, model);
    const nest = NEST[model][N];
    return [
      String(N),
      seconds(one.build),
      seconds(one.simulate),
      seconds(two.build),
      seconds(two.simulate),
      `${Math.round(two.memory)} MB`,
      c ? seconds(c.simulate) : "not available",
      c ? `${(c.simulate / one.simulate).toPrecision(3)} x` : "",
      nest ? `${(nest / two.simulate).toPrecision(3)} x` : "",
    ];
  });
  const names = ["build 1", "simulate 1", "build 2", "simulate 2", "memory 2", "C", "C / 1"];
  console.log(table([`${model}, 10 s`, ...names, "NEST (elsewhere) / 2"], rows));
  const [bare, whole] = [ours(12_500, model, 1, 0), ours(12_500, model, 1)];
  const updates = (12_500 * DURATION) / 0.125e-3;
  console.log(
    `one thread: ${((bare.simulate / updates) * 1e9).toPrecision(3)} ns per neuron update with its Poisson input, ` +
      `${(((whole.simulate - bare.simulate) / whole.events) * 1e9).toPrecision(3)} ns per synaptic event\n`,
  );
}
rmSync(folder, { recursive: true });
