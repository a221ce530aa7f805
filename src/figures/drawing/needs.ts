import { type Axis, widestLabel } from "../axes/axis.js";
import { isOwnMark } from "../check/index.js";
import { type LabelBlock, labelBlock } from "../labels/labelElement.js";
import { textWidth } from "../labels/textWidth.js";
import type { LegendPlace } from "../panel.js";
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
  const own = [...settled.marks, ...(y2?.marks ?? [])].filter(isOwnMark);
  const hasLegend = legendEntries(settled, own).length > 0;
  const place = panel.legend ?? (settled.color || settled.symbol ? "right" : undefined);
  return {
    title: labelBlock(panel.title ?? "", inside, THEME.titleSize),
    x: labelBlock(x.visible ? x.label : "", inside),
    y: labelBlock(y.label, isSide ? 0.8 * height : inside),
    y2: labelBlock(y2?.axis.label ?? "", 0.8 * height),
    isSide,
    legend: hasLegend ? place : undefined,
  };
}

/** Space that a panel needs around its plot area. */
export function needsOf(settled: SettledPanel, texts: PanelTexts, height: number): Needs {
  const { x, y } = settled;
  return {
    left: Math.max(leftNeed(y, texts), halfLabel(x.visible ? x.labels[0] : "")),
    right:
      Math.max(halfLabel(x.visible ? x.labels.at(-1) : ""), facetsWidth(settled)) +
      besideNeed(settled, texts, height),
    top: topNeed(settled, texts),
    bottom: bottomNeed(settled, texts),
  };
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
      ? BESIDE_GAP + legendSize(legendEntries(settled, settled.marks.filter(isOwnMark))).width
      : 0;
  return second + bar + legend;
}

const facetsWidth = ({ fy }: SettledPanel): number =>
  fy.length === 0
    ? 0
    : THEME.tickPadding + Math.max(...fy.map((name) => textWidth(name))) + THEME.edge;

/** Space above a plot area: for its label and its title, or for half a tick label. */
function topNeed({ y, fx }: SettledPanel, texts: PanelTexts): number {
  const { edge, fontSize, titleGap, labelGap, tickPadding } = THEME;
  const labelled = texts.y.lines.length > 0 && !texts.isSide;
  const above =
    (labelled ? texts.y.height + labelGap : 0) +
    (texts.title.lines.length > 0 ? texts.title.height + titleGap : 0) +
    (fx.length > 0 ? fontSize + tickPadding : 0);
  return edge + (above || (y.visible ? fontSize / 2 : 0));
}

/** Space below a plot area: for axis, tick labels and label. */
function bottomNeed({ x }: SettledPanel, texts: PanelTexts): number {
  const { edge, labelGap, axisOffset, tickPadding } = THEME;
  if (!x.visible) return edge;
  const label = texts.x.lines.length > 0 ? texts.x.height + labelGap : 0;
  return axisOffset + tickPadding + tickHeight(x) + edge + label;
}

/** The height of an axis' tick labels: of rotated ones, what their length takes. */
export function tickHeight(axis: Axis): number {
  const rotation = (Number(axis.tickOptions.tickRotate ?? 0) * Math.PI) / 180;
  return (
    Math.abs(Math.cos(rotation)) * THEME.fontSize + Math.abs(Math.sin(rotation)) * widestLabel(axis)
  );
}
