// The gallery's page: each model with a picture, and how far it agrees with Brian 2.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import katex from "katex";
import { cellsOf, picturesOf } from "./notebooks.mjs";

const dataOf = (name) => JSON.parse(readFileSync(join("test", "data", "gallery", name), "utf8"));

/** A paragraph of a notebook as HTML: mathematics, emphasis, code; links as their text. */
const paragraph = (text) =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1")
    .replaceAll(/\*([^*]+)\*/g, "<em>$1</em>")
    .replaceAll(/`([^`]+)`/g, "<code>$1</code>")
    .replaceAll(/\$([^$]+)\$/g, (_, formula) =>
      katex.renderToString(formula, { output: "mathml" }),
    );

const card = ({ file, name, slug, title, about }) => {
  const has = picturesOf(cellsOf(file)).length > 0;
  return [
    "<div>",
    `<h3><a href="./${slug}.html">${title}</a></h3>`,
    has ? `<div class="figure"><img src="/figures/${name}-1.svg" alt="" class="figure"></div>` : "",
    `<p>${paragraph(about)}</p>`,
    "</div>",
  ].join("\n");
};

const seconds = (value) => (value === undefined ? "" : value.toFixed(1));

/** The table of agreement: what test/gallery has found and checks, and what galleryTimes.mjs has measured. */
function agreement(gallery) {
  const rows = dataOf("agreement.json");
  const { about, starting, times } = dataOf("times.json");
  return [
    "## Agreement with Brian 2",
    "",
    "Each model of the gallery is compared with Brian 2.5.1. A deterministic model must give the same spikes, step by step, and traces that " +
      "differ by less than 1e-9 of their largest value. A random one is measured, and its measures must lie within what ten runs of Brian " +
      "scatter: how many standard deviations (sd) from their mean stands in the table, and 3.4 are the limit. " +
      "Tests make this table, and repeat the comparison with every change of the package. Ten seeds of each are compared below.",
    "",
    `The lines are those of the whole notebook, figures and comparison included. Times are ${about}: of the whole notebook, and of the script of Brian's that makes the reference, without figures. Starting is a part of them: ${seconds(starting.notebook_s)} s here, ${seconds(starting.brian_s)} s there. Where nothing stands, it has not been measured, or takes more than 200 s.`,
    "",
    "| model | what came out | lines | notebook (s) | Brian (s) |",
    "| --- | --- | ---: | ---: | ---: |",
    ...gallery.map(({ name, slug, title }) => {
      const { agreement: found, lines } = rows[name];
      const { notebook_s, brian_s } = times[name] ?? {};
      return `| [${title}](./${slug}.md) | ${found} | ${lines} | ${seconds(notebook_s)} | ${seconds(brian_s)} |`;
    }),
    "",
  ];
}

/** Ten seeds of ours beside ten of Brian's, which test/long/gallerySeeds.ts compares. */
function seeds(gallery) {
  const rows = dataOf("seeds.json");
  const random = gallery.filter(({ name }) => rows[name]);
  const count = random.reduce((sum, { name }) => sum + Object.keys(rows[name]).length, 0);
  const moments = ([mean, sd]) => `${mean} ± ${sd}`;
  return [
    "### Ten seeds",
    "",
    `The ${random.length} random models, run with ten seeds here and ten in Brian 2: means and standard deviations of their ${count} measures, and the chance of samples at least so ` +
      "different if both come from one distribution (exact two-sample test of Kolmogorov and Smirnov; samples of ten have ten such chances only, the least being 0.002, 0.0002 and 0.00001). " +
      `One of ${count} such chances lies below ${(1 / count).toPrecision(1)} on the average. \`npm run seeds\` repeats the comparison, with Welch's test too, at a level that a correct package passes 99 times of 100.`,
    "",
    '<details class="inventory"><summary>All measures</summary>',
    "",
    "| model | measure | here | Brian 2 | chance |",
    "| --- | --- | ---: | ---: | ---: |",
    ...random.flatMap(({ name, slug, title }) =>
      Object.entries(rows[name]).map(
        ([measure, { ours, brian, ks }], k) =>
          `| ${k === 0 ? `[${title}](./${slug}.md)` : ""} | ${measure} | ${moments(ours)} | ${moments(brian)} | ${ks} |`,
      ),
    ),
    "",
    "</details>",
    "",
  ];
}

