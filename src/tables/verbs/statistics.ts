import { deviation, max, mean, median, min, quantile, sum, variance } from "d3-array";
import { checkChoice, UserError } from "../../base/index.js";
import { fromScale, Quantity } from "../../units/index.js";
import { describeKinds, kindOf, kindsOf, requireOneDimension } from "../cells.js";
import { commonUnit } from "../commonUnit.js";

/** A statistic by name. */
export type StatisticName = "n" | "mean" | "SD" | "SEM" | "median" | "min" | "max" | "sum";

/** A statistic: by name, or a number from 0 to 1 for that quantile. */
export type Statistic = StatisticName | number;

type Compute = (numbers: readonly number[]) => number | undefined;

/** SD and SEM are those of a sample: they divide by n - 1, and a single value has none. */
const STATISTICS: Readonly<Record<StatisticName, Compute>> = {
  n: (numbers) => numbers.length,
  mean: (numbers) => mean(numbers),
  SD: (numbers) => deviation(numbers),
  SEM: (numbers) => {
    const spread = variance(numbers);
    return spread === undefined ? undefined : Math.sqrt(spread / numbers.length);
  },
  median: (numbers) => median(numbers),
  min: (numbers) => min(numbers),
  max: (numbers) => max(numbers),
  sum: (numbers) => (numbers.length === 0 ? undefined : sum(numbers)),
};

export const STATISTIC_NAMES = Object.keys(STATISTICS) as StatisticName[];

/** Checks a statistic. @throws UserError naming it and what there is. */
export function requireStatistic(what: string, statistic: unknown): Statistic {
  if (typeof statistic !== "number") return checkChoice(what, statistic, STATISTIC_NAMES);
  if (!(statistic >= 0 && statistic <= 1))
    throw new UserError(
      `invalid ${what}: ${statistic}; expected a quantile from 0 to 1, or one of ${STATISTIC_NAMES.join(", ")}`,
    );
  return statistic;
}

/** The word for a statistic in the name of a column: "SD", "q25" for the quantile 0.25. */
export const wordOf = (statistic: Statistic): string =>
  typeof statistic === "string" ? statistic : `q${Number((100 * statistic).toPrecision(12))}`;

/**
 * A statistic of numbers that are all there; quantiles between two values are linear, as NumPy's.
 * NaN where it has no value.
 */
export function compute(statistic: Statistic, numbers: readonly number[]): number {
  const value =
    typeof statistic === "number" ? quantile(numbers, statistic) : STATISTICS[statistic](numbers);
  return value ?? Number.NaN;
}

/** What of a column's rows: statistics of quantities are quantities. */
export type Summary = (rows: readonly number[], statistic: Statistic) => number | Quantity;

/**
 * How a column's rows are summed up: missing values are left out. Statistics of quantities are
 * quantities, computed on the decimals of their common unit; only "n" is a plain number.
 * @throws UserError for anything but "n" of a column that holds other things than numbers or quantities.
 */
export function summaryOf(name: string, values: readonly unknown[]): Summary {
  const kinds = kindsOf(values);
  const quantities = values.filter((value): value is Quantity => value instanceof Quantity);
  requireOneDimension(name, quantities);
  const dimension = quantities[0]?.dimension;
  const scale = dimension ? commonUnit(quantities, dimension).scale : 1;
  const isNumeric = kinds.size <= 1 && (isSummable(values) || kinds.size === 0);
  return (rows, statistic) => {
    const there = rows.map((row) => values[row]).filter((value) => kindOf(value) !== "missing");
    if (statistic === "n") return there.length;
    if (!isNumeric)
      throw new UserError(
        `invalid column ${name}: it holds ${describeKinds(kinds)}; expected numbers (of other values there is only "n")`,
      );
    const result = compute(
      statistic,
      there.map((value) =>
        value instanceof Quantity ? fromScale(value.value, scale) : (value as number),
      ),
    );
    return dimension ? new Quantity(result * scale, dimension) : result;
  };
}

/** Whether a column holds numbers or quantities, and nothing else. */
export function isSummable(values: readonly unknown[]): boolean {
  const [kind, ...more] = kindsOf(values);
  return (kind === "number" || kind === "quantity") && more.length === 0;
}
