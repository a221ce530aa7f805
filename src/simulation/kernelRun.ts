import { compileKernel, kernelSource, type Slots } from "../compiler/index.js";
import { evaluate } from "../equations/index.js";
import { NumpyStream, Streams, temper, type XoshiroStream } from "../random/index.js";
import { InternalError } from "../units/index.js";
import { KernelMemory } from "./kernelMemory.js";
import { type LoweredNetwork, numbersFor, purposeOf, streamOf } from "./lowerNetwork.js";
import { makeSynapses, type SynapseTable } from "./synapseTable.js";
import { fillZigguratTables } from "./zigguratMemory.js";

/** Neurons that share one generator of the default stream. */
const BLOCK = 256;
/** Largest mean of one Poisson draw; larger ones are drawn in parts. */
const LARGEST_MEAN = 8;
const NO_RECORDING = 0x7fffffff;
/** Bytes of the larger of the published generators, MT19937 with its tempered words. */
const GENERATOR_SIZE = 5008;

/** Spikes as they were recorded: step and neuron in turn. */
export type SpikePairs = Int32Array;

/** A kernel with its memory, ready to compute. */
export interface KernelRun {
  /** Computes steps; may stop early where a buffer is full. Returns how many were done. */
  run: (first: number, steps: number) => number;
  /** Takes the spikes recorded since the last call out of the kernel, by owner. */
  takeSpikes: () => Map<string, SpikePairs>;
  /** Takes the recorded values out, by recorder. */
  takeRecorded: () => Float64Array[];
  /** Most steps that the recorders' buffers hold. */
  longestChunk: number;
  memory: WebAssembly.Memory;
  synapses: Map<string, SynapseTable>;
  /** Gives the kernel back; its memory may then be used by another run. */
  release: () => void;
}

interface KernelExports {
  run: (first: number, steps: number) => number;
  HEADER: WebAssembly.Global;
  ZIGGURAT: WebAssembly.Global;
  HEAP: WebAssembly.Global;
}

/** Compiles the kernel of a network, builds the network and fills the kernel's memory. */
export async function prepareKernel(lowered: LoweredNetwork): Promise<KernelRun> {
  const { simulation, plan, dt } = lowered;
  const { text, slots, derived } = kernelSource(plan);
  const compiling = compileKernel(text);
  // what follows may fail first
  compiling.catch(() => {});
  const streams = new Streams(simulation.stream, simulation.seed);
  const layout = new KernelMemory(slots);
  layout.constant("dt", dt);

  for (const { slot, population, expression } of derived) {
    const { constants, population: owner } = lowered.populations[population];
    const read = (name: string): number =>
      name === "dt" ? dt : name === "N" ? owner.N : (constants.get(name) as number);
    layout.constant(slot, Number(evaluate(expression, read)));
  }

  // connections first, then initial values: the order of the published programs
  const tables = new Map(
    lowered.synapses.map((item) => [item.synapses.name, makeSynapses(item, streams, dt)] as const),
  );
  for (const [k, { synapses, constants }] of lowered.synapses.entries()) {
    const slot = (what: string): string => `pathway ${k} ${what}`;
    const table = tables.get(synapses.name) as SynapseTable;
    for (const [name, value] of constants) layout.constant(slot(`constant ${name}`), value);
    for (const [name, values] of table.values) layout.array(slot(`array ${name}`), values);
    layout.array(slot("delays"), table.delays);
    layout.set(slot("delay count"), table.delays.length);
    layout.set(slot("first source"), table.firstSource);
    layout.set(slot("source count"), table.sourceCount);
    layout.array(slot("offsets"), table.offsets);
    layout.array(slot("targets"), table.targets);
  }
  const owners: Owner[] = [
    ...layOutSources(lowered, layout, streams),
    ...layOutPopulations(lowered, layout, streams),
  ];
  for (const owner of owners) layOutSpikes(owner, lowered, tables, layout);
  const recorders = layOutRecorders(lowered, layout);
  const generator = layout.reserve(GENERATOR_SIZE);
  layout.set("generator", generator);

  const kernel = instantiate(await compiling, layout);
  const { memory, exports } = kernel;
  layout.fill(memory, exports.HEADER.value, exports.HEAP.value);
  fillZigguratTables(memory, exports.ZIGGURAT.value);
  storeGenerator(memory, generator, streams);
  const header = { memory, base: exports.HEADER.value, slots };
  return {
    run: exports.run,
    takeSpikes: () => takeSpikes(owners, header, memory),
    takeRecorded: () => recorders.list.map((recorder) => takeRecorded(recorder, header, memory)),
    longestChunk: recorders.longestChunk,
    memory,
    synapses: tables,
    release: () => free.set(kernel.module, kernel),
  };
}

interface Kernel {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  exports: KernelExports;
}

/** A kernel that nobody uses, by module: making memories costs more than a short run. */
const free = new Map<WebAssembly.Module, Kernel>();
/** Modules for which a free kernel is kept. */
const MOST_FREE = 4;

