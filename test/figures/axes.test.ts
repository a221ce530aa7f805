import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { decimate } from "../../src/figures/drawing/decimate.js";
import {
  type Figure,
  type PlotOptions,
  plot,
  plotDotsAndMeans,
  plotHistogram,
  plotLines,
  plotRaster,
  plotSignal,
  plotSignals,
  plotStrip,
  stack,
} from "../../src/figures/index.js";
import { Signal, SpikeTrain } from "../../src/signals/index.js";
import { dataFrame } from "../../src/tables/index.js";
import { ms, NAMED_DIMENSIONS, seconds } from "../../src/units/index.js";
import { elements, texts } from "../helpers/figures.js";

/** A ramp of a voltage, from one time on, in steps of 0.1 ms. */
const ramp = (samples: number, start = 0, timestep = 1e-4): Signal =>
  new Signal(
    Float64Array.from({ length: samples }, (_, k) => k / samples - 0.5),
    NAMED_DIMENSIONS.voltage.exponents,
    timestep,
    start,
  );

/** The first and last place of the longest line of a figure, across, in points. */
function ends(figure: Figure): [number, number] {
  const paths = elements(figure, "path").map((element) => element.getAttribute("d") ?? "");
  const longest = paths.reduce((a, b) => (b.length > a.length ? b : a));
  const across = [...longest.matchAll(/[ML](-?[\d.]+),/g)].map(([, x]) => Number(x));
  return [across[0], across[across.length - 1]];
}

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  warn.mockRestore();
});
const warnings = (): string[] => warn.mock.calls.map(([text]) => String(text));

