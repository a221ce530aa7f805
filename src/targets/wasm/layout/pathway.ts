import { InternalError } from "../../../base/index.js";
import { FIELDS, type Field, type Program } from "../../../program/index.js";
import { type BuiltNetwork, partOfTable, picked, type SynapseTable } from "../../build/index.js";
import type { Pathway } from "../code/synapses/pathway.js";
import type { MadeRows } from "../making/task.js";
import { BEFORE_HISTORY, HISTORY_NODE, NEVER, SYNAPSES, SYNAPSES_SIZE } from "../records.js";
import { type PlacedList, placeLists } from "./lists.js";
import type { MemoryPlan } from "./memoryPlan.js";
import type { Part, Range } from "./part.js";
import { powerTables } from "./traces.js";

/** The synapses of a kind onto the neurons of a part, as they stand in memory. */
export interface PlacedSynapses {
  domain: string;
  record: number;
  /** The neurons of the target's population that the part has. */
  range: Range;
  /** In steps, ascending. */
  delays: Int32Array;
  /** Synapses by row; none of those that are one to one, which are no more than a shift. */
  rows: PlacedRows | undefined;
  /** What is kept of those that wait for their source's spikes. */
  plastic: PlacedPlasticity | undefined;
  /** Lists by which further pathways find their synapses, by side and delay. */
  lists: ReadonlyMap<string, PlacedList>;
  /** Byte offsets of the sources, where statements need them. */
  sources: number;
  /** Which of the synapses, as they are made, stands at each place; of those that nobody looks for, nothing. */
  order: Uint32Array;
}

/** Synapses by source and delay. */
export interface PlacedRows {
  count: number;
  offsets: number;
  targets: number;
  /** Whether targets have 16 bits: see Pathway. */
  isNarrow: boolean;
  /** Addresses of the fields that the kernel has, by name. */
  fields: ReadonlyMap<string, number>;
  /** Those of them whose numbers have 32 bits. */
  singles: ReadonlySet<string>;
  /** The place of each synapse in the table of all, where they do not follow each other. */
  places: Uint32Array | undefined;
  /** Of synapses onto synapses: which of those, as they are made, stands at each place. */
  madeTargets?: Uint32Array;
  /** The targets of these synapses among those of all kinds in the rows; undefined where they are the only kind. */
  within: Range | undefined;
}

/** What rows of plastic synapses and the spikes of their targets have left. */
export interface PlacedPlasticity {
  lastSpikes: number;
  lastCounts: number;
  /** By name of the trace. */
  traces: ReadonlyMap<string, number>;
  heads: number;
  /** Bytes of a spike in the history. */
  node: number;
  /** Neurons that may spike in one step. */
  neurons: number;
}

/** Where synapses are placed, and what is known of the network. */
export interface PathwayContext {
  program: Program;
  built: BuiltNetwork;
  part: Part;
  plan: MemoryPlan;
  /** Fields of the synapses that the kernel asks for, one number for each. */
  fields: readonly Field[];
  /** Synapses in order, made when they are needed. */
  table: () => SynapseTable;
  /** Synapses that were placed before. */
  placed: (domain: string) => PlacedSynapses | undefined;
  /** Where the kernel made them. */
  made: MadeRows | undefined;
  /** Their targets among those of all kinds that are made with them. */
  within: Range | undefined;
}

/** Spikes that a history has room for at first. */
const FIRST_ROOM = 65_536;

