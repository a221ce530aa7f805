import { UserError } from "../base/index.js";
import { settleAxis } from "./axis.js";
import { rounded, SVG, svgElement } from "./dom.js";
import type { Panel } from "./panel.js";
import { type Area, leftNeed, renderPanel } from "./renderPanel.js";
import { textWidth } from "./textWidth.js";
import { THEME } from "./theme.js";

/** A figure's size in points, and its panels from top to bottom. */
export interface FigureDescription {
  width: number;
  height: number;
  panels: readonly Panel[];
}

/** Space between stacked panels, beside what their labels need. */
const PANEL_GAP = 14;

/**
 * Draws a figure as SVG text. Stacked panels have equal heights and line up left and right.
 * @throws UserError for a size that leaves no room between the labels.
 */
export function renderFigure({ width, height, panels }: FigureDescription): string {
  const settled = panels.map((panel) => ({
    panel,
    x: settleAxis(panel, "x"),
    y: settleAxis(panel, "y"),
  }));
  const left = Math.max(
    ...settled.map(({ panel, y }) => leftNeed(y, panel.y?.labelPosition === "side")),
    ...settled.map(({ x }) => halfLabel(x.visible ? x.labels[0] : "")),
  );
  const right =
    width - Math.max(...settled.map(({ x }) => halfLabel(x.visible ? x.labels.at(-1) : "")));
  const above = settled.map(({ panel, y }) => topNeed(panel, y.label, y.visible));
  const below = settled.map(({ x }) => bottomNeed(x.label, x.visible));
  const labels = [...above, ...below].reduce((sum, need) => sum + need, 0);
  const plotHeight = (height - labels - PANEL_GAP * (panels.length - 1)) / panels.length;

  requireRoom("width", width, right - left);
  requireRoom("height", height, plotHeight);

  const parts: SVGElement[] = [];
  let top = 0;
  settled.forEach(({ panel, x, y }, i) => {
    top += above[i];
    const area: Area = { left, right, top, bottom: top + plotHeight };
    parts.push(...renderPanel(panel, { x, y }, area, width));
    top = area.bottom + below[i] + PANEL_GAP;
  });
  const background = svgElement("rect", { width, height, fill: THEME.background });
  const svg = svgElement(
    "svg",
    {
      width: `${rounded(width)}pt`,
      height: `${rounded(height)}pt`,
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      fill: THEME.ink,
      "font-family": `"${THEME.fontFamily}", Verdana, sans-serif`,
      "font-size": THEME.fontSize,
      "text-anchor": "middle",
    },
    background,
    ...parts,
  );
  svg.setAttribute("xmlns", SVG);
  roundLengths(svg);
  return svg.outerHTML.replaceAll("currentColor", THEME.ink);
}

/** Least size of a plot area, in points. */
const LEAST_ROOM = 1;

function requireRoom(name: string, given: number, room: number): void {
  if (room < LEAST_ROOM)
    throw new UserError(
      `invalid ${name}: ${rounded(given)}; expected at least ${Math.ceil(given - room + LEAST_ROOM)} points for what the axes and labels need`,
    );
}

const halfLabel = (label = ""): number => Math.max(6, textWidth(label) / 2 + THEME.edge);

/** Space above a plot area: for its label and its title, or for half a tick label. */
function topNeed(panel: Panel, label: string, visible: boolean): number {
  const { edge, fontSize, titleSize, titleGap, labelGap } = THEME;
  const labelled = label !== "" && panel.y?.labelPosition !== "side";
  const texts = (labelled ? fontSize + labelGap : 0) + (panel.title ? titleSize + titleGap : 0);
  return edge + (texts || (visible ? fontSize / 2 : 0));
}

/** Space below a plot area: for axis, tick labels and label. */
function bottomNeed(label: string, visible: boolean): number {
  const { edge, fontSize, labelGap, axisOffset, tickPadding } = THEME;
  if (!visible) return edge;
  return axisOffset + tickPadding + fontSize + edge + (label ? fontSize + labelGap : 0);
}

const LENGTHS = ["x1", "x2", "y1", "y2", "cx", "cy", "transform"];

/** Rounds lengths to a thousandth of a point: nobody sees more, and files shrink by a third. */
function roundLengths(svg: SVGElement): void {
  for (const element of svg.querySelectorAll("*"))
    for (const name of LENGTHS) {
      const value = element.getAttribute(name);
      if (value)
        element.setAttribute(
          name,
          value.replace(/-?\d+\.\d{4,}/g, (length) => String(rounded(Number(length)))),
        );
    }
}
