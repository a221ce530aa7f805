// Which options Plot has, so that those that it does not have are refused: Plot ignores them.

/** Options of a scale of Plot: of an axis, a colour scale, and so on. */
export const SCALE_OPTIONS: readonly string[] = [
  "type",
  "domain",
  "range",
  "unknown",
  "reverse",
  "transform",
  "interval",
  "percent",
  "clamp",
  "nice",
  "zero",
  "round",
  "inset",
  "insetTop",
  "insetRight",
  "insetBottom",
  "insetLeft",
  "align",
  "padding",
  "paddingInner",
  "paddingOuter",
  "exponent",
  "base",
  "constant",
  "label",
];

/** What Plot's axes take beside. */
export const AXIS_OPTIONS_OF_PLOT: readonly string[] = [
  "ticks",
  "tickFormat",
  "tickRotate",
  "tickSpacing",
  "fontVariant",
];

/** What scales of colours, and of other looks, take beside. */
export const LOOK_SCALE_OPTIONS: readonly string[] = [
  ...SCALE_OPTIONS,
  "scheme",
  "interpolate",
  "pivot",
  "symmetric",
  "n",
  "quantiles",
  "legend",
  "ticks",
  "tickFormat",
  "unit",
];

/** Scales beside those of the two axes. */
export const OTHER_SCALES = ["color", "r", "opacity", "symbol", "length", "fx", "fy"] as const;

/** Options of a whole plot that are handed on to Plot, beside the scales. */
export const WHOLE_OPTIONS: readonly string[] = ["facet", "clip", "ariaLabel"];

/** All that is handed on to Plot. */
export const PASSED_OPTIONS: readonly string[] = [...OTHER_SCALES, ...WHOLE_OPTIONS];
