// The documentation's site. Its pages are copied to dist/docs-source, beside what is made of docstrings and
// notebooks, and built from there: see .scripts/docs/build.mjs.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import katex from "katex";
import { defineConfig } from "vitepress";

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The pages of a section, each with its title, in the order of its `order`, then by name. */
function pagesOf(section) {
  const folder = join(SOURCE, section);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const order = Number(/^order: ([\d.]+)$/m.exec(text)?.[1] ?? 1000);
      const group = /^group: (.+)$/m.exec(text)?.[1];
      const title = /^# (.+)$/m.exec(text)?.[1] ?? file;
      return { order, group, text: title, link: `/${section}/${file.replace(/\.md$/, "")}` };
    })
    .sort((a, b) => a.order - b.order || a.text.localeCompare(b.text));
}

/** The pages of a section by group, in the order of their first pages. */
function grouped(section) {
  const pages = pagesOf(section);
  const groups = [...new Set(pages.map(({ group }) => group))];
  return groups.map((group) => ({
    text: group,
    items: pages.filter((page) => page.group === group),
  }));
}

/** Mathematics between dollar signs, as MathML. */
function mathematics(markdown) {
  const PATTERN = /^\$\$([^$]+)\$\$|^\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)/;
  markdown.inline.ruler.before("escape", "mathematics", (state, silent) => {
    const found = PATTERN.exec(state.src.slice(state.pos));
    if (!found) return false;
    if (!silent) {
      const token = state.push("mathematics", "", 0);
      token.content = found[1] ?? found[2];
      token.meta = { displayMode: found[1] !== undefined };
    }
    state.pos += found[0].length;
    return true;
  });
  markdown.renderer.rules.mathematics = (tokens, k) => {
    const { content, meta } = tokens[k];
    return `<span v-pre>${katex.renderToString(content, { ...meta, output: "mathml" })}</span>`;
  };
}

const referenceFile = join(SOURCE, "reference", "sidebar.json");
const reference = existsSync(referenceFile) ? JSON.parse(readFileSync(referenceFile, "utf8")) : [];

const section = (text, name, items = pagesOf(name)) => ({
  text,
  items: existsSync(join(SOURCE, name, "index.md"))
    ? [{ text: "Overview", link: `/${name}/` }, ...items]
    : items,
});

export default defineConfig({
  title: "spikebook",
  description: "Simulate spiking neurons in a notebook",
  lang: "en",
  base: process.env.DOCS_BASE ?? "/",
  cleanUrls: false,
  lastUpdated: false,
  // no picture in the tab: browsers would ask for one
  head: [["link", { rel: "icon", href: "data:," }]],
  // pages that compute are files of their own, beside those that the generator makes
  ignoreDeadLinks: [/^\/pages\//],
  markdown: { theme: { light: "github-light", dark: "github-dark" }, config: mathematics },
  vite: { build: { chunkSizeWarningLimit: 5000 }, publicDir: "public" },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Start", link: "/start/" },
      { text: "Tutorial", link: "/tutorial/" },
      { text: "Manual", link: "/manual/" },
      { text: "Gallery", link: "/gallery/" },
      { text: "Reference", link: "/reference/" },
      {
        text: "More",
        items: [
          { text: "Coming from Brian 2", link: "/coming-from/brian2" },
          { text: "Coming from NEST", link: "/coming-from/nest" },
          { text: "How it works", link: "/how-it-works/" },
          { text: "Changes", link: "/changes/" },
        ],
      },
    ],
    sidebar: {
      "/start/": [section("Start", "start"), section("Tutorial", "tutorial")],
      "/tutorial/": [section("Start", "start"), section("Tutorial", "tutorial")],
      "/manual/": [{ items: [{ text: "Overview", link: "/manual/" }] }, ...grouped("manual")],
      "/gallery/": [section("Gallery", "gallery")],
      "/coming-from/": [section("Coming from", "coming-from")],
      "/how-it-works/": [section("How it works", "how-it-works")],
      "/changes/": [section("Changes", "changes")],
      "/reference/": [{ items: [{ text: "Overview", link: "/reference/" }] }, ...reference],
    },
  },
});
