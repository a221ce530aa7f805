import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage } from "../../src/page/build/buildPage.js";
import { writeNotebook } from "../helpers/notebooks.js";
import { CHROMIUM, type FileServer, FLAGS, noChromium, serve } from "../helpers/pages.js";

const CELLS = [
  `import {
  cached, dataFrame, mV, ms, network, plasticNetwork, plotRaster, population, readCSV, run, saveCSV, savePNG, seconds, slider,
} from "spikebook";`,
  `const drive = slider("drive", mV(19), { from: mV(15), to: mV(25), step: mV(0.5) });`,
  `const neurons = population("neurons", {
  N: 20, equations: "dv/dt = (drive - v)/tau + sigma*xi/tau**0.5 : volt (unless refractory)",
  threshold: "v > theta", reset: "v = 0*mV", refractory: ms(2), method: "euler",
  parameters: { tau: ms(10), theta: mV(20), drive: drive, sigma: mV(2) },
});
const out = await run(network({ populations: [neurons], duration: seconds(0.2), seed: 1 }));
out`,
  `const raster = plotRaster(out.spikeTrains("neurons"), { height: 100 });
await savePNG("raster", raster, { resolution: 72 });
raster`,
  `let untouched = 0;
untouched += 1;
console.log("computed", untouched);`,
  `let calls = 0;
const double = cached("double", (x: number) => { calls += 1; return 2 * x; });
console.log(await double(21), calls);`,
  `const gain = slider("gain", 1, { from: 0, to: 4, step: 1 });
const times = cached("times", (x: number) => x * gain);
console.log("times", await times(10));`,
  `await saveCSV(dataFrame([{ a: 1 }, { a: 2 }]), "made.csv");
console.log((await readCSV("made.csv")).shape);`,
  `let threads = 0;
await run(plasticNetwork({ N: 2500, duration: ms(20) }), { threads: 2, onBuilt: (built) => { threads = built.threads; } });
console.log("threads", threads);`,
];