describe("stacked panels", () => {
  const lines = (options: PlotOptions = {}): Figure =>
    plotLines([{ x: [0, 10], y: [0, 1] }], options);
  /** How often a tick's label stands in the stack: once for each panel that has its own axis. */
  const axesOf = (figures: Figure[], label: string): number =>
    texts(stack(figures, { height: 400 })).filter((text) => text === label).length;

  it("keep their own axes where they differ in their ends or units", async () => {
    const short = plotSignal(ramp(1000));
    const long = plotSignal(ramp(10_000));
    const both = stack([short, long], { width: 200, height: 200 });
    // 0 to 100 ms over 0 to 1 s: neither may be read by the other's axis
    expect(texts(both)).toEqual(expect.arrayContaining(["100 ms", "1 s"]));
    const pretty = both
      .svg()
      .replace(/-?\d+\.\d+/g, (n) => String(Math.round(Number(n) * 10) / 10));
    await expect(`${pretty.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot(
      "__snapshots__/ownAxes.svg",
    );
    expect(axesOf([lines(), lines({ x: { domain: [0, 12] } })], "6")).toBe(2);
    expect(axesOf([lines(), lines({ x: { unit: "mV" } })], "6")).toBe(2);
    expect(axesOf([lines(), lines({ x: { intervals: 4 } })], "5")).toBe(1);
    expect(
      axesOf(
        [lines({ x: { domain: [1, 10] } }), lines({ x: { domain: [1, 10], scale: "log" } })],
        "10",
      ),
    ).toBe(2);
    expect(axesOf([lines({ x: { label: "A" } }), lines({ x: { label: "B" } })], "6")).toBe(2);
    expect(axesOf([lines({ x: { label: "A" } }), lines()], "6")).toBe(2);
  });

  it("share the lowest one's axis where they agree", () => {
    expect(axesOf([lines(), lines({ x: { label: "A" } })], "6")).toBe(1);
    expect(axesOf([lines(), lines(), lines({ x: { domain: [0, 12] } })], "6")).toBe(2);
    expect(axesOf([lines(), lines({ x: { domain: [0, 12] } }), lines()], "6")).toBe(3);
    expect(axesOf([stack([lines(), lines()]), lines()], "6")).toBe(1);
    const train = new SpikeTrain([0.5], 1);
    expect(axesOf([plotSignal(ramp(10_000)), plotRaster([train])], "1 s")).toBe(1);
    // an axis that is not drawn cannot be shared
    expect(axesOf([lines(), lines({ x: { visible: false } })], "6")).toBe(1);
  });
});

describe("time axes", () => {
  const labels = (figure: Figure): string[] =>
    texts(figure).filter((text) => /^[\d.]+( m?s)?$/.test(text));

  it("begin at 0 for signals recorded at the ends of their steps, whose samples stay at their times", () => {
    const atStart = plotSignal(ramp(10_000));
    const atEnd = plotSignal(ramp(10_000, 1e-4));
    expect(labels(atEnd)).toEqual(labels(atStart));
    // the axis is some 280 points wide: a sample is 0.03 points further right
    expect(ends(atEnd)[0] - ends(atStart)[0]).toBeCloseTo(0.03, 2);
    const windows = [atStart, atEnd].map((_, k) =>
      plotSignal(ramp(10_000, k * 1e-4), { between: ms([0, 500]) }),
    );
    expect(labels(windows[1])).toEqual(labels(windows[0]));
    expect(labels(windows[0])).toContain("0.5 s");
  });

  it("hold all signals, whenever they were recorded", () => {
    const figure = plotSignals([ramp(1000, 0.2), ramp(1000, 0.4)]);
    expect(labels(figure)).toEqual(expect.arrayContaining(["200", "500 ms"]));
    const [first, last] = ends(figure);
    expect(first).toBeGreaterThan(0);
    expect(last).toBeLessThan(figure.width);
  });

  it("show windows cut to what was recorded", () => {
    expect(labels(plotSignal(ramp(1000), { between: ms([50, 5000]) }))).toContain("100 ms");
    const train = new SpikeTrain([0.25, 0.5], 1);
    expect(labels(plotRaster([train], { between: seconds([0.2, 9]) }))).toContain("1 s");
    expect(labels(plotRaster([train.between(ms(200), ms(400))]))).toEqual(
      expect.arrayContaining(["200", "400 ms"]),
    );
  });

  it("put spikes of a window's edges where they belong", () => {
    const points = (figure: Figure): number =>
      elements(figure, "path").flatMap((e) => (e.getAttribute("d") ?? "").match(/h0/g) ?? [])
        .length;
    const trains = [new SpikeTrain([0.2, 0.3, 0.4], 1)];
    expect(points(plotRaster(trains, { between: ms([200, 400]) }))).toBe(2);
    expect(points(plotRaster([new SpikeTrain([], 1)]))).toBe(0);
  });

  it("may be logarithmic", () => {
    expect(plotSignal(ramp(10_000), { x: { scale: "log" } }).svg()).not.toMatch(/NaN|Infinity/);
    expect(warnings()).toEqual([expect.stringContaining("1 value of x is left out")]);
  });
});

describe("logarithmic axes", () => {
  const log = { scale: "log" } as const;

  it("say how many values they leave out", () => {
    const figure = plotLines([{ x: [0, 1, 10, 100], y: [5, -1, 0, 3] }], { x: log, y: log });
    expect(warnings()).toEqual([]);
    expect(figure.svg()).not.toMatch(/NaN|Infinity/);
    expect(warnings()).toEqual([
      'Warning: 1 value of x is left out of the figure: 0 or less has no place on a logarithmic axis; take such values out of the data, or use scale: "linear"',
      'Warning: 2 values of y are left out of the figure: 0 or less has no place on a logarithmic axis; take such values out of the data, or use scale: "linear"',
    ]);
    figure.svg();
    figure.png(1);
    expect(warnings()).toHaveLength(2);
  });

  it("say so in every plot, and nothing where nothing is left out", () => {
    const table = dataFrame([
      { a: 0, b: 1 },
      { a: 1, b: 2 },
    ]);
    const train = new SpikeTrain([0, 0.5], 1);
    for (const figure of [
      plotDotsAndMeans(table, "a", "b", { x: log }),
      plotStrip([0, 1, 2], { x: log }),
      plotHistogram([0, 1, 2, 3], { bins: 3, x: log }),
      plotRaster([train, train], { x: { ...log, domain: [1, 1000] } }),
      plot(
        [
          { kind: "rule", y: 0 },
          { kind: "line", x: [1, 2], y: [1, 2] },
        ],
        { y: log },
      ),
    ]) {
      warn.mockClear();
      expect(figure.svg()).not.toMatch(/NaN|Infinity/);
      expect(warnings()).toHaveLength(1);
    }
    warn.mockClear();
    plotLines([{ x: [1, 2, Number.NaN], y: [1, Number.NaN, 2] }], { x: log, y: log }).svg();
    expect(warnings()).toEqual([]);
  });

  it("have bars that stand on their lower end, so that all are seen", () => {
    const figure = plotHistogram([1, 2.5, 2.5, 2.5, 4.5], { bins: 4, y: log });
    const bars = elements(figure, "rect").filter((bar) => bar.getAttribute("fill") !== "#ffffff");
    const heights = bars.map((bar) => Number(bar.getAttribute("height")));
    expect(heights).toHaveLength(3);
    for (const height of heights) expect(height).toBeGreaterThan(5);
    expect(warnings()).toEqual([]);
  });

  it("without any positive value are refused", () => {
    expect(() => plotStrip([0, -1], { x: log })).toThrow(
      "missing domain of x: there are no positive numbers to take it from",
    );
    expect(() => plotStrip([1, 2], { x: { ...log, domain: [0, 1] } })).toThrow(
      "invalid domain of x: [0, 1]; expected positive, ascending numbers",
    );
  });
});

describe("values that no axis can show", () => {
  it("are left out with a word: infinite ones", () => {
    const figure = plotLines([{ x: [1, 2, 3], y: [1, Number.POSITIVE_INFINITY, 2] }]);
    expect(figure.svg()).not.toMatch(/NaN|Infinity/);
    expect(warnings()).toEqual([
      "Warning: 1 infinite value is left out of the figure: no axis has a place for them; take them out of the data",
    ]);
  });
});

describe("long lines", () => {
  it("keep peaks and gaps where values are missing", () => {
    const y = new Float64Array(10_000);
    y[0] = Number.NaN;
    y[5] = 7;
    y[9] = -7;
    for (let k = 5000; k < 6000; k++) y[k] = Number.NaN;
    const x = Float64Array.from(y, (_, k) => k);
    const thin = decimate(x, y, 100);
    expect(thin.x.length).toBeLessThan(600);
    expect(Math.max(...thin.y.filter(Number.isFinite))).toBe(7);
    expect(Math.min(...thin.y.filter(Number.isFinite))).toBe(-7);
    expect(thin.y.some((value, k) => Number.isNaN(value) && thin.x[k] >= 5000)).toBe(true);
    expect(thin.x).toEqual([...thin.x].sort((a, b) => a - b));
  });

  it("that go back in x are drawn point by point: their outline is not that of a trace", () => {
    // a loop whose sides are far from its highest and lowest points
    const angle = Float64Array.from({ length: 10_000 }, (_, k) => k * 1.7);
    const [x, y] = [angle.map(Math.cos), angle.map(Math.sin)];
    expect(decimate(x, y, 10).x).toHaveLength(10_000);
  });

  it("mean nothing where a row of a table has no x", () => {
    const table = dataFrame([
      { a: 3, b: 1 },
      { a: null, b: 100 },
      { a: 1, b: 2 },
      { a: 2, b: null },
      { a: 2, b: 3 },
    ]);
    const whole = dataFrame([
      { a: 3, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 3 },
    ]);
    expect(plotDotsAndMeans(table, "a", "b").svg()).toBe(plotDotsAndMeans(whole, "a", "b").svg());
  });
});
