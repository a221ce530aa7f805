import { figureDocument, observablePlot } from "./dom.js";

/** The outline of one of Plot's symbols, as Plot draws it, around a point. */
export function symbolPath(symbol: unknown): string {
  const drawing = observablePlot().dot([0], {
    x: 0,
    y: 0,
    symbol: symbol as "circle",
    r: 3,
    fill: "black",
  });
  const path = drawing
    .plot({
      document: figureDocument(),
      axis: null,
      x: { type: "identity" },
      y: { type: "identity" },
    })
    .querySelector("path, circle");
  // a circle is none of the outlines that Plot draws as a path
  return path?.getAttribute("d") ?? "M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0";
}

/** Plot's symbols that are areas; the others are strokes. */
const AREAS = ["circle", "cross", "diamond", "square", "star", "triangle", "wye"];

/** Whether a set of symbols is that for dots which are filled. A circle belongs to both sets. */
export function areFilled(symbols: readonly unknown[]): boolean {
  const names = symbols.filter((symbol) => typeof symbol === "string" && symbol !== "circle");
  return names.length > 0 && names.every((name) => AREAS.includes(name as string));
}
