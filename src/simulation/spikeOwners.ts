import type { Streams } from "../random/index.js";
import { generatorPairs, generators } from "./generators.js";
import type { KernelMemory } from "./kernelMemory.js";
import { type LoweredNetwork, numbersFor, purposeOf, streamOf } from "./lowerNetwork.js";
import type { SynapseTable } from "./synapseTable.js";

/** Largest mean of one Poisson draw; larger ones are drawn in parts. */
const LARGEST_MEAN = 8;

const NO_RECORDING = 0x7fffffff;

/** Something that spikes: its prefix in the slots, its name, and room for the spikes of one step. */
export interface Owner {
  prefix: string;
  name: string;
  room: number;
  buffer: number;
  capacity: number;
}

/** Sizes, constants, states and generators of the populations. */
export function layOutPopulations(
  { populations, plan }: LoweredNetwork,
  layout: KernelMemory,
  streams: Streams,
): Owner[] {
  return populations.map(({ population, checked, constants, refractorySteps }, k): Owner => {
    const { name, N, initial } = population;
    const slot = (what: string): string => `population ${k} ${what}`;
    layout.set(slot("size"), N);
    for (const [constant, value] of constants) layout.constant(slot(`constant ${constant}`), value);
    for (const [array, { values }] of checked.perNeuron)
      layout.array(slot(`array ${array}`), padded(values));
    for (const { name: state } of checked.states) {
      const stream = streamOf(streams, purposeOf.values(name, state));
      layout.array(
        slot(`array ${state}`),
        padded(numbersFor(state, initial[state] ?? 0, N, stream)),
      );
    }
    if (plan.populations[k].refractory) {
      layout.array(slot("rest"), new Float64Array(N + 1));
      layout.constant(slot("refractory steps"), refractorySteps);
    }
    if (plan.populations[k].noisy) {
      layout.array(slot("noise"), new Float64Array(N + 1));
      layout.array(slot("generators"), generatorPairs(streams, N, name));
    }
    return { prefix: `population ${k}`, name, room: N, buffer: 0, capacity: 0 };
  });
}

/** Events, rates and generators of the sources. */
export function layOutSources(
  { simulation, dt }: LoweredNetwork,
  layout: KernelMemory,
  streams: Streams,
): Owner[] {
  return simulation.sources.map((source, k): Owner => {
    const slot = (what: string): string => `source ${k} ${what}`;
    const owner = { prefix: `source ${k}`, name: source.name, buffer: 0, capacity: 0 };
    if (source.kind === "spikeTrains") {
      layout.array(slot("events"), source.events);
      layout.set(slot("event count"), source.events.length / 2);
      layout.set(slot("next event"), 0);
      return { ...owner, room: source.mostAtOnce };
    }
    const means = source.rates.map((rate) => rate * dt);
    const parts = Math.max(1, Math.ceil(Math.max(...means) / LARGEST_MEAN));
    const partial = means.map((mean) => mean / parts);
    layout.set(slot("size"), source.N);
    layout.set(slot("parts"), parts);
    layout.array(slot("means"), partial);
    layout.array(
      slot("silent"),
      partial.map((mean) => Math.exp(-mean)),
    );
    layout.array(
      slot("generators"),
      generators(streams, source.N, (block) => purposeOf.poisson(source.name, block)),
    );
    const total = means.reduce((sum, mean) => sum + mean, 0);
    // fifty standard deviations above the mean: never reached
    const room = Math.ceil(total + 50 * Math.sqrt(total) + 100);
    layout.set(slot("room"), room);
    return { ...owner, room };
  });
}

/** The lists of spikes of the last steps, and the buffer of recorded spikes. */
export function layOutSpikes(
  owner: Owner,
  { simulation }: LoweredNetwork,
  tables: ReadonlyMap<string, SynapseTable>,
  layout: KernelMemory,
): void {
  const { prefix, name, room } = owner;
  const delays = simulation.synapses
    .filter((synapses) => synapses.from.of === name)
    .map((synapses) => (tables.get(synapses.name) as SynapseTable).delays.at(-1) ?? 0);
  const ringLength = Math.max(0, ...delays) + 1;
  const listSize = 4 * (room + 2);
  layout.set(`${prefix} ring`, layout.reserve(ringLength * listSize));
  layout.set(`${prefix} ring length`, ringLength);
  layout.set(`${prefix} list size`, listSize);
  layout.set(`${prefix} list room`, room);
  layout.set(`${prefix} spikes now`, 0);
  layout.set(`${prefix} spikes kept`, 0);
  if (!simulation.recordSpikes.includes(name)) {
    layout.set(`${prefix} spikes free`, NO_RECORDING);
    return;
  }
  owner.capacity = Math.max(65_536, 4 * room);
  owner.buffer = layout.reserve(8 * owner.capacity);
  layout.set(`${prefix} spike buffer`, owner.buffer);
  layout.set(`${prefix} spikes free`, owner.capacity);
}

/** The last value again behind an odd count: vectors take two at once. */
function padded(values: Float64Array): Float64Array {
  if (values.length % 2 === 0) return values;
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = values[values.length - 1];
  return longer;
}
