import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  band,
  cellTheme,
  dataFrame,
  errorBars,
  layout,
  ms,
  mV,
  Plot,
  plot,
  plotHeatMap,
  plotLines,
  plotPhasePlane,
  plotRaster,
  plotSpectrogram,
  population,
  Signal,
  SpikeTrain,
  zoomable,
} from "../../src/index.js";
import { brokenBy } from "../helpers/junk.js";

const table = dataFrame([
  { a: 1, b: 1, c: 2 },
  { a: 1, b: 2, c: 3 },
  { a: 2, b: 1, c: 4 },
  { a: 2, b: 2, c: 5 },
]);
const figure = plotLines([{ x: [1, 2], y: [1, 2] }]);
const train = new SpikeTrain([0.1], 1);
const signal = new Signal(
  Float64Array.from({ length: 64 }, (_, k) => Math.sin(k)),
  mV.dimension,
  1e-3,
);
const neurons = population("n", {
  N: 1,
  equations: "dv/dt = (u - v)/tau : volt\ndu/dt = -u/tau : volt",
  parameters: { tau: ms(10) },
});
const plane = { variables: ["v", "u"], between: [mV([0, 1]), mV([0, 1])], points: 8 };

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  cellTheme("light");
});

/** Functions with good arguments, and the names of their options. */
const calls: [string, (...args: never[]) => { svg(): string }, unknown[], object, string[]][] = [
  [
    "layout",
    layout,
    [[figure, figure]],
    {},
    ["letters", "gap", "widths", "heights", "shareX", "shareY", "width"],
  ],
  [
    "plotHeatMap",
    plotHeatMap,
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    {},
    ["xEdges", "yEdges", "color", "x"],
  ],
  [
    "plotHeatMap of a table",
    plotHeatMap,
    [table],
    { columns: { x: "a", y: "b", value: "c" } },
    ["columns"],
  ],
  ["plotSpectrogram", plotSpectrogram, [signal], { window: ms(16) }, ["window", "overlap", "upTo"]],
  [
    "plotPhasePlane",
    plotPhasePlane,
    [neurons],
    plane,
    ["variables", "between", "at", "trajectories", "arrows", "points"],
  ],
  ["plotRaster by name", plotRaster, [{ a: [train] }], {}, ["between"]],
  [
    "plot of Plot's marks",
    plot,
    [[Plot.dot(table, { x: "a", y: "b", fill: "c" })]],
    {},
    ["style", "color", "r", "fx", "facet", "symbol", "clip", "y2", "x", "y", "ariaLabel"],
  ],
];

it.each(calls)(
  "%s draws what it is given or says what it expected",
  async (_, draw, data, good, options) => {
    const drawn = (...given: never[]): string => draw(...given).svg();
    expect(await brokenBy(drawn, [...data, good])).toEqual([]);
    for (const option of options)
      expect(
        await brokenBy(
          (value: never) => drawn(...(data as never[]), { ...good, [option]: value } as never),
          [1],
        ),
      ).toEqual([]);
  },
);

it("bars, bands, themes and zoomed figures", async () => {
  const spread = { x: "a", y: "b", error: "c" };
  for (const make of [errorBars, band])
    for (const option of ["x", "y", "error", "low", "colour", "width", "cap", "opacity"])
      expect(
        await brokenBy(
          (value: never) => plot(make(table, { ...spread, [option]: value } as never)).svg(),
          [1],
        ),
      ).toEqual([]);
  expect(await brokenBy(cellTheme, ["light"])).toEqual([]);
  expect(await brokenBy(zoomable, [figure])).toEqual([]);
});
