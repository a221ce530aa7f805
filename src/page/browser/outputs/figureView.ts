import {
  isPlotElement,
  lendPlotAWindow,
  makeChannels,
  Picture,
  pictureOf,
  ZoomableFigure,
} from "../../../figures/index.js";
import { useView } from "./views.js";

/** Lets a page show figures: those of plot functions, layouts, and what Plot draws itself. */
export function showFigures(): void {
  lendPlotAWindow();
  makeChannels();
  useView({
    is: (value) => value instanceof Picture,
    show: (figure: Picture) => ({ kind: "svg", text: figure.svg() }),
  });
  useView({
    is: (value) => value instanceof ZoomableFigure,
    show: ({ picture }: ZoomableFigure) => ({ kind: "svg", text: picture.svg() }),
  });
  useView({
    is: isPlotElement,
    show: (element: Element) => ({ kind: "svg", text: pictureOf(element).svg() }),
  });
}
