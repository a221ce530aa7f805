import type { Domain } from "./ticks.js";

/** Plain numbers of one coordinate, in the unit of the axis. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/** A line through points, in order; its ends are not clipped at the frame. */
export interface LineMark {
  kind: "line";
  x: Numbers;
  y: Numbers;
  colour?: string;
  /** Line width in points. */
  width?: number;
  /** Whether each point also gets a dot, of this radius in points. */
  dotRadius?: number;
  /** Dash pattern in points: "4 2". */
  dash?: string;
  /** Whether what lies beyond the axes is cut off; it is drawn by default. */
  clip?: boolean;
  /** Name in the legend. */
  label?: string;
}

/** Bars that touch each other: a histogram. */
export interface BarMark {
  kind: "bars";
  /** Edges of the bars, one more than there are heights. */
  x: Numbers;
  y: Numbers;
  colour?: string;
  label?: string;
}

/** Separate points. */
export interface DotMark {
  kind: "dots";
  x: Numbers;
  y: Numbers;
  colour?: string;
  /** Radius in points. */
  radius?: number;
  label?: string;
}

/** A horizontal line across the whole panel. */
export interface RuleMark {
  kind: "rule";
  y: number;
  colour?: string;
  width?: number;
}

/** Very many small points, drawn as one path: a raster of spikes. */
export interface RasterMark {
  kind: "raster";
  x: Numbers;
  y: Numbers;
  colour?: string;
  /** Diameter in points. */
  size?: number;
}

/** What a panel shows, drawn in order. */
export type PanelMark = LineMark | BarMark | DotMark | RuleMark | RasterMark;

/** An axis of a panel. */
export interface AxisOptions {
  /** The label; mathematics between dollar signs. */
  label?: string;
  /** First and last value; by default the ticks around the data. */
  domain?: Domain;
  scale?: "linear" | "log";
  /** A unit that stands behind the last tick label: "10 nS". */
  unit?: string;
  /** Most intervals between major ticks of a linear axis; 7 by default. */
  intervals?: number;
  /** Whether line, ticks and tick labels are drawn; the grid is drawn in any case. */
  visible?: boolean;
  /** Whether grid lines are drawn; true by default. */
  grid?: boolean;
}

/** The vertical axis; its label stands horizontally above it ("top") or upright beside it. */
export interface VerticalAxisOptions extends AxisOptions {
  labelPosition?: "top" | "side";
}

/** One plot area with its axes. */
export interface Panel {
  marks: readonly PanelMark[];
  x?: AxisOptions;
  y?: VerticalAxisOptions;
  /** Title above the panel. */
  title?: string;
  /** In which corner the legend of labelled marks stands; none by default. */
  legend?: "top-right" | "top-left" | "bottom-right" | "bottom-left";
}
