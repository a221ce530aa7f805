// The reference of all public names, made of the docstrings by TypeDoc: a page for each, a table of all, a sidebar.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What the rooms of src/ are called in the reference, in its order. */
const ROOMS = {
  network: "Networks",
  morphology: "Morphologies",
  equations: "Networks",
  random: "Networks",
  program: "Inputs and step programs",
  targets: "Inputs and step programs",
  run: "Running",
  results: "Results",
  signals: "Signals and spike trains",
  units: "Quantities",
  models: "Published models",
  sweep: "Sweeps",
  cache: "Cache",
  tables: "Tables",
  figures: "Figures",
  notebook: "Notebooks and pages",
  page: "Notebooks and pages",
  base: "Errors",
  host: "Browsers",
};

const FOLDERS = {
  32: "variables",
  64: "functions",
  128: "classes",
  256: "interfaces",
  2097152: "type-aliases",
};

const typedoc = (...args) => {
  const { status } = spawnSync(process.execPath, ["node_modules/typedoc/bin/typedoc", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error("TypeDoc failed");
};

const textOf = (parts = []) => parts.map(({ text }) => text).join("");

/** The first sentence of a docstring. */
const firstSentence = (text) =>
  text
    .split(/\n\n|```/)[0]
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/([.:]) (?=[A-Z`]).*$/, "$1")
    .replace(/:$/, ".");

/** What TypeDoc knows of all public names, in node and in browsers. */
export function publicNames(file) {
  typedoc(
    "--json",
    file,
    "--options",
    ".scripts/docs/typedoc.json",
    "--entryPoints",
    "src/index.ts",
    "--entryPoints",
    "src/browser.ts",
  );
  const { children } = JSON.parse(readFileSync(file, "utf8"));
  const found = new Map();
  for (const module of children)
    for (const child of module.children) {
      if (!(child.kind in FOLDERS) || found.has(child.name)) continue;
      const comment = child.comment ?? child.signatures?.[0]?.comment;
      const [{ fileName }] = child.sources;
      found.set(child.name, {
        name: child.name,
        kind: child.kind,
        folder: FOLDERS[child.kind],
        room: /src\/(\w+)/.exec(fileName)?.[1],
        file: fileName,
        line: child.sources[0].line,
        comment,
        text: textOf(comment?.summary),
        examples: [
          textOf(comment?.summary),
          ...(comment?.blockTags ?? []).map(({ content }) => textOf(content)),
        ]
          .join("\n")
          .includes("```ts"),
        parameters: child.signatures?.[0]?.parameters ?? [],
      });
    }
  return [...found.values()];
}

/** Writes the reference into a folder, beside its index page. */
export async function makeReference(folder) {
  const json = join(folder, "names.json");
  const names = publicNames(json);
  rmSync(json);
  const index = readFileSync(join(folder, "index.md"), "utf8");
  typedoc(
    "--options",
    ".scripts/docs/typedoc.json",
    "--entryPoints",
    "src/index.ts",
    "--out",
    folder,
    "--plugin",
    "typedoc-plugin-markdown",
    "--plugin",
    "typedoc-plugin-missing-exports",
    "--placeInternalsInOwningModule",
    "--router",
    "member",
    "--hidePageHeader",
    "--hideBreadcrumbs",
    "--excludeExternals",
    "--disableSources",
    "--sanitizeComments",
    "--cleanOutputDir",
    "false",
    "--entryFileName",
    "all-names",
  );
  const isUnit = ({ kind, room, file }) =>
    kind === 32 && room === "units" && file.includes("siUnits");
  // options and other shapes are reached from what takes them: a sidebar of all names would be half of each page
  const isCalled = ({ kind }) => kind === 64 || kind === 128 || kind === 32;
  const groups = [...new Set(Object.values(ROOMS))];
  const inGroup = (group) => names.filter(({ room }) => ROOMS[room] === group);
  // options and other shapes come after what one calls
  const order = ({ kind }) => [64, 128, 32, 256, 2097152].indexOf(kind);
  const sorted = (list) =>
    list.toSorted((a, b) => order(a) - order(b) || a.name.localeCompare(b.name, "en"));
  const link = ({ folder: kind, name }) => `/reference/${kind}/${name}`;
  const there = names.filter(({ name }) => name !== "useBrowser");
  const sidebar = groups.map((group) => ({
    text: group,
    collapsed: true,
    items: sorted(
      inGroup(group).filter((item) => there.includes(item) && !isUnit(item) && isCalled(item)),
    ).map((item) => ({
      text: item.name,
      link: link(item),
    })),
  }));
  writeFileSync(
    join(folder, "sidebar.json"),
    JSON.stringify(sidebar.filter(({ items }) => items.length > 0)),
  );
  const tables = groups.map((group) => {
    const lines = sorted(inGroup(group)).filter((item) => there.includes(item) && !isUnit(item));
    if (lines.length === 0) return "";
    const rows = lines.map(
      (item) =>
        `| [\`${item.name}\`](.${link(item).slice("/reference".length)}.md) | ${firstSentence(item.text).replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("{{", "&#123;{")} |`,
    );
    return [`## ${group}`, "", "| name | |", "| --- | --- |", ...rows].join("\n");
  });
  const prelude = readFileSync(join(folder, "..", "prelude.mjs"), "utf8").trimEnd();
  writeFileSync(
    join(folder, "index.md"),
    `${index.trimEnd()}\n\n${tables.filter(Boolean).join("\n\n")}\n\n## Names in examples\n\n` +
      "Examples of the reference use these names where they do not declare them:\n\n" +
      `\`\`\`js\n${prelude}\n\`\`\`\n`,
  );
}
