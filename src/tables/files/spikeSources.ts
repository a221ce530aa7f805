import type { File } from "h5wasm";
import { checkOptions, shown, UserError } from "../../base/index.js";
import { NetworkResult } from "../../results/index.js";
import { SpikeTrain } from "../../signals/index.js";
import { lower, type Quantity } from "../../units/index.js";
import { readHdf5 } from "./hdf5.js";
import { bytesOfFile } from "./reading.js";

/** The spike trains of populations, by name: a train for each neuron. */
export type SpikeTrainsByName = Readonly<Record<string, readonly SpikeTrain[]>>;

/** The spike trains of one population, all of one time window. */
export interface PopulationSpikes {
  name: string;
  trains: readonly SpikeTrain[];
  start: number;
  stop: number;
}

/**
 * The populations whose spikes are to be saved, from a result or from trains by name.
 * @throws UserError for what is neither, without neurons, or with trains of different time windows.
 */
export function populationsOf(spikes: NetworkResult | SpikeTrainsByName): PopulationSpikes[] {
  if (spikes instanceof NetworkResult) {
    const names = [...NetworkResult.partsOf(spikes).spikes.keys()];
    if (names.length === 0)
      throw new UserError("invalid result: the spikes of no population were recorded");
    return names.map((name) => ({
      name,
      trains: spikes.spikeTrains(name),
      start: spikes.start,
      stop: spikes.stop,
    }));
  }
  if (typeof spikes !== "object" || spikes === null || Array.isArray(spikes))
    throw new UserError(
      `invalid spikes: ${shown(spikes)}; expected a network's result, or spike trains by population like { neurons: [...] }`,
    );
  const populations = Object.entries(spikes).map(([name, trains]) => population(name, trains));
  if (populations.length === 0) throw new UserError("invalid spikes: no population is named");
  return populations;
}

function population(name: string, trains: unknown): PopulationSpikes {
  if (name === "" || name === "." || /[/\0]|\p{Cs}/u.test(name))
    throw new UserError(
      `invalid population: ${shown(name)}; expected a name without "/" for a file`,
    );
  if (!Array.isArray(trains) || !trains.every((train) => train instanceof SpikeTrain))
    throw new UserError(
      `invalid spikes of ${name}: ${shown(trains)}; expected a SpikeTrain for each neuron`,
    );
  const [first] = trains as SpikeTrain[];
  if (!first) throw new UserError(`invalid spikes of ${name}: no neurons`);
  const { start, stop } = first;
  const odd = (trains as SpikeTrain[]).findIndex(
    (train) => train.start !== start || train.stop !== stop,
  );
  if (odd >= 0)
    throw new UserError(
      `invalid spikes of ${name}: train ${odd} is of another time window than train 0; expected one window`,
    );
  return { name, trains: trains as SpikeTrain[], start, stop };
}

/** What a file of spikes may not say: in which time they were watched. */
export interface SpikeWindow {
  /** The end of the time in which the neurons were watched, where the file does not tell. */
  stop?: Quantity<"time">;
}

/** Checks the options of a reader. @returns the end of the window in seconds, where it is given. */
function stopOf(what: string, options: SpikeWindow): number | undefined {
  checkOptions(what, options, ["stop"]);
  return options.stop === undefined
    ? undefined
    : lower(`stop of ${what}`, options.stop, "time", { above: 0 });
}

/**
 * A train for each neuron from times and neurons that belong together.
 * @throws UserError naming the population, where they do not fit.
 */
export function trainsFrom(
  times: readonly number[] | Float64Array,
  neurons: Float64Array,
  { count, start, stop, fault }: TrainFacts,
): SpikeTrain[] {
  if (times.length !== neurons.length)
    throw fault(`${times.length} times and ${neurons.length} neurons; expected as many of both`);
  const most = neurons.reduce((so, neuron) => Math.max(so, neuron), -1);
  if (!neurons.every((neuron) => Number.isInteger(neuron) && neuron >= 0))
    throw fault("its neurons are not numbered by whole numbers from 0");
  const length = count ?? most + 1;
  if (!(length > most && length <= MOST_NEURONS))
    throw fault(`neuron ${most} of ${length}; expected at most ${MOST_NEURONS} neurons`);
  const lists = new Map<number, number[]>();
  for (const [k, neuron] of neurons.entries()) {
    const list = lists.get(neuron);
    if (list) list.push(times[k]);
    else lists.set(neuron, [times[k]]);
  }
  const trainOf = (list: readonly number[]): SpikeTrain => {
    try {
      return new SpikeTrain(Float64Array.from(list).sort(), stop, start);
    } catch (error) {
      if (error instanceof UserError) throw fault(error.message);
      throw error;
    }
  };
  // all that are silent share one
  const silent = trainOf([]);
  return Array.from({ length }, (_, neuron) => {
    const list = lists.get(neuron);
    return list ? trainOf(list) : silent;
  });
}

const MOST_NEURONS = 10_000_000;

export interface TrainFacts {
  /** How many neurons there are; undefined: up to the last one that spiked. */
  count: number | undefined;
  start: number;
  stop: number;
  fault: (why: string) => UserError;
}

/** What a file of spikes is read with: the end of the window, where it is given, and errors that name the file. */
export interface SpikeReading {
  given: number | undefined;
  fault: (why: string) => UserError;
}

/**
 * Reads a file of spikes in HDF5.
 * @param format "SONATA" or "NWB", for messages
 * @param reader the name of the public function
 * @throws UserError if the file is none, or damaged.
 */
export async function readSpikeFile<T>(
  format: string,
  reader: string,
  path: string,
  options: SpikeWindow,
  read: (file: File, reading: SpikeReading) => T,
): Promise<T> {
  const given = stopOf(reader, options);
  const bytes = await bytesOfFile(`${format} file`, path);
  const fault = (why: string): UserError =>
    new UserError(`invalid ${format} file: ${path}; ${why}`);
  return readHdf5(bytes, path, (file) => read(file, { given, fault }));
}
