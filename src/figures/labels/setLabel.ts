import { rounded, svgElement } from "../drawing/dom.js";
import { THEME } from "../theme.js";
import { isFraction, type LabelPart, labelRuns, type TextRun } from "./mathLabel.js";
import { spanOf, spansOf } from "./spans.js";
import { advanceOf, fractionWidth, partsWidth } from "./textWidth.js";

/**
 * Fills a text element with a label, mathematics set. A label with a fraction needs lines, too: then the
 * element that stands for it is a group around it.
 * @returns the element to put in the picture
 */
export function setLabel(element: SVGElement, label: string): SVGElement {
  const parts = labelRuns(label);
  const fontSize = fontSizeOf(element);
  element.replaceChildren();
  if (!parts.some(isFraction)) {
    element.append(...spansOf(parts as TextRun[], fontSize));
    return element;
  }
  const group = svgElement("g", {});
  const transform = element.getAttribute("transform");
  if (transform) group.setAttribute("transform", transform);
  element.removeAttribute("transform");
  element.replaceWith(group);
  const anchor = element.closest("[text-anchor]")?.getAttribute("text-anchor") ?? "middle";
  const width = partsWidth(parts, fontSize);
  const before = anchor === "start" ? 0 : anchor === "end" ? width : width / 2;
  const place = {
    x: lengthOf(element, "x", fontSize) - before,
    y: lengthOf(element, "y", fontSize) + lengthOf(element, "dy", fontSize),
  };
  for (const name of ["x", "y", "dy"]) element.removeAttribute(name);
  element.setAttribute("text-anchor", "start");
  group.append(element);
  setParts(parts, place, { element, group, fontSize });
  return group;
}

interface Target {
  element: SVGElement;
  group: SVGElement;
  fontSize: number;
}

/** Height of a fraction's line over the baseline, and of what stands on and under it, in parts of the size. */
const LINE_HEIGHT = 0.3;
const ABOVE = 0.22;
const BELOW = 0.8;

/** Puts parts of a label one after the other, each at its own place. */
function setParts(
  parts: readonly LabelPart[],
  start: { x: number; y: number },
  target: Target,
): void {
  const { element, group, fontSize } = target;
  let { x } = start;
  for (const part of parts) {
    if (!isFraction(part)) {
      const span = spanOf(part, fontSize);
      span.setAttribute("x", String(rounded(x)));
      span.setAttribute("y", String(rounded(start.y + part.shift * fontSize)));
      element.append(span);
      x += advanceOf(part, fontSize);
      continue;
    }
    const size = part.size * fontSize;
    const width = fractionWidth(part, fontSize);
    const line = start.y + part.shift * fontSize - LINE_HEIGHT * size;
    const centred = (inner: readonly LabelPart[]): number =>
      x + (width - partsWidth(inner, fontSize)) / 2;
    setParts(part.above, { x: centred(part.above), y: line - ABOVE * size }, target);
    setParts(part.below, { x: centred(part.below), y: line + BELOW * size }, target);
    group.append(
      svgElement("path", {
        d: `M${rounded(x + 0.05 * size)},${rounded(line)}h${rounded(width - 0.1 * size)}`,
        fill: "none",
        stroke: element.getAttribute("fill") ?? THEME.ink,
        "stroke-width": rounded(0.07 * size),
      }),
    );
    x += width;
  }
}

/** A length of an element, in points; "em" are sizes of its text. */
function lengthOf(element: SVGElement, name: string, fontSize: number): number {
  const text = element.getAttribute(name) ?? "0";
  const length = Number.parseFloat(text);
  return text.endsWith("em") ? length * fontSize : length;
}

function fontSizeOf(element: Element): number {
  const own = element.closest("[font-size]")?.getAttribute("font-size");
  return Number.parseFloat(own ?? String(THEME.fontSize));
}
