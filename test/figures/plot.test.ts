import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as DirectPlot from "@observablehq/plot";
import { PNG } from "pngjs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/base/index.js";
import { pictureOf } from "../../src/figures/index.js";
import { labelRuns } from "../../src/figures/labels/mathLabel.js";
import {
  band,
  errorBars,
  type Figure,
  Plot,
  plot,
  plotHeatMap,
  savePNG,
  saveThesisFigure,
} from "../../src/index.js";
import { Signal } from "../../src/signals/index.js";
import { dataFrame, groupMeans } from "../../src/tables/index.js";
import { DimensionError, Hz, ms, mV, nA, pS, seconds } from "../../src/units/index.js";
import { elements, texts } from "../helpers/figures.js";

const table = dataFrame(
  [10, 20, 30, 40].flatMap((we, i) =>
    ["a", "b"].map((kind, k) => ({ we_pS: we, rate_Hz: we / 4 + i * k, kind })),
  ),
);
const signal = (unit: { dimension: readonly number[]; scale: number }, size = 1): Signal =>
  new Signal(
    Float64Array.from({ length: 200 }, (_, k) => size * unit.scale * Math.sin(k / 20)),
    unit.dimension as never,
    1e-3,
  );
const V = signal(mV, 50);

const refuse = (draw: () => unknown, message: string, kind: typeof UserError = UserError): void => {
  expect(draw).toThrow(message);
  expect(draw).toThrow(kind);
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe("Plot's own marks", () => {
  it("stand beside ours, one pair of axes for all", () => {
    const figure = plot([
      Plot.dot(table, { x: "we_pS", y: "rate_Hz" }),
      { kind: "line", x: [10, 80], y: [0, 40] },
    ]);
    expect(elements(figure, "[aria-label=dot] circle")).toHaveLength(8);
    expect(elements(figure, "[aria-label=line] path")).toHaveLength(1);
    expect(texts(figure)).toEqual(expect.arrayContaining(["80", "40", "we (pS)", "rate (Hz)"]));
  });

  it("are the same from the package itself", () => {
    const marks = (library: typeof DirectPlot) => [
      library.dot(table, { x: "we_pS", y: "rate_Hz", fill: "kind" }),
      library.lineY(table, library.groupX({ y: "mean" }, { x: "we_pS", y: "rate_Hz" })),
    ];
    expect(plot(marks(Plot)).svg()).toBe(plot(marks(DirectPlot)).svg());
    expect(Object.keys(Plot)).toEqual(Object.keys(DirectPlot));
  });

  it("bring their transforms: bins, groups, stacks, windows", () => {
    const counts = elements(
      plot([
        Plot.rectY(table, Plot.binX({ y: "count" }, { x: "we_pS", thresholds: [20, 30, 40] })),
      ]),
      "[aria-label=rect] rect",
    );
    expect(counts.length).toBe(2);
    const stacked = plot([Plot.barY(table, { x: "we_pS", y: "rate_Hz", fill: "kind" })], {
      x: { type: "band" },
    });
    // 10 + 13 on top of each other: the axis reaches beyond both
    expect(texts(stacked)).toContain("20");
    const smooth = plot([Plot.lineY([1, 5, 1, 5, 1], Plot.windowY(2, {}))]);
    expect(texts(smooth)).not.toContain("5");
  });

  it("bring facets, with an axis for each column and their names above", () => {
    const figure = plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz", fx: "kind" })]);
    expect(texts(figure)).toEqual(expect.arrayContaining(["a", "b"]));
    expect(texts(figure).filter((text) => text === "40")).toHaveLength(2);
  });

  it("bring scales of colours, with a legend by names, or a bar by numbers", () => {
    const dots = (fill: string, color: object): Figure =>
      plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz", fill })], {
        color: { legend: true, ...color },
      });
    const named = dots("kind", {});
    expect(texts(named).filter((text) => text === "a" || text === "b")).toHaveLength(2);
    // the palette of the thesis style, not Plot's
    expect(named.svg()).toContain('fill="#ff7f0e"');
    const bar = dots("rate_Hz", {});
    expect(texts(bar).filter((text) => text === "rate (Hz)")).toHaveLength(2);
    expect(elements(bar, "g > rect").length).toBeGreaterThan(60);
    expect(dots("rate_Hz", { scheme: "reds" }).svg()).not.toBe(bar.svg());
    expect(texts(dots("rate_Hz", { type: "threshold", domain: [4, 8] }))).toContain("8");
  });

  it("bring symbols with a legend, and other types of axes", () => {
    const figure = plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz", symbol: "kind" })], {
      symbol: { legend: true },
      x: { type: "sqrt" },
      y: { type: "log" },
    });
    expect(texts(figure)).toEqual(expect.arrayContaining(["a", "b", "1", "10"]));
    const reversed = plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz" })], {
      x: { reverse: true },
    });
    const place = (of: Figure): number =>
      Number(elements(of, "[aria-label=dot] circle")[0].getAttribute("cx"));
    expect(place(reversed)).toBeGreaterThan(
      place(plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz" })])),
    );
  });

  it("take Plot's ticks", () => {
    const figure = plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz" })], {
      x: { ticks: [10, 25], tickFormat: (tick: number) => `<${tick}>` },
    });
    expect(texts(figure)).toEqual(expect.arrayContaining(["<10>", "<25>"]));
    expect(texts(figure)).not.toContain("<30>");
  });

  it("refuse misspelt columns, options and scales, by name", () => {
    refuse(
      () => plot([Plot.dot(table, { x: "we_ps", y: "rate_Hz" })]),
      'unknown column: we_ps; expected one of we_pS, rate_Hz, kind; did you mean "we_pS"?',
    );
    const dots = (options: object) => () =>
      plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz", fill: "rate_Hz" })], options);
    refuse(dots({ colour: {} }), "unknown option of plot: colour; expected one of x, y");
    refuse(dots({ color: { sheme: "reds" } }), 'did you mean "scheme"?');
    refuse(dots({ color: { scheme: "rots" } }), "Observable Plot says: unknown");
    refuse(dots({ x: { type: "logs" } }), "invalid type of the x axis: logs; expected one of");
    refuse(dots({ x: { type: "log", scale: "linear" } }), "invalid type of the x axis: log");
    refuse(dots({ fx: { tick: 1 } }), "unknown option of the fx scale: tick");
    refuse(dots({ style: "thessis" }), 'did you mean "thesis"?');
    refuse(() => plot([Plot.dot([], {})]), "missing domain of x");
  });

  it("are drawn as Plot draws them where the style says so", () => {
    const figure = plot([Plot.dot(table, { x: "we_pS", y: "rate_Hz" })], {
      style: "plot",
      width: 300,
      height: 200,
      title: "Rates $r$",
    } as never);
    expect(texts(figure)).toEqual(expect.arrayContaining(["we_pS →", "Rates r"]));
    refuse(
      () => plot([{ kind: "line", x: [1, 2], y: [1, 2] }], { style: "plot" }),
      "invalid mark 0",
    );
    refuse(() => plot([], { style: "plot", widthh: 1 } as never), 'did you mean "width"?');
  });
});

