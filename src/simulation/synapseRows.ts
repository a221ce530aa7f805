import { InternalError } from "../base/index.js";
import type { RowsInMemory } from "./kernelPart.js";
import type { KernelRun } from "./kernelRun.js";
import type { LoweredNetwork } from "./lowerNetwork.js";

/** Synapses onto some of the target's neurons, by delay and source, as kernels have them. */
export interface SynapseRows {
  /** Index of the neuron that targets are counted from. */
  first: number;
  /** In steps. */
  delays: Int32Array;
  offsets: Uint32Array;
  targets: Uint32Array;
  values: ReadonlyMap<string, Float64Array>;
}

/** The rows of a pathway's synapses by its name, one group for each thread. */
export type RowsByName = ReadonlyMap<string, readonly SynapseRows[]>;

/** How the synapses are now: looked up in the kernels' memories when they are asked for. */
export function readWeights(lowered: LoweredNetwork, kernel: KernelRun): () => RowsByName {
  return () =>
    new Map(
      lowered.synapses.flatMap(({ synapses: { name } }) => {
        const groups = kernel.parts.flatMap(({ memory, layout }) => {
          const rows = layout.rows.get(name);
          return rows ? [rowsIn(memory, rows)] : [];
        });
        return groups.length > 0 ? [[name, groups] as const] : [];
      }),
    );
}

function rowsIn(memory: WebAssembly.Memory, rows: RowsInMemory): SynapseRows {
  const { buffer } = memory;
  const offsets = new Uint32Array(buffer, rows.offsets, rows.rows + 1);
  const count = offsets[rows.rows];
  return {
    first: rows.first,
    delays: rows.delays,
    offsets,
    targets: new Uint32Array(buffer, rows.targets, count),
    values: new Map(
      [...rows.values].map(([text, address]) => [text, new Float64Array(buffer, address, count)]),
    ),
  };
}

/** Values of synapses in the order of one table for all threads: by delay, source, target. */
export function wholeColumn(groups: readonly SynapseRows[], variable: string): Float64Array {
  if (groups.length === 0) throw new InternalError(`no rows of ${variable}`);
  const whole = new Float64Array(groups.reduce((sum, { targets }) => sum + targets.length, 0));
  let at = 0;
  for (let row = 0; row + 1 < groups[0].offsets.length; row++)
    for (const { offsets, values } of groups) {
      const part = (values.get(variable) as Float64Array).subarray(offsets[row], offsets[row + 1]);
      whole.set(part, at);
      at += part.length;
    }
  return whole;
}
