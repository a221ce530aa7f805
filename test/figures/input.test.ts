import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { UserError } from "../../src/base/index.js";
import {
  Figure,
  plot,
  plotDotsAndMeans,
  plotHistogram,
  plotLines,
  plotRaster,
  plotSignal,
  plotSignals,
  plotStrip,
  saveThesisFigure,
  stack,
} from "../../src/figures/index.js";
import { Signal, SpikeTrain } from "../../src/signals/index.js";
import { dataFrame } from "../../src/tables/index.js";
import { ms, mV, NAMED_DIMENSIONS, pA, seconds } from "../../src/units/index.js";

const VOLTAGE = NAMED_DIMENSIONS.voltage.exponents;
const signal = (values: number[] = [1, 2, 3]): Signal =>
  new Signal(Float64Array.from(values), VOLTAGE, 1e-3);
const train = new SpikeTrain([0.1, 0.5], 1);
const table = dataFrame([
  { a: 1, b: 2, c: Number.NaN, d: mV(1), e: 3 },
  { a: 2, b: 3, c: Number.NaN, d: mV(2), e: null },
]);

/** Every plot function with options, and nothing else that could be wrong. */
const plots: [name: string, draw: (options: object) => unknown][] = [
  ["plot", (options) => plot([{ kind: "line", x: [1, 2], y: [1, 2] }], options)],
  ["plotSignal", (options) => plotSignal(signal(), options)],
  ["plotSignals", (options) => plotSignals([signal()], options)],
  ["plotRaster", (options) => plotRaster([train], options)],
  ["plotDotsAndMeans", (options) => plotDotsAndMeans(table, "a", "b", options)],
  ["plotLines", (options) => plotLines([{ x: [1, 2], y: [1, 2] }], options)],
  ["plotStrip", (options) => plotStrip([1, 2], options)],
  ["plotHistogram", (options) => plotHistogram([1, 2], options)],
];

const refuse = (draw: () => unknown, message: string): void => {
  expect(draw).toThrow(message);
  expect(draw).toThrow(UserError);
};

describe.each(plots)("%s", (name, draw) => {
  it("refuses options that do not exist", () => {
    refuse(() => draw({ titles: "A" }), `unknown option of ${name}: titles; expected one of `);
    refuse(() => draw({ titles: "A" }), 'did you mean "title"?');
    refuse(() => draw({ toString: 1 }), `unknown option of ${name}: toString`);
    refuse(() => draw([] as never), `invalid options of ${name}: []`);
    refuse(
      () => draw({ x: { labels: "A" } }),
      "unknown option of the x axis: labels; expected one of label, domain, scale, unit, intervals, visible, grid, type, reverse, ",
    );
    refuse(() => draw({ x: { labels: "A" } }), 'fontVariant; did you mean "label"?');
    refuse(() => draw({ y: { Domain: [0, 1] } }), 'did you mean "domain"?');
    refuse(() => draw({ x: { labelPosition: "side" } }), "unknown option of the x axis");
  });

  it("refuses options that have no such value", () => {
    refuse(() => draw({ width: "300" }), 'invalid width: "300"; expected points');
    refuse(() => draw({ height: Number.NaN }), "invalid height: NaN; expected points");
    refuse(() => draw({ width: 1e6 }), "at most 14400");
    refuse(() => draw({ title: 5 }), "invalid title: 5; expected text");
    refuse(() => draw({ title: "a\0b" }), "expected text without control characters");
    refuse(
      () => draw({ legend: "topright" }),
      'invalid legend: topright; expected one of top-right, top-left, bottom-right, bottom-left, right; did you mean "top-right"?',
    );
    refuse(() => draw({ x: { scale: "logarithmic" } }), "expected one of linear, log");
    refuse(() => draw({ x: { domain: [0] } }), "invalid domain of the x axis: [0]; expected two");
    refuse(() => draw({ y: { domain: mV([0, 1]) } }), "expected two plain numbers");
    refuse(() => draw({ y: { domain: [1, 0] } }), "invalid domain of y: [1, 0]");
    refuse(() => draw({ x: { domain: [0, Number.NaN] } }), "invalid domain of x: [0, NaN]");
    refuse(() => draw({ x: { domain: [1, 1 + 1e-15] } }), "that differ by more than rounding");
    refuse(() => draw({ y: { intervals: 0 } }), "invalid intervals of the y axis: 0");
    refuse(() => draw({ x: { visible: "no" } }), "expected true or false");
    refuse(() => draw({ y: { labelPosition: "left" } }), "expected one of top, side");
    refuse(() => draw({ y: "log" }), 'invalid options of the y axis: "log"');
    refuse(() => draw({ x: { label: 5 } }), "invalid label of the x axis: 5; expected text");
  });

  it("draws with all options left open", () => {
    const open = { x: undefined, y: { label: undefined, domain: undefined }, title: undefined };
    expect((draw({ ...open, width: undefined }) as Figure).svg()).toMatch(/^<svg/);
  });
});

