import type { Markish, PlotOptions as OptionsOfPlot, ScaleOptions } from "@observablehq/plot";
import type { Signal, SpikeTrain } from "../signals/index.js";
import type { Series } from "../tables/index.js";
import type { Quantity, QuantityArray } from "../units/index.js";
import type { Domain } from "./axes/ticks.js";

/** Plain numbers of one coordinate, in the unit of the axis. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/**
 * Values of one coordinate: plain numbers in the unit of the axis, or what has a unit of its own:
 * quantities, a signal, the times of a spike train, a column of a table (`table.column("rate_Hz")`).
 */
export type Values = Numbers | QuantityArray | Signal | SpikeTrain | Series;

/** A line through points, in order. */
export interface LineMark {
  kind: "line";
  x: Values;
  y: Values;
  colour?: string;
  /** Line width in points. */
  width?: number;
  /** Whether each point also gets a dot, of this radius in points. */
  dotRadius?: number;
  /** Dash pattern in points: "4 2". */
  dash?: string;
  /** Whether what lies beyond the axes is cut off; it is by default. */
  clip?: boolean;
  /** Name in the legend. */
  label?: string;
}

/** Bars that touch each other: a histogram. */
export interface BarMark {
  kind: "bars";
  /** Edges of the bars, one more than there are heights. */
  x: Values;
  y: Values;
  colour?: string;
  label?: string;
}

/** Separate points. */
export interface DotMark {
  kind: "dots";
  x: Values;
  y: Values;
  colour?: string;
  /** Radius in points. */
  radius?: number;
  label?: string;
}

/** A line across the whole panel: horizontal where it says y, vertical where it says x. */
export interface RuleMark {
  kind: "rule";
  y?: number | Quantity;
  x?: number | Quantity;
  colour?: string;
  width?: number;
  /** Dash pattern in points: "4 2". */
  dash?: string;
  /** Text at the line's end, in its colour. */
  label?: string;
}

/** Very many small points, drawn as one path: a raster of spikes. */
export interface RasterMark {
  kind: "raster";
  x: Values;
  y: Values;
  colour?: string;
  /** Diameter in points. */
  size?: number;
}

/** A mark of our own. */
export type PanelMark = LineMark | BarMark | DotMark | RuleMark | RasterMark;

/** What a panel shows, drawn in order: marks of our own, and all that Observable Plot has. */
export type AnyMark = PanelMark | Markish;

/** What Plot's own scales and axes take, as far as it is handed on. */
type HandedOn = Pick<
  ScaleOptions,
  | "type"
  | "reverse"
  | "transform"
  | "interval"
  | "percent"
  | "clamp"
  | "nice"
  | "zero"
  | "round"
  | "inset"
  | "align"
  | "padding"
  | "paddingInner"
  | "paddingOuter"
  | "exponent"
  | "base"
  | "constant"
  | "ticks"
  | "tickFormat"
  | "tickRotate"
  | "tickSpacing"
>;

/** An axis of a panel. What Plot's own scales and axes take is handed on to it. */
export interface AxisOptions extends HandedOn {
  /** The label; mathematics between dollar signs. By default the name and the unit of what is drawn. */
  label?: string;
  /** First and last value; by default the ticks around the data. Of a scale of words, all of them. */
  domain?: Domain | QuantityArray | readonly [Quantity, Quantity] | readonly string[];
  /** Linear by default. */
  scale?: "linear" | "log";
  /**
   * A unit that stands behind the last tick label: "10 nS". Values with a unit are drawn in it; plain
   * numbers are in it already.
   */
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

/** A second vertical axis at the right, with what is drawn by it. */
export interface SecondAxisOptions extends VerticalAxisOptions {
  marks: readonly AnyMark[];
}

/** A scale of colours, as Plot takes it; `legend: true` shows it beside the panel. */
export interface ColourOptions extends Omit<ScaleOptions, "axis" | "grid" | "label"> {
  label?: string;
  /** A unit to draw values in. */
  unit?: string;
}

/** What of Plot's own options for a whole plot is handed on to it. */
export type PassedOptions = Pick<
  OptionsOfPlot,
  "r" | "opacity" | "symbol" | "length" | "fx" | "fy" | "facet" | "clip" | "ariaLabel"
> & { color?: ColourOptions };

/** In which corner of a panel, or beside it, its legend stands. */
export type LegendPlace = "top-right" | "top-left" | "bottom-right" | "bottom-left" | "right";

/** One plot area with its axes. */
export interface Panel extends PassedOptions {
  marks: readonly AnyMark[];
  x?: AxisOptions;
  y?: VerticalAxisOptions;
  y2?: SecondAxisOptions;
  /** Title above the panel. */
  title?: string;
  /** A smaller line below the title. */
  subtitle?: string;
  /** Text below the panel, from its left edge on, in as many lines as it takes. */
  caption?: string;
  /** Where the legend of labelled marks stands; none by default. */
  legend?: LegendPlace;
}
