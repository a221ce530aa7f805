import { rounded, SVG, svgElement } from "../drawing/dom.js";
import { areaOf, frameOf, type LiveAxis, liveEnds, rememberArea } from "../drawing/liveArea.js";
import { labelBlock, labelElements } from "../labels/labelElement.js";
import { setLabel } from "../labels/setLabel.js";
import { textWidth } from "../labels/textWidth.js";
import { Picture } from "../picture.js";
import { THEME } from "../theme.js";

/** An element of a page, as far as it must be known to tell whether Plot made it. */
interface PlotElement {
  readonly nodeType: 1;
  readonly localName: string;
}

/** Whether something is what `Plot.plot` or `Plot.legend` gives: a drawing, or one with title and legends. */
export function isPlotElement(value: unknown): value is Element {
  const { nodeType, localName } = (value ?? {}) as Partial<PlotElement>;
  if (typeof value !== "object" || nodeType !== 1) return false;
  return (
    localName === "svg" ||
    ((localName === "figure" || localName === "div") &&
      (value as Element).querySelector("svg") !== null)
  );
}

/** What `Plot.plot` made, as a picture: its lengths, which are pixels on a page, are points. */
class PlotPicture extends Picture {
  constructor(private readonly parts: { width: number; height: number; elements: SVGElement[] }) {
    super({ width: parts.width, height: parts.height });
  }

  protected override draw(): SVGElement[] {
    return this.parts.elements.map((element) => {
      const copy = element.cloneNode(true) as SVGElement;
      // in a figure with a title the drawing stands within what puts it in its place
      for (const [of, at] of [[element, copy] as const, [element.firstChild, copy.firstChild]]) {
        const area = of && areaOf(of as Element);
        if (area) rememberArea(at as Element, area);
      }
      return copy;
    });
  }
}

const pictures = new WeakMap<Element, Picture>();

/**
 * A picture of what `Plot.plot` made, as it is: its SVG, and what stands around it in HTML (title, subtitle, legends,
 * caption) set as SVG above and below. Fonts become those of the package, and mathematics
 * between dollar signs is set.
 */
export function pictureOf(element: Element): Picture {
  let picture = pictures.get(element);
  if (!picture) {
    picture = new PlotPicture(flattened(element));
    pictures.set(element, picture);
  }
  return picture;
}

/** The parts of an element from top to bottom. */
function flattened(element: Element): { width: number; height: number; elements: SVGElement[] } {
  if (element.localName === "svg") {
    const part = drawingPart(element);
    rememberLive(part.element, element);
    return { ...part, elements: [part.element] };
  }
  const children = element.localName === "figure" ? Array.from(element.children) : [element];
  const drawings = children.filter(({ localName }) => localName === "svg");
  const width = Math.max(
    drawings.length === 0 ? 240 : 0,
    ...drawings.map(
      (drawing) =>
        sideOf(drawing, "width") +
        (/-ramp\b/.test(drawing.getAttribute("class") ?? "") ? 2 * RAMP_MARGIN : 0),
    ),
  );
  let top = 0;
  const elements = children.flatMap((child) => {
    const part = partOf(child, width);
    if (!part) return [];
    // the labels of a ramp's ends stand out at both sides
    const left = /-ramp\b/.test(child.getAttribute("class") ?? "") ? RAMP_MARGIN : 0;
    const { element: drawing } = part;
    if (child === drawings.at(-1)) rememberLive(drawing, element);
    const at = { transform: `translate(${left},${rounded(top)})` };
    const place = svgElement("g", at, drawing);
    top += part.height;
    return [place];
  });
  return { width, height: top, elements };
}

/** Remembers what of a drawing by Plot can be zoomed: axes of numbers that Plot wrote itself. */
function rememberLive(group: SVGElement, element: Element): void {
  const { scale } = element as { scale?: (name: string) => object | undefined };
  if (typeof scale !== "function") return;
  const frame = frameOf(scale("x"), scale("y"));
  if (!frame) return;
  const axes = (["x", "y"] as const).flatMap((name): LiveAxis[] => {
    const ends = liveEnds(scale(name));
    const labels = group.querySelectorAll(`[aria-label="${name}-axis tick label"] text`);
    const isPlain = Array.from(labels, ({ textContent }) => textContent ?? "").every((label) =>
      /^\u2212?[\d,.]+$/.test(label),
    );
    if (!ends || !isPlain) return [];
    return [{ name, ...ends, intervals: THEME.intervals, fontSize: 10, isEnglish: true }];
  });
  const facets = scale("fx") !== undefined || scale("fy") !== undefined;
  rememberArea(group, { axes, frame, facets });
}

