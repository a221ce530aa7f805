// Parts of pages that are made of the package itself: where a page says <!-- generated: name -->.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pagesTable } from "./pages.mjs";
import { scaling } from "./scaling.mjs";

const RULES = {
  plain: ["a plain number", "a plain number"],
  same: ["any dimension, the same for all arguments", "the same dimension"],
  sign: ["any dimension", "-1, 0 or 1"],
  root: ["any dimension", "its square root"],
  count: ["a plain number or a truth value", "a whole number"],
};

const ARGUMENTS = ["x", "y", "z"];

/** The functions of model text as a table. */
async function functions() {
  const { FUNCTIONS } = await import("../../dist/equations/functions/index.js");
  const line = ({ name, rule, arguments: count, means }) => {
    const [takes, gives] = RULES[rule] ?? [rule, ""];
    const call = `${name}(${ARGUMENTS.slice(0, count).join(", ")})`;
    return `| \`${call}\` | ${takes} | ${gives} | ${means ? `\`${means}\`` : ""} |`;
  };
  return [
    "| function | takes | gives | the same as |",
    "| --- | --- | --- | --- |",
    ...[...FUNCTIONS.values()].map(line),
  ].join("\n");
}

/** The units that are public names, by dimension. */
async function units() {
  const names = await import("../../dist/units/siUnits.js");
  const { NAMED_DIMENSIONS } = await import("../../dist/units/index.js");
  const key = (exponents) => exponents.join();
  const rows = Object.entries(NAMED_DIMENSIONS).map(([dimension, { exponents }]) => {
    const own = Object.entries(names).filter(([, unit]) => key(unit.dimension) === key(exponents));
    return own.length === 0
      ? ""
      : `| ${dimension} | ${own.map(([name]) => `\`${name}\``).join(", ")} |`;
  });
  return ["| dimension | units |", "| --- | --- |", ...rows.filter(Boolean)].join("\n");
}

/** The order of a step, from the schedule of the step program. */
async function schedule() {
  const { SCHEDULE } = await import("../../dist/program/context.js");
  return `> ${SCHEDULE.join(" → ")}`;
}

/** The parameters of the published models. */
async function models() {
  const { MODELS } = await import("../../dist/models/index.js");
  return [
    "| model | about | parameters |",
    "| --- | --- | --- |",
    ...Object.entries(MODELS).map(
      ([name, { about, parameters }]) =>
        `| \`${name}\` | ${about} | ${Object.keys(parameters)
          .map((each) => `\`${each}\``)
          .join(", ")} |`,
    ),
  ].join("\n");
}

/** The help of a command. */
function help(...command) {
  const { stdout } = spawnSync(process.execPath, ["dist/cli.js", ...command, "--help"], {
    encoding: "utf8",
  });
  return ["```text", stdout.trimEnd(), "```"].join("\n");
}

/** The tutorial's notebooks as a list. */
const tutorial = (notebooks) =>
  notebooks
    .filter(({ section }) => section === "tutorial")
    .map(({ title, about, slug }, k) => `${k + 1}. [${title}](./${slug}.md): ${about}`)
    .join("\n");

/** What pages weigh, and how long they take. */
function pages() {
  const measured = JSON.parse(readFileSync("test/data/pages.json", "utf8"));
  return `${pagesTable(measured)}\n\nMeasured by \`npm run pages -- --table\`, with ${measured.machine}.`;
}

const MAKERS = { functions, units, schedule, models, help, tutorial, pages, scaling };

/** Fills in what is generated, in all pages of a folder. */
export async function fillGenerated(folder, notebooks) {
  for (const entry of readdirSync(folder, { recursive: true })) {
    if (!entry.endsWith(".md")) continue;
    const file = join(folder, entry);
    const parts = readFileSync(file, "utf8").split(/^<!-- generated: (.+) -->$/m);
    for (let k = 1; k < parts.length; k += 2) {
      const [name, ...rest] = parts[k].split(" ");
      const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
      if (!make) throw new Error(`${entry}: nothing is called ${parts[k]}`);
      parts[k] = await (name === "tutorial" ? make(notebooks) : make(...rest));
    }
    if (parts.length > 1) writeFileSync(file, parts.join(""));
  }
}
