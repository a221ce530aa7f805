// Measures the gallery's simulations against Brian 2's C++ standalone mode, in the same run, by turns. Compiling is
// apart on both sides: here a notebook runs three times in a process of its own, each with another seed, and the
// seconds within run(...) of the last time are counted, which make neurons and synapses and simulate; there the
// compiled program is started again, which does the same (and writes its results to files). Seconds are processor
// time, of one thread; beside them, those of the clock, with as many threads as run takes by itself too, and Brian's own count of its
// loop over the steps alone. Of random models, Brian's script makes one run in place of ten. Medians of three.
//
//   npm run bench -- gallery                            all models (half an hour, most of it Brian's compiler)
//   MODELS="cuba vogels_2011" npm run bench -- gallery  some of them
//
// With UPDATE_GALLERY=1, test/data/gallery/standalone.json gets what was measured, for the documentation's table.
// PROGRAMS=folder keeps Brian's programs, and takes those that are there.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { seconds, table } from "./measure.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const DATA = here("../data/gallery");
const FILE = join(DATA, "standalone.json");
/** Less work than this does not count. */
const LEAST = 0.2;
/** What is not compared, where Brian's own words do not say why. */
const WITHOUT = {
  brunel_wang_2001: "Brian's script has an operation in Python in each step",
  clopath_2010_pairs: "Brian's script sets potentials between many runs",
  destexhe_1998: "the notebook makes 86 experiments at once, Brian's script six",
  touboul_brette_2008:
    "the notebook's populations and times are others than those of Brian's script",
};

const names = readdirSync(here("../../notebooks/gallery"))
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => file.slice(0, -".ipynb".length))
  .filter((name) => existsSync(join(DATA, `${name}.py`)));
const asked = process.env.MODELS?.split(" ") ?? names;
for (const name of asked)
  if (!names.includes(name))
    throw new Error(`unknown model: ${name}; expected ${names.join(", ")}`);

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const programsFolder = process.env.PROGRAMS ?? mkdtempSync(join(tmpdir(), "spikebook-bench-"));

/** Compiles a model's programs with Brian: their folders, or what does not work. */
function compiled(name) {
  const folder = join(programsFolder, name);
  const list = join(folder, "programs.json");
  if (existsSync(list)) return JSON.parse(readFileSync(list, "utf8"));
  mkdirSync(folder, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    "/usr/bin/python3",
    ["-W", "ignore", here("gallery_brian.py"), name, folder],
    { encoding: "utf8" },
  );
  const lines = (status === 0 ? stdout : (stderr ?? "no python")).trim().split("\n");
  if (status !== 0) return { error: lines.at(-1) };
  writeFileSync(list, lines.at(-1));
  return JSON.parse(lines.at(-1));
}

/** Seconds of the programs of a model, those of processor time, and those of their loops alone. */
function brian({ programs }) {
  const sums = { wall: 0, cpu: 0, loop: 0 };
  for (const cwd of programs) {
    const { status, stderr } = spawnSync(
      "bash",
      ["-c", 'TIMEFORMAT="%3R %3U %3S"; time "$0" > /dev/null', join(cwd, "main")],
      { cwd, encoding: "utf8", env: { ...process.env, LC_ALL: "C" } },
    );
    if (status !== 0) throw new Error(`${cwd}/main ends with ${status}: ${stderr}`);
    const [wall, user, system] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
    const [loop] = readFileSync(join(cwd, "results", "last_run_info.txt"), "utf8").split(" ");
    sums.wall += wall;
    sums.cpu += user + system;
    sums.loop += Number(loop);
  }
  return sums;
}

function ours(name, threads) {
  const args = [here("galleryRun.mjs"), name, ...(threads ? [String(threads)] : [])];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout.trim().split("\n").at(-1)).last;
}

const round = (value) => Number(value.toPrecision(3));
const measured = {};
const without = {};
for (const name of asked) {
  const built = WITHOUT[name] ? { error: WITHOUT[name] } : compiled(name);
  if (built.error) {
    without[name] = built.error;
    continue;
  }
  const times = [];
  for (let k = 0; k < 3; k++)
    times.push({ one: ours(name, 1), peer: brian(built), all: ours(name) });
  const of = (pick) => round(median(times.map(pick)));
  measured[name] = {
    ours_s: of(({ one }) => one.cpu),
    brian_s: of(({ peer }) => peer.cpu),
    wall: {
      oneThread_s: of(({ one }) => one.wall),
      ours_s: of(({ all }) => all.wall),
      brian_s: of(({ peer }) => peer.wall),
      loop_s: of(({ peer }) => peer.loop),
    },
    compiling_s: round(built.compiling),
  };
  console.error(name, JSON.stringify(measured[name]));
}
if (!process.env.PROGRAMS) rmSync(programsFolder, { recursive: true });

const isWork = ([, { ours_s, brian_s }]) => Math.max(ours_s, brian_s) > LEAST;
const rows = (times) =>
  times.map(([name, { ours_s, brian_s, wall }]) => [
    name,
    seconds(ours_s),
    seconds(brian_s),
    `${(brian_s / ours_s).toPrecision(3)} x`,
    ...[wall.oneThread_s, wall.ours_s, wall.brian_s, wall.loop_s].map(seconds),
  ]);
const header = ["spikebook", "Brian 2, C++", "ratio", "clock", "all threads", "Brian", "its loop"];
const all = Object.entries(measured);
console.log(table([`More than ${LEAST} s of work`, ...header], rows(all.filter(isWork))));
console.log();
console.log(table(["Less", ...header], rows(all.filter((one) => !isWork(one)))));
for (const [name, why] of Object.entries(without)) console.log(`without Brian: ${name}: ${why}`);

if (process.env.UPDATE_GALLERY === "1") {
  const old = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
  const kept = (before, now) =>
    Object.fromEntries(
      Object.entries({ ...before, ...now })
        .filter(([name]) => names.includes(name) && (name in now || !asked.includes(name)))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const about = `medians of three by turns, on ${cpus().length} cores of ${cpus()[0].model}; Brian 2.5.1, C++ standalone`;
  const whole = {
    about,
    times: kept(old.times, measured),
    without: kept(old.without, without),
  };
  writeFileSync(FILE, `${JSON.stringify(whole, null, 1)}\n`);
}
