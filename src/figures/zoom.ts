import { createHash } from "node:crypto";
import { shown, UserError } from "../base/index.js";
import { isPlotElement, pictureOf } from "./observable/plotPicture.js";
import { Picture } from "./picture.js";

/** CSS pixels to a point. */
const CSS_PIXELS = 4 / 3;

/** Pixels to a point of the picture that is shown where scripts are not trusted. */
const STATIC_SCALE = 2;

/** A figure that wheel and mouse zoom and move, in the output of a cell that is trusted. */
export class ZoomableFigure {
  constructor(readonly picture: Picture) {}

  /** The figure as an image, which a script, where it may run, makes live. */
  toHTML(): string {
    const { picture } = this;
    const [width, height] = [picture.width, picture.height].map((side) =>
      Math.round(side * CSS_PIXELS),
    );
    const svg = picture.svg();
    const name = `zoom-${createHash("sha256").update(svg).digest("hex").slice(0, 12)}`;
    const png = picture.png(STATIC_SCALE).toString("base64");
    const source = Buffer.from(svg).toString("base64");
    return [
      `<div class="${name}" style="width:${width}px;height:${height}px;overflow:hidden;position:relative">`,
      `<img alt="figure" width="${width}" height="${height}" style="position:absolute;left:0;top:0;max-width:none" src="data:image/png;base64,${png}">`,
      "</div>",
      `<script>${LIVE(name, source)}</script>`,
    ].join("\n");
  }
}

/** What makes a figure live: vectors in place of pixels, zoom about the mouse, moves, and back by a double click. */
const LIVE = (name: string, source: string): string => `
for (const box of document.querySelectorAll(".${name}:not([data-live])")) {
  box.dataset.live = "yes";
  const picture = box.querySelector("img");
  const [width, height] = [box.clientWidth, box.clientHeight];
  let [zoom, left, top, from] = [1, 0, 0, null];
  picture.src = "data:image/svg+xml;base64,${source}";
  picture.draggable = false;
  const show = () => {
    left = Math.min(0, Math.max(left, width * (1 - zoom)));
    top = Math.min(0, Math.max(top, height * (1 - zoom)));
    Object.assign(picture.style, {
      width: width * zoom + "px", height: height * zoom + "px", left: left + "px", top: top + "px",
    });
    box.style.cursor = zoom > 1 ? "grab" : "";
  };
  box.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left: x, top: y } = box.getBoundingClientRect();
    const next = Math.min(50, Math.max(1, zoom * Math.exp(-event.deltaY / 400)));
    left += (event.clientX - x - left) * (1 - next / zoom);
    top += (event.clientY - y - top) * (1 - next / zoom);
    zoom = next;
    show();
  }, { passive: false });
  box.addEventListener("pointerdown", (event) => {
    from = [event.clientX - left, event.clientY - top];
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", (event) => {
    if (!from) return;
    [left, top] = [event.clientX - from[0], event.clientY - from[1]];
    show();
  });
  for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, () => { from = null; });
  box.addEventListener("dblclick", () => { [zoom, left, top] = [1, 0, 0]; show(); });
}
`;

/**
 * A figure to look into: in a cell's output the wheel zooms it about the mouse, dragging moves it, and a double click
 * shows it whole again. Where the notebook is not trusted it is a picture that stands still.
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