describe("data that cannot be drawn", () => {
  const no = Number.NaN;

  it("are named: signals", () => {
    refuse(() => plotSignal([1, 2] as never), "invalid signal: [1, 2]; expected a Signal");
    refuse(() => plotSignal(mV([1, 2]) as never), "invalid signal: [1 2] mV; expected a Signal");
    refuse(() => plotSignals(signal() as never), "expected an array of signals");
    refuse(() => plotSignals([]), "invalid signals: none given");
    refuse(() => plotSignals([signal(), 5 as never]), "invalid signal 1: 5; expected a Signal");
    refuse(() => plotSignal(signal([])), "invalid signal 0: it has no samples");
    refuse(
      () => plotSignals([signal(), signal([no, no])]),
      "invalid signal 1: none of its 2 samples is a finite number",
    );
    refuse(
      () => plotSignals([signal(), new Signal(Float64Array.of(1), ms.dimension, 1e-3)]),
      "a signal beside the first: expected voltage (V), got time (s)",
    );
    refuse(
      () => plotSignal(signal(), { labels: ["a", "b"] }),
      'invalid labels: ["a", "b"]; expected 1',
    );
    refuse(() => plotSignal(signal(), { labels: "a" as never }), 'invalid labels: "a"');
    for (const [between, message] of [
      [5, "invalid between: 5; expected an array of quantities: time (s)"],
      [[0, 1], "invalid between[0]: 0; expected a quantity: time (s)"],
      [ms([1]), "invalid between: 1 values; expected 2"],
      [mV([0, 1]), "expected time (s), got voltage (V)"],
      [ms([2, 1]), "invalid time window: 2 ms to 1 ms; expected the earlier time first"],
      [seconds([1, 2]), "invalid time window: 1 s to 2 s; recorded were 0 s to 3 ms"],
      [ms([0.2, 0.8]), "no samples there"],
    ] as const)
      refuse(() => plotSignal(signal(), { between: between as never }), message);
  });

  it("are named: spike trains", () => {
    refuse(() => plotRaster(train as never), "expected an array of SpikeTrains");
    refuse(
      () => plotRaster([[0.1]] as never),
      "invalid spike train 0: [0.1]; expected a SpikeTrain",
    );
    refuse(
      () => plotRaster([train, new SpikeTrain([], 2)]),
      "watched for different times, 1 s and 2 s",
    );
    refuse(() => plotRaster([train], { between: seconds([2, 3]) }), "recorded were 0 s to 1 s");
    refuse(
      () => plotRaster([train], { labels: ["a"] } as never),
      "unknown option of plotRaster: labels",
    );
  });

  it("are named: tables", () => {
    refuse(() => plotDotsAndMeans([{ a: 1 }] as never, "a", "b"), "invalid table: ");
    refuse(() => plotDotsAndMeans(undefined as never, "a", "b"), "expected what dataFrame() makes");
    refuse(() => plotDotsAndMeans(table, "a", "d"), "invalid column d: it holds 1 mV");
    refuse(
      () => plotDotsAndMeans(table, "a", "c"),
      "invalid columns: a and c; none of their 2 rows has a number in both",
    );
    refuse(() => plotDotsAndMeans(table, "a", "b", { baseline: no }), "invalid baseline: NaN");
    refuse(
      () => plotDotsAndMeans(table, "a", "b", { baseline: mV(0) as never }),
      "invalid baseline",
    );
  });

  it("are named: series and values", () => {
    refuse(() => plotLines({ x: [1], y: [1] } as never), "expected an array of { x, y, label }");
    refuse(() => plotLines([]), "invalid series: []");
    refuse(
      () => plotLines([{ x: [1], y: [1], name: "a" } as never]),
      "unknown option of series 0: name; expected one of x, y, label",
    );
    refuse(() => plotLines([{ x: [1] } as never]), "invalid y of series 0: undefined");
    refuse(
      () => plotLines([{ x: [1, 2], y: [1, 2], label: 5 as never }]),
      "invalid label of series 0",
    );
    refuse(
      () => plotLines([{ x: ms([1, 2]) as never, y: [1, 2] }]),
      "invalid x of series 0: [1 2] ms; expected plain numbers: take .in(unit)",
    );
    refuse(
      () => plotLines([{ x: [1], y: [mV(1)] as never }]),
      "1 mV at 0; expected a plain number",
    );
    refuse(() => plotLines([{ x: [1, 2], y: ["1", 2] as never }]), '"1" at 0; expected a number');
    refuse(
      () => plotLines([{ x: [1, 2], y: [no, no] }]),
      "none of its 2 points has finite numbers",
    );
    refuse(
      () => plotLines([{ x: [], y: [] }]),
      "missing domain of x: there are no numbers to take it",
    );
    refuse(() => plotStrip([]), "invalid values: none given; a strip needs at least one");
    refuse(() => plotStrip(5 as never), "invalid values: 5; expected an array of numbers");
    refuse(() => plotStrip([no]), "none of its 1 points has finite numbers");
    refuse(() => plotHistogram(5 as never), "invalid values: 5; expected an array of numbers");
    refuse(() => plotHistogram(undefined as never), "invalid values: undefined");
    refuse(() => plotHistogram([no, no]), "none of 2 is a finite number to count");
    refuse(() => plotHistogram([]), "none of 0 is a finite number to count");
    refuse(
      () => plotHistogram([1, 2], { bins: 0.5 }),
      "invalid bins: 0.5; expected a whole number",
    );
    refuse(() => plotHistogram([1, 2], { bins: 1e9 }), "expected a whole number from 1 to 10000");
    refuse(() => plotHistogram([1, 2], { between: [2, 1] }), "expected the lower edge first");
    refuse(() => plotHistogram([1, 2], { between: [5, 6] }), "none to count in intervals");
    refuse(() => plotHistogram([1, 2], { between: mV([1, 2]) }), "invalid between");
    refuse(() => plotHistogram(mV([1, 2]), { between: pA([1, 2]) }), "got current (A)");
  });

  it("are named: marks and panels", () => {
    const mark = (given: object) => () =>
      plot([{ kind: "line", x: [1, 2], y: [1, 2], ...given } as never]);
    refuse(
      mark({ color: "red" }),
      "unknown option of mark 0 (line): color; expected one of kind, x, y, colour",
    );
    refuse(mark({ kind: "lines" }), "invalid kind of mark 0: lines; expected one of line, bars");
    refuse(mark({ kind: "toString" }), "invalid kind of mark 0: toString");
    refuse(mark({ y: [1] }), "invalid mark 0 (line): 2 x and 1 y values; expected as many of both");
    refuse(mark({ kind: "bars" }), "expected one edge more than heights");
    refuse(mark({ kind: "bars", x: [2, 1, 3] }), "2 before 1; expected ascending edges");
    refuse(mark({ width: -1 }), "invalid width of mark 0 (line): -1; expected 0 or more");
    refuse(mark({ dash: "dotted" }), 'invalid dash of mark 0 (line): "dotted"');
    refuse(mark({ clip: 1 }), "expected true or false");
    refuse(mark({ colour: 5 }), "invalid colour of mark 0 (line): 5");
    refuse(
      () => mark({ colour: "blu" })().svg(),
      'invalid colour: blu; expected a name like "steelblue"',
    );
    refuse(() => plot([]), "invalid marks: []; expected an array of at least one");
    refuse(() => plot(5 as never), "invalid marks: 5");
    refuse(() => plot([5 as never]), "invalid mark 0: 5");
    // Plot draws nothing of null: a figure whose only mark it is has nothing to draw
    refuse(() => plot([null]), "missing domain of x: there are no numbers");
    refuse(() => plot([{ kind: "rule", y: no }]), "invalid y of mark 0 (rule): NaN");
    refuse(() => new Figure([{ mark: [] } as never]), "unknown option of a panel: mark");
    refuse(() => new Figure([undefined as never]), "invalid options of a panel: null");
    refuse(() => new Figure([], { size: 1 } as never), "unknown option of a figure's size: size");
    refuse(() => stack([plotStrip([1])], { hight: 10 } as never), 'did you mean "height"?');
    refuse(() => stack(plotStrip([1]) as never), "invalid figures to stack");
  });

  it("may be of any kind that holds numbers, with gaps", () => {
    const lines = plotLines([
      { x: Int32Array.of(1, 2, 3), y: Float32Array.of(1, 2, 3) },
      { x: [1, 2, 3], y: [1, null, 3] as number[] },
    ]);
    expect(lines.svg()).not.toMatch(/NaN|Infinity/);
  });

  it("are copied: what is done to them afterwards changes no picture", () => {
    const [x, y] = [
      [1, 2, 3],
      [1, 2, 3],
    ];
    const figure = plot([{ kind: "line", x, y }]);
    const expected = plot([{ kind: "line", x: [1, 2, 3], y: [1, 2, 3] }]).svg();
    x.push(4);
    y[0] = 100;
    expect(figure.svg()).toBe(expected);
  });

  it("never hang or fill the memory for numbers that differ by rounding only", () => {
    const almost = plotLines([{ x: [1, 2], y: [0.3, 0.1 + 0.2] }]).svg();
    expect(almost).toContain(">0.3<");
    expect(plotLines([{ x: [1, 2], y: [1e17, 1e17 + 16] }]).svg()).toMatch(/^<svg/);
    expect(plotLines([{ x: [1, 2], y: [1e-120, 2e-120] }]).svg()).toContain("2e-120");
    refuse(() => plotLines([{ x: [1, 2], y: [0, 5e-324] }]), "invalid domain of y");
  });
});

