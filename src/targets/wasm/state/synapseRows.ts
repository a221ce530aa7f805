import { picked } from "../../build/index.js";
import type { UpTo } from "../../target.js";
import type { Finishing, Kernel } from "../code/kernel.js";
import { tableAddress } from "../code/kernel.js";
import type { Pathway } from "../code/synapses/pathway.js";
import type { KernelExports } from "../instance.js";
import type { PlacedSynapses, Range } from "../layout/index.js";
import { RUN, RUN_RECORD } from "../records.js";

/** Synapses onto some of the target's neurons, by source and delay, as a kernel has them. */
export interface SynapseRows {
  /** Index of the neuron that targets are counted from. */
  first: number;
  /** In steps. */
  delays: Int32Array;
  offsets: Uint32Array;
  /** How many there are. */
  count: number;
  /** The target of one, as its place among the part's. */
  target: (k: number) => number;
  /** The place of each synapse in the whole table, where they do not simply follow each other. */
  places: Uint32Array | undefined;
  /** Of synapses onto synapses: which of those, as they are made, stands at each place. */
  madeTargets: Uint32Array | undefined;
  /** Fields that the kernel has. */
  fields: ReadonlyMap<string, Float64Array | Float32Array>;
}

/** Views of synapses in a kernel's memory. */
export function rowsIn(
  { buffer }: WebAssembly.Memory,
  { rows, delays, range }: PlacedSynapses,
): SynapseRows | undefined {
  if (!rows) return undefined;
  const offsets = new Uint32Array(buffer, rows.offsets, rows.count + 1);
  const count = offsets[rows.count];
  const targets = new (rows.isNarrow ? Uint16Array : Uint32Array)(buffer, rows.targets, count);
  const all: SynapseRows = {
    first: range.first,
    delays,
    offsets,
    count,
    target: rows.isNarrow ? (k) => targets[k] : (k) => targets[k] >>> 3,
    places: rows.places,
    madeTargets: rows.madeTargets,
    fields: new Map(
      [...rows.fields].map(([name, address]) => [
        name,
        new (rows.singles.has(name) ? Float32Array : Float64Array)(buffer, address, count),
      ]),
    ),
  };
  return rows.within ? ofKind(all, rows.within) : all;
}

/** The synapses of one kind in rows that several kinds share: copies, in the same order. */
function ofKind(all: SynapseRows, { first, end }: Range): SynapseRows {
  const offsets = new Uint32Array(all.offsets.length);
  const found = new Uint32Array(all.count);
  let count = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let k = all.offsets[row]; k < all.offsets[row + 1]; k++)
      if (all.target(k) >= first && all.target(k) < end) found[count++] = k;
    offsets[row + 1] = count;
  }
  const places = found.slice(0, count);
  return {
    ...all,
    offsets,
    count,
    target: (k) => all.target(places[k]) - first,
    fields: new Map(
      [...all.fields].map(([name, values]) => [
        name,
        picked(values, places, values.slice(0, count)),
      ]),
    ),
  };
}

/** A field's values in the order of the whole table: by source, delay, and as made. */
export function wholeColumn(groups: readonly SynapseRows[], name: string): Float64Array {
  const whole = new Float64Array(groups.reduce((sum, { count }) => sum + count, 0));
  forEachRun(groups, (group, from, to, at) => {
    const values = group.fields.get(name) as Float64Array;
    if (group.places) for (let k = from; k < to; k++) whole[group.places[k]] = values[k];
    else whole.set(values.subarray(from, to), at);
  });
  return whole;
}

/** Puts values in the order of the whole table back into the kernels. */
export function setWholeColumn(
  groups: readonly SynapseRows[],
  name: string,
  whole: Float64Array,
): void {
  forEachRun(groups, (group, from, to, at) => {
    const values = group.fields.get(name) as Float64Array;
    if (group.places) for (let k = from; k < to; k++) values[k] = whole[group.places[k]];
    else values.set(whole.subarray(at, at + to - from), from);
  });
}

/** Goes through the rows of all threads' synapses, as they follow each other in the whole table. */
function forEachRun(
  groups: readonly SynapseRows[],
  visit: (group: SynapseRows, from: number, to: number, at: number) => void,
): void {
  if (groups.length === 0) return;
  let at = 0;
  for (let row = 0; row + 1 < groups[0].offsets.length; row++)
    for (const group of groups) {
      const [from, to] = [group.offsets[row], group.offsets[row + 1]];
      visit(group, from, to, at);
      at += to - from;
    }
}

/**
 * Lets somebody see plastic synapses as they are at the end of a step, although what the target's
 * spikes have done to them waits for the source's next one. Everything is as it was afterwards, so
 * that a run that goes on gives the same bits.
 */
export function withSettled<T>(
  kernel: Kernel,
  pathway: Pathway,
  parts: readonly { memory: WebAssembly.Memory; placed: PlacedSynapses; exports: KernelExports }[],
  lastStep: number,
  upTo: UpTo,
  look: () => T,
): T {
  const finishing = kernel.finishing.find(({ domain }) => domain === pathway.domain.name);
  if (!finishing) return look();
  const kept = parts.map(({ memory, placed }) => keep(memory, placed, pathway));
  for (const { memory, placed, exports } of parts)
    settle(memory, placed, exports, finishing, lastStep, upTo);
  try {
    return look();
  } finally {
    for (const [k, { memory }] of parts.entries())
      for (const { address, bytes } of kept[k]) new Uint8Array(memory.buffer).set(bytes, address);
  }
}

/** Carries out what waits in the synapses of a part. */
function settle(
  memory: WebAssembly.Memory,
  { delays }: PlacedSynapses,
  exports: KernelExports,
  { settle: onTheirWay, finish }: Finishing,
  lastStep: number,
  upTo: UpTo,
): void {
  const view = new DataView(memory.buffer);
  view.setInt32(RUN_RECORD + RUN.lastStep, lastStep, true);
  const recordOf = (entry: number): number => view.getUint32(tableAddress(entry), true);
  if (onTheirWay) {
    const longest = delays.at(-1) ?? 0;
    for (let step = lastStep + 1; step <= lastStep + longest; step++)
      exports[onTheirWay.name](recordOf(onTheirWay.entry), step);
  }
  if (upTo === "end") exports[finish.name](recordOf(finish.entry), lastStep);
}

/** Bytes of a memory, to be put back. */
interface Kept {
  address: number;
  bytes: Uint8Array;
}

/** Copies of what settling changes. */
function keep(
  { buffer }: WebAssembly.Memory,
  { rows, plastic }: PlacedSynapses,
  { variables }: Pathway,
): Kept[] {
  if (!rows || !plastic) return [];
  const count = new Uint32Array(buffer, rows.offsets, rows.count + 1)[rows.count];
  const copy = (address: number, length: number): Kept => ({
    address,
    bytes: new Uint8Array(buffer, address, length).slice(),
  });
  return [
    ...variables.map((name) => copy(rows.fields.get(name) as number, 8 * count)),
    copy(plastic.lastSpikes, 4 * rows.count),
    copy(plastic.lastCounts, 4 * rows.count),
    ...[...plastic.traces.values()].map((address) => copy(address, 8 * rows.count)),
  ];
}
