import type { ChannelValue, Data, Markish } from "@observablehq/plot";
import { checkOptions, shown, UserError } from "../../base/index.js";
import { lower } from "../../units/index.js";
import { requireText } from "../check/index.js";
import { observablePlot } from "../drawing/dom.js";
import { inPlot } from "../observable/collect.js";
import { unitOfColumn } from "../observable/units.js";
import { colours, THEME } from "../theme.js";

/** How far values may lie off: the same to both sides, or from one value to another. */
interface Spread {
  /** Where: a column's name, or values. */
  x: ChannelValue;
  y: ChannelValue;
  /** How far to both sides: a standard deviation, or an error of the mean. */
  error?: ChannelValue;
  /** Ends, where the sides differ: quantiles, say. */
  low?: ChannelValue;
  high?: ChannelValue;
}

/** Options of {@link errorBars}. */
export interface ErrorBarOptions extends Spread {
  colour?: string;
  /** Width of the lines in points; 0.8 by default. */
  width?: number;
  /** Half of the length of the bars' ends in points; 2 by default, 0 for none. */
  cap?: number;
}

/** Options of {@link band}. */
export interface BandOptions extends Spread {
  colour?: string;
  /** 0.25 by default. */
  opacity?: number;
}

const SPREAD = ["x", "y", "error", "low", "high"];

/**
 * Error bars, as marks for `plot`, beside the dots or the line of what they belong to:
 *
 * ```ts
 * const means = groupMeans(table, "we_pS", { statistics: ["SD"] });
 * plot([
 *   errorBars(means, { x: "we_pS", y: "rate_Hz", error: "rate_SD_Hz" }),
 *   Plot.line(means, { x: "we_pS", y: "rate_Hz", marker: "dot" }),
 * ])
 * ```
 * @param data a table, or rows; `low` and `high` in place of `error` where the sides differ
 * @throws UserError for options that do not exist, and unless there is `error` or both of `low` and `high`.
 */
export function errorBars(data: Data, options: ErrorBarOptions): Markish[] {
  checkOptions("errorBars", options ?? null, [...SPREAD, "colour", "width", "cap"]);
  const { x, colour = THEME.ink, width = 0.8, cap = 2 } = options;
  requireText("colour", colour);
  lower("width", width, "dimensionless", { least: 0 });
  lower("cap", cap, "dimensionless", { least: 0 });
  const { low, high } = endsOf("errorBars", options);
  const { link, vector } = observablePlot();
  const look = { stroke: colour, strokeWidth: width };
  const end = (y: ChannelValue): Markish =>
    vector(data, { x, y, length: 2 * cap, rotate: 90, shape: LINE, ...look } as never);
  return inPlot("error bars", () => [
    link(data, { x1: x, x2: x, y1: low, y2: high, ...look } as never),
    ...(cap > 0 ? [end(low), end(high)] : []),
  ]);
}

/**
 * A band around a line, as a mark for `plot`:
 * `band(means, { x: "time_ms", y: "rate_Hz", error: "rate_SEM_Hz", colour: colours.orange })`.
 * @param data a table, or rows; `low` and `high` in place of `error` where the sides differ
 * @throws UserError for options that do not exist, and unless there is `error` or both of `low` and `high`.
 * @example
 * ```ts
 * const means = groupMeans(table, "we_pS", { statistics: ["SEM"] });
 * plot([
 *   band(means, { x: "we_pS", y: "rate_Hz", error: "rate_SEM_Hz", colour: colours.orange }),
 *   Plot.line(means, { x: "we_pS", y: "rate_Hz" }),
 * ])
 * ```
 */
export function band(data: Data, options: BandOptions): Markish[] {
  checkOptions("band", options ?? null, [...SPREAD, "colour", "opacity"]);
  const { x, colour = colours.blue, opacity = 0.25 } = options;
  requireText("colour", colour);
  lower("opacity", opacity, "dimensionless", { least: 0, most: 1 });
  const { low, high } = endsOf("band", options);
  const { areaY } = observablePlot();
  return inPlot("band", () => [
    areaY(data, { x, y1: low, y2: high, fill: colour, fillOpacity: opacity } as never),
  ]);
}

/** A stroke across its direction's start. */
const LINE = {
  draw(
    path: { moveTo(x: number, y: number): void; lineTo(x: number, y: number): void },
    l: number,
  ) {
    path.moveTo(0, 0);
    path.lineTo(0, -l);
  },
};

/** The ends as channels that have the name, and so the unit, of the values. */
function endsOf(what: string, options: Spread): { low: ChannelValue; high: ChannelValue } {
  const { x, y, error, low, high } = options;
  for (const [name, value] of Object.entries({ x, y }))
    if (value === undefined || value === null)
      throw new UserError(`missing ${name} of ${what}; expected the name of a column, or values`);
  const isGiven = low !== undefined && high !== undefined;
  if ((error === undefined) !== isGiven || (error !== undefined && (low ?? high) !== undefined))
    throw new UserError(
      `invalid ${what}: error ${shown(error)}, low ${shown(low)}, high ${shown(high)}; expected error, or low and high`,
    );
  if (low !== undefined && high !== undefined) return { low: named(low, y), high: named(high, y) };
  requireSameUnit(what, y, error);
  const side = (sign: 1 | -1): ChannelValue =>
    named(
      {
        transform: (data: Data) => {
          const [middle, off] = [y, error].map((value) => numbersOf(data, value));
          return middle.map((value, k) => value + sign * off[k]);
        },
      },
      y,
    );
  return { low: side(-1), high: side(1) };
}

function numbersOf(data: Data, value: unknown): number[] {
  return Array.from(
    (observablePlot().valueof(data, value as ChannelValue) ?? []) as Iterable<unknown>,
    (number) => (number === null || number === undefined ? Number.NaN : Number(number)),
  );
}

/** A channel with the label of another. */
function named(value: ChannelValue, like: ChannelValue): ChannelValue {
  const label =
    typeof like === "string" ? like : (like as { label?: string } | null | undefined)?.label;
  return {
    transform: (data: Data) => observablePlot().valueof(data, value) as unknown[],
    label,
  } as ChannelValue;
}

/** @throws UserError for columns whose names say that they are in different units. */
function requireSameUnit(what: string, y: unknown, error: unknown): void {
  if (typeof y !== "string" || typeof error !== "string") return;
  const [own, other] = [unitOfColumn(y)?.unit.symbol, unitOfColumn(error)?.unit.symbol];
  if (own !== other)
    throw new UserError(
      `inconsistent units of ${what}: ${y} is in ${own ?? "no unit"}, ${error} in ${other ?? "no unit"}; expected the same`,
    );
}
