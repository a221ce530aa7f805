import { shown, UserError } from "../../base/index.js";
import {
  DimensionError,
  fromScale,
  Quantity,
  QuantityArray,
  requireDimension,
} from "../../units/index.js";
import { textWidth } from "../labels/textWidth.js";
import type { AxisUnit } from "../observable/units.js";
import type { AxisOptions } from "../panel.js";
import { THEME } from "../theme.js";
import {
  type Domain,
  isTooNarrow,
  linearTicks,
  logTicks,
  niceDomain,
  roomyTicks,
} from "./ticks.js";

/** An axis whose open questions are settled: ends, ticks, texts. */
export interface Axis {
  /** Ends of an axis of numbers. */
  domain: Domain;
  /** The type of Plot's scale: "linear" or "log", or another whose ticks Plot sets. */
  scale: string;
  /** What Plot's scale is told. */
  scaleOptions: Readonly<Record<string, unknown>>;
  /** Places of ticks; undefined where Plot finds them. */
  major: number[] | undefined;
  minor: number[];
  /** Labels of the major ticks. */
  labels: string[];
  /** What Plot's axis is told of its ticks. */
  tickOptions: Readonly<Record<string, unknown>>;
  label: string;
  /** The unit behind the last label. */
  unit?: string;
  /** Whether the options say how many ticks there are. */
  isAsked?: boolean;
  visible: boolean;
  grid: boolean;
  /** Room that its labels get in any case, in points: zoomed axes have longer ones. */
  leastWidth?: number;
}

/** What is known of the data that an axis shows. */
export interface AxisData {
  /** The numbers that it can show, or the ends of them. */
  values: ArrayLike<number> & Iterable<number>;
  /** The type of scale that Plot found for other data than numbers, and its tick labels. */
  found?: { type: string; domain: readonly unknown[]; labels: readonly string[] };
  unit?: AxisUnit;
  /** The name of the data, where the options give no label. */
  label: string;
}

/** Options of scales that are not told to Plot as they are given. */
const OWN = ["label", "scale", "type", "unit", "intervals", "visible", "grid", "domain", "nice"];
const OF_TICKS = ["ticks", "tickFormat", "tickRotate", "tickSpacing", "fontVariant"];

/**
 * Settles one axis from its options and the data.
 * @throws UserError for a domain that is no interval, or not positive on a logarithmic axis, and
 *   where neither options nor data say what it is.
 */
export function settleAxis(name: string, options: AxisOptions = {}, data: AxisData): Axis {
  const { scale, type, intervals = THEME.intervals, visible = true, grid } = options;
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const handedOn = Object.fromEntries(
    given.filter(
      ([key]) => ![...OWN, ...OF_TICKS].includes(key) && key !== "labelPosition" && key !== "marks",
    ),
  );
  const tickOptions = Object.fromEntries(given.filter(([key]) => OF_TICKS.includes(key)));
  const label = options.label === undefined ? data.label : withUnit(options.label, options, data);
  const kind = scale ?? type ?? data.found?.type ?? "linear";
  if (kind !== "linear" && kind !== "log") {
    const { domain = [], labels = [] } = data.found ?? {};
    const isOrdered = ["band", "point", "ordinal"].includes(kind);
    return {
      domain: [0, 1],
      scale: kind,
      scaleOptions: { ...handedOn, type: kind, domain: [...(options.domain ?? domain)] },
      major: undefined,
      minor: [],
      labels: [...labels],
      tickOptions,
      label,
      visible,
      grid: grid ?? !isOrdered,
    };
  }
  const isLog = kind === "log";
  const domain =
    options.domain === undefined
      ? domainOf(data.values, name, isLog, options.nice === false ? 0 : intervals)
      : givenDomain(name, options.domain, data.unit);
  const [low, high] = domain;
  if (!(low < high) || !Number.isFinite(high - low) || (isLog && low <= 0))
    throw new UserError(
      `invalid domain of ${name}: ${shown(domain)}; expected ${isLog ? "positive, " : ""}ascending numbers`,
    );
  if (isTooNarrow(domain))
    throw new UserError(
      `invalid domain of ${name}: ${shown(domain)}; expected numbers that differ by more than rounding`,
    );
  const isByPlot = ["ticks", "tickFormat", "tickSpacing", "base"].some((key) => key in options);
  const { major, minor, labels } = isLog ? logTicks(domain) : linearTicks(domain, intervals);
  if (options.unit && labels.length > 0) labels[labels.length - 1] += ` ${options.unit}`;
  return {
    domain,
    scale: kind,
    scaleOptions: { ...handedOn, type: kind, domain: [...domain] },
    major: isByPlot ? undefined : major,
    minor: isByPlot ? [] : minor,
    labels: isByPlot ? [...(data.found?.labels ?? labels)] : labels,
    tickOptions,
    label,
    unit: options.unit,
    isAsked: options.intervals !== undefined,
    visible,
    grid: grid ?? true,
  };
}

