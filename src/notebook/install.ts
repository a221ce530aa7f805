import { Figure } from "../figures/index.js";
import { useProgressDisplay } from "../sweep/index.js";
import { type DataFrame, onDanfojsLoaded, type Series } from "../tables/index.js";
import { inNotebook } from "./kernel.js";
import { notebookProgress } from "./progressView.js";
import { ReproducibilityReport } from "./reproducibility.js";
import { showRichly } from "./rich.js";
import { tableHTML, tableText } from "./tableView.js";
import { TypesetModel } from "./typeset.js";

/** Pixels to a point of the PNG that stands beside a figure's SVG: for viewers without SVG. */
const PNG_SCALE = 2;

/** CSS pixels to a point. */
const CSS_PIXELS = 4 / 3;

/** Teaches figures, tables and progress how to appear in a notebook. Called once by index.ts. */
export function installNotebookViews(): void {
  showRichly(Figure, {
    text: (figure) => `Figure ${Math.round(figure.width)} x ${Math.round(figure.height)} pt`,
    bundle: (figure) => ({
      data: {
        "image/svg+xml": figure.svg(),
        "image/png": figure.png(PNG_SCALE).toString("base64"),
      },
      metadata: {
        "image/png": {
          width: Math.round(figure.width * CSS_PIXELS),
          height: Math.round(figure.height * CSS_PIXELS),
        },
      },
    }),
  });
  onDanfojsLoaded(({ NDframe }) => {
    // tables and columns alike; danfojs has two classes of each, and this is what they all are
    showRichly<DataFrame | Series>(NDframe as unknown as { prototype: DataFrame | Series }, {
      text: tableText,
      bundle: (table) => ({ data: { "text/html": tableHTML(table) } }),
    });
  });
  showRichly(ReproducibilityReport, {
    text: (report) => report.toText(),
    bundle: (report) => ({ data: { "text/html": report.toHTML() } }),
  });
  showRichly(TypesetModel, {
    text: (model) => model.toText(),
    bundle: (model) => ({ data: { "text/latex": model.toLatex() } }),
  });
  if (inNotebook()) useProgressDisplay(notebookProgress);
}
