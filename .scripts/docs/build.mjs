// Builds the documentation into dist/docs, from src/docs, the docstrings and the notebooks:
//
//   node .scripts/docs/build.mjs [--without-pages]
//
// Its pages are put together in dist/docs-source. `--without-pages` leaves out the pages that compute.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { galleryPage } from "./gallery.mjs";
import { fillGenerated } from "./generated.mjs";
import { checkLinks } from "./links.mjs";
import { cellsOf, notebookMarkdown, titleOf, writeFile } from "./notebooks.mjs";
import { makeReference } from "./reference.mjs";
import { writeScalingFigure } from "./scaling.mjs";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const SOURCE = join(PROJECT, "dist", "docs-source");
const SITE = join(PROJECT, "dist", "docs");
const withPages = !process.argv.includes("--without-pages");

process.chdir(PROJECT);
if (!existsSync("dist/index.js")) throw new Error("missing dist/: run npm run build before");
for (const folder of [SOURCE, SITE]) rmSync(folder, { recursive: true, force: true });
cpSync("src/docs", SOURCE, { recursive: true });

const notebooksIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".ipynb"))
        .sort()
        .map((file) => join(folder, file))
    : [];

/** A run of a program of node, which must end well. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) throw new Error(`${args[0]} ended with status ${status}`);
}

// notebooks: as pages of the documentation, and as pages that compute
const SETS = [
  { folder: "notebooks/tutorial", section: "tutorial" },
  { folder: "notebooks/gallery", section: "gallery" },
  { folder: "notebooks", section: "gallery" },
];
const models = [];
for (const [s, { folder, section }] of SETS.entries())
  for (const [k, file] of notebooksIn(folder).entries()) {
    const name = basename(file, ".ipynb");
    const slug = name.replaceAll("_", "-").toLowerCase();
    const page = `/pages/${name}.html`;
    const text = notebookMarkdown(file, {
      folder: join(SOURCE, "public", "figures"),
      address: "/figures",
      page: withPages ? page : "#",
      order: s * 100 + k,
    });
    writeFile(join(SOURCE, section, `${slug}.md`), text);
    models.push({ file, folder, name, slug, section, ...titleOf(cellsOf(file)) });
    if (withPages) {
      const { buildPage } = await import("../../dist/page/build/buildPage.js");
      await buildPage(file, { folder: join(SOURCE, "public", "pages") });
    }
  }
writeFile(join(SOURCE, "gallery", "index.md"), galleryPage(models));

await fillGenerated(SOURCE, models);
await writeScalingFigure(join(SOURCE, "public", "figures"));

// what the stages of a model are is printed now, by the functions themselves
run(".scripts/docs/examples.mjs", "--write", join(SOURCE, "how-it-works"));

await makeReference(join(SOURCE, "reference"));

run("node_modules/vitepress/bin/vitepress.js", "build", SOURCE, "--outDir", SITE);

const broken = checkLinks(SITE);
for (const link of broken) console.error(`broken link: ${link}`);
if (broken.length > 0) process.exit(1);
writeFileSync(join(SITE, ".nojekyll"), "");
console.log(`Written: dist/docs (${readdirSync(SITE, { recursive: true }).length} files)`);
