import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executeNotebook, notebookText } from "../../src/notebook/executor/index.js";
import type { CellDigest } from "../../src/page/browser/pageData.js";
import { buildPage } from "../../src/page/build/buildPage.js";
import { CONTROLS_NOTEBOOK } from "../helpers/controlsNotebook.js";
import { PROJECT, readJSON } from "../helpers/data.js";
import { writeNotebook } from "../helpers/notebooks.js";
import { CHROMIUM, type FileServer, FLAGS, noChromium, serve } from "../helpers/pages.js";

const folder = mkdtempSync(join(tmpdir(), "spikebook-pages-"));
const kilobytes = (file: string): number =>
  Math.round(gzipSync(readFileSync(file), { level: 9 }).length / 1000);

/** Cells that are too long for a test, by notebook. */
const KEEP: Readonly<Record<string, readonly number[]>> = {
  "2023-08-05__AdEx_Nto1_we_sweep": [30],
  scaling: [9, 16],
};

/** Cells that read files of the author, which only shows when they are computed, by notebook. */
const WITH_FILES: Readonly<Record<string, readonly number[]>> = { tables: [15] };

/** Formats whose libraries are larger than all of the rest: a page with them is larger, too. */
const LARGE = /\b(read|save)(NWB|Sonata|Parquet)\b/;

/** All committed notebooks. */
const notebooksIn = (place: string): string[] =>
  readdirSync(join(PROJECT, place))
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => join(PROJECT, place, file));

const built = await Promise.all(
  ["notebooks", "notebooks/tutorial", "notebooks/gallery"]
    .flatMap(notebooksIn)
    .map(async (file) => {
      const name = basename(file, ".ipynb");
      const { files, kept } = await buildPage(file, { folder, keep: KEEP[name] });
      return {
        name,
        size: kilobytes(files[1]),
        most: LARGE.test(readFileSync(file, "utf8")) ? 1500 : 400,
        kept: kept.map(({ cell }) => cell),
      };
    }),
);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("the documentation's table of pages has each of them, and is of their size", () => {
  // npm run pages -- --table measures anew
  const { pages } = readJSON<{ pages: Record<string, { script_kB: number }> }>("pages.json");
  expect(Object.keys(pages).sort()).toEqual(built.map(({ name }) => name).sort());
  // pages with cells kept for the tests' sake are smaller than they are otherwise
  for (const { name, size } of built.filter((page) => !Object.hasOwn(KEEP, page.name)))
    expect(Math.abs(size - pages[name].script_kB), name).toBeLessThan(5);
});

