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
/** Pages that take less are opened several times, each time by a new reader: the machine may have other work. */
const SHORT = 5000;
const VISITS = 3;
const DATA = "test/data/pages.json";
const rows = [];
for (const notebook of notebooks) {
  const { files, kept } = await buildPage(notebook, { folder });
  const [html, script] = files;
  rows.push({ name: basename(notebook, ".ipynb"), html, script, kept: kept.length });
  console.log(html);
}
if (process.argv.includes("--table")) await writeTable();

/** Milliseconds until a new reader of a page sees the first picture, and until all is computed. */
async function visit(browser, url) {
  const page = await browser.newPage();
  await page.goto(url);
  // some notebooks compute for minutes
  const times = await page.evaluate(
    `Promise.race([window.spikebookPage.ready, new Promise((done) => setTimeout(done, ${PATIENCE}))]).then(() => [
      Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN),
      Number(document.documentElement.dataset.live ?? NaN),
    ])`,
  );
  await page.close();
  return times;
}

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
  const address = `http://127.0.0.1:${server.address().port}`;
  const pages = {};
  for (const { name, html, script, kept } of rows) {
    let [first, live] = await visit(browser, `${address}/${basename(html)}`);
    for (let k = 1; k < VISITS && live < SHORT; k++) {
      const [firstAgain, liveAgain] = await visit(browser, `${address}/${basename(html)}`);
      first = Math.min(first, firstAgain);
      live = Math.min(live, liveAgain);
    }
    pages[name] = {
      text_kB: kilobytes(html),
      script_kB: kilobytes(script),
      first_ms: first,
      live_ms: live,
      kept,
    };
    console.log(name, pages[name]);
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
