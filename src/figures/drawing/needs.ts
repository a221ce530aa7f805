import { type Axis, widestLabel } from "../axes/axis.js";
import { isOwnMark } from "../check/index.js";
import { type LabelBlock, labelBlock } from "../labels/labelElement.js";
import { textWidth } from "../labels/textWidth.js";
import type { LegendPlace, PanelMark } from "../panel.js";
import type { SettledPanel } from "../settle/index.js";
import { THEME } from "../theme.js";
import { colourBarWidth } from "./colourBar.js";
import { isOfNames, legendEntries, legendSize } from "./legend.js";

/** Space around a plot area, in points. */
export interface Needs {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The texts of a panel, broken into lines that fit, and its legend. */
export interface PanelTexts {
  title: LabelBlock;
  subtitle: LabelBlock;
  caption: LabelBlock;
  fx: LabelBlock;
  fy: LabelBlock;
  x: LabelBlock;
  y: LabelBlock;
  y2: LabelBlock;
  isSide: boolean;
  legend?: LegendPlace;
}

/** The texts of a panel in a figure of a width, of whose height it gets some. */
export function textsOf(settled: SettledPanel, width: number, height: number): PanelTexts {
  const { panel, x, y, y2 } = settled;
  const inside = width - 2 * THEME.edge;
  const isSide = panel.y?.labelPosition === "side";
  const hasLegend = legendEntries(settled, ownMarks(settled)).length > 0;
  const place = panel.legend ?? (settled.color || settled.symbol ? "right" : undefined);
  return {
    title: labelBlock(panel.title ?? "", inside, THEME.titleSize),
    subtitle: labelBlock(panel.subtitle ?? "", inside),
    caption: labelBlock(panel.caption ?? "", inside),
    fx: labelBlock(settled.fx.label, inside),
    fy: labelBlock(settled.fy.label, 0.8 * height),
    x: labelBlock(x.visible ? x.label : "", inside),
    y: labelBlock(y.label, isSide ? 0.8 * height : inside),
    y2: labelBlock(y2?.axis.label ?? "", 0.8 * height),
    isSide,
    legend: hasLegend ? place : undefined,
  };
}

/** The marks of our own that a panel shows, those of its second axis too. */
const ownMarks = ({ marks, y2 }: SettledPanel): PanelMark[] =>
  [...marks, ...(y2?.marks ?? [])].filter(isOwnMark);

/** Space that a panel needs around its plot area. */
export function needsOf(settled: SettledPanel, texts: PanelTexts, height: number): Needs {
  const { x, y } = settled;
  return {
    left: Math.max(leftNeed(y, texts), firstLabel(x)),
    right:
      Math.max(halfLabel(x.visible ? x.labels.at(-1) : ""), facetsWidth(settled, texts)) +
      besideNeed(settled, texts, height),
    top: topNeed(settled, texts),
    bottom: bottomNeed(settled, texts),
  };
}

/** What the first label of an axis that lies needs to the left: one that is turned ends at its tick. */
function firstLabel(axis: Axis): number {
  if (!axis.visible) return halfLabel();
  const rotation = Number(axis.tickOptions.tickRotate ?? 0);
  if (rotation >= 0) return halfLabel(axis.labels[0]);
  return Math.cos((rotation * Math.PI) / 180) * textWidth(axis.labels[0] ?? "") + THEME.edge;
}

const halfLabel = (label = ""): number => Math.max(6, textWidth(label) / 2 + THEME.edge);

/** Space that a vertical axis and its label need to the left of the plot area. */
export function leftNeed(axis: Axis, { isSide, y }: PanelTexts): number {
  const { axisOffset, tickPadding, labelGap, edge } = THEME;
  const labels = axis.visible ? axisOffset + tickPadding + widestLabel(axis) : 0;
  return edge + labels + (isSide && y.lines.length > 0 ? y.height + labelGap : 0);
}

/** Space that the second vertical axis needs to the right of the plot area. */
export function secondAxisNeed({ y2 }: SettledPanel, texts: PanelTexts): number {
  if (!y2) return 0;
  const { axisOffset, tickPadding, labelGap, edge } = THEME;
  const labels = y2.axis.visible ? axisOffset + tickPadding + widestLabel(y2.axis) : 0;
  return edge + labels + (texts.y2.lines.length > 0 ? texts.y2.height + labelGap : 0);
}

/** Space between a panel and what stands beside it. */
export const BESIDE_GAP = 8;

function besideNeed(settled: SettledPanel, texts: PanelTexts, height: number): number {
  const { color } = settled;
  const second = secondAxisNeed(settled, texts);
  const bar = color && !isOfNames(color) ? BESIDE_GAP + colourBarWidth(color, height) : 0;
  const legend =
    texts.legend === "right"
      ? BESIDE_GAP + legendSize(legendEntries(settled, ownMarks(settled))).width
      : 0;
  return second + bar + legend;
}

/** Space that the names of rows of facets take, with what they are. */
export function facetsWidth({ fy }: SettledPanel, { fy: label }: PanelTexts): number {
  if (fy.names.length === 0) return 0;
  const { tickPadding, labelGap, edge } = THEME;
  const widest = Math.max(...fy.names.map((name) => textWidth(name)));
  return tickPadding + widest + edge + (label.lines.length > 0 ? labelGap + label.height : 0);
}

/** Space that the names of columns of facets take, with what they are. */
export function facetsHeight({ fx }: SettledPanel, { fx: label }: PanelTexts): number {
  if (fx.names.length === 0) return 0;
  const { fontSize, tickPadding, labelGap } = THEME;
  return fontSize + tickPadding + (label.lines.length > 0 ? labelGap + label.height : 0);
}

/** Space that title and subtitle take. */
export const titlesHeight = ({ title, subtitle }: PanelTexts): number =>
  title.height + (title.height && subtitle.height && SUBTITLE_GAP) + subtitle.height;

/** Space between title and subtitle, and between the label below a panel and its caption. */
export const SUBTITLE_GAP = 3;
export const CAPTION_GAP = 8;

/** Space above a plot area: for its label and its title, or for half a tick label. */
function topNeed(settled: SettledPanel, texts: PanelTexts): number {
  const { y } = settled;
  const { edge, fontSize, titleGap, labelGap } = THEME;
  const labelled = texts.y.lines.length > 0 && !texts.isSide;
  const above =
    (labelled ? texts.y.height + labelGap : 0) +
    (titlesHeight(texts) > 0 ? titlesHeight(texts) + titleGap : 0) +
    facetsHeight(settled, texts);
  return edge + (above || (y.visible ? fontSize / 2 : 0));
}

/** Space below a plot area: for axis, tick labels, label and caption. */
function bottomNeed({ x }: SettledPanel, texts: PanelTexts): number {
  const caption = texts.caption.lines.length > 0 ? CAPTION_GAP + texts.caption.height : 0;
  return THEME.edge + axisNeed(x, texts) + caption;
}

/** Space that the axis below a plot area takes, with its labels. */
export function axisNeed(axis: Axis, texts: PanelTexts): number {
  const { labelGap, axisOffset, tickPadding } = THEME;
  if (!axis.visible) return 0;
  const label = texts.x.lines.length > 0 ? texts.x.height + labelGap : 0;
  return axisOffset + tickPadding + tickHeight(axis) + label;
}

/** The height of an axis' tick labels: of rotated ones, what their length takes. */
export function tickHeight(axis: Axis): number {
  const rotation = (Number(axis.tickOptions.tickRotate ?? 0) * Math.PI) / 180;
  return (
    Math.abs(Math.cos(rotation)) * THEME.fontSize + Math.abs(Math.sin(rotation)) * widestLabel(axis)
  );
}
