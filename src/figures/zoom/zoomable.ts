import { createHash } from "node:crypto";
import { shown, UserError } from "../../base/index.js";
import { makeTicks } from "../axes/ticks.js";
import { areaOf } from "../drawing/liveArea.js";
import { svgText } from "../drawing/renderFigure.js";
import { isPlotElement, pictureOf } from "../observable/plotPicture.js";
import { type Look, onGround, Picture } from "../picture.js";
import { live } from "./live.js";
import { redrawTicks } from "./redrawTicks.js";
import { stretchMarks } from "./stretchMarks.js";

/** CSS pixels to a point. */
const CSS_PIXELS = 4 / 3;

/** Pixels to a point of the picture that is shown where scripts are not trusted. */
const STATIC_SCALE = 2;

/** How many times finer lines are than what is seen of them at first. */
const DETAIL = 20;

/** A figure that wheel and mouse zoom and move, in the output of a cell that is trusted. */
export class ZoomableFigure {
  constructor(readonly picture: Picture) {}

  /**
   * The figure as an image, which a script, where it may run, makes live.
   * @param look as of {@link Picture.svg}
   * @throws UserError for a look that there is not.
   */
  toHTML(look: Look = {}): string {
    const { picture } = this;
    const [width, height] = [picture.width, picture.height].map((side) =>
      Math.round(side * CSS_PIXELS),
    );
    const svg = onGround(liveSVG(picture), look);
    const name = `zoom-${createHash("sha256").update(svg).digest("hex").slice(0, 12)}`;
    const png = picture.png(STATIC_SCALE, look).toString("base64");
    return [
      `<div class="${name}" style="width:${width}px;height:${height}px;overflow:hidden;position:relative">`,
      `<img alt="figure" width="${width}" height="${height}" style="position:absolute;left:0;top:0;max-width:none" src="data:image/png;base64,${png}">`,
      "</div>",
      `<script>${script(name, svg)}</script>`,
    ].join("\n");
  }
}

/** A picture as SVG whose plot areas say what they show. */
function liveSVG(picture: Picture): string {
  const parts = Picture.partsOf(picture, DETAIL);
  for (const part of parts)
    for (const group of [part, ...part.querySelectorAll("g")]) {
      const area = areaOf(group);
      if (area) group.setAttribute("data-live", JSON.stringify(area));
    }
  return svgText(picture, parts);
}

/**
 * What makes a figure live. The functions are those of this package, as they are written: ticks in a cell
 * are found and written by what finds and writes them in every figure. Neither Plot nor anything else is needed.
 */
const script = (name: string, svg: string): string => `{
const tools = { ticks: (${makeTicks})(), redrawTicks: ${redrawTicks}, stretchMarks: ${stretchMarks} };
const live = ${live};
for (const box of document.querySelectorAll(".${name}:not([data-is-live])")) {
  box.dataset.isLive = "yes";
  live(box, ${inScript(svg)}, tools);
}
}`;

/** A text as one of JavaScript's that ends no script. */
const inScript = (text: string): string => JSON.stringify(text).replaceAll("<", "\\x3c");

/**
 * A figure to look into: in a cell's output the wheel zooms it about the mouse (over an axis, only that one), dragging
 * moves it, and a double click shows it whole again. Lines and texts keep their sizes, and axes of numbers get the ticks of what
 * is seen; axes of words, of times, and those with a format of your own (`tickFormat`) stay as they are. Where the
 * notebook is not trusted it is a picture that stands still.
 *
 * ```ts
 * zoomable(plotRaster(trains))
 * ```
 * @throws UserError for what is no figure.
 */
export function zoomable(figure: Picture | Element): ZoomableFigure {
  if (figure instanceof Picture) return new ZoomableFigure(figure);
  if (isPlotElement(figure)) return new ZoomableFigure(pictureOf(figure));
  throw new UserError(
    `invalid figure: ${shown(figure)}; expected what a plot function returns, or Plot.plot`,
  );
}
