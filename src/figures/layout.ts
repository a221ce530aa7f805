import { checkChoice, checkOptions, checkTruth, shown, UserError } from "../base/index.js";
import { lower } from "../units/index.js";
import type { Axis } from "./axes/axis.js";
import { rounded, svgElement } from "./drawing/dom.js";
import type { Needs } from "./drawing/needs.js";
import { needsOfPanels, renderPanels } from "./drawing/renderFigure.js";
import { Figure } from "./figure.js";
import { isPlotElement, pictureOf } from "./observable/plotPicture.js";
import { type FigureSize, Picture } from "./picture.js";
import { settle } from "./settle/index.js";
import { TEXT_WIDTH, THEME } from "./theme.js";

/** Options of {@link layout}. */
export interface LayoutOptions extends FigureSize {
  /** Letters in the upper left corners, from left to right and top to bottom; "a" by default. */
  letters?: "a" | "A" | "(a)" | "none";
  /** Relative widths of the columns; all the same by default. */
  widths?: readonly number[];
  /** Relative heights of the rows; all the same by default. */
  heights?: readonly number[];
  /** Space between neighbours, in points; 10 by default. */
  gap?: number;
  /** Whether the figures of a column have one x axis, below the lowest; they have their own by default. */
  shareX?: boolean;
  /** Whether the figures of a row have one y axis, at the left; they have their own by default. */
  shareY?: boolean;
}

/** What stands in one place of a layout: a figure, what `Plot.plot` made, or nothing. */
export type LayoutCell = Picture | Element | null;

/** Most rows and columns. */
const MOST = 50;

/**
 * Puts figures side by side, or in rows and columns, with letters:
 *
 * ```ts
 * const raster = plotRaster(trains);
 * const rates = plotSignal(result.populationRate("neurons", ms(5)));
 * const voltage = plotSignal(signal);
 * layout([raster, rates]);
 * layout([[raster, null], [voltage, rates]], { width: PAGE_WIDTH, height: 400, widths: [2, 1] })
 * ```
 *
 * Plot areas line up within rows and columns. Axes are shared only where the options say so: then
 * all figures of a column (or row) show the same stretch, and one of them the axis.
 * @param cells a list of figures, or one list for each row; null leaves a place empty
 * @throws UserError for what are no figures, for rows of different lengths, for axes that cannot be
 *   shared, and for a size that leaves no room.
 */
export function layout(
  cells: readonly LayoutCell[] | readonly (readonly LayoutCell[])[],
  options: LayoutOptions = {},
): Picture {
  checkOptions("layout", options, [
    ...["letters", "widths", "heights", "gap", "shareX", "shareY", "width", "height"],
  ]);
  const { letters = "a", gap = 10, shareX = false, shareY = false } = options;
  checkChoice("letters", letters, ["a", "A", "(a)", "none"]);
  lower("gap", gap, "dimensionless", { least: 0 });
  checkTruth("shareX", shareX);
  checkTruth("shareY", shareY);
  let rows = rowsOf(cells);
  if (shareX) rows = transposed(transposed(rows).map((column) => shared(column, "x")));
  if (shareY) rows = rows.map((row) => shared(row, "y"));
  const widths = sharesOf("widths", options.widths, rows[0].length);
  const heights = sharesOf("heights", options.heights, rows.length);
  const natural = rows.reduce(
    (sum, row) => sum + Math.max(0, ...row.map((cell) => cell?.height ?? 0)),
    gap * (rows.length - 1),
  );
  return new Layout(
    { rows, widths, heights, gap, letters },
    { width: options.width ?? TEXT_WIDTH, height: options.height ?? natural },
  );
}

interface Plan {
  rows: readonly (readonly (Picture | null)[])[];
  widths: readonly number[];
  heights: readonly number[];
  gap: number;
  letters: string;
}

/** Size of the letters, and what they need above and left of a plot area. */
const LETTER_SIZE = 11;
const LETTER_TOP = 17;
const LETTER_LEFT = 16;

class Layout extends Picture {
  constructor(
    private readonly plan: Plan,
    size: FigureSize,
  ) {
    super(size);
  }

  protected override draw(detail?: number): SVGElement[] {
    const { rows, widths, heights, gap, letters } = this.plan;
    const across = parts(this.width, widths, gap);
    const down = parts(this.height, heights, gap);
    for (const [name, sides] of [["width", across] as const, ["height", down] as const])
      if (sides.some(({ length }) => length < 1))
        throw new UserError(
          `invalid ${name}: ${rounded(this[name])}; it leaves no room beside the gaps of ${gap} points`,
        );
    const hasLetters = letters !== "none";
    const corner = hasLetters ? { left: LETTER_LEFT, top: LETTER_TOP } : { left: 0, top: 0 };
    const needs = rows.map((row, r) =>
      row.map((cell, c) =>
        cell instanceof Figure
          ? needsOfPanels(cell.panels, { width: across[c].length, height: down[r].length }, detail)
          : undefined,
      ),
    );
    const most = (of: readonly (Needs | undefined)[], side: keyof Needs): number =>
      Math.max(0, ...of.map((need) => need?.[side] ?? 0));
    let count = 0;
    return rows.flatMap((row, r) =>
      row.flatMap((cell, c) => {
        if (!cell) return [];
        const column = needs.map((others) => others[c]);
        const least = {
          left: Math.max(corner.left, most(column, "left")),
          right: most(column, "right"),
          top: Math.max(corner.top, most(needs[r], "top")),
          bottom: most(needs[r], "bottom"),
        };
        const size = { width: across[c].length, height: down[r].length };
        const drawn =
          cell instanceof Figure
            ? renderPanels(cell.panels, size, { least, detail })
            : [fitted(cell, size, corner.top, detail)];
        const letter = hasLetters ? [letterElement(letters, count++)] : [];
        return [
          svgElement(
            "g",
            { transform: `translate(${across[c].start},${down[r].start})` },
            ...drawn,
            ...letter,
          ),
        ];
      }),
    );
  }
}

