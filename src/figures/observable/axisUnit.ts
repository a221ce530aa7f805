import { UserError } from "../../base/index.js";
import {
  bestScale,
  DimensionError,
  describeDimension,
  sameDimension,
  scaledUnitSymbol,
} from "../../units/index.js";
import { type ChannelReport, mixed } from "./collect.js";
import { type AxisUnit, sameUnit, unitNamed } from "./units.js";

/** What an axis measures, and its name. */
export interface AxisMeaning {
  unit?: AxisUnit;
  /** The name of what is drawn, with its unit; empty where it has none. */
  label: string;
}

/**
 * The unit of an axis, from all that is drawn by it: the one asked for, or that of columns of a
 * table, or the one in which quantities read best. Numbers without a unit are in the unit of
 * the axis where that is fixed, and refused beside quantities where it is not.
 * @param asked the unit that the axis' options name
 * @throws DimensionError naming two channels whose units differ.
 */
export function meaningOf(
  axis: string,
  reports: readonly ChannelReport[],
  asked: string | undefined,
): AxisMeaning {
  const fixed = reports.find(({ unit }) => unit);
  const measured = reports.find(({ quantities }) => quantities);
  const wanted = asked === undefined ? undefined : unitNamed(asked);
  const unit = fixed?.unit ?? (measured && unitFor(reports, measured, wanted));
  if (fixed?.unit && wanted && !sameUnit(fixed.unit, wanted))
    throw new DimensionError(
      `inconsistent units: ${fixed.what} is in ${fixed.unit.symbol}; expected ${wanted.symbol} on the ${axis} axis, or no unit: it is named by itself`,
    );
  if (unit) {
    const first = (fixed ?? measured) as ChannelReport;
    for (const report of reports) {
      if (report.unit && !sameUnit(report.unit, unit))
        throw new DimensionError(`${mixed(first, report)}; expected one unit on the ${axis} axis`);
      if (report.quantities && !sameDimension(report.quantities.dimension, unit.dimension))
        throw new DimensionError(
          `${mixed(first, report)}; expected one dimension on the ${axis} axis`,
        );
      if (report.isPlain && !fixed && !wanted)
        throw new DimensionError(
          `${mixed(first, report)}; expected quantities on the ${axis} axis, or ${axis}: { unit: "${unit.symbol}" } to say what plain numbers are in`,
        );
    }
    if (measured && asked !== undefined && !wanted && !fixed)
      throw new UserError(
        `invalid unit of the ${axis} axis: "${asked}"; expected a unit of ${describeDimension(unit.dimension)}`,
      );
  }
  return { unit, label: labelOf(reports, asked === undefined ? unit : undefined) };
}

function unitFor(
  reports: readonly ChannelReport[],
  { quantities, what }: ChannelReport,
  wanted: AxisUnit | undefined,
): AxisUnit | undefined {
  if (!quantities) return undefined;
  const { dimension } = quantities;
  if (wanted) {
    if (!sameDimension(wanted.dimension, dimension))
      throw new DimensionError(
        `inconsistent units: ${what} is ${describeDimension(dimension)}; expected ${wanted.symbol}, ${describeDimension(wanted.dimension)}`,
      );
    return wanted;
  }
  const largest = reports.flatMap((report) => (report.quantities ? [report.largest] : []));
  const { scale, prefix } = bestScale(largest, dimension);
  return { dimension, scale, symbol: scaledUnitSymbol(prefix, dimension) };
}

/** "we (pS)": the one name that all agree on, and the unit. */
function labelOf(reports: readonly ChannelReport[], unit: AxisUnit | undefined): string {
  const names = new Set(reports.flatMap(({ name }) => (name === undefined ? [] : [name])));
  const [name] = names.size === 1 ? names : [""];
  if (!unit) return name;
  return name === "" ? unit.symbol : `${name} (${unit.symbol})`;
}
