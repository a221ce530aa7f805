import type { Streams } from "../random/index.js";
import { UserError } from "../units/index.js";
import { connect, type Pairs } from "./connect.js";
import { type LoweredSynapses, numbersFor, purposeOf, streamOf } from "./lowerNetwork.js";

/** The synapses of one pathway, ordered for delivery: by delay, then source. */
export interface SynapseTable {
  pairs: Pairs;
  /** The delays that occur, in steps, ascending. */
  delays: Int32Array;
  firstSource: number;
  sourceCount: number;
  /** Where each source's synapses of each delay begin; one more at the end. */
  offsets: Uint32Array;
  targets: Uint32Array;
  /** Values per synapse, in the same order. */
  values: Map<string, Float64Array>;
}

/** Draws the connections, values and delays of a pathway and orders them. */
export function makeSynapses(
  { synapses, perSynapse }: LoweredSynapses,
  streams: Streams,
  dt: number,
): SynapseTable {
  const { name, from, to, connection, parameters, delay = 0 } = synapses;
  const pairs = connect(connection, from, to, streamOf(streams, purposeOf.connection(name)));
  const count = pairs.sources.length;
  const drawn = (what: string, values: typeof delay): Float64Array =>
    numbersFor(
      `${what} of ${name}`,
      values,
      count,
      streamOf(streams, purposeOf.values(name, what)),
    );
  const given = new Map(perSynapse.map((text) => [text, drawn(text, parameters[text])]));
  const steps = Int32Array.from(drawn("delay", delay), (seconds) => {
    const rounded = Math.round(seconds / dt);
    if (!(rounded >= 0 && rounded < 1e6))
      throw new UserError(
        `invalid delay of ${name}: ${seconds} s; expected 0 s to a million steps`,
      );
    return rounded;
  });
  const delays = Int32Array.from(new Set(steps)).sort();
  const delayIndex = new Map(Array.from(delays, (value, i) => [value, i]));
  const sourceCount = from.end - from.start;
  const rowOf = (k: number): number =>
    (delayIndex.get(steps[k]) as number) * sourceCount + pairs.sources[k] - from.start;

  const offsets = new Uint32Array(delays.length * sourceCount + 1);
  for (let k = 0; k < count; k++) offsets[rowOf(k) + 1] += 1;
  for (let row = 0; row + 1 < offsets.length; row++) offsets[row + 1] += offsets[row];
  const next = offsets.slice();
  const targets = new Uint32Array(count);
  const values = new Map([...given.keys()].map((text) => [text, new Float64Array(count)]));
  for (let k = 0; k < count; k++) {
    const at = next[rowOf(k)]++;
    targets[at] = pairs.targets[k];
    for (const [text, ordered] of values) ordered[at] = (given.get(text) as Float64Array)[k];
  }
  return { pairs, delays, firstSource: from.start, sourceCount, offsets, targets, values };
}
