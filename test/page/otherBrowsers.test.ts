import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellDigest } from "../../src/page/browser/pageData.js";
import { buildPage } from "../../src/page/build/buildPage.js";
import { CONTROLS_NOTEBOOK } from "../helpers/controlsNotebook.js";
import { PROJECT } from "../helpers/data.js";
import { writeNotebook } from "../helpers/notebooks.js";
import {
  firefox,
  noFirefox,
  noWebKit,
  type OtherBrowser,
  webkit,
} from "../helpers/otherBrowsers.js";
import { type FileServer, serve } from "../helpers/pages.js";

/** A dozen of the notebooks: of all kinds, and none that takes long. */
const NOTEBOOKS = [
  "2021-01-02__full_network_sim",
  "2024-07-01__AdExNet",
  "mismatch",
  ...[
    "brunel_hakim_1999",
    "cuba",
    "diesmann_1999",
    "hindmarsh_rose",
    "izhikevich_2003",
    "kuramoto",
    "morris_lecar",
    "song_2000",
    "wang_buzsaki",
  ].map((name) => `gallery/${name}`),
];

describe.each([
  ["Firefox", noFirefox, firefox],
  ["WebKit", noWebKit, webkit],
])("pages in %s%s", (_name, missing, start) => {
  const folder = mkdtempSync(join(tmpdir(), "spikebook-other-"));
  let server: FileServer;
  let browser: OtherBrowser;

  beforeAll(async () => {
    if (missing !== "") return;
    server = await serve(folder);
    browser = await start();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(missing !== "").each(NOTEBOOKS)(
    "%s computes what the notebook has, bit for bit",
    async (name) => {
      await buildPage(join(PROJECT, "notebooks", `${name}.ipynb`), { folder });
      await browser.open(`${server.url}/${basename(name)}.html`);
      const digests = (await browser.evaluate(
        "window.spikebookPage.ready.then(({ digests }) => digests)",
      )) as CellDigest[];
      const computed = digests.filter(({ page }) => page !== null);
      expect(computed.length).toBeGreaterThan(1);
      for (const { cell, notebook, page } of computed) expect(page, `cell ${cell}`).toBe(notebook);
    },
  );

  it.skipIf(missing !== "")("moves its figure when a slider is moved", async () => {
    const file = writeNotebook(join(folder, "controls.ipynb"), CONTROLS_NOTEBOOK.slice(0, 9));
    await buildPage(file, { folder });
    await browser.open(`${server.url}/controls.html`);
    await browser.evaluate("window.spikebookPage.ready");
    const figure = "document.querySelector('#cell-6 svg').outerHTML";
    const before = await browser.evaluate(figure);
    await browser.evaluate(`(() => {
      const range = document.querySelector("#cell-2 input[type=range]");
      range.value = "23";
      range.dispatchEvent(new Event("input", { bubbles: true }));
    })()`);
    await expect.poll(() => browser.evaluate(figure), { timeout: 30_000 }).not.toBe(before);
  });
});
