import type { Computed, ThreadTask } from "./kernelThread.js";
import type { LoweredNetwork } from "./lowerNetwork.js";
import { recordedNeurons, type SpikePairs } from "./recordings.js";

/** Puts together what several threads gave, as if one had computed it. */
export function mergeParts(
  { simulation }: LoweredNetwork,
  tasks: readonly ThreadTask[],
  parts: readonly Computed[],
): Computed {
  const spikes = new Map<string, SpikePairs[]>();
  for (const name of new Set(parts.flatMap((part) => [...part.spikes.keys()])))
    spikes.set(name, [
      mergeSpikes(parts.map((part) => joined(part.spikes.get(name) ?? [], Int32Array))),
    ]);
  const recorded = simulation.record.map((recording, k) =>
    mergeColumns(
      recordedNeurons(recording, simulation.populations).length,
      parts.map((part, p) => ({
        values: part.recorded[k],
        columns: tasks[p].recorders[k].positions,
      })),
    ),
  );
  return { spikes, recorded };
}

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

/** Arrays one after the other. */
export function joined<T extends Int32Array | Float64Array>(
  parts: readonly T[],
  type: { new (length: number): T },
): T {
  const whole = new type(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
