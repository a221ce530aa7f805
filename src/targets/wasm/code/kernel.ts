import { InternalError } from "../../../base/index.js";
import type { Block, Program } from "../../../program/index.js";
import {
  constant,
  defineFunction,
  type EncodedModule,
  encodeModule,
  type FunctionDefinition,
  type FunctionWriter,
  type Value,
  type WrittenModule,
  writeModule,
} from "../assembler/index.js";
import { beginList, hasRoom, hasSpikes, keepSpikes } from "../library/spikes.js";
import { RUN, RUN_RECORD, RUN_SIZE, SYNAPSES } from "../records.js";
import type { BlockFunction } from "./blockFunction.js";
import { cableFunction } from "./cableBlock.js";
import type { Exchange } from "./exchange.js";
import { recordFunction } from "./recordBlock.js";
import type { Slot } from "./scope/slots.js";
import { sourceFunction } from "./sourceBlock.js";
import { spikeFunction } from "./spikeBlock.js";
import {
  type Delivering,
  deliveryFunction,
  finishFunction,
  settleFunction,
} from "./synapses/delivery.js";
import { listFunction } from "./synapses/listBlock.js";
import {
  type Bundle,
  inBundles,
  membersOf,
  type Pathway,
  pathwaysOf,
  spikerOf,
} from "./synapses/pathway.js";
import { rememberFunction } from "./synapses/plasticity.js";
import { stepFunction } from "./synapses/stepBlock.js";
import { timedFunction } from "./timedBlock.js";
import { updateFunction } from "./update.js";

/** Something whose address stands in the run's table: a domain's record, or a function's own. */
export type TableEntry =
  | { kind: "record"; domain: string }
  | { kind: "function"; slots: readonly Slot[] };

/** How the synapses of a pathway are brought up to the end of the last step. */
export interface Finishing {
  domain: string;
  /** The names of the exported functions, and the places of their records in the table. */
  settle: { name: string; entry: number } | undefined;
  finish: { name: string; entry: number };
}

/**
 * The kernel of a program: its code, and what its memory has to hold. It may serve another program of
 * the same shape, so that it knows no sizes and values.
 */
export interface Kernel {
  module: WrittenModule;
  encoded: EncodedModule;
  /** What stands in the table behind the run's record: addresses of 4 bytes each. */
  table: readonly TableEntry[];
  finishing: readonly Finishing[];
}

/** Where an entry of the run's table stands. */
export const tableAddress = (entry: number): number => RUN_RECORD + RUN_SIZE + 4 * entry;

/**
 * Makes the kernel of a program: a function for each block, and one that goes through the steps. The
 * code does not depend on sizes and values; those stand in records in its memory.
 */
export function makeKernel(
  program: Program,
  exchange: Exchange = "none",
  bundles: readonly Bundle[] = [],
): Kernel {
  const pathways = inBundles(pathwaysOf(program), bundles);
  const table: TableEntry[] = [];
  const entryOf = (entry: TableEntry): number => table.push(entry) - 1;
  const spiking = program.domains.filter(({ kind }) => kind !== "synapses");
  const records = spiking.map(({ name }) => ({
    entry: entryOf({ kind: "record", domain: name }),
    isRecorded: program.recordsSpikes.includes(name),
    isLate: pathways.some(
      ({ delayed, delivery, domain }) => delayed && delivery && spikerOf(domain, delivery) === name,
    ),
  }));
  const calls: Call[] = [];
  const call = ({ definition, slots }: BlockFunction): void => {
    calls.push({ definition, entry: entryOf({ kind: "function", slots }) });
  };
  const last = lastUpdate(program);
  let untilKnown = 0;
  program.blocks.forEach((block, k) => {
    const made = functionOf(program, block, pathways, exchange);
    if (made) call(made);
    if (k !== last) return;
    // spikes are remembered as soon as they are known, before any synapse acts
    for (const pathway of pathways) if (pathway.postponed) call(rememberFunction(program, pathway));
    untilKnown = calls.length;
  });
  const plastic = pathways.filter((pathway): pathway is Delivering => pathway.postponed);
  const histories = plastic.map(({ domain }) => entryOf({ kind: "record", domain: domain.name }));
  const all: StepParts = { records, histories, calls };
  const exported =
    exchange === "within steps" ? halfSteps(all, untilKnown) : new Map([["run", runFunction(all)]]);
  const finishing = plastic.map((pathway, k): Finishing => {
    const add = (name: string, { definition, slots }: BlockFunction) => {
      exported.set(name, definition);
      return { name, entry: entryOf({ kind: "function", slots }) };
    };
    return {
      domain: pathway.domain.name,
      // spikes that are still in the axon have not come to the synapse
      settle: pathway.late ? add(`settle ${k}`, settleFunction(program, pathway)) : undefined,
      finish: add(`finish ${k}`, finishFunction(program, pathway)),
    };
  });
  const module = writeModule(exported, exchange !== "none");
  const encoded = encodeModule(module, Math.ceil(tableAddress(table.length) / 16) * 16);
  return { module, encoded, table, finishing };
}

/** The place of the last update of a population: behind it, the spikes of the step are known. */
const lastUpdate = ({ blocks, domains }: Program): number =>
  blocks.findLastIndex(
    ({ domain, when, elements }) =>
      when.kind === "step" &&
      elements === undefined &&
      domains.some(({ name, kind }) => name === domain && kind === "population"),
  );

const isDelivery = (pathways: readonly Pathway[], block: Block): boolean =>
  pathways.some(({ delivery }) => delivery === block);

