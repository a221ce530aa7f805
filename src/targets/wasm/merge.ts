import { joined } from "../../base/index.js";
import type { Program } from "../../program/index.js";
import type { Computed, NotFinite, SpikePairs } from "../target.js";
import type { PartLayout } from "./layout/index.js";

/** Puts together what several threads gave, as if one had computed it. */
export function mergeParts(
  { monitors, domains }: Program,
  layouts: readonly PartLayout[],
  parts: readonly Computed[],
): Computed {
  const spikes = new Map<string, SpikePairs[]>();
  for (const name of new Set(parts.flatMap((part) => [...part.spikes.keys()])))
    spikes.set(name, [
      mergeSpikes(parts.map((part) => joined(part.spikes.get(name) ?? [], Int32Array))),
    ]);
  const recorded = monitors.map(({ elements, atSpikes }, k) =>
    atSpikes === undefined
      ? mergeColumns(
          elements.length,
          parts.map((part, p) => ({
            values: part.recorded[k],
            columns: layouts[p].monitors[k].positions,
          })),
        )
      : mergeValues(
          parts.map((part) => ({
            spikes: joined(part.spikes.get(atSpikes) ?? [], Int32Array),
            values: part.recorded[k],
          })),
        ),
  );
  const order = domains.map(({ name }) => name);
  const notFinite = parts
    .flatMap((part) => part.notFinite ?? [])
    .sort((a, b) => compare(a, b, order))
    .at(0);
  return { spikes, recorded, notFinite };
}

/** Earlier steps first, then by population and neuron. */
const compare = (a: NotFinite, b: NotFinite, order: readonly string[]): number =>
  a.step - b.step || order.indexOf(a.domain) - order.indexOf(b.domain) || a.element - b.element;

/** Spikes (step, neuron) of several ranges of neurons in the order of steps, then of ranges. */
function mergeSpikes(lists: readonly SpikePairs[]): SpikePairs {
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? new Int32Array(0);
  const merged = new Int32Array(filled.reduce((sum, list) => sum + list.length, 0));
  const next = new Array<number>(filled.length).fill(0);
  for (let at = 0; at < merged.length; ) {
    let earliest = Number.POSITIVE_INFINITY;
    filled.forEach((list, k) => {
      if (next[k] < list.length) earliest = Math.min(earliest, list[next[k]]);
    });
    filled.forEach((list, k) => {
      for (; list[next[k]] === earliest; next[k] += 2) {
        merged[at++] = earliest;
        merged[at++] = list[next[k] + 1];
      }
    });
  }
  return merged;
}

/** Values at spikes of several ranges of neurons, in the order in which their spikes are put together. */
function mergeValues(parts: readonly { spikes: SpikePairs; values: Float64Array }[]): Float64Array {
  const merged = new Float64Array(parts.reduce((sum, { values }) => sum + values.length, 0));
  const all = parts.flatMap(({ spikes, values }, part) =>
    Array.from(values, (value, k) => ({ step: spikes[2 * k], part, k, value })),
  );
  all.sort((a, b) => a.step - b.step || a.part - b.part || a.k - b.k);
  all.forEach(({ value }, k) => {
    merged[k] = value;
  });
  return merged;
}

/** Rows of values whose columns several threads recorded. */
function mergeColumns(
  width: number,
  parts: readonly { values: Float64Array; columns: readonly number[] }[],
): Float64Array {
  const rows = Math.max(
    0,
    ...parts.map(({ values, columns }) =>
      columns.length > 0 ? values.length / columns.length : 0,
    ),
  );
  const merged = new Float64Array(rows * width);
  for (const { values, columns } of parts)
    for (let row = 0; row < rows; row++)
      for (let k = 0; k < columns.length; k++)
        merged[row * width + columns[k]] = values[row * columns.length + k];
  return merged;
}