describe.skipIf(noChromium !== "")(`pages in Chromium${noChromium}`, () => {
  let server: FileServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(folder);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** A page, and what its console said. */
  async function open(
    url: string,
    options: Parameters<Browser["newPage"]>[0] = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol.startsWith("http") && host !== new URL(server.url).host)
        complaints.push(`asked ${request.url()}`);
    });
    await page.goto(url);
    return { page, complaints };
  }

  const digestsOf = async (page: Page): Promise<readonly CellDigest[]> =>
    (await page.evaluate(
      "window.spikebookPage.ready.then(({ digests }) => digests)",
    )) as CellDigest[];

  it.each(built)(
    "$name ($size kB gzipped) computes what the notebook has",
    async ({ name, kept, size, most }) => {
      expect(size).toBeLessThan(most);
      const { page, complaints } = await open(`${server.url}/${name}.html`);
      const digests = await digestsOf(page);
      expect(digests.length).toBeGreaterThan(1);
      expect(digests).toEqual(
        digests.map(({ cell, notebook }) => ({
          cell,
          notebook,
          page: kept.includes(cell) || WITH_FILES[name]?.includes(cell) ? null : notebook,
        })),
      );
      for (const cell of WITH_FILES[name] ?? [])
        expect(await page.locator(`#cell-${cell} .status`).innerText()).toMatch(
          /^As in the notebook: the file .* is not on the page\.$/,
        );
      expect(complaints).toEqual([]);
      expect(await page.locator(".error").count()).toBe(0);
      await page.close();
    },
  );

  describe("with controls", () => {
    const home = join(PROJECT, "data", "cache", "test-pages");
    const file = join(home, "controls.ipynb");
    let url: string;

    beforeAll(async () => {
      // among the project's files, where the kernel finds spikebook
      mkdirSync(home, { recursive: true });
      writeNotebook(file, CONTROLS_NOTEBOOK);
      writeFileSync(file, notebookText(await executeNotebook(file)));
      await buildPage(file, { folder });
      url = `${server.url}/controls.html`;
    }, 120_000);

    afterAll(() => rmSync(home, { recursive: true, force: true }));

    /** What a cell shows: its outputs' markup. */
    const outputsOf = (page: Page, cell: number): Promise<string> =>
      page.locator(`#cell-${cell} .outputs`).innerHTML();

    /** Waits until the page has computed what a cell shows anew; returns that. */
    async function changed(page: Page, cell: number, before: string): Promise<string> {
      await page.waitForFunction(
        ([selector, old]) => {
          const found = document.querySelector(selector);
          return found?.innerHTML !== old && found?.parentElement?.dataset.state !== "computing";
        },
        [`#cell-${cell} .outputs`, before] as const,
      );
      return outputsOf(page, cell);
    }

    /** The number that a slider's or a number's field has, moved as a reader does. */
    const fill = async (page: Page, cell: number, place: number, value: string): Promise<void> => {
      const input = page.locator(`#cell-${cell} input[type=number]`).nth(place);
      await input.fill(value);
      await input.press("Tab");
    };

    it("shows them in the notebook as pictures, and on the page as what moves", async () => {
      const { cells } = JSON.parse(readFileSync(file, "utf8"));
      const [picture] = cells[2].outputs;
      expect(picture.data["text/plain"].join("")).toBe("drive: 19 mV (15 mV to 25 mV)");
      expect(picture.data["text/html"].join("")).toMatch(/<meter .*value="0.4"/);
      const { page, complaints } = await open(url);
      // the notebook's outputs are there before anything is computed
      const text = readFileSync(join(folder, "controls.html"), "utf8");
      expect(text).toMatch(/id="cell-6" data-state="committed">[\s\S]*<svg/);
      const digests = await digestsOf(page);
      expect(digests.map(({ cell }) => cell)).toEqual([5, 6, 7, 8, 9, 10]);
      for (const { cell, notebook, page: own } of digests)
        expect(own, `cell ${cell}`).toBe(cell === 9 ? null : notebook);
      expect(await page.locator(".controls form").count()).toBe(7);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("computes anew what reads a control that was moved, and nothing else", async () => {
      const { page, complaints } = await open(url);
      await digestsOf(page);
      const raster = await outputsOf(page, 6);
      const untouched = await page.evaluateHandle("document.querySelector('#cell-8 .output')");
      await fill(page, 2, 0, "23");
      const faster = await changed(page, 6, raster);
      expect(faster.length).toBeGreaterThan(1.2 * raster.length);
      expect(await page.evaluate((node) => (node as Node).isConnected, untouched)).toBe(true);
      await fill(page, 2, 0, "19");
      expect(await changed(page, 6, faster)).toBe(raster);
      for (const [move, cell] of [
        [() => page.locator("#cell-3 select").selectOption("1"), 6],
        [() => page.locator("#cell-3 input[type=checkbox]").uncheck(), 6],
        [() => page.locator("#cell-3 input[type=checkbox]").check(), 6],
        [() => page.getByRole("button", { name: "Again" }).click(), 6],
      ] as const) {
        const before = await outputsOf(page, cell);
        await move();
        await changed(page, cell, before);
      }
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("is moved by the keyboard", async () => {
      const { page } = await open(url);
      await digestsOf(page);
      const before = await outputsOf(page, 5);
      await page.locator("#cell-2 input[type=number]").first().focus();
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowRight");
      expect(await page.locator("#cell-2 input[type=number]").first().inputValue()).toBe("19.5");
      await changed(page, 5, before);
      await page.close();
    });

    it("compiles models that readers write, and shows what is wrong with others", async () => {
      const { page, complaints } = await open(url);
      await digestsOf(page);
      const area = page.locator("#cell-4 textarea");
      const before = await outputsOf(page, 5);
      await area.fill("dv/dt = (drive - w + 0*sigma)/tau : volt");
      await page.getByRole("button", { name: "Compute" }).click();
      const wrong = await changed(page, 5, before);
      expect(wrong).toMatch(/unknown name: w/);
      expect(await page.locator("#cell-5 [role=alert]").count()).toBe(1);
      await area.fill("dv/dt = (drive - v + 0*sigma)/tau : volt (unless refractory)");
      await page.getByRole("button", { name: "Compute" }).click();
      expect(await changed(page, 5, wrong)).toMatch(/network result: 200 ms, 0 spikes/);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("stops a run that nobody wants any more, and shows how far one is", async () => {
      const { page, complaints } = await open(url);
      await digestsOf(page);
      const before = await outputsOf(page, 5);
      await fill(page, 2, 1, "5000");
      const larger = await changed(page, 5, before);
      // minutes of work
      await fill(page, 3, 1, "400");
      await page.waitForSelector("#cell-5 progress");
      expect(await outputsOf(page, 5)).toBe(larger);
      await fill(page, 3, 1, "0.2");
      await page.waitForSelector("#cell-5[data-state=live]");
      expect(await outputsOf(page, 5)).toBe(larger);
      await fill(page, 2, 1, "50");
      expect(await changed(page, 5, larger)).toBe(before);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("takes text from anywhere for text", async () => {
      const { page } = await open(url);
      await digestsOf(page);
      expect(await page.evaluate("window.harmed")).toBeUndefined();
      expect(await page.locator("main script, main img, h1 i").count()).toBe(0);
      expect(await page.locator("a[href^='javascript:']").count()).toBe(0);
      expect(await page.locator("h1").innerText()).toBe("A network with <i>controls</i>");
      expect(await page.locator("math").count()).toBe(1);
      expect(await page.locator("#cell-10 th").nth(1).innerText()).toBe("<b>x</b>");
      await page.close();
    });

    it("offers figures as files", async () => {
      const { page } = await open(url);
      await digestsOf(page);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Save voltage.svg" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("voltage.svg");
      expect(readFileSync(await download.path(), "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
      await page.close();
    });

    it.each([320, 768, 1600])("fits a screen of %i pixels", async (width) => {
      const { page } = await open(url, { viewport: { width, height: 800 } });
      await digestsOf(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(
        width,
      );
      for (const box of await page.locator(".controls input, .controls textarea").all())
        expect((await box.boundingBox())?.width ?? 0).toBeGreaterThan(10);
      await page.close();
    });

    it("is dark where the reader's screen is", async () => {
      const darkness = async (colorScheme: "light" | "dark"): Promise<number> => {
        const { page } = await open(url, { colorScheme });
        await digestsOf(page);
        const { data } = PNG.sync.read(await page.screenshot());
        let dark = 0;
        for (let k = 0; k < data.length; k += 4)
          if (data[k] + data[k + 1] + data[k + 2] < 300) dark += 1;
        await page.close();
        return (4 * dark) / data.length;
      };
      expect(await darkness("light")).toBeLessThan(0.2);
      expect(await darkness("dark")).toBeGreaterThan(0.8);
    });

    it("works as one file from a disk, without a server", async () => {
      const alone = join(folder, "alone");
      const { files } = await buildPage(file, { folder: alone, single: true });
      expect(files.map((path) => basename(path))).toEqual(["controls.html"]);
      // with tables, its outputs, and what compiles edited cells, which is a file of its own elsewhere; kernels
      // that make synapses themselves weigh 4 kB
      expect(kilobytes(files[0])).toBeLessThan(484);
      const { page, complaints } = await open(`file://${files[0]}`);
      for (const { cell, notebook, page: own } of await digestsOf(page))
        expect(own, `cell ${cell}`).toBe(cell === 9 ? null : notebook);
      const before = await outputsOf(page, 6);
      await fill(page, 2, 0, "23");
      await changed(page, 6, before);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it("works from a disk as a folder, too: there the page itself computes", async () => {
      const { page, complaints } = await open(`file://${join(folder, "controls.html")}`);
      for (const { cell, notebook, page: own } of await digestsOf(page))
        expect(own, `cell ${cell}`).toBe(cell === 9 ? null : notebook);
      expect(complaints).toEqual([]);
      await page.close();
    });
  });
});
