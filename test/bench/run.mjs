// Runs the benchmarks named on the command line, or all: npm run bench -- nto1
import { readdirSync } from "node:fs";

const all = readdirSync(new URL(".", import.meta.url))
  .filter(
    (name) =>
      name.endsWith(".mjs") &&
      ![
        "run.mjs",
        "measure.mjs",
        "plasticRun.mjs",
        "flyBrainRun.mjs",
        "flyBrainTable.mjs",
        "galleryRun.mjs",
        "microcircuitRun.mjs",
        "scalingModel.mjs",
      ].includes(name),
  )
  .map((name) => name.slice(0, -4));
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : all) {
  if (!all.includes(name))
    throw new Error(`unknown benchmark: ${name}; expected ${all.join(", ")}`);
  await import(`./${name}.mjs`);
  console.log();
}
