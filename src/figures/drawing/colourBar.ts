import { linearTicks, logTicks } from "../axes/ticks.js";
import { labelBlock, labelElements } from "../labels/labelElement.js";
import { setLabel } from "../labels/setLabel.js";
import { textWidth } from "../labels/textWidth.js";
import type { LookScale } from "../settle/index.js";
import { THEME } from "../theme.js";
import { svgElement } from "./dom.js";

const WIDTH = 8;
const STEPS = 64;

/** Ticks of a scale of colours: where on the bar, from 0 to 1, and their labels. */
function ticksOf({ type, domain }: LookScale): { places: number[]; labels: string[] } {
  const ends = domain as number[];
  if (isStepped(type))
    return {
      places: ends.map((_, k) => (k + 1) / (ends.length + 1)),
      labels: ends.map((end) => String(Number(end.toPrecision(4)))),
    };
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (!(low < high)) return { places: [0], labels: [String(low)] };
  const isLog = type === "log";
  const { major, labels } = isLog ? logTicks([low, high]) : linearTicks([low, high], 5);
  const place = (value: number): number =>
    isLog ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return { places: major.map(place), labels };
}

/** Whether the colours of a scale change in steps. */
const isStepped = (type: string): boolean => ["threshold", "quantize", "quantile"].includes(type);

/** Space that a colour bar takes beside a panel. */
export function colourBarWidth(scale: LookScale, height: number): number {
  const widest = Math.max(0, ...ticksOf(scale).labels.map((label) => textWidth(label)));
  const label = labelBlock(scale.label, height);
  return (
    WIDTH +
    THEME.tickPadding +
    widest +
    (label.lines.length > 0 ? THEME.labelGap + label.height : 0) +
    THEME.edge
  );
}

/** A bar of all colours of a scale beside a panel, with ticks, their labels, and the scale's name. */
export function colourBar(
  scale: LookScale,
  { left, top, bottom }: { left: number; top: number; bottom: number },
): SVGElement {
  const height = bottom - top;
  const { places, labels } = ticksOf(scale);
  const at = (place: number): number => bottom - place * height;
  const stripes = stripesOf(scale).map(({ from, to, colour }) =>
    svgElement("rect", {
      x: left,
      y: at(to),
      width: WIDTH,
      // a little more than its part: no ground is seen between two
      height: (to - from) * height + (from > 0 ? 0.3 : 0),
      fill: colour,
    }),
  );
  const frame = svgElement("rect", {
    x: left,
    y: top,
    width: WIDTH,
    height,
    fill: "none",
    stroke: THEME.ink,
    "stroke-width": THEME.axisWidth,
  });
  const ticks = places.flatMap((place, k) => {
    const y = at(place);
    const text = svgElement("text", {
      x: left + WIDTH + THEME.tickPadding,
      y: y + 0.35 * THEME.fontSize,
      "font-size": THEME.fontSize,
      "text-anchor": "start",
    });
    return [
      svgElement("path", {
        d: `M${left + WIDTH},${y}h${-THEME.minorTick}`,
        stroke: THEME.ink,
        "stroke-width": THEME.axisWidth,
      }),
      setLabel(text, labels[k]),
    ];
  });
  const block = labelBlock(scale.label, height);
  const widest = Math.max(0, ...labels.map((label) => textWidth(label)));
  const x = left + WIDTH + THEME.tickPadding + widest + THEME.labelGap;
  const name = svgElement(
    "g",
    { transform: `translate(${x + 0.9 * THEME.fontSize},${(top + bottom) / 2}) rotate(-90)` },
    ...labelElements(block, { x: 0, y: block.height - THEME.fontSize }),
  );
  return svgElement("g", {}, ...stripes, frame, ...ticks, name);
}

/** The colours from low to high, as parts of the bar. */
function stripesOf(scale: LookScale): { from: number; to: number; colour: string }[] {
  const ends = scale.domain as number[];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const count = isStepped(scale.type) ? ends.length + 1 : STEPS;
  return Array.from({ length: count }, (_, k) => {
    const middle = (k + 0.5) / count;
    const value = isStepped(scale.type)
      ? k < ends.length
        ? ends[k] - 1e-9 * (Math.abs(ends[k]) + 1e-300)
        : ends[k - 1]
      : scale.type === "log"
        ? low * (high / low) ** middle
        : low + (high - low) * middle;
    return { from: k / count, to: (k + 1) / count, colour: String(scale.apply(value)) };
  });
}
