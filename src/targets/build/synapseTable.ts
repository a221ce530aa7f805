import { FIELDS, type SynapsesDomain } from "../../program/index.js";
import type { BuiltNetwork } from "./builtNetwork.js";

/**
 * Synapses of a kind in rows: by the neuron of a side, then delay, then as made. So what a spike comes to in one step
 * stands beside what it comes to in the next.
 */
export interface SynapseRowTable {
  /** The delays that occur, in steps, ascending. */
  delays: Int32Array;
  /** Where each neuron's synapses of each delay begin, at neuron * delays + delay; one more at the end. */
  offsets: Uint32Array;
  /** The place of each among the synapses as they are made. */
  order: Uint32Array;
}

/** The synapses of a kind, ordered for delivery: by their source, then delay, then as made. */
export interface SynapseTable extends SynapseRowTable {
  /** Indices in the target's population. */
  targets: Int32Array;
}

/** Orders the synapses of a network that was built. */
export function synapseTable(built: BuiltNetwork, domain: SynapsesDomain): SynapseTable {
  const rows = synapsesByRow(built, domain, "source", FIELDS.delay);
  const { targets } = built.pairs(domain.name);
  return { ...rows, targets: picked(targets, rows.order, new Int32Array(targets.length)) };
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
  if (isShared || count === 0) {
    // without any synapse there is one row a neuron all the same, which is empty
    const delays = Int32Array.of(isShared ? built.number(name, delay) : 1);
    const rows = Int32Array.from(neurons);
    for (let k = 0; k < count; k++) rows[k] -= slice.start;
    return { delays, ...orderByRow(size, rows) };
  }
  const steps = built.values(name, delay);
  const { delays, indexOf } = delaysIn(steps);
  const rows = new Int32Array(count);
  const each = delays.length;
  for (let k = 0; k < count; k++) rows[k] = (neurons[k] - slice.start) * each + indexOf[steps[k]];
  return { delays, ...orderByRow(each * size, rows) };
}

/** The delays that occur, ascending, and the place of each among them. */
function delaysIn(steps: Float64Array): { delays: Int32Array; indexOf: Int32Array } {
  let most = 0;
  for (let k = 0; k < steps.length; k++) if (steps[k] > most) most = steps[k];
  const indexOf = new Int32Array(most + 1);
  for (let k = 0; k < steps.length; k++) indexOf[steps[k]] = 1;
  const delays: number[] = [];
  for (let step = 0; step <= most; step++)
    if (indexOf[step] === 1) indexOf[step] = delays.push(step) - 1;
  return { delays: Int32Array.from(delays), indexOf };
}

/**
 * Sorts things into rows, keeping their order within a row: where rows begin, and who is next.
 * @param rowOf the row of each
 */
function orderByRow(rows: number, rowOf: Int32Array): { offsets: Uint32Array; order: Uint32Array } {
  const count = rowOf.length;
  const offsets = new Uint32Array(rows + 1);
  for (let k = 0; k < count; k++) offsets[rowOf[k] + 1] += 1;
  for (let row = 0; row < rows; row++) offsets[row + 1] += offsets[row];
  const next = offsets.slice();
  const order = new Uint32Array(count);
  for (let k = 0; k < count; k++) order[next[rowOf[k]]++] = k;
  return { offsets, order };
}

/** The numbers at some places, written to `to`: loops, since iterators take ten times as long. */
export function picked<A extends Int32Array | Uint32Array | Float32Array | Float64Array>(
  from: ArrayLike<number>,
  places: Uint32Array,
  to: A,
): A {
  for (let k = 0; k < places.length; k++) to[k] = from[places[k]];
  return to;
}

/** The synapses of a table onto some of its targets, with the place of each in it. */
export function partOfTable(
  table: SynapseTable,
  { first, end }: { first: number; end: number },
): SynapseTable & { places?: Uint32Array } {
  const { targets } = table;
  let own = 0;
  for (let k = 0; k < targets.length; k++) if (targets[k] >= first && targets[k] < end) own += 1;
  if (own === targets.length) return table;
  const offsets = new Uint32Array(table.offsets.length);
  const kept = new Uint32Array(own);
  let count = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let k = table.offsets[row]; k < table.offsets[row + 1]; k++)
      if (targets[k] >= first && targets[k] < end) kept[count++] = k;
    offsets[row + 1] = count;
  }
  return {
    delays: table.delays,
    offsets,
    targets: picked(targets, kept, new Int32Array(own)),
    order: picked(table.order, kept, new Uint32Array(own)),
    places: kept,
  };
}
