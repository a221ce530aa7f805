import type { Markish } from "@observablehq/plot";
import { fromScale } from "../../units/index.js";
import { isOwnMark, unitsOfMark } from "../check/index.js";
import { figureDocument, observablePlot } from "../drawing/dom.js";
import {
  type ChannelReport,
  flatMarks,
  inPlot,
  inUnit,
  reportOf,
  watched,
} from "../observable/collect.js";
import { UnitLabel } from "../observable/units.js";
import type { AnyMark, Panel, PanelMark } from "../panel.js";
import { handedOnOf } from "./handedOn.js";
import type { Meanings, ReadyMark, Side } from "./settledPanel.js";

/** What the channels of all marks tell, by scale. */
export function reportsOf(
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
export function readyMarks(marks: readonly AnyMark[], meanings: Meanings): ReadyMark[] {
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