describe.skipIf(noChromium !== "")(`readers of pages in Chromium${noChromium}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-readers-"));
  let server: FileServer;
  let isolated: FileServer;
  let browser: Browser;
  let single: string;

  beforeAll(async () => {
    const notebook = writeNotebook(join(folder, "reader.ipynb"), CELLS);
    await buildPage(notebook, { folder });
    const alone = await buildPage(notebook, { folder: join(folder, "alone"), single: true });
    [single] = alone.files;
    server = await serve(folder);
    isolated = await serve(folder, true);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS] });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await isolated?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    url = `${server.url}/reader.html`,
    on: Browser | BrowserContext = browser,
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await on.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(url);
    await page.evaluate("window.spikebookPage.ready");
    return { page, complaints };
  }

  const outputs = (page: Page, cell: number): Promise<string> =>
    page
      .locator(`#cell-${cell} .outputs`)
      .innerText()
      .then((text) => text.trimEnd());

  /** Opens a cell's editor. @returns its code, and a way to run another */
  async function editor(page: Page, cell: number) {
    await page.locator(`#cell-${cell} summary`).click();
    await page.locator(`#cell-${cell}`).getByRole("button", { name: "Edit" }).click();
    const area = page.getByRole("textbox", { name: `code of cell ${cell + 1}` });
    const run = async (code: string): Promise<void> => {
      await area.fill(code);
      await area.press("Control+Enter");
    };
    return { code: await area.inputValue(), run };
  }

  describe.each([
    ["a folder", () => `${server.url}/reader.html`],
    ["one file from a disk", () => `file://${single}`],
  ])("of %s", (_name, url) => {
    it("edit cells: TypeScript, which is computed with all that reads it", async () => {
      const { page, complaints } = await open(url());
      const { code, run } = await editor(page, 2);
      expect(code).toBe(CELLS[2]);
      const figure = await page.locator("#cell-3 svg").innerHTML();
      await run(
        code
          .replace("N: 20", "N: size as number")
          .replace("const neurons", "type Size = number;\nconst size: Size = 30;\nconst neurons"),
      );
      await expect.poll(() => outputs(page, 2)).toMatch(/neurons \(30,/);
      await expect.poll(() => page.locator("#cell-3 svg").innerHTML()).not.toBe(figure);
      // what reads nothing of it is not computed again
      expect(await outputs(page, 4)).toBe("computed 1");
      await page.locator("#cell-2").getByRole("button", { name: "As in the notebook" }).click();
      await expect.poll(() => page.locator("#cell-3 svg").innerHTML()).toBe(figure);
      // controls still move what was edited
      await page.locator("#cell-1 input[type=number]").fill("23");
      await page.locator("#cell-1 input[type=number]").press("Tab");
      await expect.poll(() => page.locator("#cell-3 svg").innerHTML()).not.toBe(figure);
      expect(complaints).toEqual([]);
      await page.close();
    });
  });

  it("see what is wrong with what they write, and where", async () => {
    const { page, complaints } = await open();
    const { code, run } = await editor(page, 2);
    const fault = page.locator("#cell-2 .source .error");
    await run(`${code}\nconst b = ;`);
    await expect
      .poll(() => fault.innerText())
      .toMatch(/^invalid cell 3: Unexpected token, line 8, letter 11: const b = ;$/);
    await run(code.replace("dv/dt = (drive", "dv/dt = (drove"));
    await expect.poll(() => outputs(page, 2)).toMatch(/unknown name: drove; did you mean "drive"/);
    expect(await fault.count()).toBe(0);
    await run(`import { map } from "no-such-package";\n${code}\nmap`);
    await expect
      .poll(() => fault.innerText())
      .toMatch(/unknown import: map of no-such-package is not on this page/);
    await run(`import { readFileSync } from "node:fs";\nreadFileSync("/etc/passwd")`);
    await expect
      .poll(() => page.locator("#cell-2 .status").innerText())
      .toBe("Not computed: readFileSync needs Node.");
    await run(`console.log("<img src=x onerror=window.harmed=1>");`);
    await expect.poll(() => outputs(page, 2)).toBe("<img src=x onerror=window.harmed=1>");
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    await run(code);
    await expect.poll(() => outputs(page, 2)).toMatch(/neurons \(20,/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("write new models, which compile in the page, with names the notebook does not import", async () => {
    const { page } = await open();
    const { run } = await editor(page, 4);
    await run(`import { nS, pF } from "spikebook";
const model = population("cells", { N: 3, equations: \`dv/dt = (g*(E - v) + I)/C : volt
I : amp\`, threshold: "v > 10*mV", reset: "v = 0*mV", method: "exact",
  parameters: { g: nS(1), E: mV(30), C: pF(100) }, initial: { v: mV(0) } });
console.log(String(await run(network({ populations: [model], duration: ms(500) }))));`);
    await expect.poll(() => outputs(page, 4)).toMatch(/cells \(3, \d/);
    await page.close();
  });

  it("find results and files again on another day, and can forget them", async () => {
    const context = await browser.newContext();
    const first = await open(undefined, context);
    expect(await outputs(first.page, 5)).toBe("42 1");
    expect(await outputs(first.page, 7)).toBe("[ 2, 1 ]");
    await expect
      .poll(() => first.page.locator("#kept").innerText())
      .toMatch(/^Kept in this browser .* 2 results, 1 file \(1 kB\)/);
    await first.page.close();
    const again = await open(undefined, context);
    expect(await outputs(again.page, 5)).toBe("42 0");
    await again.page.getByRole("button", { name: "Forget" }).click();
    await expect.poll(() => again.page.locator("#kept").count()).toBe(0);
    await again.page.close();
    const anew = await open(undefined, context);
    expect(await outputs(anew.page, 5)).toBe("42 1");
    expect(anew.complaints).toEqual([]);
    await context.close();
  });

  it("never get results of other controls from the cache", async () => {
    const { page } = await open();
    expect(await outputs(page, 6)).toBe("times 10");
    for (const [value, shown] of [
      ["3", "times 30"],
      ["1", "times 10"],
    ]) {
      await page.locator("#cell-6 input[type=number]").fill(value);
      await page.locator("#cell-6 input[type=number]").press("Tab");
      await expect.poll(() => outputs(page, 6)).toBe(shown);
    }
    await page.close();
  });

  it("take home what cells save", async () => {
    const { page } = await open();
    const [picture] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Save raster.png" }).click(),
    ]);
    const { width, height } = PNG.sync.read(readFileSync(await picture.path()));
    expect(height).toBe(100);
    expect(width).toBeGreaterThan(height);
    const [table] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "made.csv" }).click(),
    ]);
    expect(readFileSync(await table.path(), "utf8")).toBe("a\n1\n2\n");
    await page.close();
  });

  it("have threads where the page is isolated from others, and one worker elsewhere", async () => {
    const alone = await open();
    expect(await outputs(alone.page, 8)).toBe("threads 1");
    const { page, complaints } = await open(`${isolated.url}/reader.html`);
    expect(await outputs(page, 8)).toBe("threads 2");
    expect(complaints).toEqual([]);
    await alone.page.close();
    await page.close();
  });
});
