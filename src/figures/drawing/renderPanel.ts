import type { Markish } from "@observablehq/plot";
import { UserError } from "../../base/index.js";
import { type Axis, withRoom } from "../axes/axis.js";
import { isOwnMark } from "../check/index.js";
import { halfWidth, type LabelBlock, labelElements } from "../labels/labelElement.js";
import { setLabel } from "../labels/setLabel.js";
import { inPlot } from "../observable/collect.js";
import type { PanelMark } from "../panel.js";
import type { ReadyMark, SettledPanel } from "../settle/index.js";
import { SERIES_COLOURS, THEME } from "../theme.js";
import { axisMarks, facetMarks, gridMarks } from "./axisMarks.js";
import { colourBar, colourBarWidth } from "./colourBar.js";
import { type Area, dataMarks } from "./dataMarks.js";
import { figureDocument, observablePlot, svgElement } from "./dom.js";
import { marksToDraw } from "./leftOut.js";
import { isOfNames, legendBox, legendEntries } from "./legend.js";
import { frameOf, type LiveAxis, liveEnds, rememberArea } from "./liveArea.js";
import {
  axisNeed,
  BESIDE_GAP,
  CAPTION_GAP,
  facetsHeight,
  facetsWidth,
  leftNeed,
  type PanelTexts,
  SUBTITLE_GAP,
  secondAxisNeed,
} from "./needs.js";

/** Draws a panel's grid, data and axes with Observable Plot, then its labels. */
export function renderPanel(
  given: SettledPanel,
  texts: PanelTexts,
  area: Area,
  { figureWidth, detail }: { figureWidth: number; detail: number },
): SVGElement[] {
  const settled = fitted(given, area);
  const { x, y, y2 } = settled;
  const colours = new SeriesColours();
  const axes = { x, y };
  const own = withColours(settled.marks, axes, colours);
  const group = drawn(settled, axes, area, figureWidth, [
    gridMarks(axes),
    own.map((mark) => (isOwnMark(mark) ? dataMarks(mark, axes, area, detail) : mark)),
    axisMarks(x, "x"),
    axisMarks(y, "y"),
    facetMarks(settled, secondAxisNeed(settled, texts)),
  ]);
  const parts = [group];
  const shown = own.filter(isOwnMark);
  if (y2) {
    const second = { x, y: y2.axis };
    const marks = withColours(y2.marks, second, colours);
    shown.push(...marks.filter(isOwnMark));
    parts.push(
      drawn(settled, second, area, figureWidth, [
        marks.map((mark) => (isOwnMark(mark) ? dataMarks(mark, second, area, detail) : mark)),
        axisMarks(y2.axis, "y2"),
      ]),
    );
  }
  return [
    ...parts,
    ...labelsOf(settled, texts, area, figureWidth),
    ...beside(settled, texts, area, shown),
  ];
}

/** A panel with as many ticks as have room in its area. */
function fitted(settled: SettledPanel, { left, right, top, bottom }: Area): SettledPanel {
  const { x, y, y2, fx, fy } = settled;
  const height = (bottom - top) / (fy.names.length || 1);
  const columns = fx.names.length;
  return {
    ...settled,
    x: withRoom(x, columns > 0 ? (FACET_PART * (right - left)) / columns : right - left, true),
    y: withRoom(y, height, false),
    y2: y2 && { ...y2, axis: withRoom(y2.axis, height, false) },
  };
}

/** Space between facets, as a part of them; and what it leaves of each. */
const FACET_PADDING = 0.18;
const FACET_PART = 1 - FACET_PADDING;

