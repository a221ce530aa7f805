// A short way through the whole built package, for one version of Node: import, simulation, figure,
// notebook. Prints what came out, which must be the same with every version.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const { adexNetwork, nto1, plotSignal, pS, run, seconds } = await import("spikebook");
const digest = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

const neuron = await run(nto1({ N: 6500, we: pS(15), duration: seconds(1), seed: 4 }));
const network = await run(adexNetwork({ duration: seconds(0.2) }));
const figure = plotSignal(neuron.V);
if (!figure.pdf().subarray(0, 5).equals(Buffer.from("%PDF-"))) throw new Error("no PDF");

const cells = [
  'import { dataFrame, plotStrip } from "spikebook";',
  "const N = 2;",
  "console.log({ N }); plotStrip([1, N, 5])",
  "dataFrame([{ N }])",
].map((source, i) => ({
  cell_type: "code",
  id: `c${i}`,
  execution_count: null,
  metadata: {},
  outputs: [],
  source,
}));
const kernelspec = { name: "spikebook", display_name: "TypeScript", language: "typescript" };
const file = join(folder, `smoke-${process.version}.ipynb`);
writeFileSync(
  file,
  JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
);
const { status } = spawnSync(process.execPath, ["dist/cli.js", "notebook", "run", file], {
  stdio: ["ignore", "ignore", "inherit"],
});
if (status !== 0) throw new Error(`the notebook ended with status ${status}`);
const { cells: executed } = JSON.parse(readFileSync(file, "utf8"));

console.log(
  JSON.stringify({
    spikes: digest(Array.from(neuron.spikes.times.values).join()),
    voltage: digest(Array.from(neuron.V.values).join()),
    network: network.spikeCount(),
    svg: digest(figure.svg()),
    png: digest(figure.png(2)),
    notebook: digest(JSON.stringify(executed.map(({ outputs }) => outputs))),
  }),
);
