// The gallery's page: each model with a picture, and how far it agrees with Brian 2.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cellsOf, picturesOf } from "./notebooks.mjs";

const joined = (text) => (Array.isArray(text) ? text.join("") : (text ?? ""));

/** What a gallery notebook says at its end about its agreement with Brian 2. */
const agreementOf = (cells) =>
  (cells.at(-1).outputs ?? [])
    .map(({ text }) => joined(text))
    .join("")
    .trim();

/** What kind of comparison test/data/gallery holds for a model. */
function comparisonOf(name) {
  const { spikes, traces, values } = JSON.parse(
    readFileSync(join("test", "data", "gallery", `${name}.json`), "utf8"),
  );
  const kinds = [];
  if (spikes) kinds.push(`the step of each of ${spikes.flat().length} spikes`);
  if (traces) kinds.push(`traces of ${Object.keys(traces).join(", ")}`);
  if (values) kinds.push(`${Object.keys(values).join(", ")}: ten runs of each`);
  return kinds.join("; ");
}

const card = ({ file, name, slug, title, about }) => {
  const has = picturesOf(cellsOf(file)).length > 0;
  return [
    "<div>",
    `<h3><a href="./${slug}.html">${title}</a></h3>`,
    has ? `<div class="figure"><img src="/figures/${name}-1.svg" alt="" class="figure"></div>` : "",
    `<p>${about
      .replaceAll("$", "")
      .replaceAll(/\*([^*]+)\*/g, "<em>$1</em>")
      .replaceAll(/`([^`]+)`/g, "<code>$1</code>")}</p>`,
    "</div>",
  ].join("\n");
};

/** The page as markdown. */
export function galleryPage(notebooks) {
  const inFolder = (folder) => notebooks.filter((notebook) => notebook.folder === folder);
  const gallery = inFolder("notebooks/gallery");
  return [
    "---",
    "aside: false",
    "---",
    "",
    "# Gallery",
    "",
    "Models from the literature, each a notebook of its own. Open one to read it; from there a click leads to the same notebook as a page that computes in your browser.",
    "",
    '<div class="gallery">',
    ...gallery.map(card),
    "</div>",
    "",
    "## Agreement with Brian 2",
    "",
    "Each model of the gallery is compared with Brian 2.5.1. A deterministic model must give the same spikes, step by step. " +
      "A random one is run ten times, and its measures must lie within what ten runs of Brian scatter. A test repeats the comparison with every change of the package.",
    "",
    "| model | what is compared | what came out |",
    "| --- | --- | --- |",
    ...gallery.map(
      ({ file, name, slug, title }) =>
        `| [${title}](./${slug}.md) | ${comparisonOf(name)} | ${agreementOf(cellsOf(file)).replaceAll("|", "\\|")} |`,
    ),
    "",
    "## Published notebooks, and notebooks about the package",
    "",
    '<div class="gallery">',
    ...inFolder("notebooks").map(card),
    "</div>",
    "",
  ].join("\n");
}
