import { Figure, lendPlotAWindow, makeChannels } from "../../figures/index.js";
import { useView } from "./views.js";

/** Lets a page show figures. */
export function showFigures(): void {
  lendPlotAWindow();
  makeChannels();
  useView({
    is: (value) => value instanceof Figure,
    show: (figure: Figure) => ({ kind: "svg", text: figure.svg() }),
  });
}
