import { checkNoMore, didYouMean, shown, UserError } from "../base/index.js";
import type { SynapseList } from "../results/index.js";
import { type Measure, QuantityArray } from "../units/index.js";
import type { DataFrame } from "./danfojs.js";
import { dataFrame } from "./dataFrame.js";
import type { NumpyArray } from "./files/npy.js";

/**
 * Synapses as a table: source, target, the synapses' values and the delay, as quantities
 * (`unitsToHeader` makes plain columns of them).
 * @param list what `result.synapsesOf` gives
 * @throws UserError if there are none.
 * @example
 * ```ts
 * unitsToHeader(synapseTable(result.synapsesOf("excitation", { targets: [0] })))
 * ```
 */
export function synapseTable(list: SynapseList): DataFrame;
export function synapseTable(list: SynapseList, ...more: unknown[]): DataFrame {
  checkNoMore("synapseTable", more);
  const { sources, targets, delay, values } = requireSynapses(list);
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
 * @param list what `result.synapsesOf` gives
 * @throws UserError for a value that the synapses do not have; DimensionError for a unit that
 *   measures something else.
 * @example
 * ```ts
 * const list = result.synapsesOf("excitation", { targets: [0] });
 * await saveNpy("weights.npy", synapseArray(list, { w: mV, delay: ms }))
 * ```
 */
export function synapseArray(
  list: SynapseList,
  units: Readonly<Record<string, Measure>>,
): NumpyArray;
export function synapseArray(
  list: SynapseList,
  units: Readonly<Record<string, Measure>>,
  ...more: unknown[]
): NumpyArray {
  checkNoMore("synapseArray", more);
  const { sources, targets, delay, values } = requireSynapses(list);
  if (typeof units !== "object" || units === null)
    throw new UserError(
      `invalid units: ${shown(units)}; expected units by value like { weight: pA }`,
    );
  const all = new Map(Object.entries({ ...values, delay }));
  const columns = Object.entries(units).map(([name, unit]) => {
    const column = all.get(name);
    if (!column) {
      const names = [...all.keys()];
      throw new UserError(
        `unknown value of synapses: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
      );
    }
    return (column as QuantityArray<never>).in(unit);
  });
  const width = 2 + columns.length;
  const data = new Float64Array(width * sources.length);
  for (let k = 0; k < sources.length; k++) {
    data[width * k] = sources[k];
    data[width * k + 1] = targets[k];
    for (let c = 0; c < columns.length; c++) data[width * k + 2 + c] = columns[c][k];
  }
  return { data, shape: [sources.length, width] };
}

function requireSynapses(list: SynapseList): SynapseList {
  const { sources, targets, delay, values } = list ?? {};
  const isList = ArrayBuffer.isView(sources) && ArrayBuffer.isView(targets);
  if (!isList || !(delay instanceof QuantityArray) || typeof values !== "object" || !values)
    throw new UserError(`invalid synapses: ${shown(list)}; expected what result.synapsesOf gives`);
  return list;
}
