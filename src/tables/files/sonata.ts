import type { Group } from "h5wasm";
import { checkNoMore, type UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import type { NetworkResult } from "../../results/index.js";
import type { SpikeTrain } from "../../signals/index.js";
import { fromScale } from "../../units/index.js";
import { datasetAt, groupAt, hdf5Bytes, numberAttribute, numbersIn } from "./hdf5.js";
import {
  type PopulationSpikes,
  populationsOf,
  readSpikeFile,
  type SpikeTrainsByName,
  type SpikeWindow,
  trainsFrom,
} from "./spikeSources.js";

// Source: Dai et al. (2020), "The SONATA data format for efficient description of large-scale network
// models", PLoS Comput Biol 16(2): e1007696, and its developer guide, "Spike file".

/** What begins every SONATA file, and the version of the format. */
const MAGIC = 0x0a7a;
const VERSION = Uint32Array.of(0, 1);

const MILLISECOND = 1e-3;

/**
 * Saves spikes as a SONATA file (HDF5), whole or not at all; missing folders are made: for each population the times in
 * milliseconds, in order, and the neurons. The time window and the number of neurons, which SONATA has no place for, are
 * attributes of each population (`start`, `stop` in ms, `neurons`), so that {@link readSonata} gives back the same
 * trains; other programs pass over them. The attribute `sorting` is left out: it is an enumeration, which h5wasm
 * cannot write.
 *
 * ```ts
 * await saveSonata("spikes.h5", result); // a network's result
 * await saveSonata("spikes.h5", { neurons: trains })
 * ```
 * @throws UserError for what holds no spikes, and where the file cannot be written.
 */
export async function saveSonata(
  path: string,
  spikes: NetworkResult | SpikeTrainsByName,
): Promise<void>;
export async function saveSonata(
  path: string,
  spikes: NetworkResult | SpikeTrainsByName,
  ...more: unknown[]
): Promise<void> {
  checkNoMore("saveSonata", more);
  const target = requireWritable(path);
  const populations = populationsOf(spikes);
  const bytes = await hdf5Bytes((file) => {
    file.create_attribute("magic", MAGIC, null, "<I");
    file.create_attribute("version", VERSION);
    const group = file.create_group("spikes");
    for (const population of populations) writePopulation(group, population);
  });
  await writeWhole(target, bytes);
}

function writePopulation(parent: Group, { name, trains, start, stop }: PopulationSpikes): void {
  const group = parent.create_group(name);
  const { times, neurons } = inOrder(trains);
  group.create_dataset({ name: "timestamps", data: times, shape: [times.length] });
  group.create_dataset({ name: "node_ids", data: neurons, shape: [neurons.length] });
  datasetAt(group, "timestamps")?.create_attribute("units", "milliseconds");
  group.create_attribute("start", fromScale(start, MILLISECOND), null, "<d");
  group.create_attribute("stop", fromScale(stop, MILLISECOND), null, "<d");
  group.create_attribute("neurons", BigInt64Array.of(BigInt(trains.length)), [], "<q");
}

/** All spikes by time, those of one time by neuron; times in milliseconds. */
function inOrder(trains: readonly SpikeTrain[]): { times: Float64Array; neurons: BigUint64Array } {
  const all = trains
    .flatMap(({ seconds }, neuron) =>
      Array.from(seconds, (time): [number, number] => [time, neuron]),
    )
    .sort(([a, k], [b, l]) => a - b || k - l);
  return {
    times: Float64Array.from(all, ([time]) => fromScale(time, MILLISECOND)),
    neurons: BigUint64Array.from(all, ([, neuron]) => BigInt(neuron)),
  };
}

/**
 * Reads the spikes of a SONATA file: a train for each neuron, by population. What another program
 * wrote does not tell until when the neurons were watched: `stop` does. Of such a file, neurons are those up to the
 * last one that spiked.
 *
 * ```ts
 * await saveSonata("spikes.h5", result);
 * const again = await readSonata("spikes.h5", { stop: seconds(1) });
 * again.neurons.length // => 100
 * ```
 * @throws UserError if the file is none, damaged, in other units than milliseconds, or has no time window.
 */
export async function readSonata(
  path: string,
  options: SpikeWindow = {},
): Promise<Record<string, SpikeTrain[]>> {
  return readSpikeFile("SONATA", "readSonata", path, options, (file, { given, fault }) => {
    const spikes = groupAt(file, "spikes");
    if (!spikes) throw fault("it has no group /spikes");
    const found = spikes.keys().map((name): [string, SpikeTrain[]] => {
      const group = groupAt(spikes, name);
      if (!group) throw fault(`/spikes/${name} is no population`);
      return [name, readPopulation(name, group, given, fault)];
    });
    return Object.fromEntries(found);
  });
}

function readPopulation(
  name: string,
  group: Group,
  given: number | undefined,
  fail: (why: string) => UserError,
): SpikeTrain[] {
  const fault = (why: string): UserError => fail(`population ${name}: ${why}`);
  const dataset = datasetAt(group, "timestamps");
  const times = numbersIn(dataset);
  const neurons = numbersIn(datasetAt(group, "node_ids"));
  if (!dataset || !times || !neurons) throw fault("timestamps or node_ids are missing");
  const units: unknown = Object.hasOwn(dataset.attrs, "units") ? dataset.attrs.units.value : "ms";
  if (units !== "milliseconds" && units !== "ms" && units !== "millisecond")
    throw fault(`its times are in ${String(units)}; expected milliseconds`);
  const end = numberAttribute(group, "stop");
  const stop = given ?? (end === undefined ? undefined : end / 1000);
  if (stop === undefined)
    throw fault(
      "it does not tell until when the neurons were watched; give { stop: seconds(...) }",
    );
  return trainsFrom(
    times.map((time) => time / 1000),
    neurons,
    {
      count: numberAttribute(group, "neurons"),
      start: (numberAttribute(group, "start") ?? 0) / 1000,
      stop,
      fault,
    },
  );
}