/**
 * Whether the spikes of a step can be exchanged before they come to anybody: those of populations come to synapses
 * after all populations' updates.
 */
export function canExchangeWithin(program: Program): boolean {
  const last = lastUpdate(program);
  return program.blocks.every(({ domain, when }, k) => {
    if (k >= last) return true;
    if (when.kind !== "source spike" && when.kind !== "target spike") return true;
    const synapses = program.domains.find(({ name }) => name === domain);
    if (synapses?.kind !== "synapses" || when.kind === "target spike") return false;
    return program.domains.some(({ name, kind }) => name === synapses.source && kind === "source");
  });
}

function functionOf(
  program: Program,
  block: Block,
  pathways: readonly Pathway[],
  exchange: Exchange,
): BlockFunction | undefined {
  const { when, domain, elements } = block;
  const pathway = pathways.find((item) => item.domain.name === domain);
  if (pathway) {
    if (when.kind === "step")
      return elements
        ? recordFunction(program, block, pathway)
        : stepFunction(program, block, pathway);
    // carried out late, when the source spikes next
    if (block === pathway.onPost) return undefined;
    if (block === pathway.delivery) {
      // those that share rows are delivered together, where the first one of them is
      const members = membersOf(pathways, pathway.rowsOf);
      const isFirst = program.blocks.find((item) => isDelivery(members, item)) === block;
      return isFirst ? deliveryFunction(program, members[0] as Delivering, exchange) : undefined;
    }
    return listFunction(program, pathway, block, exchange);
  }
  if (when.kind === "spike") return spikeFunction(program, block);
  if (block.statements[0]?.kind === "timed") return timedFunction(program, block);
  if (block.statements[0]?.kind === "solve") return cableFunction(program, block);
  if (elements) return recordFunction(program, block);
  const kind = program.domains.find(({ name }) => name === domain)?.kind;
  if (kind === "source") return sourceFunction(program, block);
  if (kind === "population") return updateFunction(program, block);
  throw new InternalError(`no code for ${block.name}`);
}

/** A block's function, and the place of its record in the table. */
interface Call {
  definition: FunctionDefinition;
  entry: number;
}

/** What a step goes through: entries of the table, and functions. */
interface StepParts {
  records: readonly { entry: number; isRecorded: boolean; isLate: boolean }[];
  histories: readonly number[];
  calls: readonly Call[];
}

const addressOf = (f: FunctionWriter, entry: number): Value =>
  f.load("i32", constant(0, "i32"), tableAddress(entry));

/** The loop over steps; it ends early, between steps, when a buffer could run over. */
function runFunction(parts: StepParts): FunctionDefinition {
  return defineFunction("run", { first: "i32", steps: "i32" }, "i32", (f, { first, steps }) => {
    const run = constant(0, "i32");
    f.for(0, steps, 1, (done) => {
      const step = f.keep(first.add(done));
      leaveWithoutRoom(f, parts, done);
      beginStep(f, parts, step);
      for (const { definition, entry } of parts.calls) f.run(definition, addressOf(f, entry), step);
      endStep(f, parts, step);
      // somebody has to look whether a variable has become infinite or no number
      const suspect = f.load("i32", run, RUN_RECORD + RUN.suspect);
      f.if(suspect.gt(f.load("i32", run, RUN_RECORD + RUN.unchecked)), () => f.return(done.add(1)));
    });
    f.return(steps);
  });
}

/**
 * A step in two halves, between which threads exchange its spikes. The first one gives 0, and does nothing, when a
 * buffer could run over.
 */
function halfSteps(parts: StepParts, untilKnown: number): Map<string, FunctionDefinition> {
  const first = defineFunction("first half", { step: "i32" }, "i32", (f, { step }) => {
    leaveWithoutRoom(f, parts, constant(0, "i32"));
    beginStep(f, parts, step);
    for (const { definition, entry } of parts.calls.slice(0, untilKnown))
      f.run(definition, addressOf(f, entry), step);
    f.return(constant(1, "i32"));
  });
  const second = defineFunction("second half", { step: "i32" }, undefined, (f, { step }) => {
    for (const { definition, entry } of parts.calls.slice(untilKnown))
      f.run(definition, addressOf(f, entry), step);
    endStep(f, parts, step);
  });
  return new Map([
    ["firstHalf", first],
    ["secondHalf", second],
  ]);
}

/** Returns a number where a step could write more than there is room for. */
function leaveWithoutRoom(
  f: FunctionWriter,
  { records, histories }: StepParts,
  value: Value,
): void {
  for (const { entry, isRecorded } of records)
    if (isRecorded) f.if(hasRoom(f, addressOf(f, entry)).not(), () => f.return(value));
  for (const history of histories) {
    const record = f.keep(addressOf(f, history));
    const room = f.load("i32", record, SYNAPSES.historyRoom);
    f.if(room.below(f.load("i32", record, SYNAPSES.historyUsed)), () => f.return(value));
  }
}

function beginStep(f: FunctionWriter, { records }: StepParts, step: Value): void {
  for (const { entry, isLate } of records) beginList(f, f.keep(addressOf(f, entry)), step, isLate);
}

function endStep(f: FunctionWriter, { records }: StepParts, step: Value): void {
  for (const { entry, isRecorded } of records)
    if (isRecorded)
      f.if(hasSpikes(f, addressOf(f, entry)), () => f.run(keepSpikes, addressOf(f, entry), step));
  const run = constant(0, "i32");
  const time = f.load("f64", run, RUN_RECORD + RUN.time);
  f.store(run, time.add(f.load("f64", run, RUN_RECORD + RUN.dt)), RUN_RECORD + RUN.time);
}
