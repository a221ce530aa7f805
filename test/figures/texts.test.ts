import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { dataFrame, Plot, type PlotOptions, plot } from "../../src/index.js";
import { elements, texts } from "../helpers/figures.js";

const table = dataFrame([
  { we_pS: 1, rate_Hz: 2, kind: "p", layer: "u" },
  { we_pS: 2, rate_Hz: 3, kind: "q", layer: "w" },
]);
const line = { kind: "line", x: [0, 1], y: [0, 1] } as const;
const place = (figure: ReturnType<typeof plot>, text: string): { x: number; y: number } => {
  const element = elements(figure, "text").find(({ textContent }) => textContent === text);
  if (!element) throw new Error(`no text ${text}`);
  return { x: Number(element.getAttribute("x")), y: Number(element.getAttribute("y")) };
};

describe("titles, subtitles and captions", () => {
  it("stand in the thesis style, each in its place, with mathematics and in lines that fit", () => {
    const long =
      "A caption with $V_m$ that is as long as captions are: it needs more than one line.";
    const options: PlotOptions = { width: 200, height: 180, x: { label: "Time" } };
    const figure = plot([line], {
      ...options,
      title: "Title",
      subtitle: "Below it",
      caption: long,
    });
    const bare = plot([line], options);
    const places = ["Title", "Below it", "Time"].map((text) => place(figure, text).y);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    const caption = texts(figure).slice(-2);
    expect(caption.join(" ")).toBe(long.replace("$V_m$", "Vm"));
    const [first, second] = caption.map((text) => place(figure, text));
    expect(first.y).toBeGreaterThan(places[2] + 9);
    expect(second.y).toBeGreaterThan(first.y);
    expect(second.y).toBeLessThanOrEqual(figure.height);
    expect([first.x, second.x]).toEqual([3, 3]);
    // they make room: nothing else moves but the plot area
    expect(place(bare, "Time").y).toBeGreaterThan(places[2]);
    for (const name of ["title", "subtitle", "caption"])
      expect(() => plot([line], { [name]: 5 })).toThrow(`invalid ${name}: 5; expected text`);
  });

  it.each(["projection", "margin", "inset", "aspectRatio", "grid", "axis", "figure", "className"])(
    "what only Plot's own style has is refused by name: %s",
    (name) => {
      expect(() => plot([line], { [name]: "x" } as never)).toThrow(
        `invalid ${name} of plot: "x"; expected it with style: "plot" only: the thesis style `,
      );
    },
  );

  it("labels with fractions are as wide as they are drawn", () => {
    const label = "A label $\\frac{a}{b}$ with a fraction that must be broken into several lines";
    const figure = plot([line], { width: 200, height: 160, x: { label } });
    const lines = texts(figure).filter((text) => /label|fraction|lines/.test(text));
    expect(lines.length).toBe(2);
    // nothing is drawn at the edges: no line is cut off
    const { width, height, data } = PNG.sync.read(figure.png(2));
    const isWhite = (x: number, y: number): boolean => data[4 * (y * width + x)] === 255;
    for (const x of [0, 1, width - 2, width - 1])
      for (let y = 0; y < height; y++) expect(isWhite(x, y)).toBe(true);
  });
});

