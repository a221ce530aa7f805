import type { Markish } from "@observablehq/plot";
import { UserError } from "../base/index.js";
import { fromScale, NAMED_DIMENSIONS, Quantity, sameDimension } from "../units/index.js";
import { type Axis, settleAxis } from "./axes/axis.js";
import { isOwnMark, type PlainMark, unitsOfMark } from "./check/index.js";
import { figureDocument, observablePlot } from "./drawing/dom.js";
import { type AxisMeaning, meaningOf } from "./observable/axisUnit.js";
import {
  type ChannelReport,
  flatMarks,
  inPlot,
  inUnit,
  reportOf,
  watched,
} from "./observable/collect.js";
import { UnitLabel } from "./observable/units.js";
import type { AnyMark, AxisOptions, Panel, PanelMark } from "./panel.js";
import { SEQUENTIAL_SCHEME, SERIES_COLOURS } from "./theme.js";

/** A mark that is ready to be drawn: its values are plain numbers in the units of the axes. */
export type ReadyMark = PanelMark | Markish;

/** A scale of colours or symbols, as Plot made it. */
export interface LookScale {
  type: string;
  domain: readonly unknown[];
  label: string;
  apply: (value: unknown) => unknown;
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
  /** Names of facets, across and down. */
  fx: readonly string[];
  fy: readonly string[];
  /** What is handed on to Plot for the whole. */
  handedOn: Readonly<Record<string, unknown>>;
}

const settledPanels = new WeakMap<Panel, SettledPanel>();

/**
 * Settles a checked panel: units, ends and ticks of axes, scales of colours. Plot reads the marks that are
 * its own, and says what scales it makes of them.
 * @throws UserError for what cannot be drawn on one pair of axes.
 */
export function settle(panel: Panel): SettledPanel {
  let settled = settledPanels.get(panel);
  if (!settled) {
    settled = settleNow(panel);
    settledPanels.set(panel, settled);
  }
  return settled;
}

type Side = "y" | "y2";
type Meanings = Partial<Record<string, AxisMeaning>>;

function settleNow(panel: Panel): SettledPanel {
  const sides: { side: Side; marks: readonly AnyMark[] }[] = [{ side: "y", marks: panel.marks }];
  if (panel.y2) sides.push({ side: "y2", marks: panel.y2.marks });
  const seen = sides.map(({ side, marks }) => reportsOf(panel, marks, side));
  const all = (scale: string): ChannelReport[] => seen.flatMap((found) => found.get(scale) ?? []);
  const meanings: Meanings = {
    x: meaningOf("x", within(all("x"), panel.x), panel.x?.unit),
    color: meaningOf("color", all("color"), panel.color?.unit),
  };
  const drawn = sides.map(({ side, marks }, k) => {
    const own = side === "y" ? panel.y : panel.y2;
    const y = meaningOf(side, within(seen[k].get("y") ?? [], own), own?.unit);
    const ready = readyMarks(marks, { ...meanings, y });
    const facts = factsOf(panel, ready, own, side, { ...meanings, y });
    return { ready, y, facts };
  });
  const [{ facts }] = drawn;
  const acrosses = drawn.map((side) => side.facts.x);
  const x = settleAxis("x", panel.x, {
    values: acrosses.flatMap(({ values }) => Array.from(values)),
    found: acrosses.find(({ found }) => found)?.found,
    unit: meanings.x?.unit,
    label: meanings.x?.label ?? "",
  });
  const axisOf = ({ facts: { y: data }, y }: (typeof drawn)[0], side: Side): Axis =>
    settleAxis(side, side === "y" ? panel.y : panel.y2, { ...data, ...y });
  return {
    panel,
    marks: drawn[0].ready,
    x,
    y: axisOf(drawn[0], "y"),
    ...(drawn[1] && { y2: { axis: axisOf(drawn[1], "y2"), marks: drawn[1].ready } }),
    color: facts.color && {
      ...facts.color,
      label: colourLabel(panel, meanings.color),
    },
    symbol: facts.symbol,
    fx: facts.fx,
    fy: facts.fy,
    handedOn: handedOnOf(panel, facts.colourDefaults),
  };
}

