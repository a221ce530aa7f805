import type { Markish } from "@observablehq/plot";
import { UserError } from "../base/index.js";
import { type Axis, widestLabel } from "./axis.js";
import { decimate } from "./decimate.js";
import { figureDocument, observablePlot, svgElement } from "./dom.js";
import { marksToDraw } from "./leftOut.js";
import { legendOf } from "./legend.js";
import { setLabel } from "./mathLabel.js";
import type { Panel, PanelMark, RasterMark } from "./panel.js";
import { SERIES_COLOURS, THEME } from "./theme.js";

/** Where a panel's plot area lies within its figure, in points. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Draws a panel's grid, data and axes with Observable Plot, then its labels. */
export function renderPanel(
  panel: Panel,
  axes: { x: Axis; y: Axis },
  area: Area,
  figureWidth: number,
): SVGElement[] {
  const { x, y } = axes;
  const marks = coloured(marksToDraw(panel, axes));
  const drawing = observablePlot().plot({
    document: figureDocument(),
    width: figureWidth,
    height: area.bottom,
    marginLeft: area.left,
    marginRight: figureWidth - area.right,
    marginTop: area.top,
    marginBottom: 0,
    x: { type: x.scale, domain: [...x.domain], axis: null },
    y: { type: y.scale, domain: [...y.domain], axis: null },
    marks: [
      gridMarks(axes),
      marks.map((mark) => dataMarks(mark, y, area)),
      horizontalAxis(x),
      verticalAxis(y),
    ],
  });
  drawing.querySelector("style")?.remove();
  const group = svgElement("g", {}, ...Array.from(drawing.childNodes));
  const labels = labelsOf(panel, axes, area);
  const legend = legendOf(panel, marks, area);
  return legend ? [group, ...labels, legend] : [group, ...labels];
}

