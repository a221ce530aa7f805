import type { Streams } from "../random/index.js";
import { countTable } from "./countTable.js";
import { generatorPairs, generators } from "./generators.js";
import type { KernelMemory } from "./kernelMemory.js";
import { type LoweredNetwork, numbersFor, purposeOf, streamOf } from "./lowerNetwork.js";
import { BLOCK, type Part } from "./partition.js";

/** Largest mean of one Poisson draw; larger ones are drawn in parts. */
const LARGEST_MEAN = 8;

const NO_RECORDING = 0x7fffffff;

/** Something that spikes, as one thread has it: its prefix in the slots, its name, its buffers. */
export interface Owner {
  prefix: string;
  name: string;
  /** Most spikes of this thread's part in one step, and of the whole. */
  room: number;
  wholeRoom: number;
  recorded: boolean;
  buffer: number;
  capacity: number;
}

/** Sizes, constants, states and generators of a part of the populations. */
export function layOutPopulations(
  { simulation, populations, plan }: LoweredNetwork,
  layout: KernelMemory,
  streams: Streams,
  part: Part,
): Owner[] {
  return populations.map(
    ({ population, checked, constants, perNeuron, refractorySteps }, k): Owner => {
      const { name, N, initial } = population;
      const { first, end } = part.populations[k];
      const size = end - first;
      const slot = (what: string): string => `population ${k} ${what}`;
      const values = (text: string, numbers: Float64Array): number =>
        layout.array(slot(`array ${text}`), padded(numbers.subarray(first, end)));
      layout.set(slot("size"), size);
      layout.set(slot("first"), first);
      layout.set(slot("total"), N);
      for (const [constant, value] of constants)
        layout.constant(slot(`constant ${constant}`), value);
      for (const [array, given] of perNeuron) values(array, given);
      for (const { name: state } of checked.states) {
        const stream = streamOf(streams, purposeOf.values(name, state));
        values(state, numbersFor(state, initial[state] ?? 0, N, stream));
      }
      if (plan.populations[k].refractory) {
        layout.array(slot("rest"), new Float64Array(size + 1));
        layout.constant(slot("refractory steps"), refractorySteps);
      }
      if (plan.populations[k].noisy) {
        layout.array(slot("noise"), new Float64Array(size + 1));
        layout.array(slot("generators"), generatorPairs(streams, part.populations[k], name));
      }
      const recorded = simulation.recordSpikes.includes(name);
      return {
        prefix: `population ${k}`,
        name,
        room: size,
        wholeRoom: N,
        recorded,
        buffer: 0,
        capacity: 0,
      };
    },
  );
}

/** Events, rates and generators of those channels of the sources that a part needs. */
export function layOutSources(
  { simulation, plan, dt }: LoweredNetwork,
  layout: KernelMemory,
  streams: Streams,
  part: Part,
): Owner[] {
  return simulation.sources.map((source, k): Owner => {
    const slot = (what: string): string => `source ${k} ${what}`;
    const recorded = part.recordsSources && simulation.recordSpikes.includes(source.name);
    const owner = { prefix: `source ${k}`, name: source.name, recorded, buffer: 0, capacity: 0 };
    if (source.kind === "spikeTrains") {
      layout.array(slot("events"), source.events);
      layout.set(slot("event count"), source.events.length / 2);
      layout.set(slot("next event"), 0);
      return { ...owner, room: source.mostAtOnce, wholeRoom: source.mostAtOnce };
    }
    const { first, end } = part.sources[k];
    const means = source.rates.map((rate) => rate * dt);
    layout.set(slot("first"), first);
    layout.set(slot("end"), end);
    layout.array(
      slot("generators"),
      generators(streams, { first, end }, (block) => purposeOf.poisson(source.name, block)),
    );
    if (plan.sources[k].equalRates) {
      layout.array(slot("counts"), countTable(means[0] * BLOCK));
      layout.array(slot("last counts"), countTable(means[0] * ((end - first) % BLOCK)));
    } else {
      const parts = Math.max(1, Math.ceil(Math.max(...means) / LARGEST_MEAN));
      const partial = means.map((mean) => mean / parts);
      layout.set(slot("parts"), parts);
      layout.array(slot("means"), partial);
      layout.array(
        slot("silent"),
        partial.map((mean) => Math.exp(-mean)),
      );
    }
    const total = means.subarray(first, end).reduce((sum, mean) => sum + mean, 0);
    // fifty standard deviations above the mean: never reached
    const room = Math.ceil(total + 50 * Math.sqrt(total) + 100);
    layout.set(slot("room"), room);
    return { ...owner, room, wholeRoom: room };
  });
}

/** How spikes travel: the longest delay of an owner's synapses, and how many threads there are. */
export interface Travel {
  longestDelay: number;
  /** Whether anybody asks for spikes of earlier steps. */
  remembered: boolean;
  threads: number;
  /** Steps between two exchanges of spikes among threads. */
  interval: number;
}

/** Where a population's lists of spikes stand that are exchanged among threads. */
export interface ExchangedLists {
  ring: number;
  ringLength: number;
  listSize: number;
  ownRing: number;
  ownLength: number;
  ownListSize: number;
}

/**
 * The lists of spikes of the last steps, and the buffer of recorded spikes. A thread among several
 * has two rings: of its own spikes, two intervals long, and of everybody's.
 */
export function layOutSpikes(
  owner: Owner,
  { longestDelay, remembered, threads, interval }: Travel,
  layout: KernelMemory,
): ExchangedLists {
  const { prefix, room, wholeRoom } = owner;
  const exchanged = threads > 1 && remembered && prefix.startsWith("population");
  const ringLength = longestDelay + 1;
  const listSize = 4 * (wholeRoom + 2);
  const ring = layout.reserve(ringLength * listSize);
  const ownLength = exchanged ? 2 * interval : ringLength;
  const ownListSize = exchanged ? 4 * (room + 2) : listSize;
  const ownRing = exchanged ? layout.reserve(ownLength * ownListSize) : ring;
  layout.set(`${prefix} ring`, ring);
  layout.set(`${prefix} ring length`, ringLength);
  layout.set(`${prefix} list size`, listSize);
  layout.set(`${prefix} own ring`, ownRing);
  layout.set(`${prefix} own ring length`, ownLength);
  layout.set(`${prefix} own list size`, ownListSize);
  layout.set(`${prefix} list room`, room);
  layout.set(`${prefix} spikes now`, 0);
  layout.set(`${prefix} spikes kept`, 0);
  if (owner.recorded) {
    owner.capacity = Math.max(65_536, 4 * room);
    owner.buffer = layout.reserve(8 * owner.capacity);
    layout.set(`${prefix} spike buffer`, owner.buffer);
    layout.set(`${prefix} spikes free`, owner.capacity);
  } else layout.set(`${prefix} spikes free`, NO_RECORDING);
  return { ring, ringLength, listSize, ownRing, ownLength, ownListSize };
}

/** The last value again behind an odd count: vectors take two at once. */
function padded(values: Float64Array): Float64Array {
  if (values.length % 2 === 0) return values;
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = values[values.length - 1];
  return longer;
}
