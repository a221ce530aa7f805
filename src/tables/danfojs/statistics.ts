import { deviation, max, mean, median, rollup, variance } from "d3-array";

// Stands in for mathjs where danfojs is bundled: the five functions that danfojs takes from it,
// at 1 % of its loading time.

type Values = number[] | number[][];

const flat = (values: Values): number[] => values.flat() as number[];

const meanOf = (values: Values): number => mean(flat(values)) ?? Number.NaN;
const medianOf = (values: Values): number => median(flat(values)) ?? Number.NaN;
// both divide by n - 1; a single value has none, of which mathjs would make 0
const deviationOf = (values: Values): number => deviation(flat(values)) ?? Number.NaN;
const varianceOf = (values: Values): number => variance(flat(values)) ?? Number.NaN;

/** All values that occur most often, in the order of their first appearance. */
const modesOf = (values: Values): number[] => {
  const counts = rollup(
    flat(values),
    (group) => group.length,
    (value) => value,
  );
  const most = max(counts.values());
  return Array.from(counts.keys()).filter((value) => counts.get(value) === most);
};

export {
  deviationOf as std,
  meanOf as mean,
  medianOf as median,
  modesOf as mode,
  varianceOf as variance,
};