/** One drawing by Plot. */
function drawn(
  { handedOn, fx, fy }: SettledPanel,
  { x, y }: { x: Axis; y: Axis },
  area: Area,
  figureWidth: number,
  marks: Markish[],
): SVGElement {
  const facets = handedOn as { fx?: object; fy?: object };
  const drawing = inPlot("marks", () =>
    observablePlot().plot({
      ...handedOn,
      document: figureDocument(),
      width: figureWidth,
      height: area.bottom,
      marginLeft: area.left,
      marginRight: figureWidth - area.right,
      marginTop: area.top,
      marginBottom: 0,
      x: { ...x.scaleOptions, axis: null },
      y: { ...y.scaleOptions, axis: null },
      ...(fx.names.length > 0 && { fx: { padding: FACET_PADDING, ...facets.fx, axis: null } }),
      ...(fy.names.length > 0 && { fy: { padding: FACET_PADDING, ...facets.fy, axis: null } }),
      marks,
    } as never),
  );
  drawing.querySelector("style")?.remove();
  setTexts(drawing as unknown as Element);
  const group = svgElement("g", {}, ...(Array.from(drawing.childNodes) as Node[]));
  rememberLive(group, drawing, { x, y }, fx.names.length + fy.names.length > 0);
  return group;
}

/** Remembers what of a drawing can be zoomed. */
function rememberLive(
  group: SVGElement,
  drawing: { scale(name: string): object | undefined },
  axes: { x: Axis; y: Axis },
  facets: boolean,
): void {
  const scales = { x: drawing.scale("x"), y: drawing.scale("y") };
  const frame = frameOf(scales.x, scales.y);
  if (!frame) return;
  const live = (["x", "y"] as const).flatMap((name): LiveAxis[] => {
    const ends = liveEnds(scales[name]);
    const { major, unit, tickOptions } = axes[name];
    // a format of the user's own cannot be taken into a cell
    if (!ends || tickOptions.tickFormat !== undefined) return [];
    const { intervals, fontSize } = THEME;
    return [{ name, ...ends, major, unit, intervals, fontSize }];
  });
  rememberArea(group, { axes: live, frame, facets });
}

/** Sets the mathematics in texts that Plot wrote: ticks, names of facets, texts of marks. */
function setTexts(drawing: Element): void {
  for (const text of drawing.querySelectorAll("text")) {
    const label = text.textContent ?? "";
    if (text.children.length === 0 && /(?<!\\)\$[^$]+(?<!\\)\$/.test(label)) {
      const parent = text.parentElement;
      const before = text.nextSibling;
      const element = setLabel(text as unknown as SVGElement, label);
      if (element.parentElement === null) parent?.insertBefore(element, before);
    }
  }
}

/** The colours of the series of one panel, in order. */
class SeriesColours {
  private lines = 0;
  next(): string {
    return SERIES_COLOURS[this.lines++ % SERIES_COLOURS.length];
  }
}

/** The marks with their colours: black dots, lines in the series' colours in order. */
function withColours(
  marks: readonly ReadyMark[],
  axes: { x: Axis; y: Axis },
  colours: SeriesColours,
): ReadyMark[] {
  const own = marks.filter(isOwnMark);
  const drawable = new Map<PanelMark, PanelMark | undefined>();
  marksToDraw(own, axes).forEach((mark, k) => {
    drawable.set(own[k], mark);
  });
  return marks.flatMap((given): ReadyMark[] => {
    if (!isOwnMark(given)) return [given];
    const mark = drawable.get(given);
    if (!mark) return [];
    requireColour(mark.colour);
    if (mark.kind !== "line") return [{ ...mark, colour: mark.colour ?? THEME.ink }];
    return [{ ...mark, colour: mark.colour ?? colours.next() }];
  });
}

/**
 * Plot would take a colour that it does not know for the name of a field, and draw nothing.
 * @throws UserError for what is no colour.
 */
function requireColour(colour: string | undefined): void {
  if (colour === undefined || colour === "none") return;
  const { style } = figureDocument().createElement("span");
  style.color = colour;
  if (style.color === "")
    throw new UserError(
      `invalid colour: ${colour}; expected a name like "steelblue" or a code like "#1f77b4"`,
    );
}

