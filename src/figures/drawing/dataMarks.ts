import type { Markish } from "@observablehq/plot";
import type { Axis } from "../axes/axis.js";
import type { Numbers, PanelMark, RasterMark, RuleMark } from "../panel.js";
import { THEME } from "../theme.js";
import { decimate } from "./decimate.js";
import { observablePlot, svgElement } from "./dom.js";

/** Where a panel's plot area lies within its figure, in points. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * A mark of our own, made of Plot's.
 * @param detail how many times finer than what is seen as it stands long lines are
 */
export function dataMarks(
  mark: PanelMark,
  { x: xAxis, y: yAxis }: { x: Axis; y: Axis },
  area: Area,
  detail: number,
): Markish[] {
  const { dot, line, rectY } = observablePlot();
  if (mark.kind === "rule") return ruleMarks(mark);
  const [xs, ys] = [mark.x, mark.y] as [Numbers, Numbers];
  switch (mark.kind) {
    case "dots":
      return [
        dot(Array.from(xs), {
          x: Array.from(xs),
          y: Array.from(ys),
          r: mark.radius ?? THEME.dotRadius,
          fill: mark.colour,
        }),
      ];
    case "bars": {
      const edges = Array.from(xs);
      const bars = Array.from(ys, (height, k) => ({
        height,
        from: edges[k],
        to: edges[k + 1],
      }));
      // a logarithmic axis has no 0 to stand on: there the bars stand on its lower end
      const { scale, domain } = yAxis;
      const heights = scale === "log" ? { y1: () => domain[0], y2: "height" } : { y: "height" };
      return [
        rectY(bars, { x1: "from", x2: "to", ...heights, insetRight: 0.5, fill: mark.colour }),
      ];
    }
    case "raster":
      return [rasterPath(mark, xs, ys)];
    case "line": {
      const points = decimate(xs, ys, Math.ceil(2 * detail * (area.right - area.left)));
      const clip = mark.clip ?? leavesPanel(points, xAxis, yAxis);
      const drawn = line(points.x, {
        x: points.x,
        y: points.y,
        stroke: mark.colour,
        strokeWidth: mark.width ?? THEME.lineWidth,
        strokeDasharray: mark.dash,
        strokeLinejoin: "round",
        clip,
      });
      if (mark.dotRadius === undefined) return [drawn];
      const dots = dot(points.x, {
        x: points.x,
        y: points.y,
        r: mark.dotRadius,
        fill: mark.colour,
        clip,
      });
      return [drawn, dots];
    }
  }
}

/** Whether points lie beyond the ends of the axes. Lines that do not keep their full width at the edge. */
function leavesPanel(points: { x: number[]; y: number[] }, x: Axis, y: Axis): boolean {
  const isBeyond = (values: readonly number[], { domain: [low, high] }: Axis): boolean => {
    const slack = 1e-9 * (high - low);
    return values.some((value) => value < low - slack || value > high + slack);
  };
  return isBeyond(points.x, x) || isBeyond(points.y, y);
}

function ruleMarks(mark: RuleMark): Markish[] {
  const { ruleX, ruleY, text } = observablePlot();
  const look = {
    stroke: mark.colour,
    strokeWidth: mark.width ?? 1,
    strokeDasharray: mark.dash,
  };
  const place = (mark.x ?? mark.y) as number;
  const isVertical = mark.x !== undefined;
  const rule = isVertical ? ruleX([place], look) : ruleY([place], look);
  if (!mark.label) return [rule];
  const label = text([mark.label], {
    [isVertical ? "x" : "y"]: [place],
    frameAnchor: isVertical ? "top" : "right",
    textAnchor: isVertical ? "start" : "end",
    lineAnchor: isVertical ? "top" : "bottom",
    dx: isVertical ? 3 : -2,
    dy: isVertical ? 1 : -2,
    fill: mark.colour,
    fontSize: THEME.fontSize,
  });
  return [rule, label];
}

/**
 * Points as one path of strokes without length, whose round ends are the points: a twelfth of the
 * size of circles, and quick to draw. Tenths of a point are fine enough for what is seen.
 */
function rasterPath(mark: RasterMark, xs: Numbers, ys: Numbers): Markish {
  return (_, scales) => {
    const tenths = (length: number): number => Math.round(length * 10) / 10;
    const [x, y] = [scales.x, scales.y] as ((value: number) => number)[];
    let points = "";
    for (let i = 0; i < xs.length; i++)
      if (!Number.isNaN(xs[i] + ys[i])) points += `M${tenths(x(xs[i]))},${tenths(y(ys[i]))}h0`;
    return svgElement("path", {
      d: points,
      fill: "none",
      stroke: mark.colour ?? THEME.ink,
      "stroke-width": mark.size ?? 1,
      "stroke-linecap": "round",
    });
  };
}
