import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findProgram } from "../../src/commands/findProgram.js";
import { projectEnvironment } from "../../src/commands/jupyter.js";
import { executeNotebook, notebookText } from "../../src/notebook/executor/index.js";
import { buildPage } from "../../src/page/build/buildPage.js";
import { PROJECT } from "../helpers/data.js";
import { writeNotebook } from "../helpers/notebooks.js";
import { CHROMIUM, type FileServer, FLAGS, serve } from "../helpers/pages.js";

const PORT = 18_898;
const missing = [
  ...(existsSync(CHROMIUM) ? [] : ["chromium"]),
  ...(findProgram("jupyter-notebook") ? [] : ["jupyter-notebook"]),
];
const why =
  missing.length === 0 ? "" : ` (skipped: no ${missing}; apt-get install ${missing.join(" ")})`;

const CELLS = [
  `import { hostname } from "node:os";
import { live, mV, ms, network, plotRaster, plotSignal, population, run, seconds, slider } from "spikebook";`,
  `const drive = slider("drive", mV(19), { from: mV(15), to: mV(25), step: mV(0.5) });`,
  `const neurons = population("neurons", {
  N: 50, equations: "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt (unless refractory)",
  threshold: "v > theta", reset: "v = 0*mV", refractory: ms(2), method: "euler",
  parameters: { tau: ms(10), theta: mV(20), drive: drive, sigma: mV(2) },
});
const out = await run(network({
  populations: [neurons], duration: seconds(0.2), seed: 1, record: [{ of: "neurons", variable: "v", neurons: [0] }],
}));`,
  `await live(plotRaster(out.spikeTrains("neurons"), { height: 160 }))`,
  `await live(plotSignal(out.signal("neurons", "v", 0), { y: { label: "$v$" }, height: 160 }))`,
  `const here = hostname().length > 0 ? 100 : 0;`,
  `await live(plotSignal(out.signal("neurons", "v", 0), { height: here }))`,
];

interface Bundle {
  "text/html": string[];
  "image/svg+xml": string[];
}

