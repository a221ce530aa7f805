import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeNotebook, notebookText } from "../../src/notebook/executor/index.js";
import type { CellDigest } from "../../src/page/browser/pageData.js";
import { buildPage, type WrittenPage } from "../../src/page/build/buildPage.js";
import { PROJECT } from "../helpers/data.js";
import { writeNotebook } from "../helpers/notebooks.js";
import { CHROMIUM, type FileServer, FLAGS, noChromium, serve } from "../helpers/pages.js";

const CELLS = [
  `import {
  changed, cylinder, inProcess, mV, ms, network, plotDotsAndMeans, plotHeatMap, population, range, readCSV, run, saveNpz, dataFrame, readNpz, readParquet, saveParquet,
  seconds, slider, soma, sweep, SweepError, um, workers,
} from "spikebook";`,
  `const span = slider("span", seconds(0.1), { from: seconds(0.1), to: seconds(400), step: seconds(0.1) });`,
  `const neurons = ({ drive, seed }) => network({
  populations: [population("neurons", {
    N: 5, equations: "dv/dt = (drive - v)/tau + sigma*(2/tau)**0.5*xi : volt (unless refractory)",
    threshold: "v > 20*mV", reset: "v = 10*mV", refractory: ms(2), parameters: { tau: ms(20), drive, sigma: mV(4) },
  })],
  duration: span, seed,
});
const rate = (result) => result.firingRateOf("neurons");`,
  // two rows have the same simulation; a measure changes its result, which the next one must not see
  `const table = await sweep({
  grid: [...range(3), 0].map((seed) => ({ drive: mV(22), seed })),
  simulation: neurons,
  measures: {
    rate,
    emptied: (result) => { const count = result.spikeSteps("neurons")[0].length; result.spikeSteps("neurons")[0].fill(0); return count; },
    first: (result) => result.spikeSteps("neurons")[0][0] ?? -1,
  },
  executor: workers({ threads: 2 }),
  figure: (soFar) => plotDotsAndMeans(soFar, "seed", "rate_Hz"),
});
table`,
  `const warm = await run(neurons({ drive: mV(22), seed: 7 }));
await sweep({
  grid: { drive: mV([20, 25]) }, simulation: ({ drive }) => changed(neurons({ drive: mV(22), seed: 7 }), { parameters: { neurons: { drive } } }),
  measures: { rate }, from: warm.finalState, executor: inProcess(),
})`,
  `const fails = { odd: (result, { seed }) => { if (seed === 1) throw new Error("odd"); return seed; } };
const given = { grid: { drive: [mV(22)], seed: range(2) }, simulation: neurons, measures: fails };
await sweep(given).catch((error) => console.log(error instanceof SweepError, error.message));
await sweep({ ...given, failures: "keep" })`,
  `await sweep({ grid: { seed: [0] }, simulation: neurons, measures: ["no_measure"] }).catch(({ message }) => console.log(message));`,
  // tables and files of kinds that need more of Node than others
  `const cell = soma({ diameter: um(30) }).with({ axon: cylinder({ length: um(200), diameter: um(1), n: 3 }) });
cell.describe()`,
  `cell`,
  `await saveParquet(dataFrame([{ a: 1, b: "x" }]), "made.parquet");
await saveNpz("made.npz", { a: new Float64Array([1, 2]) });
console.log((await readParquet("made.parquet")).values, (await readNpz("made.npz")).a.data);`,
  // a picture in the figure, packed on the page
  `plotHeatMap({ data: Float64Array.from({ length: 18_000 }, (_, k) => Math.sin(k)), shape: [120, 150] })`,
];