/** The marks with their colours: black dots, lines in the series' colours in order. */
function coloured(marks: readonly PanelMark[]): PanelMark[] {
  let lines = 0;
  return marks.map((mark) => {
    requireColour(mark.colour);
    if (mark.kind !== "line") return { ...mark, colour: mark.colour ?? THEME.ink };
    const colour = mark.colour ?? SERIES_COLOURS[lines++ % SERIES_COLOURS.length];
    return { ...mark, colour };
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

function gridMarks({ x, y }: { x: Axis; y: Axis }): Markish[] {
  const { ruleX, ruleY } = observablePlot();
  const minor = { stroke: THEME.gridMinor, strokeWidth: THEME.gridWidth };
  const major = { stroke: THEME.gridMajor, strokeWidth: THEME.gridWidth };
  return [
    ...(x.grid ? [ruleX(x.minor, minor)] : []),
    ...(y.grid ? [ruleY(y.minor, minor)] : []),
    ...(x.grid ? [ruleX(x.major, major)] : []),
    ...(y.grid ? [ruleY(y.major, major)] : []),
  ];
}

function dataMarks(mark: PanelMark, { scale, domain }: Axis, area: Area): Markish[] {
  const { dot, line, rectY, ruleY } = observablePlot();
  switch (mark.kind) {
    case "rule":
      return [ruleY([mark.y], { stroke: mark.colour, strokeWidth: mark.width ?? 1 })];
    case "dots":
      return [
        dot(Array.from(mark.x), {
          x: Array.from(mark.x),
          y: Array.from(mark.y),
          r: mark.radius ?? THEME.dotRadius,
          fill: mark.colour,
        }),
      ];
    case "bars": {
      const edges = Array.from(mark.x);
      const bars = Array.from(mark.y, (height, k) => ({
        height,
        from: edges[k],
        to: edges[k + 1],
      }));
      // a logarithmic axis has no 0 to stand on: there the bars stand on its lower end
      const heights = scale === "log" ? { y1: () => domain[0], y2: "height" } : { y: "height" };
      return [
        rectY(bars, { x1: "from", x2: "to", ...heights, insetRight: 0.5, fill: mark.colour }),
      ];
    }
    case "raster":
      return [rasterPath(mark)];
    case "line": {
      const points = decimate(mark.x, mark.y, Math.ceil(2 * (area.right - area.left)));
      const drawn = line(points.x, {
        x: points.x,
        y: points.y,
        stroke: mark.colour,
        strokeWidth: mark.width ?? THEME.lineWidth,
        strokeDasharray: mark.dash,
        strokeLinejoin: "round",
        clip: mark.clip,
      });
      if (mark.dotRadius === undefined) return [drawn];
      const dots = dot(points.x, {
        x: points.x,
        y: points.y,
        r: mark.dotRadius,
        fill: mark.colour,
        clip: mark.clip,
      });
      return [drawn, dots];
    }
  }
}

/**
 * Points as one path of strokes without length, whose round ends are the points: a twelfth of the
 * size of circles, and quick to draw. Tenths of a point are fine enough for what is seen.
 */
function rasterPath(mark: RasterMark): Markish {
  return (_, scales) => {
    const tenths = (length: number): number => Math.round(length * 10) / 10;
    const [x, y] = [scales.x, scales.y] as ((value: number) => number)[];
    let points = "";
    for (let i = 0; i < mark.x.length; i++)
      if (!Number.isNaN(mark.x[i] + mark.y[i]))
        points += `M${tenths(x(mark.x[i]))},${tenths(y(mark.y[i]))}h0`;
    return svgElement("path", {
      d: points,
      fill: "none",
      stroke: mark.colour ?? THEME.ink,
      "stroke-width": mark.size ?? 1,
      "stroke-linecap": "round",
    });
  };
}

/** A tick as a stroke of the mark's length that points away from its anchor. */
const TICK_SHAPE = {
  draw(
    context: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void },
    length: number,
  ): void {
    context.moveTo(0, 0);
    context.lineTo(0, -length);
  },
};

const AXIS_STROKE = { stroke: THEME.ink, strokeWidth: THEME.axisWidth };

function horizontalAxis(axis: Axis): Markish[] {
  if (!axis.visible) return [];
  const { frame, text, vector } = observablePlot();
  const dy = THEME.axisOffset;
  const ticks = (values: number[], length: number): Markish =>
    vector(values, {
      x: values,
      frameAnchor: "bottom",
      anchor: "start",
      length,
      shape: TICK_SHAPE,
      dy,
      ...AXIS_STROKE,
    });
  return [
    frame({ anchor: "bottom", dy, strokeLinecap: "square", ...AXIS_STROKE }),
    ticks(axis.minor, THEME.minorTick),
    ticks(axis.major, THEME.majorTick),
    text(axis.labels, {
      x: axis.major,
      frameAnchor: "bottom",
      lineAnchor: "top",
      fontSize: THEME.fontSize,
      dy: dy + THEME.tickPadding,
      fill: THEME.ink,
    }),
  ];
}

function verticalAxis(axis: Axis): Markish[] {
  if (!axis.visible) return [];
  const { frame, text, vector } = observablePlot();
  const dx = -THEME.axisOffset;
  const ticks = (values: number[], length: number): Markish =>
    vector(values, {
      y: values,
      frameAnchor: "left",
      anchor: "start",
      rotate: 90,
      length,
      shape: TICK_SHAPE,
      dx,
      ...AXIS_STROKE,
    });
  return [
    frame({ anchor: "left", dx, strokeLinecap: "square", ...AXIS_STROKE }),
    ticks(axis.minor, THEME.minorTick),
    ticks(axis.major, THEME.majorTick),
    text(axis.labels, {
      y: axis.major,
      frameAnchor: "left",
      textAnchor: "end",
      fontSize: THEME.fontSize,
      dx: dx - THEME.tickPadding,
      fill: THEME.ink,
    }),
  ];
}

/** Title and axis labels. */
function labelsOf(panel: Panel, { x, y }: { x: Axis; y: Axis }, area: Area): SVGElement[] {
  const { fontSize, titleSize, titleGap, labelGap, axisOffset, tickPadding } = THEME;
  const centre = (area.left + area.right) / 2;
  const middle = (area.top + area.bottom) / 2;
  const labels: SVGElement[] = [];
  const add = (label: string | undefined, attributes: Record<string, string | number>): void => {
    if (!label) return;
    const text = svgElement("text", { "font-size": fontSize, ...attributes });
    setLabel(text, label);
    labels.push(text);
  };
  const side = panel.y?.labelPosition === "side";
  const above = area.top - labelGap;
  const titleUp = y.label !== "" && !side ? labelGap + fontSize : 0;
  add(panel.title, { x: centre, y: area.top - titleGap - titleUp, "font-size": titleSize });
  if (side) add(y.label, { transform: `translate(${sideLabelX(area, y)},${middle}) rotate(-90)` });
  else add(y.label, { x: area.left, y: above, "text-anchor": "start" });
  if (x.visible)
    add(x.label, {
      x: centre,
      y: area.bottom + axisOffset + tickPadding + fontSize + labelGap + 0.7 * fontSize,
    });
  return labels;
}

/** Baseline of an upright label: left of the widest tick label. */
function sideLabelX(area: Area, axis: Axis): number {
  return area.left - leftNeed(axis, true) + THEME.edge + THEME.fontSize * 0.9;
}

/** Space that a vertical axis and its label need to the left of the plot area. */
export function leftNeed(axis: Axis, sideLabel: boolean): number {
  const { axisOffset, tickPadding, fontSize, labelGap, edge } = THEME;
  const labels = axis.visible ? axisOffset + tickPadding + widestLabel(axis) : 0;
  return edge + labels + (sideLabel && axis.label ? fontSize + labelGap : 0);
}
