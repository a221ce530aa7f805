// Measures the engine: the AdEx network against Brian 2, the AdEx update against C, and how long a
// new model takes from its text to its first step.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  adexNetwork,
  adexNeurons,
  ms,
  mV,
  network,
  nS,
  nto1,
  population,
  run,
  seconds as s,
  uniform,
} from "spikebook";
import { seconds, table, timed } from "./measure.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "spikebook-bench-"));
const DURATION = 60;
const NUMPY_DURATION = 6;

const network60 = async (stream) => {
  await run(adexNetwork({ stream, duration: s(1) }));
  return timed(() => run(adexNetwork({ stream, duration: s(DURATION) })), 3);
};
const brian = (target, duration) => {
  const { stdout, status } = spawnSync(
    "/usr/bin/python3",
    [here("adex_brian.py"), target, String(duration)],
    { encoding: "utf8" },
  );
  return status === 0 ? JSON.parse(stdout.trim().split("\n").at(-1)) : undefined;
};
const ours = { numpy: await network60("numpy"), default: await network60("default") };
const standalone = brian("standalone", DURATION);
const numpy = brian("numpy", NUMPY_DURATION);
const numpyTime = numpy && (numpy.run * DURATION) / NUMPY_DURATION;
const ratio = (peer, own) => (peer ? `${(peer / own).toPrecision(3)} x` : "");
const peerRow = (name, time, note) => [name, time ? seconds(time) : "not available", "", "", note];
console.log(
  table(
    ["AdEx network, 100 neurons, 60 s", "run", "vs Brian numpy", "vs Brian C++", ""],
    [
      [
        "spikebook, numpy stream",
        seconds(ours.numpy),
        ratio(numpyTime, ours.numpy),
        ratio(standalone?.run, ours.numpy),
      ],
      [
        "spikebook, default stream",
        seconds(ours.default),
        ratio(numpyTime, ours.default),
        ratio(standalone?.run, ours.default),
      ],
      peerRow("Brian 2, numpy", numpyTime, `from ${NUMPY_DURATION} s`),
      peerRow(
        "Brian 2, C++ standalone",
        standalone?.run,
        standalone ? `compile ${seconds(standalone.compile)}` : "",
      ),
    ],
  ),
);
console.log();

/** Nanoseconds per neuron and step: the difference of a long and a short run. */
async function updateTime(N, steps) {
  const { model } = adexNeurons("noisy", N);
  const { Iext: _, ...parameters } = model.parameters;
  const neurons = population("neurons", {
    ...model,
    N,
    equations: model.equations.replace("-(Iext * xi)", ""),
    parameters,
    // conductances that do not decay to denormal numbers within the run
    initial: { V: uniform(mV(-65), mV(-55)), ge: uniform(nS(0), nS(1)) },
  });
  const of = (count) =>
    network({ populations: [neurons], recordSpikes: [], duration: ms(0.1 * count) });
  const time = (count) => timed(() => run(of(count)), 7);
  await run(of(steps));
  return ((await time(2 * steps)) - (await time(steps))) / steps / N / 1e-9;
}
const compiled = (name, flags) => {
  const program = join(folder, name);
  const { status } = spawnSync("gcc", [
    "-O3",
    ...flags,
    here("adex_update.c"),
    "-o",
    program,
    "-lm",
  ]);
  return status === 0
    ? (N, steps) =>
        Number(spawnSync(program, [String(N), String(steps)], { encoding: "utf8" }).stdout)
    : undefined;
};
const native = compiled("native", ["-march=native", "-ffast-math"]);
const narrow = compiled("narrow", ["-ffast-math"]);
const nanoseconds = (value) => (value ? `${value.toFixed(1)} ns` : "no compiler");
const updates = [];
for (const [N, steps] of [
  [100, 3000],
  [10000, 3000],
]) {
  const own = await updateTime(N, steps);
  const [wide, slim] = [native?.(N, steps), narrow?.(N, steps)];
  updates.push([
    `N = ${N}`,
    nanoseconds(own),
    nanoseconds(wide),
    wide ? `${(own / wide).toFixed(2)} x` : "",
    nanoseconds(slim),
    slim ? `${(own / slim).toFixed(2)} x` : "",
  ]);
}
console.log(
  table(
    [
      "AdEx update, per neuron and step",
      "spikebook",
      "C, -march=native",
      "ratio",
      "C, 128 bit",
      "ratio",
    ],
    updates,
  ),
);
console.log();

let seed = 0;
const fresh = await timed(() => run(nto1({ seed: seed++ })), 30);
const remembered = await timed(() => run(nto1({ seed: 29 })), 30);
const first = (cache) => {
  const program = `
    const { adexNetwork, ms, run } = await import(${JSON.stringify(import.meta.resolve("spikebook"))});
    const t = performance.now();
    await run(adexNetwork({ duration: ms(0.1) }));
    console.log((performance.now() - t) / 1000);`;
  const env = { ...process.env, SPIKEBOOK_CACHE: cache };
  return Number(
    spawnSync(process.execPath, ["--input-type=module", "-e", program], { env }).stdout,
  );
};
const cache = join(folder, "cache");
console.log(
  table(
    ["Start-up and small runs", "time"],
    [
      ["from model text to the first step, cold", seconds(first(cache))],
      ["from model text to the first step, kernel in the cache", seconds(first(cache))],
      ["nto1, N = 6500, 10 s, inputs drawn", seconds(fresh)],
      ["nto1, N = 6500, 10 s, inputs remembered", seconds(remembered)],
    ],
  ),
);
rmSync(folder, { recursive: true });
