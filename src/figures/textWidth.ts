import { svgElement } from "./dom.js";
import { setLabel } from "./mathLabel.js";
import { contentWidth } from "./png.js";
import { THEME } from "./theme.js";

const known = new Map<string, number>();

/** The width of a label in points, mathematics included. */
export function textWidth(label: string, fontSize: number = THEME.fontSize): number {
  if (label === "") return 0;
  const key = `${fontSize} ${label}`;
  let width = known.get(key);
  if (width === undefined) {
    const text = svgElement("text", {
      x: 0,
      y: 50,
      "font-family": THEME.fontFamily,
      "font-size": fontSize,
    });
    setLabel(text, label);
    const svg = svgElement("svg", { width: 4000, height: 100 }, text);
    svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    width = contentWidth(svg.outerHTML);
    known.set(key, width);
  }
  return width;
}
