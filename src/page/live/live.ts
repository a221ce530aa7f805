import { createHash } from "node:crypto";
import { shown, UserError } from "../../base/index.js";
import { isPlotElement, Picture, pictureOf } from "../../figures/index.js";
import { figureBundle } from "../../notebook/figureBundle.js";
import { inNotebook } from "../../notebook/kernel.js";
import { escapeHTML, showRichly } from "../../notebook/rich.js";
import { EXECUTED_CELLS } from "./liveCells.js";

/** Pixels to a point of the picture that is shown until the figure lives, and where it must not. */
const STATIC_SCALE = 2;

/** CSS pixels to a point. */
const CSS_PIXELS = 4 / 3;

/** A figure with the controls that it depends on, in the output of a cell. */
export class LiveFigure {
  constructor(
    readonly picture: Picture,
    /** The figure's markup. */
    readonly html: string,
  ) {}
}

/**
 * A figure with its controls, live in the output of a notebook's cell: as on a page that `spikebook page` makes,
 * a reader moves a control, and the cells that the figure depends on are computed again, in the browser. It is
 * the last expression of its cell:
 *
 * ```ts
 * await live(plotRaster(trains))
 * ```
 *
 * Where the notebook is not trusted, and where its viewer runs no scripts, the figure stands still. The first
 * live figure of a notebook brings the engine with it, about half a megabyte; the others share it, and have some
 * kilobytes each. Nothing comes from other hosts. On a page it is the figure, below the page's controls.
 * It needs the kernel of spikebook ("TypeScript (spikebook)" in Jupyter, or `spikebook notebook run`), which knows
 * the text of the cells; elsewhere the figure stands still, and says so.
 * @throws UserError for what is no figure.
 */
export async function live(figure: Picture | Element): Promise<LiveFigure>;
export async function live(given: unknown): Promise<LiveFigure> {
  const figure = await given;
  if (!(figure instanceof Picture) && !isPlotElement(figure))
    throw new UserError(
      `invalid figure of live: ${shown(figure)}; expected what a plot function returns, or Plot.plot`,
    );
  const picture = figure instanceof Picture ? figure : pictureOf(figure);
  return new LiveFigure(picture, inNotebook() ? await markupOf(picture) : "");
}

async function markupOf(picture: Picture): Promise<string> {
  const cells = (globalThis as { [EXECUTED_CELLS]?: readonly string[] })[EXECUTED_CELLS];
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.round(side * CSS_PIXELS),
  );
  const png = picture.png(STATIC_SCALE).toString("base64");
  const digest = createHash("sha256").update(JSON.stringify(cells ?? png));
  const place = `spikebook-live-${digest.digest("hex").slice(0, 12)}`;
  // bundling is a program of ten megabytes: loaded when it is needed
  const compiled =
    cells === undefined
      ? { why: "this kernel does not know the text of its cells; that of spikebook does" }
      : await (await import("./compileLive.js")).compileLive(cells, place);
  const image = `<img alt="figure" width="${width}" height="${height}" style="max-width:100%;height:auto" src="data:image/png;base64,${png}">`;
  if (compiled.why !== undefined)
    return `<div>${image}<p><small>This figure is not live: ${escapeHTML(compiled.why)}.</small></p></div>`;
  return [`<div class="${place}">${image}</div>`, ...compiled.scripts].join("\n");
}

/** Lets live figures show themselves in cells. */
export function showLiveFiguresInCells(): void {
  showRichly(LiveFigure, {
    text: ({ picture }) =>
      `Figure ${Math.round(picture.width)} x ${Math.round(picture.height)} pt, with controls`,
    bundle: ({ picture, html }) => {
      // pictures stand beside it, for viewers that show no HTML, and for pages
      const { data, metadata } = figureBundle(picture);
      return { data: { "text/html": html, ...data }, metadata };
    },
  });
}
