import type { Markish } from "@observablehq/plot";
import { shown, UserError } from "../../base/index.js";
import { DimensionError, fromScale, Quantity, sameDimension } from "../../units/index.js";
import { unitOfField } from "./tables.js";
import { type AxisUnit, UnitLabel, unitText } from "./units.js";

/** What is known of the values that one channel of a mark brings to a scale. */
export interface ChannelReport {
  /** For messages: "y of mark 1". */
  what: string;
  /** The name of what they are, for the axis. */
  name?: string;
  /** Their unit, where it is fixed: that of a column `we_pS`. */
  unit?: AxisUnit;
  /** What they measure, where they are quantities, in SI base units. */
  quantities?: Pick<AxisUnit, "dimension">;
  /** Whether they are numbers without a unit, and not all 0: 0 is 0 in every unit. */
  isPlain: boolean;
  /** The largest magnitude, of quantities. */
  largest: number;
}

/** A channel as a mark of Plot gives it when it has read its data. */
interface PlotChannel {
  scale?: string;
  value: unknown;
  label?: unknown;
}

interface InitializedState {
  data: unknown;
  channels: Record<string, PlotChannel>;
}

/** As much of a mark of Plot as is needed to see its channels. */
export interface ReadableMark {
  initialize(...given: unknown[]): InitializedState;
}

/** All marks of a list that Plot takes, nested lists and compound marks taken apart. */
export function flatMarks(marks: Markish): unknown[] {
  if (marks === null || marks === undefined) return [];
  return Array.isArray(marks) ? marks.flatMap((mark) => flatMarks(mark as Markish)) : [marks];
}

/** Whether something can be a mark of Plot: it renders, or is a function that does, or a list of them. */
export const isPlotMark = (mark: unknown): boolean =>
  mark === null ||
  mark === undefined ||
  typeof mark === "function" ||
  (Array.isArray(mark) && mark.every(isPlotMark)) ||
  typeof (mark as { render?: unknown }).render === "function";

/**
 * A mark that does as another, and lets its channels be seen, and changed, once it has read its
 * data and transformed them.
 */
export function watched(
  mark: unknown,
  see: (channel: PlotChannel, name: string, data: unknown) => void,
): Markish {
  if (typeof (mark as Partial<ReadableMark>)?.initialize !== "function") return mark as Markish;
  const original = mark as ReadableMark;
  return Object.create(original, {
    initialize: {
      value(...given: unknown[]): InitializedState {
        const state = original.initialize(...given);
        for (const [name, channel] of Object.entries(state.channels))
          if (channel.scale && channel.value !== null && channel.value !== undefined)
            see(channel, name, state.data);
        return state;
      },
    },
  }) as Markish;
}

/** What a channel tells of itself. @throws UserError for quantities among other values. */
export function reportOf(
  what: string,
  { value, label }: PlotChannel,
  data: unknown,
): ChannelReport | undefined {
  const values = value as ArrayLike<unknown>;
  if (typeof values !== "object" || !("length" in values)) return undefined;
  const first = firstPresent(values);
  if (first instanceof Quantity) {
    requireQuantities(what, values, first);
    return {
      what,
      name: UnitLabel.of(first.dimension).name || undefined,
      quantities: first,
      isPlain: false,
      largest: largestOf(values, (v) => (v as Quantity).value),
    };
  }
  if (typeof first !== "number") {
    const name = typeof label === "string" ? label : undefined;
    return { what, name, isPlain: false, largest: 0 };
  }
  if (label instanceof UnitLabel)
    return {
      what,
      name: label.name || undefined,
      quantities: label,
      isPlain: false,
      largest: largestOf(values, Number),
    };
  const column = typeof label === "string" ? unitOfField(data, label) : undefined;
  if (column) return { what, ...column, isPlain: false, largest: 0 };
  const name = typeof label === "string" ? label : undefined;
  return { what, name, isPlain: largestOf(values, Number) > 0, largest: 0 };
}

function firstPresent(values: ArrayLike<unknown>): unknown {
  for (let k = 0; k < values.length; k++)
    if (values[k] !== null && values[k] !== undefined) return values[k];
  return undefined;
}

function largestOf(values: ArrayLike<unknown>, number: (value: unknown) => number): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k] === null || values[k] === undefined) continue;
    const magnitude = Math.abs(number(values[k]));
    if (magnitude > largest && Number.isFinite(magnitude)) largest = magnitude;
  }
  return largest;
}

function requireQuantities(what: string, values: ArrayLike<unknown>, first: Quantity): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (value === null || value === undefined) continue;
    if (!(value instanceof Quantity) || !sameDimension(value.dimension, first.dimension))
      throw new DimensionError(
        `inconsistent units: ${what} holds ${first} and ${shown(value)}; expected quantities of one dimension`,
      );
  }
}

/** The values of a channel as numbers in the unit of their axis. */
export function inUnit(channel: PlotChannel, unit: AxisUnit | undefined): void {
  const values = channel.value as ArrayLike<unknown>;
  const first = firstPresent(values);
  const scale = unit?.scale ?? 1;
  if (first instanceof Quantity)
    channel.value = Float64Array.from(values, (quantity) =>
      quantity instanceof Quantity ? fromScale(quantity.value, scale) : Number.NaN,
    );
  else if (channel.label instanceof UnitLabel && typeof first === "number")
    channel.value = Float64Array.from(values, (value) =>
      typeof value === "number" ? fromScale(value, scale) : Number.NaN,
    );
}

/** What Plot says of wrong marks and options, as an error for the one who gave them. */
export function inPlot<T>(what: string, draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `invalid ${what}: Observable Plot says: ${error instanceof Error ? error.message : shown(error)}`,
    );
  }
}

/** Two channels in words that one axis cannot show together. */
export const mixed = (a: ChannelReport, b: ChannelReport): string =>
  `inconsistent units: ${a.what} is ${textOf(a)}, ${b.what} ${textOf(b)}`;

function textOf({ unit, quantities, isPlain }: ChannelReport): string {
  if (unit) return `in ${unit.symbol}`;
  if (quantities) return unitText({ ...quantities, scale: 1, symbol: "" });
  return isPlain ? "without a unit" : "no number";
}