/** Reports as if all quantities were as large as the stretch that is asked for: what suits its unit. */
function within(reports: readonly ChannelReport[], options?: AxisOptions): ChannelReport[] {
  const ends = Array.from((options?.domain ?? []) as Iterable<unknown>);
  const isAsked = ends.length === 2 && ends.every((end) => end instanceof Quantity);
  if (!isAsked) return [...reports];
  const [first, last] = ends as Quantity[];
  const largest = isTime(first)
    ? last.value - first.value
    : Math.max(Math.abs(first.value), Math.abs(last.value));
  return reports.map((report) => (report.quantities ? { ...report, largest } : report));
}

const isTime = ({ dimension }: Quantity): boolean =>
  sameDimension(dimension, NAMED_DIMENSIONS.time.exponents);

function colourLabel({ color }: Panel, meaning: AxisMeaning | undefined): string {
  if (color?.label === undefined) return meaning?.label ?? "";
  const { unit } = meaning ?? {};
  if (!unit || color.unit !== undefined || /[)\]]\s*$/.test(color.label)) return color.label;
  return `${color.label} (${unit.symbol})`;
}

/** Whether a panel holds anything that only Plot can read. */
const isOpened = (panel: Panel, marks: readonly AnyMark[]): boolean =>
  panel.facet !== undefined || marks.some((mark) => !isOwnMark(mark));

/** What the channels of all marks tell, by scale. */
function reportsOf(
  panel: Panel,
  marks: readonly AnyMark[],
  side: Side,
): Map<string, ChannelReport[]> {
  const reports = new Map<string, ChannelReport[]>();
  const add = (scale: string, report: ChannelReport | undefined): void => {
    if (report) reports.set(scale, [...(reports.get(scale) ?? []), report]);
  };
  const ready = marks.flatMap((mark, index): Markish[] => {
    const of = side === "y" ? `mark ${index}` : `mark ${index} of y2`;
    if (isOwnMark(mark)) {
      for (const axis of ["x", "y"] as const) add(axis, ownReport(mark, axis, `${axis} of ${of}`));
      return [];
    }
    return flatMarks(mark as Markish).map((one) =>
      watched(one, (channel, name, data) =>
        add(channel.scale as string, reportOf(`${name} of ${of}`, channel, data)),
      ),
    );
  });
  if (ready.length > 0) inPlot("marks", () => readOnly(panel, ready));
  return reports;
}

