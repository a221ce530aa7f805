import type { Markish } from "@observablehq/plot";
import type { Axis } from "../axes/axis.js";
import { AXIS_OPTIONS_OF_PLOT } from "../observable/plotOptions.js";
import type { SettledPanel } from "../settle/index.js";
import { THEME } from "../theme.js";
import { observablePlot } from "./dom.js";

// The thesis style of Plot's own axes: lines that stand off from the plot area, ticks that point to it, minor
// ticks without labels.

const STROKE = { stroke: THEME.ink, strokeWidth: THEME.axisWidth };

/** Plot's axes and grids: names of its functions, for both directions. */
const ACROSS = { axis: "axisX", grid: "gridX", anchor: "bottom", shift: "dy", sign: 1 } as const;
const UPWARD = { axis: "axisY", grid: "gridY", anchor: "left", shift: "dx", sign: -1 } as const;
const AT_RIGHT = { axis: "axisY", grid: "gridY", anchor: "right", shift: "dx", sign: 1 } as const;

/** One of Plot's axes or grids; both directions take the same. */
type Make = (ticksOrOptions: readonly number[] | object, options?: object) => Markish;

const makerOf = (name: "axisX" | "axisY" | "gridX" | "gridY"): Make =>
  observablePlot()[name] as unknown as Make;

const STYLES = { x: ACROSS, y: UPWARD, y2: AT_RIGHT } as const;

/** The grid of a panel, below its data. */
export function gridMarks(axes: { x: Axis; y: Axis }): Markish[] {
  const major = { stroke: THEME.gridMajor, strokeWidth: THEME.gridWidth, strokeOpacity: 1 };
  const minor = { ...major, stroke: THEME.gridMinor };
  const shown = (["x", "y"] as const).filter((name) => axes[name].grid);
  return [
    ...shown.flatMap((name) =>
      axes[name].minor.length > 0 ? [makerOf(STYLES[name].grid)(axes[name].minor, minor)] : [],
    ),
    ...shown.map((name) => {
      const { major: ticks, tickOptions } = axes[name];
      const grid = makerOf(STYLES[name].grid);
      if (ticks) return grid(ticks, major);
      const { ticks: given, tickSpacing } = tickOptions as { ticks?: number; tickSpacing?: number };
      return grid({ ...major, ticks: given, tickSpacing });
    }),
  ];
}

/** An axis: its line, its ticks, and the labels of these. */
export function axisMarks(settled: Axis, name: "x" | "y" | "y2"): Markish[] {
  if (!settled.visible) return [];
  const { axis, anchor, shift, sign } = STYLES[name];
  const make = makerOf(axis);
  const away = { [shift]: sign * THEME.axisOffset };
  const facetAnchor = `${anchor}-empty` as "bottom-empty";
  const look = { anchor, label: null, ...away, ...STROKE } as const;
  const isNumeric = settled.major !== undefined || ["linear", "log"].includes(settled.scale);
  const length = isNumeric ? THEME.majorTick : 0;
  const labelled = {
    ...look,
    tickSize: -length,
    tickPadding: length + THEME.tickPadding,
    fontSize: THEME.fontSize,
    fontVariant: "normal",
    fill: THEME.ink,
    ...settled.tickOptions,
  };
  const labels = settled.labels;
  return [
    observablePlot().frame({ anchor, ...away, strokeLinecap: "square", facetAnchor, ...STROKE }),
    ...(settled.minor.length > 0
      ? [make(settled.minor, { ...look, tickSize: -THEME.minorTick, fill: "none" })]
      : []),
    settled.major
      ? make(settled.major, {
          ...labelled,
          text: (_: unknown, i: number) => labels[i],
        })
      : make(labelled),
  ];
}

/**
 * The names of facets: above columns, right of rows.
 * @param away how far the names of rows stand off: beyond a second axis
 */
export function facetMarks({ fx, fy, panel }: SettledPanel, away: number): Markish[] {
  const { axisFx, axisFy } = observablePlot();
  const look = { label: null, fontSize: THEME.fontSize, fill: THEME.ink } as const;
  const ticks = (options: object | undefined): object =>
    Object.fromEntries(
      Object.entries(options ?? {}).filter(([name]) => AXIS_OPTIONS_OF_PLOT.includes(name)),
    );
  const { tickPadding } = THEME;
  return [
    ...(fx.names.length > 0
      ? [axisFx({ ...look, anchor: "top", tickPadding, ...ticks(panel.fx) })]
      : []),
    ...(fy.names.length > 0
      ? [axisFy({ ...look, anchor: "right", tickPadding, dx: away, ...ticks(panel.fy) })]
      : []),
  ];
}
