import { UserError } from "../base/index.js";
import type { Streams } from "../random/index.js";
import { Quantity } from "../units/index.js";
import { connect, type Pairs, requireInDegree } from "./connect.js";
import { numbersFor, purposeOf, streamOf } from "./lowerNetwork.js";
import { isDelayed, type LoweredSynapses } from "./lowerSynapses.js";
import type { Connection, Values } from "./network.js";

/** The synapses of one pathway, ordered for delivery: by delay, then source, then as made. */
export interface SynapseTable {
  /** Sources and targets in the order in which they were made. */
  pairs: Pairs;
  /** The delays that occur, in steps, ascending. */
  delays: Int32Array;
  firstSource: number;
  sourceCount: number;
  /** Where each source's synapses of each delay begin; one more at the end. */
  offsets: Uint32Array;
  /** Indices in the target's population. */
  targets: Uint32Array;
  /** Values per synapse, in the same order. */
  values: Map<string, Float64Array>;
}

/** Synapses that the kernel itself connects: many, and alike but for their ends. */
export interface KernelConnected {
  inDegree: number;
  autapses: boolean;
  /** In steps. */
  delay: number;
  /** Values that all synapses begin with. */
  values: Map<string, number>;
}

/**
 * Whether the kernel can connect synapses: at a fixed in-degree with multapses, all with the same
 * delay and the same initial values, on the default stream.
 */
export function kernelConnected(
  { synapses, perSynapse }: LoweredSynapses,
  streams: Streams,
  dt: number,
): KernelConnected | undefined {
  const { name, from, to, connection, delay = 0 } = synapses;
  if (streams.kind !== "default" || !isInDegree(connection) || connection.multapses === false)
    return undefined;
  const values = new Map<string, number>();
  for (const [text, value] of perSynapse) {
    const shared = sharedNumber(value);
    if (shared === undefined) return undefined;
    values.set(text, shared);
  }
  const seconds = sharedNumber(delay);
  if (seconds === undefined) return undefined;
  requireInDegree(connection, from, to);
  const { inDegree, autapses = true } = connection;
  return { inDegree, autapses, delay: delaySteps(name, seconds, dt), values };
}

const isInDegree = (connection: Connection): connection is Connection & { rule: "inDegree" } =>
  connection.rule === "inDegree";

const sharedNumber = (values: Values): number | undefined =>
  typeof values === "number" ? values : values instanceof Quantity ? values.value : undefined;

function delaySteps(name: string, seconds: number, dt: number): number {
  const steps = Math.round(seconds / dt);
  if (!(steps >= 0 && steps < 1e6))
    throw new UserError(`invalid delay of ${name}: ${seconds} s; expected 0 s to a million steps`);
  return steps;
}

/** The pairs of neurons that synapses connect, in the order in which they are made. */
export const pairsOf = ({ synapses }: LoweredSynapses, streams: Streams): Pairs =>
  connect(synapses.connection, synapses.from, synapses.to, (block) =>
    streams.of(purposeOf.connection(synapses.name, block)),
  );

/** Draws the connections, values and delays of a pathway and orders them. */
export function makeSynapses(lowered: LoweredSynapses, streams: Streams, dt: number): SynapseTable {
  const { synapses, perSynapse } = lowered;
  const { name, from, delay = 0 } = synapses;
  const pairs = pairsOf(lowered, streams);
  const count = pairs.sources.length;
  const drawn = (what: string, values: Values): Float64Array =>
    numbersFor(
      `${what} of ${name}`,
      values,
      count,
      streamOf(streams, purposeOf.values(name, what)),
    );
  const given = new Map([...perSynapse].map(([text, values]) => [text, drawn(text, values)]));
  const steps = Int32Array.from(drawn("delay", delay), (seconds) => delaySteps(name, seconds, dt));
  // without any synapse there is one row a source all the same, which is empty
  const none = Math.max(isDelayed(delay) ? 1 : 0, delaySteps(name, sharedNumber(delay) ?? 0, dt));
  const delays = count > 0 ? Int32Array.from(new Set(steps)).sort() : Int32Array.of(none);
  const delayIndex = new Map(Array.from(delays, (value, i) => [value, i]));
  const sourceCount = from.end - from.start;
  const rowOf = (k: number): number =>
    (delayIndex.get(steps[k]) as number) * sourceCount + pairs.sources[k] - from.start;

  const { offsets, order } = orderByRow(delays.length * sourceCount, count, rowOf);
  const targets = Uint32Array.from(order, (k) => pairs.targets[k]);
  const values = new Map(
    [...given].map(([text, numbers]) => [text, Float64Array.from(order, (k) => numbers[k])]),
  );
  return { pairs, delays, firstSource: from.start, sourceCount, offsets, targets, values };
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

/** The synapses of a table onto some of its targets; those are then counted from the first. */
export function partOfTable(table: SynapseTable, first: number, end: number): SynapseTable {
  if (first === 0 && table.targets.every((target) => target < end)) return table;
  const kept: number[] = [];
  const offsets = new Uint32Array(table.offsets.length);
  for (let row = 0; row + 1 < table.offsets.length; row++) {
    for (let k = table.offsets[row]; k < table.offsets[row + 1]; k++)
      if (table.targets[k] >= first && table.targets[k] < end) kept.push(k);
    offsets[row + 1] = kept.length;
  }
  return {
    ...table,
    offsets,
    targets: Uint32Array.from(kept, (k) => table.targets[k] - first),
    values: new Map(
      [...table.values].map(([text, numbers]) => [
        text,
        Float64Array.from(kept, (k) => numbers[k]),
      ]),
    ),
  };
}
