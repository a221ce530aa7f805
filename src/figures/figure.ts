import { checkOptions, shown, UserError } from "../base/index.js";
import { lower } from "../units/index.js";
import { type Axis, settleAxis } from "./axis.js";
import { checkedPanel } from "./checkPanel.js";
import type { Panel } from "./panel.js";
import { svgToPDF } from "./pdf.js";
import { svgToPNG } from "./png.js";
import { type FigureDescription, renderFigure } from "./renderFigure.js";
import { TEXT_WIDTH } from "./theme.js";

/** Size of a figure in print points (1/72 inch). */
export interface FigureSize {
  width?: number;
  height?: number;
}

/** Largest side of a figure: PDF pages end at 200 inches. */
const LARGEST = 14400;

/** Most pixels of a picture: they take almost a gigabyte. */
const MOST_PIXELS = 2e8;

/**
 * A figure in the thesis style: a description of panels, drawn (with Observable Plot) when it is
 * shown or saved. In a notebook it shows itself when it is the last expression of a cell.
 */
export class Figure {
  readonly width: number;
  readonly height: number;
  private drawn: string | undefined;

  /** From top to bottom. */
  readonly panels: readonly Panel[];

  /**
   * @param panels from top to bottom
   * @param size in points; by default as wide as the text column and two thirds as high
   * @throws UserError for a size that no page has, options that do not exist, and data that cannot be
   *   drawn.
   */
  constructor(panels: readonly Panel[], size: FigureSize = {}) {
    checkOptions("a figure's size", size, ["width", "height"]);
    const width = requireSide("width", size.width ?? TEXT_WIDTH);
    const height = requireSide("height", size.height ?? (width * 2) / 3);
    if (!Array.isArray(panels) || panels.length === 0)
      throw new UserError("invalid panels: none given; a figure needs at least one");
    this.panels = panels.map(checkedPanel);
    for (const panel of this.panels) {
      settleAxis(panel, "x");
      settleAxis(panel, "y");
    }
    this.width = width;
    this.height = height;
  }

  /** The figure as SVG, its size in points. */
  svg(): string {
    this.drawn ??= renderFigure(this as FigureDescription);
    return this.drawn;
  }

  /**
   * The figure as a PNG image.
   * @param scale pixels to a point
   * @throws UserError for a picture of more than 200 million pixels.
   */
  png(scale = 3): Buffer {
    lower("scale", scale, "dimensionless", { above: 0 });
    const [columns, rows] = [this.width, this.height].map((side) => Math.round(side * scale));
    if (columns * rows > MOST_PIXELS || columns < 1 || rows < 1)
      throw new UserError(
        `invalid scale: ${scale}; the picture would have ${columns} x ${rows} pixels; expected some, and at most ${MOST_PIXELS / 1e6} million`,
      );
    return svgToPNG(this.svg(), scale);
  }

  /** The figure as PDF: vector, with embedded fonts, one page of exactly its size. */
  pdf(): Buffer {
    return svgToPDF(this.svg(), this);
  }
}

/** @throws UserError for a side that no page has. */
function requireSide(name: string, length: unknown): number {
  if (typeof length !== "number" || !(length > 0 && length <= LARGEST))
    throw new UserError(
      `invalid ${name}: ${shown(length)}; expected points, more than 0 and at most ${LARGEST}`,
    );
  return length;
}

/**
 * Stacks figures: their panels one above the other. Panels whose x axes agree (in domain, unit, ticks
 * and label) share the lowest one's; the others keep their grid. Panels whose axes differ
 * keep their own.
 * @throws UserError for what are no figures, or none.
 */
export function stack(figures: readonly Figure[], size: FigureSize = {}): Figure {
  if (!Array.isArray(figures) || !figures.every((figure) => figure instanceof Figure))
    throw new UserError("invalid figures to stack; expected an array of figures");
  checkOptions("stack", size, ["width", "height"]);
  const panels = figures.flatMap((figure) => figure.panels);
  const axes = panels.map((panel) => settleAxis(panel, "x"));
  const shared = panels.map((panel, i) =>
    i < panels.length - 1 && isShared(axes[i], axes[i + 1])
      ? { ...panel, x: { ...panel.x, visible: false } }
      : panel,
  );
  return new Figure(shared, { width: size.width ?? figures[0]?.width, height: size.height });
}

/** Whether the axis of the panel below tells all that the upper one would. */
function isShared(upper: Axis, lower: Axis): boolean {
  const width = lower.domain[1] - lower.domain[0];
  return (
    lower.visible &&
    upper.scale === lower.scale &&
    upper.domain.every((end, k) => Math.abs(end - lower.domain[k]) <= 1e-9 * width) &&
    upper.labels.join("\n") === lower.labels.join("\n") &&
    (upper.label === "" || upper.label === lower.label)
  );
}
