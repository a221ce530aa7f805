import { checkOptions, shown, UserError } from "../base/index.js";
import { lower } from "../units/index.js";
import { svgText } from "./drawing/renderFigure.js";
import { darkSVG } from "./output/dark.js";
import { svgToPDF } from "./output/pdf.js";
import { svgToPNG } from "./output/png.js";
import { TEXT_WIDTH } from "./theme.js";

/** Size of a figure in print points (1/72 inch). */
export interface FigureSize {
  /** In points. */
  width?: number;
  /** In points. */
  height?: number;
}

/** How a picture is shown: ink on white, light ink on a dark ground, or without a ground. */
export interface Look {
  ground?: "white" | "dark" | "transparent";
}

/** Largest side of a figure: PDF pages end at 200 inches. */
const LARGEST = 14400;

/** Most pixels of a picture: they take almost a gigabyte. */
const MOST_PIXELS = 2e8;

/**
 * Something drawn, of a size in print points, that gives itself as SVG, PNG and PDF: a figure, a layout of
 * several, or what `Plot.plot` made. In a notebook it shows itself when it is the last
 * expression of a cell.
 */
export abstract class Picture {
  /** In points. */
  readonly width: number;
  /** In points. */
  readonly height: number;
  #drawn: string | undefined;

  /** @throws UserError for a size that no page has, and options that do not exist. */
  protected constructor(size: FigureSize) {
    checkOptions("a figure's size", size, ["width", "height"]);
    const width = requireSide("width", size.width ?? TEXT_WIDTH);
    this.width = width;
    this.height = requireSide("height", size.height ?? (width * 2) / 3);
  }

  /**
   * What is drawn, as SVG elements, from the upper left corner on.
   * @param detail how many times finer than what is seen as it stands long lines are
   */
  protected abstract draw(detail?: number): SVGElement[];

  /** What a picture draws, for those who put it into another. */
  static partsOf(picture: Picture, detail?: number): SVGElement[] {
    return picture.draw(detail);
  }

  /**
   * The figure as SVG, its size in points.
   * @param look `{ ground: "dark" }` turns light and dark; `"transparent"` has no ground
   * @throws UserError for a look that there is not.
   */
  svg(look: Look = {}): string {
    this.#drawn ??= svgText(this, this.draw());
    return onGround(this.#drawn, look);
  }

  /**
   * The figure as a PNG image.
   * @param scale pixels to a point: 300 / 72 is 300 to an inch
   * @throws UserError for a picture of more than 200 million pixels, or a look that there is not.
   */
  png(scale = 3, look: Look = {}): Buffer {
    lower("scale", scale, "dimensionless", { above: 0 });
    const [columns, rows] = [this.width, this.height].map((side) => Math.round(side * scale));
    if (columns * rows > MOST_PIXELS || columns < 1 || rows < 1)
      throw new UserError(
        `invalid scale: ${scale}; the picture would have ${columns} x ${rows} pixels; expected some, and at most ${MOST_PIXELS / 1e6} million`,
      );
    return svgToPNG(this.svg(look), scale, look.ground === "transparent");
  }

  /** The figure as PDF: vector, with embedded fonts, one page of exactly its size. */
  pdf(): Buffer {
    return svgToPDF(this.svg(), this);
  }
}

/** A picture's SVG on another ground. @throws UserError for a look that there is not. */
export function onGround(svg: string, look: Look): string {
  const { ground = "white" } = requireLook(look);
  return ground === "white" ? svg : darkSVG(svg, ground);
}

/** @throws UserError for a look that there is not. */
function requireLook(look: unknown): Look {
  checkOptions("a picture's look", look ?? null, ["ground"]);
  const { ground } = look as Look;
  if (ground !== undefined && !["white", "dark", "transparent"].includes(ground))
    throw new UserError(
      `invalid ground: ${shown(ground)}; expected one of white, dark, transparent`,
    );
  return look as Look;
}

/** @throws UserError for a side that no page has. */
function requireSide(name: string, length: unknown): number {
  if (typeof length !== "number" || !(length > 0 && length <= LARGEST))
    throw new UserError(
      `invalid ${name}: ${shown(length)}; expected points, more than 0 and at most ${LARGEST}`,
    );
  return length;
}
