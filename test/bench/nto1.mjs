// Measures the N-to-1 simulation and its sweep, with Brian 2 as the peer in the same run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached, ceilSpikes, grid, median, nto1, pS, ResultCache, range, run } from "spikebook";
import { seconds, table, timed } from "./measure.mjs";

const STRENGTHS = [0, 2.5, 5, 7.5, 10, 11, 12, 12.5, 13, 14, 15, 16, 17.5, 20, 22.5, 25, 27.5, 30];
const folder = mkdtempSync(join(tmpdir(), "spikebook-bench-"));
const measure = cached(
  "bench",
  async (simulation) => {
    const result = await run(simulation);
    return { median_Vm: median(ceilSpikes(result)), output_rate: result.firingRate };
  },
  { cache: new ResultCache(folder) },
);
const sweep = async () => {
  for (const { we, seed } of grid({ we: pS(STRENGTHS), seed: range(10) }))
    await measure(nto1({ we, seed }));
};

const imported = () =>
  Number(
    spawnSync(process.execPath, [
      "-e",
      `const t = performance.now(); import(${JSON.stringify(import.meta.resolve("spikebook"))}).then(() => console.log((performance.now() - t) / 1000))`,
    ]).stdout,
  );
const cold = await timed(sweep);
const warm = await timed(sweep);
let seed = 1000;
const single = await timed(() => run(nto1({ seed: seed++ })), 20);
const brian = (target) => {
  const script = fileURLToPath(new URL("nto1_brian.py", import.meta.url));
  const { stdout, status } = spawnSync("/usr/bin/python3", [script, target, "10"], {
    encoding: "utf8",
  });
  return status === 0 ? JSON.parse(stdout.trim().split("\n").at(-1)) : undefined;
};
const peers = ["numpy", "cython"].map((target) => [target, brian(target)]);

console.log(
  table(
    ["nto1, N = 6500, 10 s", "time", "against Brian 2"],
    [
      ["import of the package", seconds(imported()), ""],
      ["sweep of 180, one core, cold", seconds(cold), ""],
      ["sweep of 180, from the cache", seconds(warm), ""],
      [
        "one simulation, inputs drawn",
        seconds(single),
        ...[
          peers
            .map(([target, peer]) =>
              peer ? `${Math.round(peer.second / single)} x faster than ${target}` : "",
            )
            .join(", "),
        ],
      ],
      ...peers.map(([target, peer]) =>
        peer
          ? [
              `Brian 2 (${target}), the same, second run`,
              seconds(peer.second),
              `import ${seconds(peer.import)}, first run ${seconds(peer.first)}`,
            ]
          : [`Brian 2 (${target})`, "not available", "apt-get install python3-brian"],
      ),
    ],
  ),
);
rmSync(folder, { recursive: true });
