import type { KernelSource } from "../compiler/index.js";
import { evaluate } from "../equations/index.js";
import type { Streams } from "../random/index.js";
import { GENERATOR_SIZE, generators } from "./generators.js";
import { KernelMemory } from "./kernelMemory.js";
import type { ThreadTask } from "./kernelThread.js";
import { type LoweredNetwork, purposeOf } from "./lowerNetwork.js";
import type { LoweredSynapses } from "./lowerSynapses.js";
import { BLOCK, type Part, type Range } from "./partition.js";
import { type History, layOutPlasticity } from "./plasticMemory.js";
import { layOutRecorders } from "./recordings.js";
import {
  type ExchangedLists,
  layOutPopulations,
  layOutSources,
  layOutSpikes,
  type Travel,
} from "./spikeOwners.js";
import { type KernelConnected, partOfTable, type SynapseTable } from "./synapseTable.js";

/** The synapses of a pathway: made already, or left to the kernel. */
export type BuiltSynapses = SynapseTable | KernelConnected;

/** Where the synapses of a pathway onto a part stand in its memory. */
export interface RowsInMemory {
  /** Index of the first neuron of the part. */
  first: number;
  rows: number;
  delays: Int32Array;
  offsets: number;
  targets: number;
  values: ReadonlyMap<string, number>;
}

/** A part of a network laid out: its memory, what its thread has to do, where things stand. */
export interface PartLayout {
  layout: KernelMemory;
  task: ThreadTask;
  lists: ExchangedLists[];
  longestChunk: number;
  generator: number;
  rows: ReadonlyMap<string, RowsInMemory>;
}

/** Steps from a spike to its effects, ascending. */
export const delaysOf = (built: BuiltSynapses): Int32Array =>
  "delay" in built ? Int32Array.of(built.delay) : built.delays;

/** Lays out the memory of a part. Connections come first, then initial values: as published programs do. */
export function layOutPart(
  lowered: LoweredNetwork,
  { slots, derived }: KernelSource,
  built: readonly BuiltSynapses[],
  part: Part,
  travel: Pick<Travel, "threads" | "interval">,
  streams: Streams,
): PartLayout {
  const { simulation, dt } = lowered;
  const layout = new KernelMemory(slots);
  layout.constant("dt", dt);
  for (const constant of derived) layout.constant(constant.slot, derivedValue(constant, lowered));
  const histories: History[] = [];
  const connections: number[][] = [];
  const rows = new Map<string, RowsInMemory>();
  for (const [k, synapses] of lowered.synapses.entries()) {
    const pathway = lowered.plan.pathways[k];
    const range = part.populations[pathway.to];
    const prefix = `pathway ${k}`;
    for (const [name, value] of synapses.constants)
      layout.constant(`${prefix} constant ${name}`, value);
    const { from, to } = synapses.synapses;
    const delays = delaysOf(built[k]);
    layout.array(`${prefix} delays`, delays);
    layout.set(`${prefix} delay count`, delays.length);
    if (pathway.oneToOne) {
      // those of the slice that are in the part
      const first = Math.max(range.first, to.start);
      const count = Math.max(0, Math.min(range.end, to.end) - first);
      layout.set(`${prefix} first source`, from.start + first - to.start);
      layout.set(`${prefix} source count`, count);
      layout.set(`${prefix} shift`, first - range.first);
      continue;
    }
    layout.set(`${prefix} first source`, from.start);
    layout.set(`${prefix} source count`, from.end - from.start);
    const placed = layOutRows(prefix, synapses, built[k], range, streams, layout, connections);
    rows.set(synapses.synapses.name, placed);
    if (pathway.plasticity)
      histories.push(layOutPlasticity(prefix, synapses, placed.rows, range, dt, layout));
  }
  const owners = [
    ...layOutSources(lowered, layout, streams, part),
    ...layOutPopulations(lowered, layout, streams, part),
  ];
  const { sources, populations } = lowered.plan;
  const lists = owners.map((owner, o) => {
    const { remembered } = [...sources, ...populations][o];
    const delays = lowered.synapses.map(({ synapses }, k) =>
      synapses.from.of === owner.name ? (delaysOf(built[k]).at(-1) ?? 0) : 0,
    );
    const longestDelay = Math.max(0, ...delays);
    return layOutSpikes(owner, { ...travel, remembered, longestDelay }, layout);
  });
  const recorders = layOutRecorders(lowered, layout, part);
  const generator = layout.reserve(GENERATOR_SIZE);
  layout.set("generator", generator);
  return {
    layout,
    task: { owners, recorders: recorders.list, histories, connections },
    lists: lists.slice(simulation.sources.length),
    longestChunk: recorders.longestChunk,
    generator,
    rows,
  };
}

/** Synapses row by row: filled in from a table, or left for the kernel to connect. */
function layOutRows(
  prefix: string,
  { synapses }: LoweredSynapses,
  built: BuiltSynapses,
  range: Range,
  streams: Streams,
  layout: KernelMemory,
  connections: number[][],
): RowsInMemory {
  const { name, from, to } = synapses;
  const delays = delaysOf(built);
  const rows = delays.length * (from.end - from.start);
  const placed = { first: range.first, rows, delays };
  if (!("delay" in built)) {
    const table = partOfTable(built, range.first, range.end);
    return {
      ...placed,
      values: new Map(
        [...table.values].map(([text, values]) => [
          text,
          layout.array(`${prefix} array ${text}`, values),
        ]),
      ),
      offsets: layout.array(`${prefix} offsets`, table.offsets),
      targets: layout.array(`${prefix} targets`, table.targets),
    };
  }
  const first = Math.max(range.first, to.start);
  const end = Math.max(first, Math.min(range.end, to.end));
  const count = built.inDegree * (end - first);
  const offsets = layout.reserve(4 * (rows + 1));
  const targets = layout.reserve(4 * count);
  layout.set(`${prefix} offsets`, offsets);
  layout.set(`${prefix} targets`, targets);
  const values = new Map(
    [...built.values].map(([text, value]) => [
      text,
      layout.filled(`${prefix} array ${text}`, count, value),
    ]),
  );
  const states = layout.array(
    `${prefix} generators`,
    generators(streams, { first: Math.floor(first / BLOCK) * BLOCK, end }, (block) =>
      purposeOf.connection(name, block),
    ),
  );
  const self = from.of === to.of && !built.autapses ? first - from.start : -(2 ** 30);
  connections.push([
    states,
    from.end - from.start,
    built.inDegree,
    first,
    end - first,
    self,
    range.first,
    offsets,
    targets,
  ]);
  return { ...placed, offsets, targets, values };
}

function derivedValue(
  { population, expression }: KernelSource["derived"][number],
  lowered: LoweredNetwork,
): number {
  const { constants, population: owner } = lowered.populations[population];
  const read = (name: string): number =>
    name === "dt" ? lowered.dt : name === "N" ? owner.N : (constants.get(name) as number);
  return Number(evaluate(expression, read));
}
