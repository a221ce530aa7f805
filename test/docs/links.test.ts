import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as names from "../../src/index.js";
import { PROJECT } from "../helpers/data.js";

const DOCS = join(PROJECT, "src", "docs");

const pages = readdirSync(DOCS, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".md"));

/** A heading as the address of its place. */
const placeOf = (heading: string): string =>
  heading
    .replaceAll(/[`*]|\{#.*\}$/g, "")
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, "");

const placesOf = (page: string): Set<string> => {
  const text = withoutCode(readFileSync(join(DOCS, page), "utf8"));
  return new Set(
    [...text.matchAll(/^#+ (.+)$/gm)].map(
      ([, heading]) => /\{#(.+)\}$/.exec(heading)?.[1] ?? placeOf(heading),
    ),
  );
};

/** Pages that the build makes: of notebooks, and of public names. */
const made = new Set([
  "gallery/index.md",
  "reference/index.md",
  ...["", "gallery", "tutorial"].flatMap((folder) =>
    readdirSync(join(PROJECT, "notebooks", folder))
      .filter((file) => file.endsWith(".ipynb"))
      .map((file) =>
        file
          .replace(/\.ipynb$/, ".md")
          .replaceAll("_", "-")
          .toLowerCase(),
      )
      .map((file) => `${folder === "tutorial" ? "tutorial" : "gallery"}/${file}`),
  ),
  ...Object.keys(names).flatMap((name) =>
    ["functions", "classes", "variables"].map((kind) => `reference/${kind}/${name}.md`),
  ),
]);

/** The page that a link means: "/manual/delays", "./delays.md", "../gallery/". */
function pageOf(link: string, from: string): string {
  const path = link.startsWith("/") ? link.slice(1) : join(dirname(from), link);
  const whole = path === "" || path.endsWith("/") ? `${path}index.md` : path;
  return whole
    .replace(/\.html$/, "")
    .replace(/(?:\.md)?$/, ".md")
    .replaceAll("\\", "/");
}

describe("the documentation's links", () => {
  it.each(pages)("lead somewhere from %s", (page) => {
    const text = withoutCode(readFileSync(join(DOCS, page), "utf8"));
    const links = [
      ...[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link),
      ...[...text.matchAll(/^ +link: (.+)$/gm)].map(([, link]) => link),
    ];
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return !URL.canParse(link);
      const [path, place] = link.split("#");
      const target = path === "" ? page : pageOf(path, page);
      // places that the build makes are looked for by the build itself
      if (made.has(target)) return false;
      if (!pages.includes(target)) return true;
      return place !== undefined && !placesOf(target).has(place);
    });
    expect(broken).toEqual([]);
  });

  it("lead to every page: each is named by its section, or by another page", () => {
    // a section's pages come into the sidebar by themselves, if they have a title
    const untitled = pages.filter((page) => {
      const text = readFileSync(join(DOCS, page), "utf8");
      return page !== "index.md" && !/^# .+/m.test(text);
    });
    expect(untitled).toEqual([]);
  });
});
