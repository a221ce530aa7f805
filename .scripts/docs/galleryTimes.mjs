// Measures what the gallery's notebooks take, and Brian 2's scripts that made their references, in seconds of
// processor time, starting of the programs included, and writes test/data/gallery/times.json, which the
// gallery's page shows:
//
//   node .scripts/docs/galleryTimes.mjs [name ...]
//
// Brian's scripts need /usr/bin/python3 with Debian's python3-brian; without it, only notebooks are measured.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { cellsOf } from "./notebooks.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const DATA = join("test", "data", "gallery");
const FILE = join(DATA, "times.json");
const NOTEBOOKS = join("notebooks", "gallery");
/** Seconds that a script of Brian's has. */
const PATIENCE = 200;

/** Runs a script of Brian's; the ten seeds of random models are one. */
const ONE_RUN = `
import runpy, sys
sys.path.insert(0, ${JSON.stringify(DATA)})
import reference
script, random = sys.argv[1:]
if random == "true":
    reference.range = lambda n: range(1 if n == 10 else n)
runpy.run_path(script, run_name="__main__")
`;

const folder = mkdtempSync(join(tmpdir(), "spikebook-times-"));
symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
const { times: known } = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : { times: {} };

/** Seconds of processor time of a program; undefined where it fails or takes too long. */
function secondsOf(program, args, options) {
  const { status, stderr } = spawnSync(
    "bash",
    ["-c", `TIMEFORMAT="took %U %S"; time timeout ${PATIENCE} "$0" "$@"`, program, ...args],
    { encoding: "utf8", ...options },
  );
  const [, user, system] = /took ([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
  return status === 0 ? Math.round(10 * (Number(user) + Number(system))) / 10 : undefined;
}

const isRandom = (name) =>
  JSON.parse(readFileSync(join(DATA, `${name}.json`), "utf8")).values !== undefined;

/** What the programs take to start: a part of every time. */
const starting = {
  notebook_s: secondsOf(process.execPath, ["--eval", 'import("spikebook")']),
  brian_s: secondsOf(
    "/usr/bin/python3",
    ["-c", `import sys; sys.path.insert(0, "${DATA}"); import reference`],
    {},
  ),
};

const asked = process.argv.slice(2);
const names = readdirSync(NOTEBOOKS)
  .filter((file) => file.endsWith(".ipynb"))
  .map((file) => file.slice(0, -".ipynb".length));
for (const name of asked.length > 0 ? asked : names) {
  const code = cellsOf(join(NOTEBOOKS, `${name}.ipynb`))
    .filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => [source].flat().join(""))
    .join(";\n");
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, transformSync(code, { loader: "ts", format: "esm", target: "es2022" }).code);
  const notebook_s = secondsOf(process.execPath, [file], { cwd: NOTEBOOKS });
  const script = join(DATA, `${name}.py`);
  const random = String(isRandom(name));
  const brian_s = existsSync(script)
    ? secondsOf("/usr/bin/python3", ["-c", ONE_RUN, script, random], {
        env: { ...process.env, OUT: folder, OMP_NUM_THREADS: "1" },
      })
    : undefined;
  known[name] = { notebook_s, brian_s };
  console.log(name, known[name]);
  const about = `seconds of processor time, on ${cpus()[0].model}; Brian 2.5.1 with numpy, one run where its script makes ten`;
  const times = Object.fromEntries(
    names.filter((each) => known[each]).map((each) => [each, known[each]]),
  );
  writeFileSync(FILE, `${JSON.stringify({ about, starting, times }, null, 1)}\n`);
}
rmSync(folder, { recursive: true, force: true });