describe("pictures", () => {
  const strip = plotStrip([1, 2], { width: 100, height: 50 });

  it("that are enormous are refused before they are drawn", () => {
    refuse(
      () => strip.png(1000),
      "invalid scale: 1000; the picture would have 100000 x 50000 pixels; expected some, and at most 200 million",
    );
    for (const scale of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "3"])
      refuse(() => strip.png(scale as number), "invalid scale: ");
    refuse(() => strip.png(1e-3), "the picture would have 0 x 0 pixels");
    expect(strip.png(1).readUInt32BE(16)).toBe(100);
  });

  it("without room between the labels are refused", () => {
    refuse(() => plotStrip([1, 2], { height: 5 }).svg(), "invalid height: 5; expected at least ");
    refuse(() => plotStrip([1, 2], { width: 5 }).svg(), "invalid width: 5; expected at least ");
  });

  it("have labels that can be set", () => {
    const titled = (title: string) => () => plotStrip([1, 2], { title }).svg();
    refuse(titled("costs 5$"), "invalid label: costs 5$; expected two dollar signs");
    refuse(titled("$\\underbrace{x}_{y}$"), "cannot be set in one line of text");
    expect(titled("costs 5\\$")()).toContain("costs 5$");
  });

  it("are saved in a folder that can be written to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "spikebook-save-"));
    writeFileSync(join(folder, "file"), "");
    const save = (where: unknown): Promise<void> => saveThesisFigure("a", strip, where as string);
    for (const [where, message] of [
      [join(folder, "file"), ": ENOTDIR: not a directory"],
      [{ folder }, "invalid folder: { folder }; expected the path of a folder"],
      ["", 'invalid folder: ""'],
      ["a\0b", "invalid folder: "],
    ] as const) {
      await expect(save(where)).rejects.toThrow(message);
      await expect(save(where)).rejects.toBeInstanceOf(UserError);
    }
    await expect(saveThesisFigure("a", {} as never)).rejects.toThrow("invalid figure: {}");
    await expect(saveThesisFigure(Symbol("a") as never, strip)).rejects.toThrow(
      "invalid figure name",
    );
    expect(readdirSync(folder)).toEqual(["file"]);
    rmSync(folder, { recursive: true });
  });
});

describe("histograms", () => {
  it("take edges with their unit, and leave out what is no number", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const values = pA([1, 2, 2, 50, Number.NaN, Number.POSITIVE_INFINITY]);
    const [plain, withUnit] = [[0, 4] as const, pA([0, 4])].map((between) =>
      plotHistogram(values, { between, bins: 4 }).svg(),
    );
    expect(withUnit).toBe(plain);
    expect(withUnit).toContain("4 pA");
    expect(warn.mock.calls[0][0]).toBe(
      "Warning: 1 infinite value is left out of the figure: no bar has a place for them; take them out of the data",
    );
    warn.mockRestore();
  });

  it("show values that are all the same, and signals", () => {
    expect(plotHistogram([5, 5, 5]).svg()).toContain("<rect");
    const figure = plotHistogram(signal([0.001, 0.002]));
    expect(figure.svg()).toBe(plotHistogram(mV([1, 2])).svg());
  });
});
