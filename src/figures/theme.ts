/** Points per inch: sizes in figures are print points. */
const INCH = 72;

/** Width of a thesis page, in points. */
export const PAGE_WIDTH: number = 8.3 * INCH;
/** Width of a figure in the margin, in points. */
export const MARGIN_WIDTH: number = 0.28 * PAGE_WIDTH;
/** Width of a figure as wide as the text, in points. */
export const TEXT_WIDTH = 324;

/**
 * Colours that colour-blind readers can tell apart, too, by name. Any two of them differ by 0.12 in Oklab,
 * for normal vision and for each of the three kinds of colour blindness (Machado et al. 2009); the
 * eight of Okabe and Ito differ by 0.076.
 *
 * ```ts
 * plot([{ kind: "line", x: signal.times, y: signal, colour: colours.umber }])
 * ```
 */
export const colours = Object.freeze({
  blue: "#1f77b4",
  orange: "#ff7f0e",
  umber: "#442200",
  sky: "#99bbff",
  ochre: "#885522",
  navy: "#0000bb",
  peach: "#ffbb99",
  violet: "#8800ff",
});

/** Colours of series, in order. */
export const SERIES_COLOURS: readonly string[] = Object.values(colours);

/** Plot's scheme for values from low to high: as bright as they are, in every kind of vision. */
export const SEQUENTIAL_SCHEME = "viridis";

/** The look of thesis figures; lengths in points. */
export const THEME = {
  fontFamily: "DejaVu Sans",
  fontSize: 9,
  titleSize: 10,
  ink: "#000000",
  background: "#ffffff",
  axisWidth: 0.8,
  /** How far the axis lines stand off from the plot area. */
  axisOffset: 10,
  majorTick: 3.5,
  minorTick: 2,
  tickPadding: 4,
  gridWidth: 0.7,
  gridMajor: "#e6e6e6",
  gridMinor: "#f3f3f3",
  lineWidth: 2,
  dotRadius: 1,
  /** Space between the plot area and a label above it. */
  labelGap: 6,
  /** Space between the plot area (or the label above it) and the title. */
  titleGap: 12,
  /** Most intervals between the major ticks of a linear axis. */
  intervals: 7,
  /** Smallest space at the edge of a figure. */
  edge: 3,
} as const;