/** Title and axis labels. */
function labelsOf(
  settled: SettledPanel,
  texts: PanelTexts,
  area: Area,
  figureWidth: number,
): SVGElement[] {
  const { fontSize, titleGap, labelGap, tickPadding, edge } = THEME;
  const { x, y } = settled;
  const middle = (area.top + area.bottom) / 2;
  /** A place for the middle of a block at which it is whole. */
  const within = (block: LabelBlock, centre: number): number => {
    const half = halfWidth(block);
    return Math.max(edge + half, Math.min(centre, figureWidth - edge - half));
  };
  const labels: SVGElement[] = [];
  const centre = (area.left + area.right) / 2;
  /** A block in the middle above or below the plot area, its last baseline at a height. */
  const centred = (block: LabelBlock, y: number): SVGElement[] =>
    labelElements(block, { x: within(block, centre), y });
  const facets = facetsHeight(settled, texts);
  const titleUp = texts.y.lines.length > 0 && !texts.isSide ? labelGap + texts.y.height : 0;
  const titles = area.top - facets - titleGap - titleUp;
  const subtitleUp = texts.subtitle.height && texts.subtitle.height + SUBTITLE_GAP;
  labels.push(...centred(texts.title, titles - subtitleUp), ...centred(texts.subtitle, titles));
  if (settled.fx.names.length > 0)
    labels.push(...centred(texts.fx, area.top - fontSize - tickPadding - labelGap));
  if (texts.y.lines.length > 0) {
    if (texts.isSide)
      labels.push(upright(texts.y, area.left - leftNeed(y, texts) + edge + 0.9 * fontSize, middle));
    else {
      const width = 2 * halfWidth(texts.y);
      const left = Math.max(edge, Math.min(area.left, figureWidth - edge - width));
      const above = area.top - labelGap - facets;
      labels.push(...labelElements(texts.y, { x: left, y: above, anchor: "start" }));
    }
  }
  const below = area.bottom + axisNeed(x, texts);
  if (x.visible) labels.push(...centred(texts.x, below - 0.3 * fontSize));
  labels.push(
    ...labelElements(texts.caption, {
      x: edge,
      y: below + CAPTION_GAP + texts.caption.height - 0.3 * fontSize,
      anchor: "start",
    }),
  );
  if (texts.y2.lines.length > 0) {
    const end = area.right + secondAxisNeed(settled, texts);
    labels.push(upright(texts.y2, end - texts.y2.height - edge + 0.9 * fontSize, middle));
  }
  if (settled.fy.names.length > 0) {
    const end = area.right + secondAxisNeed(settled, texts) + facetsWidth(settled, texts);
    labels.push(upright(texts.fy, end - texts.fy.height - edge + 0.9 * fontSize, middle));
  }
  return labels;
}

/** A label that is read from below, its first line on a baseline. */
const upright = (block: LabelBlock, x: number, middle: number): SVGElement =>
  svgElement(
    "g",
    { transform: `translate(${x},${middle}) rotate(-90)` },
    ...labelElements(block, { x: 0, y: block.height - block.fontSize }),
  );

/** What stands beside or over a panel: the bar of a scale of colours, and the legend. */
function beside(
  settled: SettledPanel,
  texts: PanelTexts,
  area: Area,
  shown: readonly PanelMark[],
): SVGElement[] {
  const { color } = settled;
  const parts: SVGElement[] = [];
  const names = facetsWidth(settled, texts);
  let left = area.right + secondAxisNeed(settled, texts) + names + BESIDE_GAP;
  if (color && !isOfNames(color)) {
    parts.push(colourBar(color, { left, top: area.top, bottom: area.bottom }));
    left += colourBarWidth(color, area.bottom - area.top) + BESIDE_GAP;
  }
  if (texts.legend) parts.push(legendBox(legendEntries(settled, shown), texts.legend, area, left));
  return parts;
}
