import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { cellTheme, plotLines, zoomable } from "../../src/index.js";
import { figureBundle } from "../../src/notebook/figureBundle.js";
import { spikebook } from "../helpers/command.js";
import { PROJECT } from "../helpers/data.js";
import { joined, type TestCell, writeNotebook } from "../helpers/notebooks.js";

const CHROMIUM = "/usr/bin/chromium";
// inside the project: a cell finds Plot's own package where npm has put it
mkdirSync(join(PROJECT, "data", "cache"), { recursive: true });
const folder = mkdtempSync(join(PROJECT, "data", "cache", "cells-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const figure = plotLines([{ x: [1, 2], y: [1, 2] }], { width: 150, height: 90 });

describe("in a cell", () => {
  it("Plot.plot, with Plot from its own package or from spikebook, shows itself", async () => {
    const file = writeNotebook(join(folder, "plot.ipynb"), [
      'import * as Plot from "@observablehq/plot";\nimport { Plot as Ours, dataFrame, plot, zoomable } from "spikebook";\nconst table = dataFrame([{ a: 1, b: 2 }, { a: 2, b: 3 }]);',
      'Plot.plot({ marks: [Plot.dot(table, { x: "a", y: "b", fill: "b" })], color: { legend: true }, width: 300 })',
      'Ours.plot({ marks: [Ours.dot(table, { x: "a", y: "b", fill: "b" })], color: { legend: true }, width: 300 })',
      'plot([Plot.dot(table, { x: "a", y: "b" })], { width: 200 })',
      'zoomable(plot([Ours.dot(table, { x: "a", y: "b" })], { width: 200 }))',
    ]);
    const { status, stderr } = await spikebook(["notebook", "run", file]);
    expect(stderr).not.toContain("failed");
    expect(status).toBe(0);
    const { cells } = JSON.parse(readFileSync(file, "utf8")) as { cells: TestCell[] };
    const shown = cells.slice(1).map(({ outputs = [] }) => outputs.map(({ data = {} }) => data));
    expect(shown.map((outputs) => outputs.length)).toEqual([1, 1, 1, 1]);
    const svgs = shown.map(([data]) => joined(data["image/svg+xml"]));
    expect(svgs[0]).toContain("<circle");
    expect(svgs[1]).toBe(svgs[0]);
    expect(svgs[2]).toContain('width="200pt"');
    expect(joined(shown[3][0]["text/html"])).toContain("<img");
    for (const [data] of shown) expect(data["image/png"]).toBeDefined();
  });

  it("figures stand on a dark ground where the theme is dark", () => {
    const light = figureBundle(figure).data["image/svg+xml"];
    cellTheme("dark");
    const dark = figureBundle(figure).data["image/svg+xml"];
    cellTheme("light");
    expect(figureBundle(figure).data["image/svg+xml"]).toBe(light);
    expect(light).toBe(figure.svg());
    expect(dark).toBe(figure.svg({ ground: "dark" }));
    expect(() => cellTheme("black" as never)).toThrow("invalid theme: black");
  });

  it("only figures can be zoomed", () => {
    expect(() => zoomable(5 as never)).toThrow("invalid figure: 5");
  });
});

describe.skipIf(!existsSync(CHROMIUM))(
  "a figure to look into (skipped where there is no chromium)",
  () => {
    const page = async (javaScriptEnabled: boolean) => {
      const file = join(folder, "zoom.html");
      writeFileSync(
        file,
        `<!doctype html><body style="margin:0">${zoomable(figure).toHTML()}</body>`,
      );
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: ["--no-sandbox", "--disable-gpu"],
      });
      const context = await browser.newContext({ javaScriptEnabled });
      const tab = await context.newPage();
      await tab.goto(`file://${file}`);
      return { browser, tab };
    };

    it("is zoomed by the wheel, moved by the mouse, and whole again after a double click", async () => {
      const { browser, tab } = await page(true);
      const box = async () =>
        (await tab.locator("img").boundingBox()) as { x: number; y: number; width: number };
      await tab.waitForFunction("document.querySelector('img').src.startsWith('data:image/svg')");
      expect((await box()).width).toBe(200);
      await tab.mouse.move(100, 60);
      await tab.mouse.wheel(0, -400);
      await tab.waitForFunction("document.querySelector('img').clientWidth > 500");
      const zoomed = await box();
      expect(zoomed.x).toBeLessThan(-100);
      await tab.mouse.down();
      await tab.mouse.move(140, 60);
      await tab.mouse.up();
      expect((await box()).x - zoomed.x).toBeCloseTo(40, 0);
      await tab.mouse.dblclick(100, 60);
      expect((await box()).width).toBe(200);
      await browser.close();
    }, 60_000);

    it("is a picture that stands still where scripts may not run", async () => {
      const { browser, tab } = await page(false);
      const image = tab.locator("img");
      expect(await image.getAttribute("src")).toMatch(/^data:image\/png/);
      expect((await image.boundingBox())?.width).toBe(200);
      await browser.close();
    }, 60_000);
  },
);
