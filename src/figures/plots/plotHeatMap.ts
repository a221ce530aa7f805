import { checkOptions, shown, UserError } from "../../base/index.js";
import { type DataFrame, numbersOf, requireTable } from "../../tables/index.js";
import { lower } from "../../units/index.js";
import { asImage } from "../drawing/cellImage.js";
import { observablePlot } from "../drawing/dom.js";
import type { Figure } from "../figure.js";
import { unitOfColumn } from "../observable/units.js";
import type { ColourOptions } from "../panel.js";
import { checkPlotOptions, type PlotOptions, plot } from "./plot.js";

/** Rows of numbers: lists of them, or one list with the number of rows and columns. */
export type Matrix =
  | readonly (readonly number[] | Float64Array)[]
  | { readonly data: ArrayLike<number>; readonly shape: readonly [number, number] };

/** Options of {@link plotHeatMap}. */
export interface HeatMapOptions extends PlotOptions {
  /** Columns of a table: what lies across, upward, and what the colours say. */
  columns?: { x: string; y: string; value: string };
  /** First and last edge of a matrix' columns and rows; their indices by default. */
  xEdges?: readonly [number, number];
  yEdges?: readonly [number, number];
}

/** Maps of more cells are drawn as an image in the figure. */
const MOST_RECTANGLES = 16_000;

/** Most cells of a heat map: more than a page has points. */
const MOST_CELLS = 4e6;

/**
 * Plots numbers as colours, with a bar that says which: a matrix, row upon row from below (a spectrogram, a
 * connection matrix), or a table of a sweep over two parameters.
 *
 * ```ts
 * plotHeatMap([[0, 1, 2], [3, 4, 5]]);
 * plotHeatMap(table, { columns: { x: "we_pS", y: "seed", value: "rate_Hz" } })
 * ```
 *
 * The rows of a table that share x and y are averaged; the values of x and y must be evenly spaced, or be on a
 * logarithmic axis that is. Maps of more than 16,000 cells are one image, a pixel for each cell, with sharp edges; smaller ones
 * are drawn in lines. `color` takes what Plot's scales of colours take: `scheme`, `type: "log"`,
 * `domain`, `pivot` (for schemes with a middle).
 * @throws UserError for what is no matrix and no table, for unknown columns, and for uneven values.
 */
export function plotHeatMap(values: Matrix | DataFrame, options: HeatMapOptions = {}): Figure {
  checkPlotOptions("plotHeatMap", options, ["columns", "xEdges", "yEdges"]);
  const { columns, xEdges, yEdges, ...rest } = options;
  const cells = columns
    ? cellsOfTable(values, columns, rest)
    : cellsOfMatrix(values, xEdges, yEdges);
  const color: ColourOptions = { legend: true, ...cells.color, ...rest.color };
  const { rect } = observablePlot();
  const cell = { length: cells.numbers.length };
  return plot(
    [
      rect(cell, {
        x1: cells.x1,
        x2: cells.x2,
        y1: cells.y1,
        y2: cells.y2,
        fill: cells.numbers,
        inset: -0.4,
        clip: true,
        ...(cell.length > MOST_RECTANGLES && { inset: 0, render: asImage }),
      } as never),
    ],
    {
      ...rest,
      color,
      x: { ...cells.x, grid: false, ...rest.x },
      y: { ...cells.y, grid: false, ...rest.y },
    },
  );
}

interface Cells {
  x1: Float64Array;
  x2: Float64Array;
  y1: Float64Array;
  y2: Float64Array;
  numbers: Float64Array;
  x: PlotOptions["x"];
  y: PlotOptions["y"];
  color?: ColourOptions;
}

function cellsOfMatrix(values: unknown, xEdges: unknown, yEdges: unknown): Cells {
  const { data, shape } = matrixOf(values);
  const [rows, columns] = shape;
  const [left, right] = edgesOf("xEdges", xEdges, columns);
  const [low, high] = edgesOf("yEdges", yEdges, rows);
  const count = rows * columns;
  const place = (first: number, last: number, of: number, index: (k: number) => number) =>
    Float64Array.from({ length: count }, (_, k) => first + ((last - first) * index(k)) / of);
  const [row, column] = [(k: number) => Math.floor(k / columns), (k: number) => k % columns];
  return {
    x1: place(left, right, columns, column),
    x2: place(left, right, columns, (k) => column(k) + 1),
    y1: place(low, high, rows, row),
    y2: place(low, high, rows, (k) => row(k) + 1),
    numbers: Float64Array.from(data),
    x: { domain: [left, right] },
    y: { domain: [low, high] },
  };
}

