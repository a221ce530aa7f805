import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import {
  cellTheme,
  dataFrame,
  type Picture,
  Plot,
  plot,
  plotLines,
  stack,
  zoomable,
} from "../../src/index.js";
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
    const page = async (shown: Picture | Element, javaScriptEnabled = true) => {
      const file = join(folder, "zoom.html");
      const html = zoomable(shown).toHTML();
      writeFileSync(
        file,
        `<!doctype html><meta charset="utf-8"><body style="margin:0">${html}</body>`,
      );
      const browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: ["--no-sandbox", "--disable-gpu"],
      });
      const context = await browser.newContext({ javaScriptEnabled });
      const tab = await context.newPage();
      await tab.goto(`file://${file}`);
      const labels = (name: string): Promise<string[]> =>
        tab.locator(`[aria-label="${name}-axis tick label"] text`).allTextContents();
      const box = async (selector: string) =>
        (await tab.locator(selector).first().boundingBox()) as Record<
          "x" | "y" | "width" | "height",
          number
        >;
      /** Turns the wheel at a place, and waits until something else is drawn. */
      const wheel = async (x: number, y: number, by: number): Promise<void> => {
        const before = await tab.locator("svg").innerHTML();
        await tab.mouse.move(x, y);
        await tab.mouse.wheel(0, by);
        await expect
          .poll(() => tab.locator("svg").innerHTML(), { timeout: 20_000 })
          .not.toBe(before);
      };
      return { browser, tab, labels, box, wheel };
    };

    it("is zoomed by the wheel, moved by the mouse, and whole again after a double click", async () => {
      const dots = plot(
        [
          { kind: "line", x: [0, 5, 10], y: [0, 5, 10] },
          { kind: "dots", x: [5], y: [5], radius: 4 },
        ],
        { x: { unit: "ms" }, width: 300, height: 200 },
      );
      const { browser, tab, labels, box, wheel } = await page(dots);
      const first = await tab.locator("svg").innerHTML();
      expect(await labels("x")).toEqual(["0", "2", "4", "6", "8", "10 ms"]);
      const dot = await box("circle");
      const [x, y] = [dot.x + dot.width / 2, dot.y + dot.height / 2].map(Math.round);
      await wheel(x, y, -1200);
      // about the mouse: the dot under it stays, and as large as it was; lines as thick as they were
      const zoomed = await box("circle");
      for (const side of ["width", "height"] as const)
        expect(zoomed[side]).toBeCloseTo(dot[side], 2);
      // the mouse is at a whole pixel: half a pixel off, 20 times
      for (const side of ["x", "y"] as const)
        expect(Math.abs(zoomed[side] - dot[side])).toBeLessThan(11);
      expect(await labels("x")).toEqual(["4.8", "4.9", "5", "5.1", "5.2 ms"]);
      expect(await labels("y")).toEqual(["4.8", "4.9", "5", "5.1", "5.2"]);
      const stroke =
        "getComputedStyle(document.querySelector('[aria-label=line] path')).strokeWidth";
      expect(await tab.evaluate(stroke)).toBe("2.66667px");
      await tab.mouse.down();
      await tab.mouse.move(x + 40, y);
      await tab.mouse.up();
      await expect.poll(async () => (await labels("x"))[0], { timeout: 20_000 }).toBe("4.7");
      expect((await box("circle")).x - zoomed.x).toBeCloseTo(40, 0);
      // no further than the data's own axis
      await tab.mouse.down();
      await tab.mouse.move(x - 4000, y);
      await tab.mouse.up();
      await expect.poll(async () => (await labels("x")).at(-1), { timeout: 20_000 }).toBe("10 ms");
      await tab.mouse.dblclick(x, y);
      await tab.waitForFunction("!document.querySelector('[transform^=matrix]')");
      expect((await tab.locator("svg").innerHTML()).replaceAll(' style=""', "")).toBe(first);
      await browser.close();
    }, 60_000);

    it("is zoomed along one axis where the mouse is over it, with panels above and a second axis", async () => {
      const line = (y: number[]) => ({ kind: "line", x: [0, 10], y }) as const;
      const panel = plot([line([0, 1])], {
        y2: { marks: [line([10, 20])] },
        width: 300,
        height: 150,
      });
      const { browser, tab, box, labels, wheel } = await page(stack([plot([line([3, 4])]), panel]));
      const before = await labels("y");
      const axis = await box("[aria-label='x-axis tick label']");
      await wheel(axis.x + axis.width / 2, axis.y + 5, -1000);
      expect(await labels("y")).toEqual(before);
      expect((await labels("x")).map(Number).every((tick) => tick > 4 && tick < 6)).toBe(true);
      // the panel above shows the same stretch: its grid, too
      const grid = "[...document.querySelectorAll('[aria-label=x-grid]')].map((g) => g.innerHTML)";
      const grids = (await tab.evaluate(grid)) as string[];
      const across = (text: string): string[] =>
        [...text.matchAll(/x1="([^"]+)"/g)].map(([, x]) => x);
      expect(across(grids[1]).length).toBeGreaterThan(2);
      expect(across(grids[1])).toEqual(across(grids[3]));
      const up = await box("[aria-label=line] >> nth=-1");
      await wheel(up.x + up.width / 2, up.y + up.height / 2, -600);
      const zoomed = await labels("y");
      // both vertical axes of the lower panel, and not that of the upper one
      expect(zoomed.slice(0, 6)).toEqual(before.slice(0, 6));
      expect(zoomed.some((label) => /^1\d\.\d+$/.test(label))).toBe(true);
      expect(zoomed.some((label) => /^0\.\d+$/.test(label))).toBe(true);
      await browser.close();
    }, 60_000);

    it("has ticks in every facet, of decades, and as Plot writes them; words stay", async () => {
      const table = dataFrame([
        { a: 1, b: -2000, g: "p" },
        { a: 1000, b: 3000, g: "q" },
      ]);
      const log = { type: "log" } as const;
      const marks = [Plot.dot(table, { x: "a", y: "b", fx: "g" })];
      const thesis = await page(plot(marks, { x: log, width: 400, height: 150 }));
      const second = await thesis.box("circle >> nth=1");
      await thesis.wheel(second.x + 4, second.y + 4, -600);
      const labels = await thesis.labels("x");
      expect(labels.slice(0, labels.length / 2)).toEqual(labels.slice(labels.length / 2));
      expect(labels.every((label) => Number(label) > 40 && Number(label) <= 1000)).toBe(true);
      expect(labels.length).toBeGreaterThan(6);
      await thesis.browser.close();
      const plain = await page(
        Plot.plot({ marks: [Plot.dot(table, { x: "g", y: "b" })], width: 300, height: 200 }),
      );
      const words = await plain.labels("x");
      expect(words).toEqual(["p", "q"]);
      await plain.wheel(150, 150, -300);
      expect(await plain.labels("x")).toEqual(words);
      const numbers = await plain.labels("y");
      expect(numbers).toContain("0");
      expect(numbers.every((label) => /^(0|\u2212?[\d,.]+)$/.test(label))).toBe(true);
      expect(numbers.some((label) => label.startsWith("\u2212"))).toBe(true);
      await plain.browser.close();
    }, 60_000);

    it("shows more points of a line than a picture has room for", () => {
      const many = Float64Array.from({ length: 60_000 }, (_, k) => Math.sin(k * k));
      const trace = plot([{ kind: "line", x: many.map((_, k) => k), y: many }], { width: 200 });
      expect(zoomable(trace).toHTML().length).toBeGreaterThan(5 * trace.svg().length);
    });

    it("stands on a dark ground where that is asked for", () => {
      expect(zoomable(figure).toHTML({ ground: "dark" })).not.toContain("#ffffff");
      expect(() => zoomable(figure).toHTML({ ground: "black" as never })).toThrow("invalid ground");
    });

    it("is a picture that stands still where scripts may not run", async () => {
      const { browser, tab } = await page(figure, false);
      const image = tab.locator("img");
      expect(await image.getAttribute("src")).toMatch(/^data:image\/png/);
      expect((await image.boundingBox())?.width).toBe(200);
      await browser.close();
    }, 60_000);
  },
);