describe("channels with units", () => {
  it("are drawn in the unit that suits them, which the label names", () => {
    for (const figure of [
      plot([Plot.line({ length: V.length }, { x: V.times, y: V })]),
      plot([{ kind: "line", x: V.times, y: V }]),
    ])
      expect(texts(figure)).toEqual(
        expect.arrayContaining(["Time (ms)", "Voltage (mV)", "200", "-60"]),
      );
    const large = plot([{ kind: "line", x: V.times, y: signal(mV, 50_000) }]);
    expect(texts(large)).toContain("Voltage (V)");
    const named = plot([{ kind: "line", x: V.times, y: V }], { y: { label: "$V_m$", unit: "V" } });
    expect(texts(named)).toEqual(expect.arrayContaining(["Vm", "0.06 V"]));
  });

  it("may be columns of a table, whose names or quantities say the unit", () => {
    const quantities = dataFrame([
      { we: pS(10), rate: Hz(1) },
      { we: pS(20), rate: Hz(3) },
    ]);
    const figure = plot([Plot.dot(quantities, { x: "we", y: "rate" })]);
    expect(texts(figure)).toEqual(expect.arrayContaining(["we (pS)", "rate (Hz)", "20", "3"]));
    const own = plot([{ kind: "dots", x: table.column("we_pS"), y: table.column("rate_Hz") }]);
    expect(texts(own)).toContain("40");
    // metres are no unit of this field
    const voltage = plot([
      Plot.dot(
        dataFrame([
          { V_m: 1, t: 0 },
          { V_m: 2, t: 1 },
        ]),
        { x: "t", y: "V_m" },
      ),
    ]);
    expect(texts(voltage)).toContain("V_m");
  });

  it("may be the results of groupMeans", () => {
    const means = groupMeans(table, "we_pS");
    const figure = plot([Plot.line(means, { x: "we_pS", y: "rate_Hz" })]);
    expect(texts(figure)).toEqual(expect.arrayContaining(["we (pS)", "rate (Hz)"]));
  });

  it("keep their numbers through transforms", () => {
    const figure = plot([Plot.rectY({ length: V.length }, Plot.binX({ y: "count" }, { x: V }))]);
    expect(texts(figure)).toEqual(expect.arrayContaining(["Voltage (mV)", "-60", "60"]));
  });

  it("of different dimensions, or with and without a unit, are refused on one axis", () => {
    const I = signal(nA);
    const line = (y: unknown): never => ({ kind: "line", x: V.times, y }) as never;
    refuse(
      () => plot([line(V), line(I)]),
      "inconsistent units: y of mark 0 is voltage (V), y of mark 1 current (A); expected one dimension on the y axis",
      DimensionError,
    );
    refuse(
      () => plot([line(V), Plot.ruleY([-50])]),
      'y of mark 1 without a unit; expected quantities on the y axis, or y: { unit: "mV" }',
    );
    refuse(() => plot([line(V), { kind: "rule", y: nA(1) }]), "current (A)");
    const other = dataFrame([
      { we_nS: 1, rate_Hz: 2 },
      { we_nS: 3, rate_Hz: 4 },
    ]);
    refuse(
      () =>
        plot([
          Plot.dot(table, { x: "we_pS", y: "rate_Hz" }),
          Plot.dot(other, { x: "we_nS", y: "rate_Hz" }),
        ]),
      "is in pS, x of mark 1 in nS; expected one unit on the x axis",
    );
    refuse(() => plot([line(V)], { y: { unit: "nA" } }), "expected nA, current");
    refuse(() => plot([line(V)], { y: { domain: nA([0, 1]) } }), "domain of y");
    refuse(
      () => plot([{ kind: "line", x: [1, 2], y: [1, 2] }], { y: { domain: mV([0, 1]) } }),
      "the axis has no unit",
    );
  });

  it("stand beside plain numbers where the axis says what these are in, beside 0, and in each other's units", () => {
    const line: never = { kind: "line", x: V.times, y: V } as never;
    expect(texts(plot([line, Plot.ruleY([-50])], { y: { unit: "mV" } }))).toContain("60 mV");
    expect(texts(plot([line, Plot.ruleY([0])]))).toContain("Voltage (mV)");
    const rules = plot([
      line,
      Plot.ruleY(mV([-50])),
      { kind: "rule", x: seconds(0.1), label: "on" },
    ]);
    expect(texts(rules)).toContain("on");
    const rate = new Signal(Float64Array.of(1, 2, 3), Hz.dimension, 0.01);
    const both = plot([
      Plot.dot(
        dataFrame([
          { t_ms: 0, rate_Hz: 1 },
          { t_ms: 20, rate_Hz: 4 },
        ]),
        { x: "t_ms", y: "rate_Hz" },
      ),
      Plot.line({ length: 3 }, { x: rate.times, y: rate }),
    ]);
    expect(texts(both)).toContain("20");
    expect(elements(both, "[aria-label=line] path")[0].getAttribute("d")).not.toContain("NaN");
    expect(texts(plot([line], { x: { domain: ms([50, 100]) } }))).toContain("100");
  });
});

