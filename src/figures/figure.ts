import { UserError } from "../base/index.js";
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

/**
 * A figure in the thesis style: a description of panels, drawn (with Observable Plot) when it is
 * shown or saved. In a notebook it shows itself when it is the last expression of a cell.
 */
export class Figure {
  readonly width: number;
  readonly height: number;
  private drawn: string | undefined;

  /**
   * @param panels from top to bottom
   * @param size in points; by default as wide as the text column and two thirds as high
   * @throws UserError for a size that no page has.
   */
  constructor(
    readonly panels: readonly Panel[],
    { width = TEXT_WIDTH, height = (width * 2) / 3 }: FigureSize = {},
  ) {
    for (const [name, length] of Object.entries({ width, height }))
      if (!(length > 0 && length <= LARGEST))
        throw new UserError(
          `invalid ${name}: ${length}; expected points, more than 0 and at most ${LARGEST}`,
        );
    if (!Array.isArray(panels) || panels.length === 0)
      throw new UserError("invalid panels: none given; a figure needs at least one");
    this.width = width;
    this.height = height;
  }

  /** The figure as SVG, its size in points. */
  svg(): string {
    this.drawn ??= renderFigure(this as FigureDescription);
    return this.drawn;
  }

  /** The figure as a PNG image. @param scale pixels to a point */
  png(scale = 3): Buffer {
    return svgToPNG(this.svg(), scale);
  }

  /** The figure as PDF: vector, with embedded fonts, one page of exactly its size. */
  pdf(): Buffer {
    return svgToPDF(this.svg(), this);
  }
}

/**
 * Stacks figures: their panels one above the other with a shared x axis. Only the lowest one
 * keeps its x axis; the others keep their grid.
 */
export function stack(figures: readonly Figure[], size: FigureSize = {}): Figure {
  if (!Array.isArray(figures) || !figures.every((figure) => figure instanceof Figure))
    throw new UserError("invalid figures to stack; expected an array of figures");
  const panels = figures.flatMap((figure) => figure.panels);
  const shared = panels.map((panel, i) =>
    i === panels.length - 1 ? panel : { ...panel, x: { ...panel.x, visible: false } },
  );
  return new Figure(shared, { width: size.width ?? figures[0]?.width, height: size.height });
}