/** Lets Plot read marks without drawing axes. Quantities have no numbers yet: nothing is drawn of them. */
function readOnly(panel: Panel, marks: readonly Markish[]): void {
  const stop = (): never => {
    throw ENOUGH;
  };
  // the marks' channels are all read before Plot makes scales of them; there it can end
  try {
    observablePlot().plot({
      ...handedOnOf(panel),
      document: figureDocument(),
      axis: null,
      marks: [...marks, watchedEnd(stop)],
    });
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
}

/** What ends a reading. */
const ENOUGH = new Error("enough");

/** A last mark, read after all others. */
function watchedEnd(stop: () => never): Markish {
  return Object.create(observablePlot().frame(), { initialize: { value: stop } }) as Markish;
}

function ownReport(mark: PanelMark, axis: "x" | "y", what: string): ChannelReport | undefined {
  const values = mark[axis];
  if (values === undefined) return undefined;
  const { unit, dimension } = unitsOfMark(mark)[axis] ?? {};
  let largest = 0;
  for (const value of typeof values === "number" ? [values] : (values as Iterable<number>))
    if (Math.abs(value) > largest && Number.isFinite(value)) largest = Math.abs(value);
  return {
    what,
    unit,
    quantities: dimension && { dimension },
    isPlain: !unit && !dimension && largest > 0,
    largest,
    name: dimension && nameOf(dimension),
  };
}

const nameOf = (dimension: readonly number[]): string | undefined =>
  UnitLabel.of(dimension as never).name || undefined;

/** The marks with their values in the units of the axes. */
function readyMarks(marks: readonly AnyMark[], meanings: Meanings): ReadyMark[] {
  return marks.flatMap((mark): ReadyMark[] => {
    if (!isOwnMark(mark))
      return flatMarks(mark as Markish).map((one) =>
        watched(one, (channel) => inUnit(channel, meanings[channel.scale as string]?.unit)),
      );
    const own = unitsOfMark(mark);
    const copy: Record<string, unknown> = { ...mark };
    for (const axis of ["x", "y"] as const) {
      const unit = meanings[axis]?.unit;
      if (!own[axis]?.dimension || !unit) continue;
      const values = mark[axis] as number | Float64Array;
      copy[axis] =
        typeof values === "number"
          ? fromScale(values, unit.scale)
          : values.map((value) => fromScale(value, unit.scale));
    }
    return [copy as unknown as PanelMark];
  });
}

/** What Plot's scales, or the numbers of our own marks, say of the axes. */
interface Facts {
  x: { values: number[]; found?: Found };
  y: { values: number[]; found?: Found };
  color?: LookScale;
  symbol?: LookScale;
  colourDefaults?: Readonly<Record<string, unknown>>;
  fx: readonly string[];
  fy: readonly string[];
}

interface Found {
  type: string;
  domain: readonly unknown[];
  labels: readonly string[];
}

function factsOf(
  panel: Panel,
  marks: readonly ReadyMark[],
  yOptions: AxisOptions | undefined,
  side: Side,
  meanings: Meanings,
): Facts {
  const isLog = (options?: AxisOptions): boolean => (options?.scale ?? options?.type) === "log";
  const own = marks.filter(isOwnMark);
  const numbers = {
    x: ownNumbers(own, "x", isLog(panel.x)),
    y: ownNumbers(own, "y", isLog(yOptions)),
  };
  const needsPlot = [panel.x, yOptions].some((options) => {
    const kind = options?.type ?? options?.scale ?? "linear";
    return (
      (kind !== "linear" && kind !== "log") ||
      [
        "ticks",
        "tickFormat",
        "tickSpacing",
        "base",
        "zero",
        "transform",
        "interval",
        "percent",
      ].some((key) => options?.[key as keyof AxisOptions] !== undefined)
    );
  });
  if (!isOpened(panel, marks) && !needsPlot)
    return { x: { values: numbers.x }, y: { values: numbers.y }, fx: [], fy: [] };
  return inPlot("marks", () => {
    const first = measured(panel, marks, numbers, yOptions, meanings, undefined);
    const defaults = colourDefaults(panel, first.scale("color"));
    const drawing = defaults
      ? measured(panel, marks, numbers, yOptions, meanings, defaults)
      : first;
    const axis = (name: "x" | "y", options: AxisOptions | undefined): Facts["x"] => {
      const scale = drawing.scale(name);
      const labels = Array.from(
        drawing.querySelectorAll(`[aria-label="${name}-axis tick label"] text`),
        (text) => text.textContent ?? "",
      );
      if (!scale?.domain) return { values: numbers[name] };
      const domain = Array.from(scale.domain as Iterable<unknown>);
      const found = { type: scale.type as string, domain, labels };
      const isNumeric = scale.type === "linear" || scale.type === "log";
      const hasPlace = (end: unknown): end is number =>
        typeof end === "number" && Number.isFinite(end) && (!isLog(options) || end > 0);
      // a domain without data is one that Plot made up
      return { values: isNumeric ? domain.filter(hasPlace) : [], found };
    };
    const look = (name: "color" | "symbol"): LookScale | undefined => {
      const scale = drawing.scale(name);
      if (!scale?.domain || !panel[name]?.legend) return undefined;
      return {
        type: scale.type as string,
        domain: Array.from(scale.domain as Iterable<unknown>),
        label: typeof panel[name]?.label === "string" ? (panel[name]?.label as string) : "",
        apply: (value) => scale.apply(value),
      };
    };
    const facets = (name: "fx" | "fy"): string[] =>
      Array.from((drawing.scale(name)?.domain ?? []) as Iterable<unknown>, String);
    const [x, y] = [axis("x", panel.x), axis("y", yOptions)];
    if (side === "y" && !x.found && !y.found && numbers.x.length + numbers.y.length === 0)
      throw new UserError("invalid marks: Observable Plot finds nothing in them to draw");
    return {
      x,
      y,
      color: look("color"),
      symbol: look("symbol"),
      colourDefaults: defaults,
      fx: facets("fx"),
      fy: facets("fy"),
    };
  });
}

type Drawing = (SVGElement | HTMLElement) & {
  scale(
    name: string,
  ): { type: string; domain?: Iterable<unknown>; apply(value: unknown): unknown } | undefined;
};

/** A drawing that is not shown, by which Plot says what scales it makes. */
function measured(
  panel: Panel,
  marks: readonly ReadyMark[],
  numbers: { x: readonly number[]; y: readonly number[] },
  yOptions: AxisOptions | undefined,
  meanings: Meanings,
  defaults: Readonly<Record<string, unknown>> | undefined,
): Drawing {
  const { dot, identity, plot } = observablePlot();
  const scale = (name: "x" | "y", options: AxisOptions | undefined): object => {
    const {
      unit,
      visible,
      grid,
      intervals,
      scale: type,
      labelPosition,
      marks: _,
      ...rest
    } = {
      ...options,
    } as Record<string, unknown>;
    const domain =
      options?.domain === undefined
        ? undefined
        : Array.from(options.domain as Iterable<unknown>, (end) =>
            typeof end === "object" && end !== null && "dimension" in end
              ? fromScale(
                  (end as unknown as { value: number }).value,
                  meanings[name]?.unit?.scale ?? 1,
                )
              : end,
          );
    return {
      ...rest,
      ...(type !== undefined && { type }),
      domain,
      label: null,
      nice: false,
    };
  };
  const own = (["x", "y"] as const).flatMap((name) =>
    numbers[name].length > 0 ? [dot(numbers[name], { [name]: identity, r: 0, facet: null })] : [],
  );
  return plot({
    ...handedOnOf(panel, defaults),
    document: figureDocument(),
    width: 400,
    height: 300,
    x: scale("x", panel.x),
    y: scale("y", yOptions),
    marks: [...marks.filter((mark) => !isOwnMark(mark)), ...own] as Markish[],
  } as never) as unknown as Drawing;
}

/** What is handed on to Plot for a whole panel; legends and facets' axes are drawn by us. */
function handedOnOf(
  panel: Panel,
  defaults: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const { r, opacity, length, facet, clip } = panel;
  const handedOn: Record<string, unknown> = { r, opacity, length, facet, clip };
  const withoutLegend = (options: object | undefined): object | undefined =>
    options && { ...options, legend: null };
  const { unit: _, ...color } = panel.color ?? {};
  const colours = { ...defaults, ...color };
  if (Object.keys(colours).length > 0) handedOn.color = withoutLegend(colours);
  handedOn.symbol = withoutLegend(panel.symbol);
  handedOn.fx = panel.fx;
  handedOn.fy = panel.fy;
  return Object.fromEntries(Object.entries(handedOn).filter(([, value]) => value !== undefined));
}

/** The thesis style's colours, where nothing is said: a palette for names, viridis for numbers. */
function colourDefaults(
  { color }: Panel,
  scale: ReturnType<Drawing["scale"]>,
): Readonly<Record<string, unknown>> | undefined {
  if (!scale?.domain || color?.scheme || color?.range || color?.interpolate) return undefined;
  if (["ordinal", "categorical"].includes(scale.type)) return { range: [...SERIES_COLOURS] };
  if (["identity", "threshold", "quantile", "quantize"].includes(scale.type)) return undefined;
  return scale.type.startsWith("diverging") ? undefined : { scheme: SEQUENTIAL_SCHEME };
}

/** The values of our own marks that an axis can show. */
function ownNumbers(marks: readonly PanelMark[], name: "x" | "y", isLog: boolean): number[] {
  const hasPlace = (value: number): boolean => Number.isFinite(value) && (!isLog || value > 0);
  const values: number[] = [];
  for (const mark of marks) {
    if (mark.kind === "rule") {
      const place = mark[name] as number | undefined;
      if (place !== undefined && hasPlace(place)) values.push(place);
      continue;
    }
    let least = Number.POSITIVE_INFINITY;
    for (const value of (mark as PlainMark)[name])
      if (hasPlace(value)) {
        values.push(value);
        if (value < least) least = value;
      }
    // bars stand on 0, or on a logarithmic axis somewhere below the lowest, so that it is seen too
    if (mark.kind === "bars" && name === "y" && least < Number.POSITIVE_INFINITY)
      values.push(isLog ? least / 2 : 0);
  }
  return values;
}