function matrixOf(values: unknown): { data: ArrayLike<number>; shape: readonly [number, number] } {
  const { data, shape } = (values ?? {}) as { data?: unknown; shape?: unknown };
  const refused = (): UserError =>
    new UserError(
      `invalid values: ${shown(values)}; expected rows of numbers, all of the same length, or { data, shape: [rows, columns] }`,
    );
  const isPair = Array.isArray(shape) && shape.length === 2;
  if (isPair && (ArrayBuffer.isView(data) || Array.isArray(data))) {
    const numbers = data as unknown as ArrayLike<number>;
    if (numbers.length !== shape[0] * shape[1] || numbers.length === 0) throw refused();
    return checkedMatrix(numbers, shape as [number, number], refused);
  }
  if (!Array.isArray(values) || values.length === 0) throw refused();
  const columns = (values[0] as { length?: number } | null)?.length ?? 0;
  const isRow = (row: unknown): boolean =>
    (Array.isArray(row) || row instanceof Float64Array) && row.length === columns;
  if (columns === 0 || !values.every(isRow)) throw refused();
  const numbers = (values as ArrayLike<number>[]).flatMap((row) => Array.from(row));
  return checkedMatrix(numbers, [values.length, columns], refused);
}

function checkedMatrix(
  data: ArrayLike<number>,
  shape: readonly [number, number],
  refused: () => UserError,
): { data: ArrayLike<number>; shape: readonly [number, number] } {
  if (data.length > MOST_CELLS)
    throw new UserError(
      `invalid values: ${shape[0]} x ${shape[1]} numbers; expected at most ${MOST_CELLS / 1e6} million`,
    );
  for (let k = 0; k < data.length; k++) if (typeof data[k] !== "number") throw refused();
  return { data, shape };
}

function edgesOf(name: string, edges: unknown, count: number): readonly [number, number] {
  if (edges === undefined) return [0, count];
  if (!Array.isArray(edges) || edges.length !== 2)
    throw new UserError(`invalid ${name}: ${shown(edges)}; expected the first and the last edge`);
  const [first, last] = edges.map((edge, k) => lower(`${name}[${k}]`, edge, "dimensionless"));
  if (!(first < last))
    throw new UserError(`invalid ${name}: ${shown(edges)}; expected the lower edge first`);
  return [first, last];
}

function cellsOfTable(
  table: unknown,
  columns: NonNullable<HeatMapOptions["columns"]>,
  options: PlotOptions,
): Cells {
  requireTable("values", table);
  checkOptions("columns of plotHeatMap", columns, ["x", "y", "value"]);
  const [xs, ys, values] = (["x", "y", "value"] as const).map((name) =>
    numbersOf(table as DataFrame, columns[name]),
  );
  const isLog = (axis: PlotOptions["x"]): boolean => (axis?.scale ?? axis?.type) === "log";
  const [x, y] = [
    edgesAround(columns.x, xs, isLog(options.x)),
    edgesAround(columns.y, ys, isLog(options.y)),
  ];
  const sums = new Map<string, { x: number; y: number; sum: number; count: number }>();
  values.forEach((value, row) => {
    if (Number.isNaN(value + xs[row] + ys[row])) return;
    const key = `${xs[row]} ${ys[row]}`;
    const cell = sums.get(key) ?? { x: xs[row], y: ys[row], sum: 0, count: 0 };
    sums.set(key, { ...cell, sum: cell.sum + value, count: cell.count + 1 });
  });
  const cells = [...sums.values()];
  const label = (column: string): string => {
    const known = unitOfColumn(column);
    return known ? `${known.name} (${known.unit.symbol})` : column;
  };
  return {
    x1: Float64Array.from(cells, (cell) => x.around(cell.x)[0]),
    x2: Float64Array.from(cells, (cell) => x.around(cell.x)[1]),
    y1: Float64Array.from(cells, (cell) => y.around(cell.y)[0]),
    y2: Float64Array.from(cells, (cell) => y.around(cell.y)[1]),
    numbers: Float64Array.from(cells, ({ sum, count }) => sum / count),
    x: { domain: x.domain, label: label(columns.x) },
    y: { domain: y.domain, label: label(columns.y) },
    color: { label: label(columns.value) },
  };
}

/** The edges of cells around evenly spaced values. */
function edgesAround(
  column: string,
  given: readonly number[],
  isLog: boolean,
): { domain: readonly [number, number]; around: (value: number) => readonly [number, number] } {
  const to = (value: number): number => (isLog ? Math.log(value) : value);
  const from = (value: number): number => (isLog ? Math.exp(value) : value);
  const values = [...new Set(given.filter((value) => !Number.isNaN(value)))].sort((a, b) => a - b);
  if (values.length < 2 || (isLog && values[0] <= 0))
    throw new UserError(
      `invalid column ${column}: ${values.length} different ${isLog ? "positive " : ""}numbers; expected at least two`,
    );
  const step = (to(values[values.length - 1]) - to(values[0])) / (values.length - 1);
  values.forEach((value, k) => {
    if (Math.abs(to(value) - to(values[0]) - k * step) > 1e-6 * Math.abs(step) * values.length)
      throw new UserError(
        `invalid column ${column}: ${value} among its values; expected evenly spaced ones${isLog ? " on a logarithmic axis" : ""}`,
      );
  });
  const around = (value: number): readonly [number, number] => [
    from(to(value) - step / 2),
    from(to(value) + step / 2),
  ];
  return { domain: [around(values[0])[0], around(values[values.length - 1])[1]], around };
}
