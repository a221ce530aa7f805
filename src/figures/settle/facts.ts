import type { Markish } from "@observablehq/plot";
import { UserError } from "../../base/index.js";
import { fromScale } from "../../units/index.js";
import { isOwnMark } from "../check/index.js";
import { figureDocument, observablePlot } from "../drawing/dom.js";
import { inPlot } from "../observable/collect.js";
import { unitOfColumn } from "../observable/units.js";
import type { AnyMark, AxisOptions, Panel } from "../panel.js";
import { colourDefaults, handedOnOf } from "./handedOn.js";
import { ownNumbers } from "./ownNumbers.js";
import type { Facets, LookScale, Meanings, ReadyMark, Side } from "./settledPanel.js";

/** Whether a panel holds anything that only Plot can read. */
const isOpened = (panel: Panel, marks: readonly AnyMark[]): boolean =>
  panel.facet !== undefined || marks.some((mark) => !isOwnMark(mark));

/** What Plot's scales, or the numbers of our own marks, say of the axes. */
export interface Facts {
  x: { values: number[]; found?: Found };
  y: { values: number[]; found?: Found };
  color?: LookScale;
  symbol?: LookScale;
  /** The domains of the scales of looks: colours, symbols, sizes. */
  domains: ReadonlyMap<LookName, readonly unknown[]>;
  colourDefaults?: Readonly<Record<string, unknown>>;
  fx: Facets;
  fy: Facets;
}

/** Plot's scales of looks. */
export const LOOKS = ["color", "symbol", "r", "opacity", "length"] as const;
export type LookName = (typeof LOOKS)[number];

const NO_FACETS: Facets = { names: [], label: "" };

/** A scale that Plot made of other data than numbers, and its tick labels. */
export interface Found {
  type: string;
  domain: readonly unknown[];
  labels: readonly string[];
}

export function factsOf(
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
    return {
      x: { values: numbers.x },
      y: { values: numbers.y },
      domains: new Map(),
      fx: NO_FACETS,
      fy: NO_FACETS,
    };
  return inPlot("marks", () => {
    const first = measured(panel, marks, numbers, yOptions, meanings, undefined);
    const defaults = colourDefaults(panel, first.scale("color"));
    const drawing = defaults
      ? measured(panel, marks, numbers, yOptions, meanings, defaults)
      : first;
    const tickLabels = (name: string): string[] =>
      Array.from(
        drawing.querySelectorAll(`[aria-label="${name}-axis tick label"] text`),
        (text) => text.textContent ?? "",
      );
    const axis = (name: "x" | "y", options: AxisOptions | undefined): Facts["x"] => {
      const scale = drawing.scale(name);
      const labels = tickLabels(name);
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
    const facets = (name: "fx" | "fy"): Facets => {
      const scale = drawing.scale(name);
      if (!scale?.domain) return NO_FACETS;
      const shown = tickLabels(name);
      const names = shown.length > 0 ? shown : Array.from(scale.domain, String);
      const written = drawing.querySelector(`[aria-label="${name}-axis label"] text`);
      const label = panel[name]?.label;
      const found = label === undefined ? meaningOfColumn(written?.textContent ?? "") : label;
      return { names, label: found ?? "" };
    };
    const domains = LOOKS.flatMap((name): [LookName, readonly unknown[]][] => {
      const { domain } = drawing.scale(name) ?? {};
      return domain ? [[name, Array.from(domain)]] : [];
    });
    const [x, y] = [axis("x", panel.x), axis("y", yOptions)];
    if (side === "y" && !x.found && !y.found && numbers.x.length + numbers.y.length === 0)
      throw new UserError("invalid marks: Observable Plot finds nothing in them to draw");
    return {
      x,
      y,
      color: look("color"),
      symbol: look("symbol"),
      domains: new Map(domains),
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

/** What a column's name says: "we (pS)". */
function meaningOfColumn(column: string): string {
  const found = unitOfColumn(column);
  return found ? `${found.name} (${found.unit.symbol})` : column;
}

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
