// Measures sweeps: the published one in process and on workers, what a point costs beside its
// simulation, and the cache at 100 000 entries beside joblib's.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  inProcess,
  ms,
  nto1,
  ResultCache,
  range,
  run,
  seconds as s,
  slurm,
  sweep,
  workers,
} from "spikebook";
import { seconds, table, timed } from "./measure.mjs";

const folder = mkdtempSync(join(tmpdir(), "spikebook-bench-"));
process.env.SPIKEBOOK_CACHE = join(folder, "kernels");
const quietly = async (work) => {
  // bars and lines of progress are not part of the table
  const write = process.stderr.write;
  process.stderr.write = () => true;
  try {
    return await work();
  } finally {
    process.stderr.write = write;
  }
};
let caches = 0;
const emptyCache = () => new ResultCache(join(folder, `cache-${++caches}`));

await run(nto1({ N: 10, duration: ms(10) })); // kernels into the cache
const executors = [
  ["in process", inProcess()],
  ["1 worker", workers({ threads: 1 })],
  ["2 workers", workers({ threads: 2 })],
];
const rows = [];
await quietly(async () => {
  for (const [name] of executors) {
    // drawn inputs are remembered by the process: a sweep before would help the next one here
    const script = `
      import { ${name === "in process" ? "inProcess" : "workers"}, nto1, pS, range, ResultCache, seconds, sweep } from "spikebook";
      const cache = new ResultCache(process.argv[1]);
      const go = () => sweep({
        grid: { we: pS(range(18).map((k) => 2.5 * k)), seed: range(10) },
        simulation: ({ we, seed }) => nto1({ N: 6500, duration: seconds(10), we, seed }),
        measures: ["median_Vm", "output_rate"], cache,
        executor: ${name === "in process" ? "inProcess()" : `workers({ threads: ${Number.parseInt(name, 10)} })`},
      });
      const time = async () => { const start = performance.now(); await go(); return (performance.now() - start) / 1000; };
      console.log(JSON.stringify([await time(), await time()]));`;
    const { stdout } = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", script, emptyCache().folder],
      { encoding: "utf8", cwd: fileURLToPath(new URL("../..", import.meta.url)) },
    );
    const [cold, warm] = JSON.parse(stdout);
    rows.push([name, seconds(cold), `${((cold / 180) * 1000).toPrecision(3)} ms`, seconds(warm)]);
  }
});
console.log(table(["published sweep, 180 simulations", "cold", "a point", "from the cache"], rows));
console.log();

// what a point costs beside its simulation: two steps of one input
const hasSlurm = spawnSync("sinfo", ["-h"]).status === 0;
const empty = (points) => (executor) =>
  sweep({
    grid: { seed: range(points) },
    simulation: ({ seed }) => nto1({ N: 1, duration: ms(0.2), seed }),
    measures: ["spike_count"],
    executor,
    cache: emptyCache(),
  });
const overhead = [];
await quietly(async () => {
  for (const [name, executor] of executors) {
    await empty(10)(executor);
    const [few, many] = [
      await timed(() => empty(100)(executor), 3),
      await timed(() => empty(2100)(executor)),
    ];
    overhead.push([
      name,
      seconds((many - few) / 2000),
      seconds(Math.max(0, few - (many - few) / 20)),
    ]);
  }
  if (hasSlurm) {
    const executor = slurm({ array: 2, poll: s(0.2) });
    const [few, many] = [
      await timed(() => empty(100)(executor)),
      await timed(() => empty(2100)(executor)),
    ];
    overhead.push(["Slurm, 2 tasks", seconds((many - few) / 2000), seconds(few)]);
  }
});
console.log(table(["empty simulation", "a point", "once"], overhead));
if (!hasSlurm) console.log("Slurm: not available here");
console.log();

const ENTRIES = 100_000;
const LOOKUPS = 5000;
const cache = emptyCache();
const digest = (i) => createHash("sha256").update(String(i)).digest("hex");
const value = (i) => ({ values: { median_Vm: -62 + i, output_rate: i } });
const parallel = async (count, work, atOnce = 16) => {
  let next = 0;
  const go = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, go));
};
const storing = await timed(() =>
  parallel(ENTRIES, (i) =>
    cache.put(digest(i), value(i), { name: "sweep", call: `we = ${i} pS`, version: "bench" }),
  ),
);
const at = (k) => digest((k * 7919) % ENTRIES);
const one = await timed(async () => {
  for (let k = 0; k < LOOKUPS; k++) await cache.get("sweep", at(k));
});
const many = await timed(() => parallel(4 * LOOKUPS, (k) => cache.get("sweep", at(k))));
const missing = await timed(() =>
  parallel(4 * LOOKUPS, (k) => cache.get("sweep", digest(ENTRIES + k))),
);
const listing = await timed(() => cache.entries());
const verifying = await timed(() => cache.verify());
const python = spawnSync(
  "/usr/bin/python3",
  [
    fileURLToPath(new URL("joblib_lookups.py", import.meta.url)),
    join(folder, "joblib"),
    String(ENTRIES),
    String(LOOKUPS),
  ],
  { encoding: "utf8" },
);
const joblib =
  python.status === 0 ? JSON.parse(python.stdout.trim().split("\n").at(-1)) : undefined;
const perSecond = (time) => `${Math.round(1 / time)}/s`;
const ratio = (own, peer) => (peer ? `${(peer / own).toPrecision(3)} x` : "");
const row = (name, own, peer, show) => [
  name,
  show(own),
  peer ? show(peer) : peer === undefined && joblib ? "" : "not available",
  ratio(own, peer),
];
console.log(
  table(
    [`cache of ${ENTRIES} entries`, "spikebook", "joblib", ""],
    [
      row("store", storing / ENTRIES, joblib?.store, perSecond),
      row("look up, one at a time", one / LOOKUPS, joblib?.lookup, perSecond),
      row("look up, 16 at a time", many / (4 * LOOKUPS), joblib?.lookup, perSecond),
      row("look up what is not there", missing / (4 * LOOKUPS), undefined, perSecond),
      row("list", listing, joblib?.list, seconds),
      row("verify", verifying, undefined, seconds),
    ],
  ),
);
rmSync(folder, { recursive: true, force: true });