/** Lays out the synapses of a pathway. */
export function placePathway(pathway: Pathway, context: PathwayContext): PlacedSynapses {
  const { domain, oneToOne, allToOne } = pathway;
  const { part, plan, built } = context;
  const range = part.ranges.get(domain.target) ?? { first: 0, end: domain.to.end };
  const record = plan.zeros(SYNAPSES_SIZE);
  const set = (entry: keyof typeof SYNAPSES, value: number): void =>
    plan.word(record + SYNAPSES[entry], value);
  const { name, from, to } = domain;
  if (oneToOne) {
    const delays = Int32Array.of(built.number(name, FIELDS.delay));
    // those of the slice that are in the part
    const first = Math.max(range.first, to.start);
    set("firstSource", from.start + first - to.start);
    set("sourceCount", Math.max(0, Math.min(range.end, to.end) - first));
    set("shift", first - range.first);
    set("delays", plan.array(delays));
    set("delayCount", 1);
    return { ...NO_ROWS, domain: name, record, range, delays };
  }
  if (allToOne) {
    const delays = Int32Array.of(built.number(name, FIELDS.delay));
    const isHere = to.start >= range.first && to.start < range.end;
    set("firstSource", from.start);
    set("sourceCount", isHere ? from.end - from.start : 0);
    set("shift", isHere ? to.start - range.first : 0);
    set("delays", plan.array(delays));
    set("delayCount", 1);
    return { ...NO_ROWS, domain: name, record, range, delays };
  }
  const { made } = context;
  const { delays, rows, lists, sources, order } = made
    ? { delays: made.delays, rows: rowsOfMade(made, pathway, context), ...NO_ROWS_LISTS }
    : placeTable(pathway, range, context);
  set("firstSource", from.start);
  set("sourceCount", from.end - from.start);
  set("delays", plan.array(delays));
  set("delayCount", delays.length);
  set("offsets", rows.offsets);
  set("targets", rows.targets);
  const [firstSum, endSum] = [Math.max(range.first, to.start), Math.min(range.end, to.end)];
  set("sumsFrom", 8 * (firstSum - range.first));
  set("sumsTo", 8 * Math.max(0, Math.max(firstSum, endSum) - range.first));
  const plastic = pathway.postponed ? placePlasticity(pathway, rows, range, plan) : undefined;
  if (plastic) {
    set("lastSpikes", plastic.lastSpikes);
    set("lastCounts", plastic.lastCounts);
    set("heads", plastic.heads);
    placeHistory(plastic, plan, set);
    if (pathway.delivery?.fastPowers) set("powers", plan.array(powerTables()));
  }
  return { domain: name, record, range, delays, rows, plastic, lists, sources, order };
}

const NO_ROWS_LISTS = {
  lists: new Map<string, PlacedList>(),
  sources: 0,
  order: new Uint32Array(0),
} as const;

/** What synapses have that are no more than a shift. */
const NO_ROWS = { ...NO_ROWS_LISTS, rows: undefined, plastic: undefined } as const;

/** Synapses row by row, from a table. */
function placeTable(
  pathway: Pathway,
  range: Range,
  context: PathwayContext,
): Pick<PlacedSynapses, "delays" | "lists" | "sources" | "order"> & { rows: PlacedRows } {
  const { built, plan, fields, table: whole } = context;
  const ends = sidesOf(pathway, context);
  const table = partOfTable(whole(), range);
  const { delays, offsets, order } = table;
  const placed = new Map<string, number>();
  for (const { domain, name, begins, isSingle } of fields) {
    if (begins.kind === "value" && !isSingle) {
      placed.set(name, plan.filled(order.length, begins.value));
      continue;
    }
    const values = built.values(domain, name);
    const own = isSingle ? new Float32Array(order.length) : new Float64Array(order.length);
    placed.set(name, plan.array(picked(values, order, own)));
  }
  return {
    delays,
    rows: {
      count: offsets.length - 1,
      offsets: plan.array(offsets),
      targets: plan.array(
        pathway.isNarrow
          ? Uint16Array.from(table.targets, (target) => target - range.first)
          : ends.target(table.targets, range.first),
      ),
      madeTargets: ends.made,
      isNarrow: pathway.isNarrow,
      fields: placed,
      singles: singlesOf(fields),
      places: table.places,
      within: undefined,
    },
    lists: placeLists(pathway, built, order, plan),
    sources: placeSources(pathway, built, order, plan, ends.source),
    order: pathway.isSearched ? order : new Uint32Array(0),
  };
}

