import { setLabel } from "../labels/setLabel.js";
import { textWidth } from "../labels/textWidth.js";
import type { LegendPlace, PanelMark } from "../panel.js";
import type { LookScale, SettledPanel } from "../settle/index.js";
import { THEME } from "../theme.js";
import { svgElement } from "./dom.js";
import { areFilled, symbolPath } from "./symbols.js";

const PADDING = 4;
const SAMPLE = 18;
const ROW = 12;
const INSET = 1.5;

/** A line of a legend: a sample of how something looks, and its name. */
export interface LegendEntry {
  label: string;
  /** What is drawn around a point of the middle, and how wide it is. */
  sample: (x: number, y: number) => SVGElement[];
}

type Labelled = Extract<PanelMark, { label?: string }> & { label: string };

/** What a panel's legend lists: labelled marks of our own, and names that have colours or symbols. */
export const legendEntries = (
  { color, symbol }: SettledPanel,
  marks: readonly PanelMark[],
): LegendEntry[] => [
  ...markEntries(marks),
  ...scaleEntries(color && isOfNames(color) ? color : undefined, symbol),
];

/** The entries of labelled marks of our own. Rules bear their names themselves. */
function markEntries(marks: readonly PanelMark[]): LegendEntry[] {
  return marks
    .filter(
      (mark): mark is Labelled =>
        "label" in mark && Boolean(mark.label) && (mark.kind as string) !== "rule",
    )
    .map((mark) => ({ label: mark.label, sample: (x, y) => markSample(mark, x, y) }));
}

/** The entries of a scale of colours or symbols by name. */
function scaleEntries(colour: LookScale | undefined, symbol?: LookScale): LegendEntry[] {
  const names = symbol ?? colour;
  if (!names) return [];
  const fill = (name: unknown): string =>
    colour?.domain.some((value) => value === name) ? String(colour.apply(name)) : THEME.ink;
  const isFilled = symbol ? areFilled(symbol.domain.map((name) => symbol.apply(name))) : true;
  const paint = (name: unknown): Record<string, string | number> =>
    isFilled ? { fill: fill(name) } : { fill: "none", stroke: fill(name), "stroke-width": 1.5 };
  return names.domain.map((name) => ({
    label: String(name),
    sample: (x, y) => [
      symbol
        ? svgElement("path", {
            d: symbolPath(symbol.apply(name)),
            transform: `translate(${x},${y})`,
            ...paint(name),
          })
        : svgElement("circle", { cx: x, cy: y, r: 3, fill: fill(name) }),
    ],
  }));
}

/** Whether a scale shows names, of which a legend is a list; a scale of numbers has a bar. */
export const isOfNames = ({ type }: LookScale): boolean =>
  ["ordinal", "categorical"].includes(type);

/** The width and height of a legend. */
export function legendSize(entries: readonly LegendEntry[]): { width: number; height: number } {
  const widest = Math.max(...entries.map(({ label }) => textWidth(label)));
  return {
    width: 2 * PADDING + SAMPLE + 6 + widest,
    height: 2 * PADDING + ROW * entries.length,
  };
}

/** A legend in a light box, in a corner of the plot area, or beside it from a place on. */
export function legendBox(
  entries: readonly LegendEntry[],
  place: LegendPlace,
  area: { left: number; top: number; right: number; bottom: number },
  beside: number,
): SVGElement {
  const { width, height } = legendSize(entries);
  const isInside = place !== "right";
  const atRight = isInside ? area.right - width - INSET : beside;
  const left = place.endsWith("right") ? atRight : area.left + INSET;
  const top = place.startsWith("bottom") ? area.bottom - height - INSET : area.top + INSET;
  const box = svgElement("rect", {
    width,
    height,
    rx: 2,
    fill: THEME.background,
    "fill-opacity": 0.8,
    stroke: "#cccccc",
    "stroke-width": THEME.axisWidth,
  });
  const rows = entries.map((entry, i) => row(entry, PADDING + ROW * (i + 0.5)));
  const frame = isInside ? [box] : [];
  return svgElement("g", { transform: `translate(${left},${top})` }, ...frame, ...rows);
}

function row({ label, sample }: LegendEntry, y: number): SVGElement {
  const text = svgElement("text", {
    x: PADDING + SAMPLE + 6,
    y: y + 0.34 * THEME.fontSize,
    "font-size": THEME.fontSize,
    "text-anchor": "start",
  });
  return svgElement("g", {}, ...sample(PADDING + SAMPLE / 2, y), setLabel(text, label));
}

function radiusOf(mark: Labelled): number | undefined {
  if (mark.kind === "line") return mark.dotRadius;
  return mark.kind === "dots" ? (mark.radius ?? THEME.dotRadius) : undefined;
}

function markSample(mark: Labelled, x: number, y: number): SVGElement[] {
  const colour = mark.colour ?? THEME.ink;
  const parts: SVGElement[] = [];
  if (mark.kind === "line")
    parts.push(
      svgElement("line", {
        x1: x - SAMPLE / 2,
        x2: x + SAMPLE / 2,
        y1: y,
        y2: y,
        stroke: colour,
        "stroke-width": mark.width ?? THEME.lineWidth,
        ...(mark.dash ? { "stroke-dasharray": mark.dash } : {}),
      }),
    );
  if (mark.kind === "bars")
    parts.push(
      svgElement("rect", { x: x - SAMPLE / 2, y: y - 3, width: SAMPLE, height: 6, fill: colour }),
    );
  const radius = radiusOf(mark);
  if (radius !== undefined)
    parts.push(svgElement("circle", { cx: x, cy: y, r: radius, fill: colour }));
  return parts;
}