/** A picture that is no figure of ours, made as large as its place. */
function fitted(
  cell: Picture,
  { width, height }: { width: number; height: number },
  top: number,
  detail?: number,
): SVGElement {
  const scale = Math.min(width / cell.width, (height - top) / cell.height);
  return svgElement(
    "g",
    { transform: `translate(0,${top}) scale(${scale})` },
    ...Picture.partsOf(cell, detail),
  );
}

function letterElement(letters: string, count: number): SVGElement {
  const letter = lettered(count);
  const text = letters === "A" ? letter.toUpperCase() : letters === "(a)" ? `(${letter})` : letter;
  const element = svgElement("text", {
    x: THEME.edge,
    y: LETTER_SIZE,
    "font-size": LETTER_SIZE,
    "text-anchor": "start",
  });
  element.textContent = text;
  return element;
}

/** a to z, then aa, ab, ... */
const lettered = (count: number): string =>
  (count >= 26 ? lettered(Math.floor(count / 26) - 1) : "") +
  String.fromCharCode(97 + (count % 26));

/** Where the parts of a side begin, and how long they are. */
function parts(side: number, shares: readonly number[], gap: number) {
  const all = shares.reduce((sum, share) => sum + share, 0);
  const room = side - gap * (shares.length - 1);
  let start = 0;
  return shares.map((share) => {
    const part = { start, length: (room * share) / all };
    start += part.length + gap;
    return part;
  });
}

function rowsOf(cells: unknown): (Picture | null)[][] {
  if (!Array.isArray(cells) || cells.length === 0)
    throw new UserError(
      `invalid figures to lay out: ${shown(cells)}; expected a list of figures, or of rows of them`,
    );
  const rows: unknown[][] = cells.every((row) => Array.isArray(row)) ? cells : [cells];
  for (const [r, row] of rows.entries())
    if (row.length !== rows[0].length || row.length === 0)
      throw new UserError(
        `invalid row ${r}: ${row.length} figures; expected ${rows[0].length || "some"}, as many as in the first (null leaves a place empty)`,
      );
  if (Math.max(rows.length, rows[0].length) > MOST)
    throw new UserError(
      `invalid figures to lay out: ${rows.length} rows of ${rows[0].length}; expected at most ${MOST} of both`,
    );
  return rows.map((row) => row.map(pictureOrNothing));
}

function pictureOrNothing(cell: unknown): Picture | null {
  if (cell === null || cell instanceof Picture) return cell;
  if (isPlotElement(cell)) return pictureOf(cell);
  throw new UserError(
    `invalid figure to lay out: ${shown(cell)}; expected what a plot function returns, or null`,
  );
}

const transposed = <T>(rows: readonly (readonly T[])[]): T[][] =>
  rows[0].map((_, c) => rows.map((row) => row[c]));

function sharesOf(name: string, shares: unknown, count: number): readonly number[] {
  if (shares === undefined) return Array<number>(count).fill(1);
  if (!Array.isArray(shares) || shares.length !== count)
    throw new UserError(
      `invalid ${name}: ${shown(shares)}; expected ${count} numbers, one for each`,
    );
  return shares.map((share, k) => lower(`${name}[${k}]`, share, "dimensionless", { above: 0 }));
}

/** Figures with one axis: all show the same stretch; the lowest (or leftmost) shows what it is. */
function shared(cells: readonly (Picture | null)[], name: "x" | "y"): (Picture | null)[] {
  const figures = cells.flatMap((cell) => (cell === null ? [] : [requireFigure(cell, name)]));
  const axes = figures.flatMap(({ panels }) => panels.map((panel) => settle(panel)[name]));
  const domain = sharedDomain(axes, name);
  const bearer = name === "x" ? figures.at(-1) : figures[0];
  return cells.map((cell) => {
    if (!(cell instanceof Figure)) return cell;
    const panels = cell.panels.map((panel, k) => {
      // of stacked panels only the lowest bears the x axis
      const isLast = k === cell.panels.length - 1;
      const bears = cell === bearer && (name === "y" || isLast);
      const hidden = bears ? {} : { visible: false, label: "" };
      return { ...panel, [name]: { ...panel[name], domain, ...hidden } };
    });
    return new Figure(panels, { width: cell.width, height: cell.height });
  });
}

function requireFigure(cell: Picture, name: string): Figure {
  if (cell instanceof Figure) return cell;
  throw new UserError(
    `invalid share${name.toUpperCase()}: ${shown(cell)} has no axis of ours; expected figures that plot functions return`,
  );
}

function sharedDomain(axes: readonly Axis[], name: string): readonly [number, number] {
  const odd = axes.find(
    ({ scale, unit, label }) =>
      !["linear", "log"].includes(scale) ||
      scale !== axes[0].scale ||
      unit !== axes[0].unit ||
      (label !== "" && axes[0].label !== "" && label !== axes[0].label),
  );
  if (odd)
    throw new UserError(
      `invalid share${name.toUpperCase()}: axes "${axes[0].label}" (${axes[0].scale}${axes[0].unit ? `, ${axes[0].unit}` : ""}) and "${odd.label}" (${odd.scale}${odd.unit ? `, ${odd.unit}` : ""}); expected the same of all: numbers, unit and label`,
    );
  return [
    Math.min(...axes.map((axis) => axis.domain[0])),
    Math.max(...axes.map((axis) => axis.domain[1])),
  ];
}
