import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { plotMorphology } from "../../src/figures/index.js";
import { cylinder, section, soma } from "../../src/morphology/index.js";
import { descriptionHTML } from "../../src/notebook/morphologyView.js";
import { ms, mV, um } from "../../src/units/index.js";
import { brokenBy } from "../helpers/junk.js";

const cell = soma({ diameter: um(30) }).with({
  axon: cylinder({ diameter: um(1), length: um(300), n: 20 }),
  dendrite: cylinder({ diameter: um(4), length: um(100), n: 5 }).with({
    L: section({ diameters: um([3, 2, 1]), lengths: um([40, 40]) }),
    R: cylinder({ diameter: um(2), length: um(90), n: 3 }),
  }),
});
const page = (svg: string): Document =>
  new JSDOM(svg, { contentType: "image/svg+xml" }).window.document;
const number = (element: Element, name: string): number =>
  Number(element.getAttribute(name) ?? element.parentElement?.getAttribute(name));

/** Ends and widths of what Plot draws as links. */
function linksOf(svg: string): { x1: number; y1: number; x2: number; y2: number; width: number }[] {
  const paths = [...page(svg).querySelectorAll('g[aria-label="link"] path')];
  return paths.map((path) => {
    const [x1, y1, x2, y2] = (path.getAttribute("d")?.match(/-?[\d.]+/g) ?? []).map(Number);
    return { x1, y1, x2, y2, width: number(path, "stroke-width") };
  });
}

it.each([
  {},
  { width: 150, height: 500 },
  { width: 600, height: 120 },
  { title: "a title", width: 250 },
  { values: cell.whole("distance"), label: "distance" },
])("one scale for both axes, nothing cut off: %o", (options) => {
  const figure = plotMorphology(cell, options);
  const links = linksOf(figure.svg());
  // 20 + 5 + 2 + 3 compartments and the scale bar
  expect(links.length).toBe(31);
  const lengths = links.map(({ x1, y1, x2, y2 }) => Math.hypot(x2 - x1, y2 - y1));
  // the axon goes down, the branches aside: the same number of points for a micrometre
  const scale = lengths[0] / 15;
  for (const [k, length] of [15, 15, 20, 20, 20, 20, 20, 40, 40, 30, 30, 30].entries())
    expect(lengths[k < 2 ? k : k + 18] / (length * scale)).toBeCloseTo(1, 1);
  expect(lengths[20] / lengths[0]).toBeCloseTo(20 / 15, 1);
  const disk = [...page(figure.svg()).querySelectorAll('g[aria-label="dot"] circle')].find(
    (circle) => Math.abs(number(circle, "r") / (15 * scale) - 1) < 0.05,
  );
  expect(disk).toBeDefined();
  for (const { x1, y1, x2, y2, width } of links)
    for (const [x, y] of [
      [x1, y1],
      [x2, y2],
    ]) {
      expect(x - width / 2).toBeGreaterThanOrEqual(-0.01);
      expect(x + width / 2).toBeLessThanOrEqual(figure.width + 0.01);
      expect(y - width / 2).toBeGreaterThanOrEqual(-0.01);
      expect(y + width / 2).toBeLessThanOrEqual(figure.height + 0.01);
    }
  // the bar is as long as it says
  const text = [...page(figure.svg()).querySelectorAll("text")].find((element) =>
    / um$/.test(element.textContent ?? ""),
  );
  expect(lengths[30] / scale / Number.parseFloat(text?.textContent ?? "")).toBeCloseTo(1, 1);
});

it("colours are types, or values with a bar that names their unit", () => {
  const byType = plotMorphology(cell).svg();
  for (const name of ["soma", "axon", "dendrite"]) expect(byType).toContain(`>${name}<`);
  const volts = mV(Array.from({ length: cell.compartments }, (_, k) => k - 70));
  const byValue = plotMorphology(cell, { values: volts, label: "$v$" }).svg();
  expect(byValue).toContain("(mV)");
  expect(byValue).not.toContain(">axon<");
  expect(plotMorphology(cell, { values: cell.whole("area"), label: "area" }).svg()).toContain(
    "area (um^2)",
  );
});

it("a dendrogram has distances across and a row for each branch", () => {
  const svg = plotMorphology(cell, { projection: "dendrogram" }).svg();
  expect(svg).toContain("distance from the root (um)");
  const rows = new Set(
    linksOf(svg)
      .filter(({ y1, y2 }) => y1 === y2)
      .map(({ y1 }) => y1),
  );
  expect(rows.size).toBe(4);
});

it("refuses what cannot be drawn", async () => {
  expect(() => plotMorphology(1 as never)).toThrow("invalid morphology: 1");
  expect(() => plotMorphology(cell, { projection: "zx" as never })).toThrow("invalid projection");
  expect(() => plotMorphology(cell, { values: [1, 2] })).toThrow("2 values; expected 31");
  expect(() => plotMorphology(cell, { colour: 1 } as never)).toThrow("unknown option");
  expect(() => plotMorphology(cell, { label: "v" })).toThrow("no values that it could name");
  expect(() => plotMorphology(cell, { values: [mV(1), ms(1)] as never })).toThrow("inconsistent");
  const drawn = (...given: never[]): string =>
    (plotMorphology as (...a: never[]) => { svg(): string })(...given).svg();
  expect(await brokenBy(drawn, [cell, {}])).toEqual([]);
  for (const name of ["values", "label", "projection", "title", "color", "x", "height"])
    expect(
      await brokenBy((value: never) => drawn(cell as never, { [name]: value } as never), [1]),
    ).toEqual([]);
});

it("a cell shows it as an escaped table with its tree", () => {
  const html = descriptionHTML(cell.describe());
  const document = new JSDOM(html).window.document;
  expect(document.querySelectorAll("tbody tr").length).toBe(5);
  expect(document.querySelector("tbody tr:last-child td")?.textContent).toBe("   └─ R");
  const odd = {
    title: "<b>",
    columns: ["<i>"],
    sections: [{ tree: "<u>", name: "", cells: ["&"] }],
  };
  expect(descriptionHTML({ ...odd, count: 1 } as never)).not.toMatch(/<b>|<i>|<u>/);
});