const singlesOf = (fields: readonly Field[]): Set<string> =>
  new Set(fields.flatMap(({ name, isSingle }) => (isSingle ? [name] : [])));

/** Byte offsets of the sources, where pathways need them that do not go by source; one thread has all sources. */
function placeSources(
  { domain, isSearched, readsSource }: Pathway,
  built: BuiltNetwork,
  order: Uint32Array,
  plan: MemoryPlan,
  offsetsOf: Offsets,
): number {
  if (!isSearched || !readsSource) return 0;
  const { sources } = built.pairs(domain.name);
  return plan.array(offsetsOf(picked(sources, order, new Int32Array(order.length)), 0));
}

/** Byte offsets of what is on a side, by its indices and the first one that a part has. */
type Offsets = (indices: Int32Array, first: number) => Int32Array;

/** How both sides stand in memory: neurons in their order; synapses by rows, whatever the order in which they were made. */
function sidesOf(
  { domain }: Pathway,
  { placed }: PathwayContext,
): { source: Offsets; target: Offsets; made: Uint32Array | undefined } {
  const byRows = (side: string): { offsets: Offsets; made: Uint32Array } => {
    const made = placed(side)?.order;
    if (!made) throw new InternalError(`${side} were not placed yet`);
    const offsets = new Int32Array(made.length);
    made.forEach((index, place) => {
      offsets[index] = place << 3;
    });
    return { offsets: (indices) => indices.map((index) => offsets[index]), made };
  };
  const source = domain.from.synapses ? byRows(domain.source).offsets : byteOffsets;
  if (!domain.to.synapses) return { source, target: byteOffsets, made: undefined };
  const { offsets: target, made } = byRows(domain.target);
  return { source, target, made };
}

/** Where neurons stand in arrays of 8 bytes each that begin with the first one. */
function byteOffsets(neurons: Int32Array, first: number): Int32Array {
  const offsets = new Int32Array(neurons.length);
  for (let k = 0; k < neurons.length; k++) offsets[k] = (neurons[k] - first) << 3;
  return offsets;
}

/** Synapses that the kernel made: they are where it left them. */
function rowsOfMade(
  { rowCount, offsets, targets, fields }: MadeRows,
  pathway: Pathway,
  { fields: all, within }: PathwayContext,
): PlacedRows {
  return {
    count: rowCount,
    offsets,
    targets,
    isNarrow: pathway.isNarrow,
    fields,
    singles: singlesOf(all),
    places: undefined,
    within,
  };
}

/** What rows and targets of plastic synapses keep. */
function placePlasticity(
  { preTraces, postTraces }: Pathway,
  rows: PlacedRows,
  { first, end }: Range,
  plan: MemoryPlan,
): PlacedPlasticity {
  const neurons = end - first;
  return {
    lastSpikes: plan.array(new Int32Array(rows.count).fill(NEVER)),
    lastCounts: plan.zeros(4 * rows.count),
    traces: new Map(preTraces.map(({ name }) => [name, plan.filled(rows.count, 0)])),
    heads: plan.zeros(4 * neurons),
    node: HISTORY_NODE.traces + 8 * postTraces.length,
    neurons,
  };
}

/** The history: its place 0 is a spike before all spikes, which every neuron begins with. */
function placeHistory(
  { node, neurons }: PlacedPlasticity,
  plan: MemoryPlan,
  set: (entry: keyof typeof SYNAPSES, value: number) => void,
): void {
  const capacity = node * (FIRST_ROOM + 2 * neurons);
  const history = plan.reserve(capacity);
  const before = new Int32Array(node >> 2);
  before[HISTORY_NODE.step >> 2] = BEFORE_HISTORY;
  before[HISTORY_NODE.earlierStep >> 2] = BEFORE_HISTORY;
  plan.content(history, before);
  set("history", history);
  set("historyUsed", node);
  set("historyRoom", capacity - node * neurons);
}
