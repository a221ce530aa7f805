import { FIELDS, type SynapsesDomain } from "../../program/index.js";
import type { BuiltNetwork } from "./builtNetwork.js";

/** Synapses of a kind in rows: by delay, then the neuron of a side, then as made. */
export interface SynapseRowTable {
  /** The delays that occur, in steps, ascending. */
  delays: Int32Array;
  /** Where each neuron's synapses of each delay begin; one more at the end. */
  offsets: Uint32Array;
  /** The place of each among the synapses as they are made. */
  order: Uint32Array;
}

/** The synapses of a kind, ordered for delivery: by their delay, then source, then as made. */
export interface SynapseTable extends SynapseRowTable {
  /** Indices in the target's population. */
  targets: Int32Array;
}

/** Orders the synapses of a network that was built. */
export function synapseTable(built: BuiltNetwork, domain: SynapsesDomain): SynapseTable {
  const rows = synapsesByRow(built, domain, "source", FIELDS.delay);
  const { targets } = built.pairs(domain.name);
  const ordered = new Int32Array(targets.length);
  for (let k = 0; k < ordered.length; k++) ordered[k] = targets[rows.order[k]];
  return { ...rows, targets: ordered };
}

/**
 * Puts synapses into rows.
 * @param side whose neurons make the rows
 * @param delay the field that is a row's delay
 */
export function synapsesByRow(
  built: BuiltNetwork,
  { name, from, to }: SynapsesDomain,
  side: "source" | "target",
  delay: string,
): SynapseRowTable {
  const pairs = built.pairs(name);
  const [neurons, slice] = side === "source" ? [pairs.sources, from] : [pairs.targets, to];
  const count = neurons.length;
  const size = slice.end - slice.start;
  const isShared = built.field(name, delay).shared;
  const steps = isShared ? undefined : built.values(name, delay);
  // without any synapse there is one row a neuron all the same, which is empty
  const none = isShared ? built.number(name, delay) : 1;
  const delays = steps && count > 0 ? Int32Array.from(new Set(steps)).sort() : Int32Array.of(none);
  const delayIndex = new Map(Array.from(delays, (value, d) => [value, d]));
  const rowOf = (k: number): number => {
    const d = steps ? (delayIndex.get(steps[k]) as number) : 0;
    return d * size + neurons[k] - slice.start;
  };
  return { delays, ...orderByRow(delays.length * size, count, rowOf) };
}

/** Sorts things into rows, keeping their order within a row: where rows begin, and who is next. */
function orderByRow(
  rows: number,
  count: number,
  rowOf: (k: number) => number,
): { offsets: Uint32Array; order: Uint32Array } {
  const offsets = new Uint32Array(rows + 1);
  for (let k = 0; k < count; k++) offsets[rowOf(k) + 1] += 1;
  for (let row = 0; row < rows; row++) offsets[row + 1] += offsets[row];
  const next = offsets.slice();
  const order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[next[rowOf(k)]++] = k;
  return { offsets, order };
}

/** The synapses of a table onto some of its targets, with the place of each in it. */
export function partOfTable(
  table: SynapseTable,
  { first, end }: { first: number; end: number },
): SynapseTable & { places?: Uint32Array } {
  if (table.targets.every((target) => target >= first && target < end)) return table;
  const offsets = new Uint32Array(table.offsets.length);
  const kept = new Uint32Array(
    table.targets.reduce((sum, target) => sum + (target >= first && target < end ? 1 : 0), 0),
  );
  let count = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let k = table.offsets[row]; k < table.offsets[row + 1]; k++)
      if (table.targets[k] >= first && table.targets[k] < end) kept[count++] = k;
    offsets[row + 1] = count;
  }
  return {
    delays: table.delays,
    offsets,
    targets: Int32Array.from(kept, (k) => table.targets[k]),
    order: kept.map((k) => table.order[k]),
    places: kept,
  };
}
