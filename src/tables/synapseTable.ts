import { UserError } from "../base/index.js";
import type { SynapseList } from "../results/index.js";
import { fromScale, type Measure } from "../units/index.js";
import type { DataFrame } from "./danfojs.js";
import { dataFrame } from "./dataFrame.js";
import type { NumpyArray } from "./npy.js";

/**
 * Synapses as a table: source, target, the synapses' values and the delay, as quantities
 * (`unitsToHeader` makes plain columns of them).
 * @throws UserError if there are none.
 */
export function synapseTable({ sources, targets, delay, values }: SynapseList): DataFrame {
  if (sources.length === 0) throw new UserError("invalid synapses: there are none to tabulate");
  const columns = Object.entries(values);
  return dataFrame(
    Array.from(sources, (source, k) => ({
      source,
      target: targets[k],
      ...Object.fromEntries(columns.map(([name, column]) => [name, column.at(k)])),
      delay: delay.at(k),
    })),
  );
}

/**
 * Synapses as an array for NumPy: a row for each with source, target, and the values asked for in
 * the units given: `saveNpy("weights.npy", synapseArray(list, { weight: pA, delay: ms }))`.
 * @throws UserError for a value that the synapses do not have.
 */
export function synapseArray(
  { sources, targets, delay, values }: SynapseList,
  units: Readonly<Record<string, Measure>>,
): NumpyArray {
  const all = { ...values, delay };
  const columns = Object.entries(units).map(([name, { scale }]) => {
    if (!Object.hasOwn(all, name))
      throw new UserError(
        `unknown value of synapses: ${name}; expected one of ${Object.keys(all).join(", ")}`,
      );
    return { numbers: all[name as keyof typeof all].values, scale };
  });
  const width = 2 + columns.length;
  const data = new Float64Array(width * sources.length);
  for (let k = 0; k < sources.length; k++) {
    data[width * k] = sources[k];
    data[width * k + 1] = targets[k];
    columns.forEach(({ numbers, scale }, c) => {
      data[width * k + 2 + c] = fromScale(numbers[k], scale);
    });
  }
  return { data, shape: [sources.length, width] };
}
