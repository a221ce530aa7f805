import { svgElement } from "../drawing/dom.js";
import { contentWidth } from "../output/png.js";
import { THEME } from "../theme.js";
import { isFraction, type LabelPart, labelRuns, type TextRun } from "./mathLabel.js";
import { spansOf } from "./spans.js";

const known = new Map<string, number>();

/** The width of a label in points, mathematics included. */
export function textWidth(label: string, fontSize: number = THEME.fontSize): number {
  if (label === "") return 0;
  const key = `${fontSize} ${label}`;
  let width = known.get(key);
  if (width === undefined) {
    width = partsWidth(labelRuns(label), fontSize);
    known.set(key, width);
  }
  return width;
}

/** Whether a label holds a fraction, which needs more than the height of a line. */
export const isTall = (label: string): boolean => labelRuns(label).some(isFraction);

/** The width of parts of a label. */
export function partsWidth(parts: readonly LabelPart[], fontSize: number): number {
  if (!parts.some(isFraction)) return runsWidth(parts as readonly TextRun[], fontSize);
  return parts.reduce((sum, part) => sum + advanceOf(part, fontSize), 0);
}

/** How far behind the start of a part the next one stands, where each has a place of its own. */
export const advanceOf = (part: LabelPart, fontSize: number): number =>
  isFraction(part)
    ? fractionWidth(part, fontSize)
    : runsWidth([part], fontSize) + (0.04 + 0.3 * spaces(part.text)) * fontSize;

/** Spaces at the ends of a text: the box around what is drawn does not hold them. */
const spaces = (text: string): number => text.length - text.trim().length;

/** The width of a fraction, with a little space at both sides. */
export const fractionWidth = (
  { above, below }: { above: readonly LabelPart[]; below: readonly LabelPart[] },
  fontSize: number,
): number => Math.max(partsWidth(above, fontSize), partsWidth(below, fontSize)) + 0.3 * fontSize;

function runsWidth(runs: readonly TextRun[], fontSize: number): number {
  const text = svgElement("text", {
    x: 0,
    y: 50,
    "font-family": THEME.fontFamily,
    "font-size": fontSize,
  });
  text.append(...spansOf(runs, fontSize));
  const svg = svgElement("svg", { width: 4000, height: 100 }, text);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return contentWidth(svg.outerHTML);
}