describe("facets", () => {
  const faceted = (options: PlotOptions = {}) =>
    plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz", fx: "kind", fy: "layer" })], options);

  it("say what their names are: the column, or the label", () => {
    expect(texts(faceted())).toEqual(expect.arrayContaining(["p", "q", "kind", "u", "w", "layer"]));
    const labelled = faceted({ fx: { label: "Kind $k$" }, fy: { label: null } });
    expect(texts(labelled)).toContain("Kind k");
    expect(texts(labelled)).not.toContain("layer");
    const byUnit = plot([Plot.dot(table, { x: "rate_Hz", y: "rate_Hz", fx: "we_pS" })]);
    expect(texts(byUnit)).toContain("we (pS)");
    expect(() => faceted({ fx: { label: 5 as never } })).toThrow(
      "invalid label of the fx scale: 5",
    );
  });

  it("have names as their format says", () => {
    const tickFormat = (name: string): string => `kind ${name}`;
    expect(texts(faceted({ fx: { tickFormat } }))).toEqual(
      expect.arrayContaining(["kind p", "kind q"]),
    );
  });

  it("leave room for names, a second axis and a legend beside each other", () => {
    const figure = plot(
      [Plot.dot(table, { x: "we_pS", y: "rate_Hz", fy: "layer", fill: "kind" })],
      {
        y2: { marks: [Plot.dot(table, { x: "we_pS", y: "we_pS", fy: "layer" })], label: "Second" },
        color: { legend: true },
      },
    );
    const upright = elements(figure, "g[transform*='rotate(-90)']").map((group) => [
      group.textContent,
      Number(/translate\(([\d.]+)/.exec(group.getAttribute("transform") ?? "")?.[1]),
    ]);
    const [[second, at], [layer, further]] = upright as [string, number][];
    expect([second, layer]).toEqual(["Second (pS)", "layer"]);
    const names = elements(figure, "[aria-label='fy-axis tick label']")[0];
    const away = Number(/translate\(([\d.]+)/.exec(names.getAttribute("transform") ?? "")?.[1]);
    const plain = Number(/translate\(([\d.]+)/.exec(names.innerHTML.split("<text")[1])?.[1]);
    expect(plain + away).toBeGreaterThan(at);
    expect(further).toBeGreaterThan(plain + away);
    const legend = elements(figure, "circle[r='3']").at(-1)?.closest("g[transform]");
    const left = Number(/translate\(([\d.]+)/.exec(legend?.getAttribute("transform") ?? "")?.[1]);
    expect(left).toBeGreaterThan(further);
  });
});

describe("axes of words", () => {
  const bars = (names: string[], options: PlotOptions = {}) =>
    plot(
      [
        Plot.barY(
          names.map((name) => ({ name })),
          { x: "name", y: () => 1 },
        ),
      ],
      { width: 200, height: 150, ...options },
    );
  const turns = (figure: ReturnType<typeof plot>): string[] =>
    elements(figure, "[aria-label='x-axis tick label'] text").map(
      (text) => /rotate\(([-\d.]+)\)/.exec(text.getAttribute("transform") ?? "")?.[1] ?? "0",
    );

  it("turn words that have no room beside each other", () => {
    expect(turns(bars(["a", "b"]))).toEqual(["0", "0"]);
    const long = ["alpha beta", "gamma delta epsilon", "zeta eta"];
    expect(turns(bars(long))).toEqual(["-45", "-45", "-45"]);
    expect(turns(bars(long, { width: 500 }))).toEqual(["0", "0", "0"]);
    expect(turns(bars(long, { x: { tickRotate: -20 } }))).toEqual(["-20", "-20", "-20"]);
  });

  it("have the words of both vertical axes", () => {
    const figure = plot([Plot.barY([["a", 1]], { x: "0", y: "1" })], {
      y2: { marks: [Plot.dot([["b", 5]], { x: "0", y: "1" })] },
    });
    const words = elements(figure, "[aria-label='x-axis tick label'] text");
    expect(words.map(({ textContent }) => textContent)).toEqual(["a", "b"]);
    expect(elements(figure, "circle")).toHaveLength(1);
  });
});

describe("looks of marks of both vertical axes", () => {
  const dots = (rows: unknown[][]) => Plot.dot(rows, { x: "0", y: "1", fill: "2", r: 4 });
  const colours = (figure: ReturnType<typeof plot>): (string | null)[] =>
    elements(figure, "circle[r='4']").map((dot) => dot.getAttribute("fill"));

  it("are those of one scale, with its bar or legend", () => {
    const together = colours(
      plot([
        dots([
          [0, 1, 1],
          [1, 2, 5],
          [2, 3, 20],
        ]),
      ]),
    );
    const apart = plot(
      [
        dots([
          [0, 1, 1],
          [1, 2, 5],
        ]),
      ],
      {
        y2: {
          marks: [
            dots([
              [0, 10, 5],
              [2, 30, 20],
            ]),
          ],
        },
        color: { legend: true },
      },
    );
    expect(colours(apart)).toEqual([together[0], together[1], together[1], together[2]]);
    expect(texts(apart)).toContain("20");
    const named = plot(
      [
        dots([
          [0, 1, "a"],
          [1, 2, "b"],
        ]),
      ],
      {
        y2: {
          marks: [
            dots([
              [0, 10, "b"],
              [2, 30, "c"],
            ]),
          ],
        },
        color: { legend: true },
      },
    );
    const [a, b, again, c] = colours(named);
    expect(b).toBe(again);
    expect(new Set([a, b, c]).size).toBe(3);
    expect(texts(named)).toEqual(expect.arrayContaining(["a", "b", "c"]));
  });

  it("are the style's, and have a legend, where only the second axis has any", () => {
    const figure = plot([line], {
      y2: {
        marks: [
          dots([
            [0, 10, "a"],
            [1, 5, "b"],
          ]),
        ],
      },
      color: { legend: true },
    });
    expect(colours(figure)).toEqual(["#1f77b4", "#ff7f0e"]);
    expect(texts(figure)).toEqual(expect.arrayContaining(["a", "b"]));
  });

  it("beside a panel have room for the names of lines of both", () => {
    const beside = (label: string): string =>
      plot([{ ...line, label: "a" }], {
        y2: { marks: [{ ...line, label }] },
        legend: "right",
      }).svg();
    const right = (svg: string): number => Number(/aria-label="line".*?L([\d.]+),/s.exec(svg)?.[1]);
    expect(right(beside("a much longer label than the first"))).toBeLessThan(
      right(beside("b")) - 100,
    );
  });
});
