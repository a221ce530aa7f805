// Pages of all committed notebooks, in dist/pages: `npm run pages`. With `-- --table` each is opened in Chromium, and
// dist/pages/table.md says how large it is (gzipped), when its first picture stands, and when all of it has been computed;
// test/data/pages.json, of which the documentation makes its table, says the same.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { cpus } from "node:os";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { pagesTable } from "./docs/pages.mjs";

await import("../dist/index.js");
const { buildPage } = await import("../dist/page/build/buildPage.js");

const folder = "dist/pages";
const notebooks = ["notebooks", "notebooks/tutorial", "notebooks/gallery"].flatMap((place) =>
  readdirSync(place)
    .filter((file) => file.endsWith(".ipynb"))
    .map((file) => join(place, file)),
);
const kilobytes = (file) => Math.round(gzipSync(readFileSync(file), { level: 9 }).length / 1000);
/** Milliseconds that a page has to compute everything. */
const PATIENCE = 60_000;
const DATA = "test/data/pages.json";
const rows = [];
for (const notebook of notebooks) {
  const { files, kept } = await buildPage(notebook, { folder });
  const [html, script] = files;
  rows.push({ name: basename(notebook, ".ipynb"), html, script, kept: kept.length });
  console.log(html);
}
if (process.argv.includes("--table")) await writeTable();

async function writeTable() {
  const { chromium } = await import("playwright-core");
  const server = createServer((request, response) => {
    const file = join(folder, decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    const type = file.endsWith(".html") ? "text/html; charset=utf-8" : "text/javascript";
    response.writeHead(200, { "Content-Type": type }).end(readFileSync(file));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const pages = {};
  for (const { name, html, script, kept } of rows) {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/${basename(html)}`);
    // some notebooks compute for minutes
    const [first, live] = await page.evaluate(
      `Promise.race([window.spikebookPage.ready, new Promise((done) => setTimeout(done, ${PATIENCE}))]).then(() => [
        Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN),
        Number(document.documentElement.dataset.live ?? NaN),
      ])`,
    );
    pages[name] = {
      text_kB: kilobytes(html),
      script_kB: kilobytes(script),
      first_ms: first,
      live_ms: live,
      kept,
    };
    console.log(name, pages[name]);
    await page.close();
  }
  const version = browser.version();
  await browser.close();
  server.close();
  const machine = `Chromium ${version} on ${cpus()[0].model}`;
  writeFileSync(DATA, `${JSON.stringify({ machine, pages }, null, 1)}\n`);
  writeFileSync(
    join(folder, "table.md"),
    `${pagesTable(JSON.parse(readFileSync(DATA, "utf8")))}\n`,
  );
}