describe("error bars and bands", () => {
  const means = dataFrame([
    { we_pS: 1, rate_Hz: 10, rate_SD_Hz: 2, q25: 9, q75: 13 },
    { we_pS: 2, rate_Hz: 20, rate_SD_Hz: 4, q25: 17, q75: 25 },
  ]);

  it("reach from the value by the error to both sides, in the unit of the value", () => {
    const bars = plot(errorBars(means, { x: "we_pS", y: "rate_Hz", error: "rate_SD_Hz", cap: 0 }), {
      y: { domain: [0, 40], label: undefined },
    });
    expect(texts(bars)).toContain("rate (Hz)");
    const links = elements(bars, "[aria-label=link] path").map(
      (path) => (path.getAttribute("d") ?? "").match(/-?[\d.]+/g)?.map(Number) as number[],
    );
    const lengths = links.map((numbers) => Math.abs(numbers[1] - numbers[numbers.length - 1]));
    expect(lengths[1] / lengths[0]).toBeCloseTo(2, 2);
    const capped = plot(errorBars(means, { x: "we_pS", y: "rate_Hz", error: "rate_SD_Hz" }));
    expect(elements(capped, "[aria-label=vector] path")).toHaveLength(4);
  });

  it("take ends of their own, and say what they lack", () => {
    const figure = plot(band(means, { x: "we_pS", y: "rate_Hz", low: "q25", high: "q75" }));
    expect(texts(figure)).toContain("rate (Hz)");
    expect(elements(figure, "[aria-label=area] path")).toHaveLength(1);
    refuse(() => band(means, { x: "we_pS", y: "rate_Hz" }), "expected error, or low and high");
    refuse(
      () => errorBars(means, { x: "we_pS", y: "rate_Hz", sd: 1 } as never),
      "unknown option of errorBars: sd",
    );
    refuse(
      () => errorBars(means, { x: "we_pS", y: "rate_Hz", error: "q25" }),
      "rate_Hz is in Hz, q25 in no unit",
    );
    refuse(
      () => plot(errorBars(means, { x: "we_pS", y: "rate_Hz", low: "q2", high: "q75" })),
      "unknown column: q2",
    );
  });
});