/** A kernel with a memory as large as the layout needs: a free one, or a new one. */
function instantiate(module: WebAssembly.Module, layout: KernelMemory): Kernel {
  const known = free.get(module);
  free.delete(module);
  if (known && layout.fits(known.memory)) return known;
  for (const oldest of free.keys()) {
    if (free.size < MOST_FREE) break;
    free.delete(oldest);
  }
  const memory = layout.make();
  const abort = (): void => {
    throw new InternalError("a kernel aborted");
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  return { module, memory, exports: instance.exports as unknown as KernelExports };
}

/** Something that spikes: its prefix in the slots, its name, and room for the spikes of one step. */
interface Owner {
  prefix: string;
  name: string;
  room: number;
  buffer: number;
  capacity: number;
}

function layOutPopulations(
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

function layOutSources(
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
function layOutSpikes(
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

interface Recorder {
  prefix: string;
  buffer: number;
}

/** Values that a recorder's buffer holds at most. */
const RECORDER_ROOM = 1 << 18;

function layOutRecorders(
  { simulation, populations, steps }: LoweredNetwork,
  layout: KernelMemory,
): { list: Recorder[]; longestChunk: number } {
  let longestChunk = steps;
  const list = simulation.record.map(({ of, neurons, every = 1 }, k): Recorder => {
    const prefix = `recorder ${k}`;
    const owner = populations.find(({ population }) => population.name === of);
    const N = owner?.population.N ?? 0;
    const chosen = Int32Array.from(neurons ?? Array.from({ length: N }, (_, i) => i));
    const capacity = Math.max(RECORDER_ROOM, 2 * chosen.length);
    longestChunk = Math.min(longestChunk, every * (Math.floor(capacity / chosen.length) - 1));
    const buffer = layout.reserve(8 * capacity);
    layout.array(`${prefix} neurons`, chosen);
    layout.set(`${prefix} neuron count`, chosen.length);
    layout.set(`${prefix} filled`, 0);
    layout.set(`${prefix} buffer`, buffer);
    layout.set(`${prefix} every`, every);
    return { prefix, buffer };
  });
  return { list, longestChunk };
}

interface Header {
  memory: WebAssembly.Memory;
  base: number;
  slots: Slots;
}

/** A fresh view each time: growing the memory would cut off an old one. */
const viewOf = ({ memory }: Header): DataView => new DataView(memory.buffer);

const slotAddress = ({ base, slots }: Header, slot: string): number => base + 8 * slots.index(slot);

function takeSpikes(
  owners: readonly Owner[],
  header: Header,
  memory: WebAssembly.Memory,
): Map<string, SpikePairs> {
  const taken = new Map<string, SpikePairs>();
  for (const { prefix, name, buffer, capacity } of owners) {
    if (capacity === 0) continue;
    const kept = slotAddress(header, `${prefix} spikes kept`);
    const count = viewOf(header).getInt32(kept, true);
    taken.set(name, new Int32Array(memory.buffer, buffer, 2 * count).slice());
    viewOf(header).setInt32(kept, 0, true);
    viewOf(header).setInt32(slotAddress(header, `${prefix} spikes free`), capacity, true);
  }
  return taken;
}

function takeRecorded(
  { prefix, buffer }: Recorder,
  header: Header,
  memory: WebAssembly.Memory,
): Float64Array {
  const filled = slotAddress(header, `${prefix} filled`);
  const values = new Float64Array(
    memory.buffer,
    buffer,
    viewOf(header).getInt32(filled, true),
  ).slice();
  viewOf(header).setInt32(filled, 0, true);
  return values;
}

/** The last value again behind an odd count: vectors take two at once. */
function padded(values: Float64Array): Float64Array {
  if (values.length % 2 === 0) return values;
  const longer = new Float64Array(values.length + 1);
  longer.set(values);
  longer[values.length] = values[values.length - 1];
  return longer;
}

function generators(
  streams: Streams,
  N: number,
  purpose: (block: number) => string,
): BigUint64Array {
  if (streams.kind !== "default") return new BigUint64Array(0);
  const states = Array.from(
    { length: Math.ceil(N / BLOCK) },
    (_, block) => (streams.of(purpose(block)) as XoshiroStream).state,
  );
  return BigUint64Array.from(states.flat());
}

/** Two generators for each block, for its even and its odd neurons, word by word side by side. */
function generatorPairs(streams: Streams, N: number, population: string): BigUint64Array {
  if (streams.kind !== "default") return new BigUint64Array(0);
  const words = Array.from({ length: Math.ceil(N / BLOCK) }, (_, block) => {
    const [even, odd] = (["even", "odd"] as const).map(
      (lane) => (streams.of(purposeOf.noise(population, block, lane)) as XoshiroStream).state,
    );
    return even.flatMap((word, k) => [word, odd[k]]);
  });
  return BigUint64Array.from(words.flat());
}

/** Puts the state of a published program's one generator where the kernel goes on from it. */
function storeGenerator(memory: WebAssembly.Memory, address: number, streams: Streams): void {
  if (streams.kind === "default") return;
  const stream = streams.of("kernel");
  if (stream instanceof NumpyStream) {
    new Uint32Array(memory.buffer, address, 624).set(stream.state);
    const view = new DataView(memory.buffer);
    view.setUint32(address + 2496, stream.position, true);
    view.setUint32(address + 2500, stream.kept === undefined ? 0 : 1, true);
    view.setFloat64(address + 2504, stream.kept ?? 0, true);
    new Uint32Array(memory.buffer, address + 2512, 624).set(stream.state.map(temper));
  } else new BigUint64Array(memory.buffer, address, 4).set(stream.state);
}
