import { InternalError } from "../../../base/index.js";
import type { PlacedSynapses } from "../layout/index.js";
import { HISTORY_NODE, SYNAPSES } from "../records.js";
import { moveHistory } from "./history.js";
import type { Placed } from "./placed.js";
import { rowsIn, type SynapseRows, setWholeColumn, wholeColumn } from "./synapseRows.js";

/** The state of synapses that statements change. */
export interface SynapsesState {
  /** In the order of the whole table. */
  readonly variables: ReadonlyMap<string, Float64Array>;
  /** Of those that wait for their source's spikes. */
  readonly waiting: WaitingState | undefined;
}

/** What the synapses of a row have in common that wait for their source's spikes, and what they wait with. */
interface WaitingState {
  readonly lastSpikes: Int32Array;
  readonly lastCounts: Int32Array;
  readonly traces: ReadonlyMap<string, Float64Array>;
  /** The targets' spikes: neuron and step in turn, and the traces right after each. */
  readonly history: Int32Array;
  readonly historyTraces: Float64Array;
}

/** Takes the state of synapses out of all threads' memories. */
export function takeSynapses(
  parts: readonly Placed<PlacedSynapses>[],
  variables: readonly string[],
): SynapsesState {
  const groups = parts.map(({ memory, placed }) => rowsIn(memory, placed) as SynapseRows);
  return {
    variables: new Map(variables.map((name) => [name, wholeColumn(groups, name)])),
    waiting: takeWaiting(parts),
  };
}

function takeWaiting(parts: readonly Placed<PlacedSynapses>[]): WaitingState | undefined {
  const [{ memory, placed }] = parts;
  const { rows, plastic } = placed;
  if (!plastic) return undefined;
  if (!rows) throw new InternalError(`no rows of ${placed.domain}`);
  const { buffer } = memory;
  const histories = parts.map(takeHistory);
  const events = histories.flatMap(({ events: own }, p) =>
    own.map((event, k) => ({ ...event, p, k })),
  );
  // spikes of one step go by neuron, as the threads' ranges do
  events.sort((a, b) => a.step - b.step || a.p - b.p || a.k - b.k);
  return {
    lastSpikes: new Int32Array(buffer, plastic.lastSpikes, rows.count).slice(),
    lastCounts: new Int32Array(buffer, plastic.lastCounts, rows.count).slice(),
    traces: new Map(
      [...plastic.traces].map(([name, address]) => [
        name,
        new Float64Array(buffer, address, rows.count).slice(),
      ]),
    ),
    history: Int32Array.from(events.flatMap(({ neuron, step }) => [neuron, step])),
    historyTraces: Float64Array.from(events.flatMap(({ traces }) => [...traces])),
  };
}

interface HistoryEvent {
  neuron: number;
  step: number;
  traces: Float64Array;
}

/** The spikes in a thread's history, in order. */
function takeHistory({ memory, placed }: Placed<PlacedSynapses>): { events: HistoryEvent[] } {
  const { record, plastic, range } = placed;
  if (!plastic) return { events: [] };
  const { buffer } = memory;
  const view = new DataView(buffer);
  const history = view.getUint32(record + SYNAPSES.history, true);
  const used = view.getUint32(record + SYNAPSES.historyUsed, true);
  const { node } = plastic;
  const neuronOf = new Map<number, number>();
  // the heads know whose the newest spikes are; from each, the earlier ones are found
  for (let k = 0; k < plastic.neurons; k++) {
    let place = view.getUint32(plastic.heads + 4 * k, true);
    while (place !== 0) {
      neuronOf.set(place, range.first + k);
      place = view.getUint32(history + place + HISTORY_NODE.earlier, true);
    }
  }
  const events: HistoryEvent[] = [];
  for (let place = node; place < used; place += node) {
    const neuron = neuronOf.get(place);
    if (neuron === undefined) throw new InternalError("a spike of nobody in a history");
    events.push({
      neuron,
      step: view.getInt32(history + place + HISTORY_NODE.step, true),
      traces: new Float64Array(
        buffer.slice(history + place + HISTORY_NODE.traces, history + place + node),
      ),
    });
  }
  return { events };
}

/** Puts the state of synapses into all threads' memories. */
export function putSynapses(parts: readonly Placed<PlacedSynapses>[], state: SynapsesState): void {
  const { waiting } = state;
  const groups = parts.map(({ memory, placed }) => rowsIn(memory, placed) as SynapseRows);
  for (const [name, whole] of state.variables) setWholeColumn(groups, name, whole);
  for (const { memory, placed } of parts) {
    const { plastic } = placed;
    if (!plastic || !waiting) continue;
    const view = new Uint8Array(memory.buffer);
    const put = ({ buffer, byteOffset, byteLength }: ArrayBufferView, address: number): void =>
      view.set(new Uint8Array(buffer, byteOffset, byteLength), address);
    put(waiting.lastSpikes, plastic.lastSpikes);
    put(waiting.lastCounts, plastic.lastCounts);
    for (const [name, values] of waiting.traces) put(values, plastic.traces.get(name) as number);
    putHistory(memory, placed, waiting);
  }
}

/** Writes the spikes of a thread's own neurons into its history, in order. */
function putHistory(
  memory: WebAssembly.Memory,
  { record, plastic, range }: PlacedSynapses,
  { history: spikes, historyTraces }: WaitingState,
): void {
  if (!plastic) return;
  const { node, neurons, heads } = plastic;
  const traceCount = (node - HISTORY_NODE.traces) / 8;
  const own: number[] = [];
  for (let k = 0; k < spikes.length / 2; k++)
    if (spikes[2 * k] >= range.first && spikes[2 * k] < range.end) own.push(k);
  const used = node * (own.length + 1);
  const room = new DataView(memory.buffer).getUint32(record + SYNAPSES.historyRoom, true);
  if (used > room) moveHistory(memory, record, node, 2 * used + node * neurons, node * neurons);
  const view = new DataView(memory.buffer);
  const history = view.getUint32(record + SYNAPSES.history, true);
  own.forEach((k, n) => {
    const place = node * (n + 1);
    const at = history + place;
    const head = heads + 4 * (spikes[2 * k] - range.first);
    const earlier = view.getUint32(head, true);
    const earlierStep = view.getInt32(history + earlier + HISTORY_NODE.step, true);
    view.setInt32(at + HISTORY_NODE.step, spikes[2 * k + 1], true);
    view.setUint32(at + HISTORY_NODE.earlier, earlier, true);
    view.setUint32(at + HISTORY_NODE.later, 0, true);
    view.setInt32(at + HISTORY_NODE.earlierStep, earlierStep, true);
    for (let t = 0; t < traceCount; t++)
      view.setFloat64(at + HISTORY_NODE.traces + 8 * t, historyTraces[k * traceCount + t], true);
    view.setUint32(history + earlier + HISTORY_NODE.later, place, true);
    view.setUint32(head, place, true);
  });
  view.setUint32(record + SYNAPSES.historyUsed, used, true);
}
