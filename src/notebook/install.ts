import { isPlotElement, onPageMade, Picture, pictureOf, ZoomableFigure } from "../figures/index.js";
import { MorphologyDescription, MorphologySection } from "../morphology/index.js";
import { useProgressDisplay } from "../sweep/index.js";
import { type DataFrame, onDanfojsLoaded, type Series } from "../tables/index.js";
import { cellLook, figureBundle, figureText } from "./figureBundle.js";
import { inNotebook } from "./kernel.js";
import { descriptionHTML } from "./morphologyView.js";
import { notebookProgress } from "./progressView.js";
import { ReproducibilityReport } from "./reproducibility.js";
import { showRichly } from "./rich.js";
import { tableHTML, tableText } from "./tableView.js";
import { TypesetModel } from "./typeset.js";

const markup = ({ outerHTML }: { outerHTML: string }): string => outerHTML;

/** Teaches figures, tables and progress how to appear in a notebook. Called once by index.ts. */
export function installNotebookViews(): void {
  showRichly(Picture, {
    text: figureText,
    bundle: figureBundle,
  });
  showRichly(ZoomableFigure, {
    text: ({ picture }) => figureText(picture),
    // a picture stands beside it, for viewers that show no HTML
    bundle: (live) => {
      const { data, metadata } = figureBundle(live.picture);
      return { data: { "text/html": live.toHTML(cellLook()), ...data }, metadata };
    },
  });
  onPageMade(({ Element }) => {
    // what Plot.plot gives; other elements show themselves as they are written
    showRichly<Element>(Element as unknown as { prototype: Element }, {
      text: (element) =>
        isPlotElement(element) ? figureText(pictureOf(element)) : markup(element),
      bundle: (element) =>
        isPlotElement(element)
          ? figureBundle(pictureOf(element))
          : { data: { "text/html": markup(element) } },
    });
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
  showRichly(MorphologyDescription, {
    text: String,
    bundle: (table) => ({ data: { "text/html": descriptionHTML(table) } }),
  });
  showRichly<MorphologySection>(MorphologySection, {
    text: (morphology) => String(morphology.describe()),
    bundle: (morphology) => ({ data: { "text/html": descriptionHTML(morphology.describe()) } }),
  });
  showRichly(TypesetModel, {
    text: (model) => model.toText(),
    bundle: (model) => ({ data: { "text/latex": model.toLatex() } }),
  });
  if (inNotebook()) useProgressDisplay(notebookProgress);
}
