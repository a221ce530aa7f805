import type { Domain } from "../axes/ticks.js";

/** An axis that can be zoomed: one of numbers, linear or logarithmic, whose ticks are written plainly. */
export interface LiveAxis {
  name: "x" | "y";
  type: "linear" | "log";
  domain: Domain;
  /** Where the ends of the domain lie, in points. */
  range: Domain;
  /** Where major ticks are, beside which there may be minor ones. */
  major?: readonly number[];
  /** The unit behind the last label. */
  unit?: string;
  /** Most intervals between major ticks. */
  intervals: number;
  /** Size of the labels, in points. */
  fontSize: number;
  /** Whether numbers are written as Plot writes them: "−1,000". */
  isEnglish?: boolean;
}

/** A plot area that can be zoomed, as the script in a cell is told of it. */
export interface LiveArea {
  axes: readonly LiveAxis[];
  /** Left, top, right and bottom of the area, of each facet in its own place. */
  frame: readonly [number, number, number, number];
  /** Whether marks have a group for each facet. */
  facets: boolean;
}

const areas = new WeakMap<Element, LiveArea>();

/** Remembers what a group of drawn marks and axes shows. */
export function rememberArea(group: Element, area: LiveArea): void {
  areas.set(group, area);
}

/** The plot area that a group was drawn for. */
export const areaOf = (group: Element): LiveArea | undefined => areas.get(group);

/** A scale as Plot exposes it. */
interface ExposedScale {
  type?: string;
  domain?: Iterable<unknown>;
  range?: Iterable<unknown>;
}

/** What of a scale of Plot can be zoomed: its ends, as numbers; undefined for any other scale. */
export function liveEnds(
  scale: ExposedScale | undefined,
): Pick<LiveAxis, "type" | "domain" | "range"> | undefined {
  const { type } = scale ?? {};
  if (type !== "linear" && type !== "log") return undefined;
  const [domain, range] = [scale?.domain, scale?.range].map((ends) => Array.from(ends ?? []));
  const isPair = (ends: unknown[]): boolean => ends.length === 2 && ends.every(Number.isFinite);
  return isPair(domain) && isPair(range)
    ? { type, domain: domain as unknown as Domain, range: range as unknown as Domain }
    : undefined;
}

/** The frame between the ranges of two scales. */
export function frameOf(
  across: ExposedScale | undefined,
  upward: ExposedScale | undefined,
): LiveArea["frame"] | undefined {
  const ends = (scale: ExposedScale | undefined): number[] | undefined => {
    const range = Array.from(scale?.range ?? [], Number).filter(Number.isFinite);
    return range.length < 2 ? undefined : [Math.min(...range), Math.max(...range)];
  };
  const [x, y] = [ends(across), ends(upward)];
  return x && y && [x[0], y[0], x[1], y[1]];
}
