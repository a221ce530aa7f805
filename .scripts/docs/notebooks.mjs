// Notebooks as markdown pages: their text, code and committed outputs, and a link to the page that computes.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const joined = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));

// mustaches would be taken for the generator's own
const withoutMustaches = (text) => text.replaceAll("{{", "&#123;&#123;");

/** The cells of a notebook. */
export const cellsOf = (file) => JSON.parse(readFileSync(file, "utf8")).cells;

/** The first heading of a notebook, and the first paragraph behind it. */
export function titleOf(cells) {
  const text = cells
    .filter(({ cell_type }) => cell_type === "markdown")
    .map((cell) => joined(cell.source));
  const [, title] = /^# (.+)$/m.exec(text[0] ?? "") ?? [];
  const [, about = ""] = /^# .+\n+([^#\n][\s\S]*?)(?:\n\n|$)/.exec(text[0] ?? "") ?? [];
  return { title, about: about.replaceAll("\n", " ").trim() };
}

/** The pictures of a notebook as SVG, in order. */
export const picturesOf = (cells) =>
  cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap(({ data }) => (data?.["image/svg+xml"] ? [joined(data["image/svg+xml"])] : [])),
  );

/**
 * A notebook as markdown.
 * @param images where its pictures are written, and how a page names that folder
 */
export function notebookMarkdown(file, { folder, address, page, order }) {
  const name = basename(file, ".ipynb");
  let pictures = 0;
  const output = ({ data, text }) => {
    if (data?.["image/svg+xml"]) {
      const image = `${name}-${++pictures}.svg`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, image), joined(data["image/svg+xml"]));
      return `<p class="figure"><img src="${address}/${image}" alt="Figure ${pictures} of this notebook" class="figure"></p>`;
    }
    const shown = stripVTControlCharacters(joined(text) || joined(data?.["text/plain"])).trimEnd();
    // lines of a table belong below each other; others may be broken
    const columns = shown.split("\n").filter((line) => /\S {2,}\S/.test(line));
    const kind = /[│║┆]/.test(shown) || columns.length > 2 ? "output" : "output prose";
    return shown === ""
      ? ""
      : `<div class="${kind}">\n\n\`\`\`\`text\n${shown}\n\`\`\`\`\n\n</div>`;
  };
  const parts = cellsOf(file).map(({ cell_type, source, outputs = [] }) => {
    const text = joined(source);
    if (cell_type === "markdown") return withoutMustaches(text);
    return ["```ts", text, "```", "", ...outputs.map(output)].join("\n");
  });
  const link = `<a class="page-link" href="${page}" target="_self">Open as a page that computes in your browser</a>`;
  const [heading, ...rest] = parts;
  const [first, ...more] = heading.split("\n");
  return [
    `---\norder: ${order}\naside: false\npageClass: notebook\n---`,
    first,
    link,
    more.join("\n"),
    ...rest,
  ].join("\n\n");
}

/** Makes sure that a file's folder is there, and writes it. */
export function writeFile(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
