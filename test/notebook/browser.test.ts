import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findProgram } from "../../src/commands/findProgram.js";
import { projectEnvironment } from "../../src/commands/jupyter.js";
import { PROJECT } from "../helpers/data.js";

const CHROMIUM = "/usr/bin/chromium";
const PORT = 18_899;
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const notebooks = readdirSync(join(PROJECT, "notebooks")).filter((file) => file.endsWith(".ipynb"));
const missing = [
  ...(existsSync(CHROMIUM) ? [] : ["chromium"]),
  ...(findProgram("jupyter-notebook") ? [] : ["jupyter-notebook"]),
];
const why =
  missing.length === 0 ? "" : ` (skipped: no ${missing}; apt-get install ${missing.join(" ")})`;

/** The number of different colours in a picture, as far as it tells blank from painted. */
function colours(picture: Buffer): number {
  const { data } = PNG.sync.read(picture);
  const seen = new Set<number>();
  for (let i = 0; i < data.length && seen.size < 10; i += 4) seen.add(data.readUInt32BE(i));
  return seen.size;
}

describe.skipIf(missing.length > 0)(`Jupyter's own page in a browser${why}`, () => {
  const home = mkdtempSync(join(tmpdir(), "spikebook-browser-"));
  let jupyter: ChildProcess;
  let browser: Browser;

  beforeAll(async () => {
    const env = await projectEnvironment(PROJECT);
    const folder = join(PROJECT, "notebooks");
    const options = ["--no-browser", "--allow-root", `--port=${PORT}`, `--notebook-dir=${folder}`];
    const open = ["--NotebookApp.token=", "--NotebookApp.password=", "--NotebookApp.ip=127.0.0.1"];
    // a home of its own: notebooks are not trusted there, and no settings are found or left behind
    jupyter = spawn("jupyter", ["notebook", ...options, ...open], {
      env: { ...env, HOME: home, JUPYTER_DATA_DIR: join(home, "data"), JUPYTER_CONFIG_DIR: home },
      stdio: "ignore",
    });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await fetch(`http://127.0.0.1:${PORT}/api`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((done) => setTimeout(done, 200));
    }
    throw new Error("Jupyter does not answer");
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    jupyter?.kill();
    rmSync(home, { recursive: true, force: true });
  });

  it.each(notebooks)("shows every output of %s, though it is not trusted", async (name) => {
    const { cells } = JSON.parse(readFileSync(join(PROJECT, "notebooks", name), "utf8")) as {
      cells: { outputs?: { data?: Record<string, unknown> }[] }[];
    };
    const outputs = cells.flatMap((cell) => cell.outputs ?? []);
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    await page.goto(`http://127.0.0.1:${PORT}/notebooks/${encodeURIComponent(name)}`);
    await page.waitForSelector(".output_area");
    // mathematics and pictures need a moment
    await page.waitForFunction(
      "[...document.images].every((image) => image.complete && image.naturalWidth > 0)",
    );
    await page.waitForTimeout(1500);
    const areas = await page.$$(".output_area");
    expect(areas).toHaveLength(outputs.length);
    for (const [i, area] of areas.entries()) {
      const what = `output ${i + 1} of ${name}`;
      await area.scrollIntoViewIfNeeded();
      const box = await area.boundingBox();
      expect(box?.height ?? 0, what).toBeGreaterThan(10);
      expect(colours(await area.screenshot()), what).toBeGreaterThan(1);
      const isFigure = "image/png" in (outputs[i].data ?? {});
      expect((await area.$$("img, svg")).length > 0, what).toBe(
        isFigure || (await hasMathSVG(area)),
      );
    }
    await page.close();
  });
});

/** Whether an output holds pictures that are no figures: mathematics set as SVG. */
async function hasMathSVG(area: {
  $$: (selector: string) => Promise<unknown[]>;
}): Promise<boolean> {
  return (await area.$$(".MathJax_SVG svg, mjx-container svg")).length > 0;
}