describe("what Plot.plot makes", () => {
  const drawing = (): Element =>
    DirectPlot.plot({
      width: 300,
      height: 150,
      title: "Rates",
      color: { legend: true },
      marks: [DirectPlot.dot(table, { x: "we_pS", y: "rate_Hz", fill: "rate_Hz" })],
    }) as unknown as Element;

  it("needs no window that others would see", () => {
    expect(typeof window).toBe("undefined");
    expect(drawing().localName).toBe("figure");
    expect(typeof window).toBe("undefined");
  });

  it("is saved whole: title, legend and picture, as PDF and SVG", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-plot-"));
    vi.spyOn(console, "log").mockImplementation(() => {});
    await saveThesisFigure("plain", drawing(), folder);
    expect(readdirSync(folder).sort()).toEqual(["plain.pdf", "plain.svg"]);
    const svg = readFileSync(join(folder, "plain.svg"), "utf8");
    expect(svg).toMatch(/<svg width="300pt"/);
    expect(svg).toContain("Rates");
    expect(svg).toContain("data:image/png;base64,");
    expect(svg).not.toMatch(/var\(|currentColor|xlink/);
    rmSync(folder, { recursive: true });
  });

  it("with names in its legend has swatches", () => {
    const named = Plot.plot({
      color: { legend: true },
      marks: [Plot.dot(table, { x: "we_pS", y: "rate_Hz", fill: "kind" })],
    }) as unknown as Element;
    expect(texts(pictureOf(named))).toEqual(expect.arrayContaining(["a", "b"]));
  });

  it("of a misspelt column is an error", () => {
    refuse(() => Plot.plot({ marks: [Plot.dot(table, { x: "we" })] }), "unknown column: we");
  });
});

describe("pictures of pixels", () => {
  const figure = plot([{ kind: "line", x: [1, 2], y: [1, 2] }], { width: 72, height: 72 });
  const corner = (png: Buffer): number[] => Array.from(PNG.sync.read(png).data.subarray(0, 4));

  it("have a resolution, and stand on white, on dark, or on nothing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-png-"));
    vi.spyOn(console, "log").mockImplementation(() => {});
    await savePNG("one", figure, { folder, resolution: 150 });
    await savePNG("two", figure, { folder, ground: "transparent" });
    const [one, two] = ["one", "two"].map((name) => readFileSync(join(folder, `${name}.png`)));
    expect(PNG.sync.read(one).width).toBe(150);
    expect(PNG.sync.read(two).width).toBe(300);
    expect(corner(one)).toEqual([255, 255, 255, 255]);
    expect(corner(two)[3]).toBe(0);
    const dark = corner(figure.png(1, { ground: "dark" }));
    expect(Math.max(...dark.slice(0, 3))).toBeLessThan(40);
    rmSync(folder, { recursive: true });
  });

  it("refuse what there is not", async () => {
    await expect(savePNG("a", figure, { dpi: 300 } as never)).rejects.toThrow(
      "unknown option of savePNG: dpi",
    );
    await expect(savePNG("a", figure, { resolution: 0 })).rejects.toThrow("invalid resolution: 0");
    refuse(() => figure.svg({ ground: "black" as never }), 'invalid ground: "black"');
  });

  it("on a dark ground keep colours, and turn ink", () => {
    const dark = figure.svg({ ground: "dark" });
    expect(dark).toContain("#1f77b4");
    expect(dark).not.toContain('"#000000"');
    expect(figure.svg()).toContain('"#000000"');
  });

  it("on a dark ground show the same numbers by the same colours; only lines of dark colours lighten", () => {
    const map = plotHeatMap([
      [1, 2],
      [3, 4],
    ]);
    const fills = (svg: string): string[] =>
      [...svg.matchAll(/fill="(#[0-9a-f]{6})"/g)]
        .map(([, fill]) => fill)
        .filter((fill) => new Set(fill.slice(1).match(/../g)).size > 1);
    expect(fills(map.svg())).toContain("#440154");
    expect(fills(map.svg({ ground: "dark" }))).toEqual(fills(map.svg()));
    for (const colour of ["#442200", "#0000bb"]) {
      const line = plot([{ kind: "line", x: [1, 2], y: [1, 2], colour }]);
      expect(line.svg()).toContain(colour);
      expect(line.svg({ ground: "dark" })).not.toContain(colour);
    }
  });
});