/** A label with the unit of the data, where it names none. */
function withUnit(label: string, options: AxisOptions, { unit }: AxisData): string {
  if (!unit || options.unit !== undefined || label === "" || /[)\]]\s*$/.test(label)) return label;
  return `${label} (${unit.symbol})`;
}

/** The ends that the options name, as numbers in the axis' unit. */
function givenDomain(
  name: string,
  domain: NonNullable<AxisOptions["domain"]>,
  unit: AxisUnit | undefined,
): Domain {
  const ends = Array.from(domain as Iterable<unknown>);
  if (!(domain instanceof QuantityArray) && !(ends[0] instanceof Quantity)) {
    if (ends.some((end) => typeof end !== "number"))
      throw new UserError(`invalid domain of ${name}: ${shown(domain)}; expected two numbers`);
    return ends as unknown as Domain;
  }
  return ends.map((end) => {
    const quantity = end as Quantity;
    if (!unit)
      throw new DimensionError(
        `invalid domain of ${name}: ${shown(domain)}; the axis has no unit: expected two plain numbers`,
      );
    requireDimension(quantity, unit.dimension, `domain of ${name}`);
    return fromScale(quantity.value, unit.scale);
  }) as unknown as Domain;
}

/**
 * An axis with so few ticks that their labels have room. Ticks that the options ask for stay.
 * @param length of the axis in points
 * @param across whether it lies, so that the widths of its labels count
 */
export function withRoom(axis: Axis, length: number, across: boolean): Axis {
  if (axis.scale !== "linear" || axis.major === undefined || axis.isAsked || !axis.visible)
    return axis;
  const [low, high] = axis.domain;
  const unit = axis.unit ? ` ${axis.unit}` : "";
  const place = (tick: number): number => ((tick - low) / (high - low)) * length;
  const size = (label: string): number => (across ? textWidth(label) : 0.9 * THEME.fontSize);
  const ticks = roomyTicks(axis.domain, THEME.intervals, place, size, across ? LABEL_GAP : 0);
  if (!ticks || ticks.major.length === axis.major.length) return axis;
  const labels = ticks.labels.map((label, k) =>
    k === ticks.labels.length - 1 ? label + unit : label,
  );
  return { ...axis, ...ticks, labels };
}

/** Least space between the labels of an axis that lies, in points. */
const LABEL_GAP = 2;

/** How far words are turned that have no room beside each other, in degrees. */
const TURNED = -45;

/**
 * An axis that lies, whose words are turned where they would run into each other.
 * @param length of the axis in points
 */
export function turned(axis: Axis, length: number): Axis {
  const { labels, scale, tickOptions, visible } = axis;
  const isOfWords = ["band", "point", "ordinal"].includes(scale);
  if (!visible || !isOfWords || labels.length < 2 || "tickRotate" in tickOptions) return axis;
  const room = length / labels.length;
  return widestLabel(axis) + 4 <= room
    ? axis
    : { ...axis, tickOptions: { ...tickOptions, tickRotate: TURNED } };
}

/** Width of the widest tick label, in points. */
export const widestLabel = ({ labels, visible, leastWidth = 0 }: Axis): number =>
  visible ? Math.max(leastWidth, ...labels.map((label) => textWidth(label))) : 0;

function domainOf(
  values: AxisData["values"],
  name: string,
  isLog: boolean,
  intervals: number,
): Domain {
  if (values.length === 0)
    throw new UserError(
      `missing domain of ${name}: there are no ${isLog ? "positive " : ""}numbers to take it from; expected ${name}: { domain: [first, last] }`,
    );
  if (isLog) return decades(values);
  return intervals === 0 ? extentOf(values) : niceDomain(values, intervals);
}

/** The decades around positive values. */
function decades(values: AxisData["values"]): Domain {
  const [low, high] = extentOf(values);
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  return [Number(`1e${first}`), Number(`1e${last}`)];
}

function extentOf(values: AxisData["values"]): Domain {
  let [low, high] = [values[0], values[0]];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