describe.skipIf(missing.length > 0)(`live figures in Jupyter${why}`, () => {
  const home = mkdtempSync(join(tmpdir(), "spikebook-live-"));
  // among the project's files, where the kernel finds spikebook
  const folder = join(PROJECT, "data", "cache", "test-live");
  const trusted = join(folder, "trusted.ipynb");
  let jupyter: ChildProcess;
  let browser: Browser;
  let bundles: Bundle[];

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    writeNotebook(trusted, CELLS);
    const text = notebookText(await executeNotebook(trusted));
    writeFileSync(trusted, text);
    // almost the same (what is the same is trusted, too), but nobody says that it may run scripts
    const other = text.replace("const drive", "const  drive");
    expect(other).not.toBe(text);
    writeFileSync(join(folder, "untrusted.ipynb"), other);
    const { cells } = JSON.parse(text) as { cells: { outputs: { data: Bundle }[] }[] };
    bundles = [3, 4, 6].map((cell) => cells[cell].outputs[0].data);
    // a home of its own, so that nothing is trusted but what is trusted here
    const env = {
      ...(await projectEnvironment(PROJECT)),
      HOME: home,
      JUPYTER_DATA_DIR: join(home, "data"),
      JUPYTER_CONFIG_DIR: home,
    };
    const options = ["--no-browser", "--allow-root", `--port=${PORT}`, `--notebook-dir=${folder}`];
    const open = ["--NotebookApp.token=", "--NotebookApp.password=", "--NotebookApp.ip=127.0.0.1"];
    open.push("--NotebookApp.disable_check_xsrf=True");
    jupyter = spawn("jupyter", ["notebook", ...options, ...open], { env, stdio: "ignore" });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS] });
    for (let attempt = 0; attempt < 200; attempt++) {
      const answer = await fetch(`http://127.0.0.1:${PORT}/api`).catch(() => undefined);
      if (answer?.ok) return trust(JSON.parse(text));
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error("Jupyter does not answer");
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    jupyter?.kill();
    rmSync(home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  /** Saves a notebook as a user does who trusts it: Jupyter signs it then. */
  async function trust(notebook: { cells: { metadata: object }[] }): Promise<void> {
    const cells = notebook.cells.map((cell) => ({ ...cell, metadata: { trusted: true } }));
    const content = { ...notebook, cells };
    const { ok } = await fetch(`http://127.0.0.1:${PORT}/api/contents/trusted.ipynb`, {
      method: "PUT",
      body: JSON.stringify({ type: "notebook", format: "json", content }),
    });
    expect(ok).toBe(true);
  }

  /** A notebook's page, and what it asked of other hosts. */
  async function open(name: string): Promise<{ page: Page; foreign: string[]; errors: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1100, height: 1400 } });
    const foreign: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") foreign.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${PORT}/notebooks/${name}.ipynb`);
    await page.waitForSelector(".output_area img, .output_area svg");
    return { page, foreign, errors };
  }

  it("share one engine, of about half a megabyte", () => {
    const sizes = bundles.map(({ "text/html": html }) => html.join("").length);
    expect(sizes[0]).toBeGreaterThan(300_000);
    expect(sizes[0]).toBeLessThan(700_000);
    // a picture and the cells' code
    expect(sizes[1]).toBeLessThan(100_000);
    expect(bundles[2]["text/html"].join("")).toMatch(
      /<small>This figure is not live: it reads here, which the page does not compute\.<\/small>/,
    );
    for (const { "text/html": html } of bundles)
      expect(html.join("")).not.toMatch(/(src|href)="https?:/);
  });

  it("compute in a trusted notebook, each with the controls that it depends on", async () => {
    const { page, foreign, errors } = await open("trusted");
    const figures = page.locator("[data-live=yes]");
    await expect.poll(() => figures.count(), { timeout: 60_000 }).toBe(2);
    const svg = (k: number): Promise<string> => figures.nth(k).locator(".shown svg").innerHTML();
    const before = [await svg(0), await svg(1)];
    // what the browser computed is what the kernel had computed
    const inside = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, "text/html").querySelector("svg")?.innerHTML,
      bundles[0]["image/svg+xml"].join(""),
    );
    expect(before[0]).toBe(inside);
    expect(await figures.first().locator("img").count()).toBe(0);
    const field = figures.first().locator("input[type=number]");
    // in the notebook's command mode, these letters would cut the cell
    await field.focus();
    await page.keyboard.press("x");
    await field.fill("23");
    await field.press("Tab");
    await expect.poll(() => svg(0), { timeout: 30_000 }).not.toBe(before[0]);
    expect(await svg(1)).toBe(before[1]);
    await field.fill("19");
    await field.press("Tab");
    await expect.poll(() => svg(0), { timeout: 30_000 }).toBe(before[0]);
    expect(await page.locator(".cell.code_cell").count()).toBe(CELLS.length);
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("stand still where the notebook is not trusted", async () => {
    const { page, errors } = await open("untrusted");
    await page.waitForTimeout(1500);
    expect(await page.locator("[data-live]").count()).toBe(0);
    const images = page.locator(".output_area img");
    expect(await images.count()).toBe(3);
    for (const image of await images.all())
      expect((await image.boundingBox())?.height ?? 0).toBeGreaterThan(50);
    expect(errors).toEqual([]);
    await page.close();
  });

  it("are figures with the page's controls on a page", async () => {
    const pages = join(folder, "pages");
    await buildPage(trusted, { folder: pages });
    const server: FileServer = await serve(pages);
    const page = await browser.newPage();
    await page.goto(`${server.url}/trusted.html`);
    const digests = (await page.evaluate(
      "window.spikebookPage.ready.then(({ digests }) => digests)",
    )) as { cell: number; notebook: string; page: string | null }[];
    expect(digests.filter(({ page: own, notebook }) => own === notebook)).toHaveLength(2);
    expect(await page.locator(".controls form").count()).toBe(1);
    await page.close();
    await server.close();
  });
});