/** Times beside Brian's C++ code, which npm run bench -- gallery measures. */
function standalone(gallery) {
  const { about, times, without } = dataOf("standalone.json");
  const linked = new Map(
    gallery.map(({ name, slug, title }) => [name, `[${title}](./${slug}.md)`]),
  );
  const time = (value) => (value < 1 ? value.toPrecision(2) : value.toPrecision(3));
  const table = (has) => [
    "| model | here (s) | Brian 2 (s) | Brian over here | clock: here | all threads | Brian 2 | its loop |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...gallery
      .filter(({ name }) => times[name] && has(times[name]))
      .map(({ name }) => {
        const { ours_s, brian_s, wall } = times[name];
        const clock = [wall.oneThread_s, wall.ours_s, wall.brian_s, wall.loop_s];
        const ratio = (brian_s / ours_s).toPrecision(2);
        return `| ${linked.get(name)} | ${time(ours_s)} | ${time(brian_s)} | ${ratio} | ${clock.map(time).join(" | ")} |`;
      }),
    "",
  ];
  const isWork = ({ ours_s, brian_s }) => Math.max(ours_s, brian_s) > 0.2;
  return [
    "### Times beside Brian's C++ code",
    "",
    `Simulations of this gallery with more than 0.2 s of work, by \`npm run bench -- gallery\`: ${about}. Here, the seconds of \`run\`, which makes neurons and synapses and simulates; there, those of the compiled program, which does the same and writes its results to files. ` +
      "Processor time of one thread is compared; beside it stand seconds of the clock (of a machine that others used too), here with one thread and with as many as there are cores, and those of Brian's loop over the steps alone. Compiling is apart on both sides: here, the third run in a process is counted, when nothing is compiled any more.",
    "",
    ...table(isWork),
    '<details class="inventory"><summary>Models with less work</summary>',
    "",
    ...table((of) => !isWork(of)),
    "</details>",
    "",
    `Not compared: ${Object.entries(without)
      .map(([name, why]) => `${linked.get(name)} (${why})`)
      .join("; ")}.`,
    "",
  ];
}

const EXPRESSED = /^expressed in notebooks\/gallery\/(\w+)$/;

/** What becomes of the programs of Brian's own gallery, from the inventory that test/gallery checks. */
function inventory(gallery) {
  const { programs } = dataOf("brian_examples.json");
  const having = (test) => programs.filter(({ status }) => test(status)).length;
  const expressed = having((status) => EXPRESSED.test(status));
  const possible = having((status) => status === "expressible today");
  const titles = new Map(
    gallery.map(({ name, title, slug }) => [name, `[${title}](./${slug}.md)`]),
  );
  const says = ({ status, note }) => {
    const [, name] = EXPRESSED.exec(status) ?? [];
    const text = name
      ? titles.get(name)
      : status === "expressible today"
        ? "can be expressed"
        : status;
    return note ? `${text} (${note})` : text;
  };
  return [
    "## Brian's own gallery",
    "",
    `Of the ${programs.length} programs in Brian 2's folder of examples, ${expressed + possible} can be expressed: ${expressed} of them are expressed in notebooks of this gallery, ` +
      `${possible} others need nothing that is not there. ${programs.length - expressed - possible} need more.`,
    "",
    '<details class="inventory"><summary>All programs</summary>',
    "",
    "| program | here |",
    "| --- | --- |",
    ...programs.map(
      (program) =>
        `| ${program.path.replace(/^examples\//, "")} | ${says(program).replaceAll("|", "\\|")} |`,
    ),
    "",
    "</details>",
    "",
  ];
}

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
    ...agreement(gallery),
    ...seeds(gallery),
    ...standalone(gallery),
    ...inventory(gallery),
    "## Published notebooks, and notebooks about the package",
    "",
    '<div class="gallery">',
    ...inFolder("notebooks").map(card),
    "</div>",
    "",
  ].join("\n");
}
