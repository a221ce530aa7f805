import { afterEach, beforeEach, expect, it, vi } from "vitest";
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
  stack,
} from "../../src/figures/index.js";
import { Signal, SpikeTrain } from "../../src/signals/index.js";
import { dataFrame, unitsToHeader } from "../../src/tables/index.js";
import { mV } from "../../src/units/index.js";
import { brokenBy } from "../helpers/junk.js";

const signal = new Signal(Float64Array.of(1, 2, 3), mV.dimension, 1e-3);
const train = new SpikeTrain([0.1], 1);
const table = dataFrame([
  { a: 1, b: 2 },
  { a: 2, b: 3 },
]);

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Every plot function with good arguments, its options last. */
const plots: [string, (...args: never[]) => Figure, unknown[]][] = [
  ["plot", plot, [[{ kind: "line", x: [1, 2], y: [1, 2] }], {}]],
  ["plotSignal", plotSignal, [signal, {}]],
  ["plotSignals", plotSignals, [[signal], {}]],
  ["plotRaster", plotRaster, [[train], {}]],
  ["plotDotsAndMeans", plotDotsAndMeans, [table, "a", "b", {}]],
  ["plotLines", plotLines, [[{ x: [1, 2], y: [1, 2] }], {}]],
  ["plotStrip", plotStrip, [[1, 2], {}]],
  ["plotHistogram", plotHistogram, [[1, 2], {}]],
];
const OPTIONS = [
  "x",
  "y",
  "title",
  "legend",
  "width",
  "height",
  "between",
  "labels",
  "baseline",
  "bins",
];
const AXIS = ["label", "domain", "scale", "unit", "intervals", "visible", "grid", "labelPosition"];

it.each(plots)("%s draws what it is given or says what it expected", async (_, draw, args) => {
  const drawn = (...given: never[]): string => draw(...given).svg();
  expect(await brokenBy(drawn, args)).toEqual([]);
  const data = args.slice(0, -1) as never[];
  for (const option of OPTIONS)
    expect(
      await brokenBy((value: never) => drawn(...data, { [option]: value } as never), [1]),
    ).toEqual([]);
  for (const axis of ["x", "y"])
    for (const option of AXIS)
      expect(
        await brokenBy(
          (value: never) => drawn(...data, { [axis]: { [option]: value } } as never),
          [1],
        ),
      ).toEqual([]);
});

it.each(["line", "bars", "dots", "rule", "raster"])("marks: %s", async (kind) => {
  const good = { kind, x: kind === "bars" ? [0, 1, 2] : [1, 2], y: [1, 2] };
  const mark = kind === "rule" ? { kind, y: 1 } : good;
  const properties = [
    "kind",
    "x",
    "y",
    "colour",
    "width",
    "dotRadius",
    "radius",
    "size",
    "dash",
    "clip",
    "label",
  ];
  for (const name of properties)
    expect(
      await brokenBy((value: never) => plot([{ ...mark, [name]: value } as never]).svg(), [1]),
    ).toEqual([]);
});

it("figures, stacks and tables", async () => {
  const figure = plotStrip([1, 2]);
  expect(await brokenBy((scale: number) => figure.png(scale), [1])).toEqual([]);
  expect(
    await brokenBy(
      (...parts: ConstructorParameters<typeof Figure>) => new Figure(...parts),
      [figure.panels, {}],
    ),
  ).toEqual([]);
  expect(await brokenBy(stack, [[figure], {}])).toEqual([]);
  expect(await brokenBy(unitsToHeader, [table])).toEqual([]);
});
