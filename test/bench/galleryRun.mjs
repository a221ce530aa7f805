// What gallery.mjs starts in a process of its own: a notebook of the gallery, three times; the last one is counted,
// since V8 still compiles on other threads in the second.
//   node test/bench/galleryRun.mjs brunel_2000 [threads]
// Prints the seconds, and those of processor time, within calls of run, in the first and in the last time, as JSON.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Notebooks whose first run is Brian's too, while others are for their figures. */
const FIRST = [
  "borgers_2017",
  "gap_junctions",
  "hindmarsh_rose",
  "infinite_cable",
  "kuramoto",
  "sturzl_2000",
];

const [name, threads] = process.argv.slice(2);
const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "spikebook-bench-"));
symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
try {
  const helper = join(project, "test", "helpers", "galleryNotebooks.ts");
  await build({
    entryPoints: [helper],
    outfile: join(folder, "helper.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    define: { "import.meta.url": JSON.stringify(pathToFileURL(helper)) },
  });
  const { repeatable } = await import(join(folder, "helper.mjs"));
  const { imports, body } = repeatable(name);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    file,
    `${imports}
    export const once = async (run, seed) => {
      const console = { log() {} };
      ${body}
    };
    export { run as plain };`,
  );
  process.chdir(join(project, "notebooks", "gallery"));
  const { once, plain } = await import(file);
  const timeWith = async (seed) => {
    let [calls, active, wall, cpu, began, before] = [0, 0, 0, 0];
    await once(async (simulation, options) => {
      calls += 1;
      const given = threads ? { threads: Number(threads), ...options } : options;
      if (calls > 1 && FIRST.includes(name)) return plain(simulation, given);
      // simulations may run at the same time
      if (active === 0) [began, before] = [performance.now(), process.cpuUsage()];
      active += 1;
      const result = await plain(simulation, given);
      active -= 1;
      if (active === 0) {
        const { user, system } = process.cpuUsage(before);
        wall += (performance.now() - began) / 1000;
        cpu += (user + system) / 1e6;
      }
      return result;
    }, seed);
    return { wall, cpu };
  };
  // other seeds, so that nothing is remembered but what is compiled
  const first = await timeWith(1);
  await timeWith(2);
  console.log(JSON.stringify({ first, last: await timeWith(3) }));
} finally {
  rmSync(folder, { recursive: true });
}
