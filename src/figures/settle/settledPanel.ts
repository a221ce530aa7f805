import type { Markish } from "@observablehq/plot";
import type { Axis } from "../axes/axis.js";
import type { AxisMeaning } from "../observable/axisUnit.js";
import type { Panel, PanelMark } from "../panel.js";

/** A mark that is ready to be drawn: its values are plain numbers in the units of the axes. */
export type ReadyMark = PanelMark | Markish;

/** A scale of colours or symbols, as Plot made it. */
export interface LookScale {
  type: string;
  domain: readonly unknown[];
  label: string;
  apply: (value: unknown) => unknown;
}

/** The columns or rows of facets: their names in order, and what these are. */
export interface Facets {
  names: readonly string[];
  /** Empty where nothing says what the names are. */
  label: string;
}

/** A panel whose open questions are settled. */
export interface SettledPanel {
  panel: Panel;
  marks: readonly ReadyMark[];
  x: Axis;
  y: Axis;
  y2?: { axis: Axis; marks: readonly ReadyMark[] };
  /** The scales that have a legend. */
  color?: LookScale;
  symbol?: LookScale;
  /** Facets across and down. */
  fx: Facets;
  fy: Facets;
  /** What is handed on to Plot for the whole. */
  handedOn: Readonly<Record<string, unknown>>;
}

/** Which of the two vertical axes. */
export type Side = "y" | "y2";

/** What the axes, and the scale of colours, measure. */
export type Meanings = Partial<Record<string, AxisMeaning>>;
