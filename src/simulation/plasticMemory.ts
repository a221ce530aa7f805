import { BEFORE_HISTORY, HISTORY_NODE, NEVER } from "../compiler/index.js";
import type { KernelMemory } from "./kernelMemory.js";
import type { LoweredSynapses } from "./lowerSynapses.js";
import type { Range } from "./partition.js";

/** Spikes that a history has room for at first. */
const FIRST_ROOM = 65_536;

/** Fine steps of a table of decays: see decay() of the kernel library. */
const FINE = 64;

/** The spikes that a thread's neurons leave for plastic synapses: where, and how large each is. */
export interface History {
  prefix: string;
  node: number;
  /** Neurons that may spike in one step. */
  neurons: number;
}

/** Traces, last spikes and histories of plastic synapses onto a range of neurons. */
export function layOutPlasticity(
  prefix: string,
  { synapses, preTraces, postTraces }: LoweredSynapses,
  rows: number,
  { first, end }: Range,
  dt: number,
  layout: KernelMemory,
): History {
  const slot = (what: string): string => `${prefix} ${what}`;
  const neurons = end - first;
  const node = HISTORY_NODE + 8 * postTraces.size;
  layout.array(slot("last spikes"), new Int32Array(rows).fill(NEVER));
  for (const trace of preTraces.keys())
    layout.array(slot(`array trace_${trace}`), new Float64Array(rows));
  for (const [trace, tau] of [...preTraces, ...postTraces]) {
    const { table, limit } = decayTable(dt / tau);
    layout.array(slot(`decay ${trace}`), table);
    layout.set(slot(`decay limit ${trace}`), limit);
  }
  if (synapses.plasticity?.powers === "fast") layout.array(slot("powers"), powerTables());
  layout.array(slot("heads"), new Uint32Array(neurons));
  const capacity = node * (FIRST_ROOM + 2 * neurons);
  const history = new Uint8Array(capacity);
  const view = new DataView(history.buffer);
  view.setInt32(0, BEFORE_HISTORY, true);
  view.setInt32(12, BEFORE_HISTORY, true);
  layout.array(slot("history"), new Int32Array(history.buffer, 0, capacity >> 2));
  layout.set(slot("history used"), node);
  layout.set(slot("history room"), capacity - node * neurons);
  return { prefix, node, neurons };
}

/** e^(-k h) for k from 0 to 63, then e^(-64 k h) until it is 0; and after how many steps it is. */
function decayTable(h: number): { table: Float64Array; limit: number } {
  const fine = Array.from({ length: FINE }, (_, k) => Math.exp(-k * h));
  const coarse: number[] = [];
  for (let k = 0; coarse.at(-1) !== 0; k++)
    // steps are counted in 32 bits
    coarse.push(k * FINE >= 2 ** 31 ? 0 : Math.exp(-k * FINE * h));
  return { table: Float64Array.from([...fine, ...coarse]), limit: FINE * (coarse.length - 1) };
}

/** Inverses and logarithms of 128 parts of [1, 2), and 64 powers of 2: see fastPower(). */
export function powerTables(): Float64Array {
  const parts = Array.from({ length: 128 }, (_, k) => {
    const inverse = 1 / (1 + (k + 0.5) / 128);
    return [inverse, -Math.log2(inverse)];
  });
  return Float64Array.from([
    ...parts.flat(),
    ...Array.from({ length: 64 }, (_, k) => 2 ** (k / 64)),
  ]);
}
