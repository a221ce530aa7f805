import { svgElement } from "./dom.js";
import { setLabel } from "./mathLabel.js";
import type { Panel, PanelMark } from "./panel.js";
import { textWidth } from "./textWidth.js";
import { THEME } from "./theme.js";

const PADDING = 4;
const SAMPLE = 18;
const ROW = 12;
const INSET = 1.5;

type Labelled = Extract<PanelMark, { label?: string }> & { label: string };

/** The legend of a panel's labelled marks, in a light box in a corner of the plot area. */
export function legendOf(
  panel: Panel,
  marks: readonly PanelMark[],
  area: { left: number; top: number; right: number; bottom: number },
): SVGElement | undefined {
  const labelled = marks.filter((mark): mark is Labelled => "label" in mark && Boolean(mark.label));
  if (!panel.legend || labelled.length === 0) return undefined;
  const widest = Math.max(...labelled.map((mark) => textWidth(mark.label)));
  const width = 2 * PADDING + SAMPLE + 6 + widest;
  const height = 2 * PADDING + ROW * labelled.length;
  const left = panel.legend.endsWith("right") ? area.right - width - INSET : area.left + INSET;
  const top = panel.legend.startsWith("top") ? area.top + INSET : area.bottom - height - INSET;
  const box = svgElement("rect", {
    width,
    height,
    rx: 2,
    fill: THEME.background,
    "fill-opacity": 0.8,
    stroke: "#cccccc",
    "stroke-width": THEME.axisWidth,
  });
  const rows = labelled.map((mark, i) => row(mark, PADDING + ROW * (i + 0.5)));
  return svgElement("g", { transform: `translate(${left},${top})` }, box, ...rows);
}

function radiusOf(mark: Labelled): number | undefined {
  if (mark.kind === "bars") return undefined;
  return mark.kind === "line" ? mark.dotRadius : (mark.radius ?? THEME.dotRadius);
}

function row(mark: Labelled, y: number): SVGElement {
  const colour = mark.colour ?? THEME.ink;
  const parts: SVGElement[] = [];
  if (mark.kind === "line")
    parts.push(
      svgElement("line", {
        x1: PADDING,
        x2: PADDING + SAMPLE,
        y1: y,
        y2: y,
        stroke: colour,
        "stroke-width": mark.width ?? THEME.lineWidth,
        ...(mark.dash ? { "stroke-dasharray": mark.dash } : {}),
      }),
    );
  if (mark.kind === "bars")
    parts.push(
      svgElement("rect", { x: PADDING, y: y - 3, width: SAMPLE, height: 6, fill: colour }),
    );
  const radius = radiusOf(mark);
  if (radius !== undefined)
    parts.push(svgElement("circle", { cx: PADDING + SAMPLE / 2, cy: y, r: radius, fill: colour }));
  const text = svgElement("text", {
    x: PADDING + SAMPLE + 6,
    y: y + 0.34 * THEME.fontSize,
    "font-size": THEME.fontSize,
    "text-anchor": "start",
  });
  setLabel(text, mark.label);
  return svgElement("g", {}, ...parts, text);
}
