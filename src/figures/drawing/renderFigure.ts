import { createHash } from "node:crypto";
import { UserError } from "../../base/index.js";
import { type Axis, turned } from "../axes/axis.js";
import { textWidth } from "../labels/textWidth.js";
import type { Panel } from "../panel.js";
import { type SettledPanel, settle } from "../settle/index.js";
import { THEME } from "../theme.js";
import { rounded, SVG, svgElement } from "./dom.js";
import { type Needs, needsOf, textsOf } from "./needs.js";
import { renderPanel } from "./renderPanel.js";

/** Space between stacked panels, beside what their labels need. */
const PANEL_GAP = 14;

/** A size in points. */
export interface Size {
  width: number;
  height: number;
}

/** Panels with the room that each of them needs. */
function settledIn(panels: readonly Panel[], { width, height }: Size, detail: number) {
  const each = height / panels.length;
  return panels.map((panel) => {
    const settled = detail > 1 ? withLongerLabels(settle(panel)) : settle(panel);
    const texts = textsOf(settled, width, each);
    const needs = needsOf(settled, texts, each);
    const x = turned(
      settled.x,
      (width - needs.left - needs.right) / (settled.fx.names.length || 1),
    );
    if (x === settled.x) return { settled, texts, needs };
    const withTurned = { ...settled, x };
    return { settled: withTurned, texts, needs: needsOf(withTurned, texts, each) };
  });
}

/** A panel with room for the labels that its vertical axes get when they are zoomed. */
function withLongerLabels(settled: SettledPanel): SettledPanel {
  const { y, y2 } = settled;
  const longer = (axis: Axis): Axis =>
    ["linear", "log"].includes(axis.scale) ? { ...axis, leastWidth: textWidth("0.0000") } : axis;
  return { ...settled, y: longer(y), y2: y2 && { ...y2, axis: longer(y2.axis) } };
}

/** The room that stacked panels need around all of their plot areas. */
export function needsOfPanels(panels: readonly Panel[], size: Size, detail = 1): Needs {
  const needs = settledIn(panels, size, detail).map((panel) => panel.needs);
  return {
    left: Math.max(...needs.map(({ left }) => left)),
    right: Math.max(...needs.map(({ right }) => right)),
    top: needs[0].top,
    bottom: needs[needs.length - 1].bottom,
  };
}

const NOTHING: Needs = { left: 0, right: 0, top: 0, bottom: 0 };

/**
 * Draws panels one above the other. They have equal heights and line up left and right.
 * @param ways `least`: room around the plot areas that neighbours of this figure need, too; `detail`: how many times
 *   finer than what is seen long lines are
 * @throws UserError for a size that leaves no room between the labels.
 */
export function renderPanels(
  panels: readonly Panel[],
  size: Size,
  { least = NOTHING, detail = 1 }: { least?: Needs; detail?: number } = {},
): SVGElement[] {
  const { width, height } = size;
  const settled = settledIn(panels, size, detail);
  const all = settled.map(({ needs }) => needs);
  const left = Math.max(least.left, ...all.map((needs) => needs.left));
  const right = width - Math.max(least.right, ...all.map((needs) => needs.right));
  const above = all.map(({ top }, i) => (i === 0 ? Math.max(top, least.top) : top));
  const below = all.map(({ bottom }, i) =>
    i === all.length - 1 ? Math.max(bottom, least.bottom) : bottom,
  );
  const labels = [...above, ...below].reduce((sum, need) => sum + need, 0);
  const plotHeight = (height - labels - PANEL_GAP * (panels.length - 1)) / panels.length;

  requireRoom("width", width, right - left);
  requireRoom("height", height, plotHeight);

  const parts: SVGElement[] = [];
  let top = 0;
  settled.forEach((panel, i) => {
    top += above[i];
    const area = { left, right, top, bottom: top + plotHeight };
    parts.push(...renderPanel(panel.settled, panel.texts, area, { figureWidth: width, detail }));
    top = area.bottom + below[i] + PANEL_GAP;
  });
  return parts;
}

/** A whole picture as SVG text: its ground, and what stands on it. */
export function svgText({ width, height }: Size, parts: readonly SVGElement[]): string {
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
  const text = svg.outerHTML
    .replaceAll("currentColor", THEME.ink)
    .replaceAll("var(--plot-background)", THEME.background)
    // an attribute of HTML: in SVG that stands alone it would have no namespace
    .replaceAll("xlink:href=", "href=");
  return withOwnNames(text);
}

/** Names that Plot gives to parts of a drawing to point to them: it counts them in the whole program. */
const NAMES = /\bplot-(clip|pattern|marker|gradient|linear)-(\d+)\b/g;

/**
 * The same figure gets the same names in every program, and no two figures on a page the same ones: they
 * begin with a digest of what is drawn.
 */
function withOwnNames(svg: string): string {
  const numbers = new Map<string, number>();
  const numbered = svg.replace(NAMES, (name, kind: string) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
    return `plot-${kind}-${numbers.get(name)}`;
  });
  if (numbers.size === 0) return svg;
  const digest = createHash("sha256").update(numbered).digest("hex").slice(0, 8);
  return numbered.replace(
    NAMES,
    (_, kind: string, number: string) => `${kind}-${digest}-${number}`,
  );
}

/** Least size of a plot area, in points. */
const LEAST_ROOM = 1;

function requireRoom(name: string, given: number, room: number): void {
  if (room < LEAST_ROOM)
    throw new UserError(
      `invalid ${name}: ${rounded(given)}; expected at least ${Math.ceil(given - room + LEAST_ROOM)} points for what the axes and labels need`,
    );
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