describe.skipIf(noChromium !== "")(`sweeps on pages in Chromium${noChromium}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-page-sweeps-"));
  const home = join(PROJECT, "data", "cache", "test-page-sweeps");
  let server: FileServer;
  let browser: Browser;
  let written: WrittenPage;

  beforeAll(async () => {
    // among the project's files, where the kernel finds spikebook
    mkdirSync(home, { recursive: true });
    const file = writeNotebook(join(home, "sweeping.ipynb"), CELLS);
    const executed = JSON.parse(notebookText(await executeNotebook(file)));
    const [first] = executed.cells;
    const more = [
      `import { slurm } from "spikebook";
await sweep({ ...given, executor: slurm() })`,
      `await readCSV("of the author.csv")`,
    ].map((source) => ({ ...first, id: undefined, source, outputs: [] }));
    writeFileSync(file, JSON.stringify({ ...executed, cells: [...executed.cells, ...more] }));
    written = await buildPage(file, { folder });
    server = await serve(folder);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS] });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    for (const made of [folder, home]) rmSync(made, { recursive: true, force: true });
  });

  const ready = (page: Page): Promise<readonly CellDigest[]> =>
    page.evaluate("window.spikebookPage.ready.then(({ digests }) => digests)");

  it("give the tables that the notebook has, whatever computes them", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(`${server.url}/sweeping.html`);
    const digests = await ready(page);
    expect(digests.map(({ cell }) => cell)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { cell, notebook, page: own } of digests) expect(own, `cell ${cell}`).toBe(notebook);
    // with the picture that goes with the table
    expect(await page.locator("#cell-3 .output svg").count()).toBe(1);
    expect(await page.locator("#cell-3 tbody tr").count()).toBe(4);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("keep what the notebook has where they need a cluster, and other cells where they need the author's files", async () => {
    expect(written.kept).toEqual([{ cell: 11, reason: "slurm needs Node" }]);
    const page = await browser.newPage();
    await page.goto(`${server.url}/sweeping.html`);
    await ready(page);
    expect(await page.locator("#cell-12 .status").innerText()).toBe(
      "As in the notebook: the file of the author.csv is not on the page.",
    );
    expect(await page.locator(".error").count()).toBe(0);
    await page.close();
  });

  it("show how far they are, and stop when nobody wants them any more", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}/sweeping.html`);
    await ready(page);
    const before = await page.locator("#cell-3 .outputs").innerHTML();
    const input = page.locator("#cell-1 input[type=number]");
    const start = Number(await input.inputValue());
    const fill = async (times: number): Promise<void> => {
      await input.fill(String(times * start));
      await input.press("Tab");
    };
    // some of its points are done soon, all of them are minutes of work
    await fill(1000);
    await page.waitForSelector("#cell-3 progress", { timeout: 60_000 });
    expect(await page.locator("#cell-3 .status").innerText()).toMatch(/^ ?\d\/4 points$/);
    expect(await page.locator("#cell-3 .outputs").innerHTML()).toBe(before);
    await fill(4000);
    await fill(1);
    await page.waitForSelector("#cell-3[data-state=live]");
    expect(await page.locator("#cell-3 .outputs").innerHTML()).toBe(before);
    await page.close();
  });

  it("find points again that the browser has kept", async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}/sweeping.html`);
    await ready(page);
    await page.goto(`${server.url}/sweeping.html`);
    // sweeps that compute nothing start no workers: there is only the one that all cells share
    const workers: string[] = [];
    page.on("worker", (worker) => workers.push(worker.url()));
    await page.reload();
    for (const { cell, notebook, page: own } of await ready(page))
      expect(own, `cell ${cell}`).toBe(notebook);
    expect(workers.length).toBe(1);
    await page.close();
  });
});

it("the committed notebooks with sweeps have no cell that their pages do not compute", async () => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-page-kept-"));
  for (const name of [
    "notebooks/sweeps.ipynb",
    "notebooks/tutorial/4_sweeps_and_the_cache.ipynb",
  ]) {
    const file = join(PROJECT, name);
    expect(readFileSync(file, "utf8")).toMatch(/sweep\(/);
    expect((await buildPage(file, { folder })).kept).toEqual([]);
  }
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