describe("labels", () => {
  it("hold fractions, bars, hats, roots and Greek letters", () => {
    const title = "$\\frac{\\Delta g}{g_L}$, $\\bar{V}$, $\\hat{x}$, $\\sqrt{x}$, $\\sin x$";
    const figure = plot([{ kind: "line", x: [1, 2], y: [1, 2] }], { title });
    const text = texts(figure).find((one) => one.includes("Δ")) ?? "";
    expect(text).toContain("g");
    expect(text).toContain("V\u0304");
    expect(text).toContain("√x\u0305");
    // the line of the fraction
    expect(elements(figure, "g > text + path").length).toBe(1);
    expect(labelRuns("$\\frac{a}{b}$")[0]).toMatchObject({
      above: [{ text: "a" }],
      below: [{ text: "b" }],
    });
  });

  it("that are long make room: nothing is cut off", () => {
    const many =
      "An axis label that has very many words, and no room in one line of a narrow figure";
    const narrow = plot([{ kind: "line", x: [1, 2], y: [1, 2] }], {
      width: 150,
      height: 220,
      title: many,
      x: { label: many },
      y: { label: many },
    });
    const png = PNG.sync.read(narrow.png(2));
    // no ink at the very edge
    for (let k = 0; k < png.height; k++)
      for (const column of [0, png.width - 1])
        expect(png.data[4 * (k * png.width + column)]).toBe(255);
    expect(texts(narrow).filter((text) => text.startsWith("An axis")).length).toBe(3);
  });

  it("of ticks have room: there are fewer where they would meet", () => {
    const low = plot([{ kind: "line", x: [0, 1000], y: [0, 7] }], { width: 120, height: 60 });
    const ticks = elements(low, "[aria-label='y-axis tick label'] text").length;
    expect(ticks).toBeLessThan(5);
    expect(ticks).toBeGreaterThan(1);
  });
});

describe("lines", () => {
  it("stay inside the panel unless they say otherwise", () => {
    const line = (clip?: boolean) =>
      plot([{ kind: "line", x: [0, 10], y: [0, 10], clip }], { x: { domain: [2, 5] } }).svg();
    expect(line()).toContain("clip-path");
    expect(line(false)).not.toContain("clip-path");
    expect(plot([{ kind: "line", x: [0, 10], y: [0, 10] }]).svg()).not.toContain("clip-path");
  });

  it("are clipped under names that no other figure on a page has, and that stay the same", () => {
    const names = (to: number): string[] =>
      plot([{ kind: "line", x: [0, 10], y: [0, 10] }], { x: { domain: [2, to] } })
        .svg()
        .match(/clip-[0-9a-f]{8}-\d+/g) as string[];
    expect(names(5)).toEqual(names(5));
    expect(names(5)[0]).not.toBe(names(6)[0]);
  });
});

describe("a second vertical axis", () => {
  it("stands at the right, with marks of its own", () => {
    const figure = plot([{ kind: "line", x: V.times, y: V }], {
      y2: { marks: [{ kind: "line", x: V.times, y: signal(nA, 2) }], label: "$I$" },
    });
    expect(texts(figure)).toEqual(expect.arrayContaining(["Voltage (mV)", "I (nA)"]));
    const lines = elements(figure, "[aria-label=line]").map((line) => line.getAttribute("stroke"));
    expect(new Set(lines).size).toBe(2);
    refuse(
      () => plot([{ kind: "line", x: [1, 2], y: [1, 2] }], { y2: { label: "a" } as never }),
      "invalid marks: undefined",
    );
  });
});