/** Space at the left of a legend's ramp. */
const RAMP_MARGIN = 12;

interface Part {
  width: number;
  height: number;
  element: SVGElement;
}

function partOf(child: Element, width: number): Part | undefined {
  switch (child.localName) {
    case "svg":
      return drawingPart(child);
    case "h2":
      return textPart(child, width, 1.4 * THEME.fontSize);
    case "h3":
      return textPart(child, width, 1.15 * THEME.fontSize);
    case "figcaption":
      return textPart(child, width, THEME.fontSize);
    case "div":
      return swatchesPart(child, width);
    default:
      return undefined;
  }
}

const sideOf = (svg: Element, side: "width" | "height"): number =>
  Number.parseFloat(svg.getAttribute(side) ?? "0");

function drawingPart(svg: Element): Part {
  const copy = svg.cloneNode(true) as Element;
  copy.querySelector("style")?.remove();
  for (const text of copy.querySelectorAll("text")) {
    const label = text.textContent ?? "";
    if (text.children.length > 0 || !/(?<!\\)\$[^$]+(?<!\\)\$/.test(label)) continue;
    setLabel(text as SVGElement, label);
  }
  const anchor = copy.getAttribute("text-anchor") ?? "start";
  const fontSize = copy.getAttribute("font-size") ?? "10";
  const style = copy.getAttribute("style");
  const group = svgElement("g", { "font-size": fontSize, "text-anchor": anchor });
  if (style) group.setAttribute("style", style);
  group.append(...Array.from(copy.childNodes));
  for (const image of group.querySelectorAll("image")) {
    // written without its namespace's prefix, which a text that stands alone would not know
    const link = image.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    image.removeAttributeNS("http://www.w3.org/1999/xlink", "href");
    if (link) image.setAttribute("href", link);
  }
  return { width: sideOf(svg, "width"), height: sideOf(svg, "height"), element: group };
}

function textPart(element: Element, width: number, fontSize: number): Part {
  const block = labelBlock(element.textContent ?? "", width, fontSize);
  const lines = labelElements(block, { x: 0, y: block.height, anchor: "start" });
  return { width, height: block.height + 0.8 * fontSize, element: svgElement("g", {}, ...lines) };
}

const SWATCH_GAP = 5;
const BETWEEN = 10;
const SWATCH_ROW = 20;

/** Plot's legend of names: swatches with their names, in as many rows as it takes. */
function swatchesPart(element: Element, width: number): Part | undefined {
  const items = Array.from(element.querySelectorAll("span, div")).filter((item) =>
    Array.from(item.children).some(({ localName }) => localName === "svg"),
  );
  if (items.length === 0) return undefined;
  let [x, y] = [0, 0];
  const parts = items.flatMap((item) => {
    const swatch = Array.from(item.children).find(
      ({ localName }) => localName === "svg",
    ) as Element;
    const label = (item.textContent ?? "").trim();
    const size = sideOf(swatch, "width");
    const needed = size + SWATCH_GAP + textWidth(label, 10) + BETWEEN;
    if (x > 0 && x + needed > width) [x, y] = [0, y + SWATCH_ROW];
    const box = swatch.cloneNode(true) as Element;
    const nested = svgElement("svg", {
      x,
      y: y + 2,
      width: size,
      height: sideOf(swatch, "height"),
    });
    for (const { name, value } of Array.from(box.attributes))
      if (!["width", "height", "xmlns"].includes(name)) nested.setAttribute(name, value);
    for (const shape of box.querySelectorAll("rect")) {
      shape.setAttribute("width", String(size));
      shape.setAttribute("height", String(sideOf(swatch, "height")));
    }
    nested.append(...Array.from(box.childNodes));
    const text = svgElement("text", {
      x: x + size + SWATCH_GAP,
      y: y + 2 + sideOf(swatch, "height") / 2 + 3.5,
      "font-size": 10,
      "text-anchor": "start",
    });
    x += needed;
    return [nested, setLabel(text, label)];
  });
  const group = svgElement("g", {}, ...parts);
  group.setAttribute("xmlns", SVG);
  return { width, height: y + SWATCH_ROW + 6, element: group };
}
