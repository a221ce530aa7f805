import { InternalError } from "../../../base/index.js";
import {
  FIELDS,
  type PopulationDomain,
  type Program,
  type SourceDomain,
} from "../../../program/index.js";
import { type BuiltNetwork, type EventPairs, mostAtOnce } from "../../build/index.js";
import { SPIKING, SPIKING_SIZE } from "../records.js";
import { generatorPairs, generators } from "./generators.js";
import type { MemoryPlan } from "./memoryPlan.js";
import type { Part, Range } from "./part.js";

/** How spikes travel: how long they are remembered, and how many threads there are. */
export interface Travel {
  /** Longest delay of the domain's synapses in steps, and whether there is any. */
  longestDelay: number;
  isRemembered: boolean;
  threads: number;
  /** Steps between two exchanges of spikes among threads; 0 where these are within each step. */
  interval: number;
}

/**
 * Lists of the last steps' spikes: where, how many, and the bytes of one. Behind them, for each list, a byte says
 * whether it has spikes: those that synapses with many delays look at stand side by side.
 */
export interface Ring {
  address: number;
  length: number;
  listSize: number;
}

/** A population or source, as one thread has it. */
export interface PlacedSpiking {
  domain: string;
  range: Range;
  record: number;
  /** Everybody's spikes, and those of this thread alone (the same where they are not exchanged). */
  ring: Ring;
  ownRing: Ring;
  isExchanged: boolean;
  /** Recorded spikes: where, and for how many there is room; none where they are not recorded. */
  buffer: { address: number; capacity: number } | undefined;
  /** States of generators in memory. */
  generators: { address: number; bytes: number } | undefined;
  /** Spikes that are known before the run. */
  events: EventPairs | undefined;
}

/** Lays out the record of a population or source, and what belongs to it alone. */
export function placeSpiking(
  program: Program,
  built: BuiltNetwork,
  domain: PopulationDomain | SourceDomain,
  part: Part,
  travel: Travel,
  plan: MemoryPlan,
): PlacedSpiking {
  const { name, kind, size } = domain;
  const range = part.ranges.get(name) as Range;
  const count = range.end - range.first;
  const record = plan.zeros(SPIKING_SIZE);
  const set = (entry: keyof typeof SPIKING, value: number): void =>
    plan.word(record + SPIKING[entry], value);
  const events = kind === "source" && domain.events ? built.eventsOf(name) : undefined;
  const [room, wholeRoom] =
    kind === "population"
      ? [count, size]
      : [roomOfSource(built, name, range, events)].flatMap((most) => [most, most]);
  const isExchanged = travel.threads > 1 && travel.isRemembered && kind === "population";
  const ring = placeRing(plan, travel.longestDelay + 1, wholeRoom);
  const ownRing = isExchanged ? placeRing(plan, 2 * Math.max(1, travel.interval), room) : ring;
  set("ring", ring.address);
  set("ringLength", ring.length);
  set("listSize", ring.listSize);
  set("ownRing", ownRing.address);
  set("ownLength", ownRing.length);
  set("ownListSize", ownRing.listSize);
  set("listRoom", room);
  set("count", count);
  set("first", range.first);
  set("total", size);
  const buffer = part.records.has(name) ? placeBuffer(plan, room) : undefined;
  set("spikeBuffer", buffer?.address ?? 0);
  set("spikesFree", buffer?.capacity ?? UNLIMITED);
  if (events) {
    set("events", plan.constant(events));
    set("eventCount", events.length / 2);
  }
  const states = generatorStates(program, built, name, range);
  const address = states && plan.array(states);
  if (address !== undefined) set("generators", address);
  if (isNoisy(program, name)) set("noise", plan.zeros(8 * (count + 1)));
  return {
    domain: name,
    range,
    record,
    ring,
    ownRing,
    isExchanged,
    buffer,
    generators: states && address !== undefined ? { address, bytes: states.byteLength } : undefined,
    events,
  };
}

/** More spikes than any step has: there is always room for what nobody records. */
const UNLIMITED = 0x7fffffff;

/** Lists for at least so many steps, each with room for so many spikes. */
function placeRing(plan: MemoryPlan, least: number, room: number): Ring {
  // a power of two, so that the place of a step is found without a division
  const length = 2 ** Math.ceil(Math.log2(least));
  // the length of a list, its spikes, and one more that is written before it is known to be wrong
  const listSize = 4 * (room + 2);
  return { address: plan.zeros(length * (listSize + 1)), length, listSize };
}

const placeBuffer = (plan: MemoryPlan, room: number): { address: number; capacity: number } => {
  const capacity = Math.max(65_536, 4 * room);
  return { address: plan.buffer(8 * capacity), capacity };
};

/** Most spikes of a source in one step. */
function roomOfSource(
  built: BuiltNetwork,
  name: string,
  range: Range,
  events: EventPairs | undefined,
): number {
  if (events) return mostAtOnce(events);
  let total = 0;
  for (let k = range.first; k < range.end; k++) total += built.valueAt(name, FIELDS.mean, k);
  if (!Number.isFinite(total)) throw new InternalError(`the mean of ${name} is ${total}`);
  // fifty standard deviations above the mean: never reached
  return Math.ceil(total + 50 * Math.sqrt(total) + 100);
}

const drawsOf = (program: Program, domain: string): string | undefined =>
  program.blocks.find((block) => block.domain === domain && block.draws)?.draws?.normal;

const isNoisy = (program: Program, domain: string): boolean =>
  drawsOf(program, domain) !== undefined;

/** The states with which the generators of a domain's blocks begin. */
function generatorStates(
  program: Program,
  { streams }: BuiltNetwork,
  domain: string,
  range: Range,
): BigUint64Array | undefined {
  const noise = drawsOf(program, domain);
  if (noise !== undefined) return generatorPairs(streams, range, noise);
  const block = program.blocks.find((item) => item.domain === domain);
  const statement = block?.statements[0];
  if (statement?.kind === "emit poisson" || statement?.kind === "emit poisson together")
    return generators(streams, range, statement.purpose);
  return undefined;
}
