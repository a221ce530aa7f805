import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineVersion } from "../../src/cache/index.js";
import * as core from "../../src/core.js";
import { PROJECT } from "../helpers/data.js";
import { CHROMIUM, type FileServer, FLAGS, noChromium, serve } from "../helpers/pages.js";

const bundle = readFileSync(join(PROJECT, "dist", "browser", "index.js"));
const size = gzipSync(bundle, { level: 9 }).length;

interface Digest {
  spikes: number;
  values: number;
  digest: string;
}

const { networks, digestOf } = (await import("./digests.mjs" as string)) as {
  networks: Record<string, unknown>;
  digestOf: (names: typeof core, name: string, options?: core.RunOptions) => Promise<Digest>;
};

/** Runs a network on a page, from the bundle. */
const onPage = (page: Page, name: string, options: core.RunOptions = {}): Promise<Digest> =>
  page.evaluate(
    `(async () => {
      const names = await import("/dist/browser/index.js");
      const { digestOf } = await import("/test/host/digests.mjs");
      return digestOf(names, ${JSON.stringify(name)}, ${JSON.stringify(options)});
    })()`,
  );

describe(`spikebook/browser, ${Math.round(size / 1000)} kB gzipped`, () => {
  it("is one file, which asks neither Node nor other files for anything", () => {
    const text = bundle.toString();
    expect(text).not.toMatch(/["'`]node:/);
    expect(text).not.toMatch(/\b(require|createRequire)\(/);
    expect(text).not.toMatch(/^\s*import[\s{*"']/m);
    expect(text).not.toMatch(/;import[\s{*"']/);
    // the language, neurons with a shape, synapses onto synapses and published models included
    expect(size).toBeLessThan(195_000);
  });

  it("has the names of what runs everywhere, with types, and no others", async () => {
    const names = (await import("spikebook/browser" as string)) as object;
    expect(Object.keys(names).sort()).toEqual([...Object.keys(core), "useBrowser"].sort());
  });
});

describe.skipIf(noChromium !== "")(`spikebook/browser in Chromium${noChromium}`, () => {
  let server: FileServer;
  let isolated: FileServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(PROJECT);
    isolated = await serve(PROJECT, true);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await isolated?.close();
  });

  /** An empty page, and what its console said that it should not. */
  async function emptyPage({ url }: FileServer): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() !== "log") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(url);
    return { page, complaints };
  }

  it.each(Object.keys(networks))(
    "gives the spikes and voltages of %s, bit for bit",
    async (name) => {
      const { page, complaints } = await emptyPage(server);
      const here = await digestOf(core, name, { threads: 1 });
      expect(here.spikes).toBeGreaterThan(10);
      expect(await onPage(page, name)).toEqual(here);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it("uses threads where the page is isolated, for the same bits, and only there", async () => {
    const threadsOn = (page: Page): Promise<number> =>
      page.evaluate(`(async () => {
        const { run, plasticNetwork, ms } = await import("/dist/browser/index.js");
        let threads;
        const onBuilt = (built) => { threads = built.threads; };
        await run(plasticNetwork({ N: 2500, duration: ms(20) }), { threads: 2, onBuilt });
        return threads;
      })()`);
    const alone = await emptyPage(server);
    expect(await alone.page.evaluate("crossOriginIsolated")).toBe(false);
    expect(await threadsOn(alone.page)).toBe(1);
    const { page, complaints } = await emptyPage(isolated);
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    expect(await threadsOn(page)).toBe(2);
    const name = "plasticNetwork";
    expect(await onPage(page, name, { threads: 2 })).toEqual(
      await digestOf(core, name, { threads: 1 }),
    );
    expect(complaints).toEqual([]);
    await alone.page.close();
    await page.close();
  });

  it("stops a run by its signal, shows errors of users, and knows its engine", async () => {
    const { page } = await emptyPage(server);
    const answers = await page.evaluate(`(async () => {
      const { run, adexNetwork, population, seconds } = await import("/dist/browser/index.js");
      const control = new AbortController();
      setTimeout(() => control.abort(), 50);
      const stopped = await run(adexNetwork({ duration: seconds(1000) }), { signal: control.signal })
        .catch((error) => error.name);
      let refused;
      try { population("cells", { N: 1, equations: "dv/dt = -w/second : volt" }); }
      catch (error) { refused = error.constructor.name + ": " + error.message; }
      const { finalState } = await run(adexNetwork({ duration: seconds(0.1) }));
      return { stopped, refused, engine: finalState.engine };
    })()`);
    expect(answers).toEqual({
      stopped: "AbortError",
      refused: expect.stringMatching(/^UserError: unknown name: w/),
      engine: engineVersion(),
    });
    await page.close();
  });
});
