import type { File, Group } from "h5wasm";
import { checkOptions, digestOf, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import type { NetworkResult } from "../../results/index.js";
import type { SpikeTrain } from "../../signals/index.js";
import { datasetAt, groupAt, hdf5Bytes, numbersIn } from "./hdf5.js";
import {
  type PopulationSpikes,
  populationsOf,
  readSpikeFile,
  type SpikeTrainsByName,
  type SpikeWindow,
  trainsFrom,
} from "./spikeSources.js";

// Source: Neurodata Without Borders, "NWB Format Specification" 2.8.0 (NWBFile, Units), and "HDMF Common
// Specification" 1.8.0 (DynamicTable, VectorData, VectorIndex).

/** Options of {@link saveNWB}. */
export interface NWBOptions {
  /** When the simulation stands to have begun, as an ISO date with a time zone: "2026-01-31T09:30:00+01:00". */
  sessionStart: string;
  /** What was simulated, in words. */
  description: string;
  /** A name for the file that no other file has. Default: a digest of what it holds. */
  identifier?: string;
}

/**
 * Saves spikes as an NWB file (Neurodata Without Borders 2, HDF5), whole or not at all; missing folders are made. Each
 * neuron is a row of the table /units: its spike times in seconds, the time in which it was watched, the name of its population, and its
 * number in it. NWB demands a date; the file has no other time in it, so that the same spikes give the same file.
 *
 * ```ts
 * await saveNWB("spikes.nwb", result, { sessionStart: "2026-01-31T09:30:00+01:00", description: "N-to-1, 10 s" })
 * ```
 * @throws UserError for what holds no spikes, for options that are missing, and where the file cannot be written.
 */
export async function saveNWB(
  path: string,
  spikes: NetworkResult | SpikeTrainsByName,
  options: NWBOptions,
): Promise<void> {
  const target = requireWritable(path);
  const populations = populationsOf(spikes);
  const facts = factsOf(options, populations);
  await writeWhole(target, await hdf5Bytes((file) => writeFile(file, populations, facts)));
}

interface Facts {
  start: string;
  description: string;
  identifier: string;
  /** A text for each thing in the file, of the form that NWB demands. */
  idOf: (what: string) => string;
}

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function factsOf(options: unknown, populations: readonly PopulationSpikes[]): Facts {
  checkOptions("saveNWB", options ?? null, ["sessionStart", "description", "identifier"]);
  const { sessionStart, description, identifier } = options as Partial<NWBOptions>;
  if (
    typeof sessionStart !== "string" ||
    !DATE.test(sessionStart) ||
    Number.isNaN(Date.parse(sessionStart))
  )
    throw new UserError(
      `invalid sessionStart of saveNWB: ${shown(sessionStart)}; expected a date like "2026-01-31T09:30:00+01:00"`,
    );
  for (const [name, text] of Object.entries({ description, identifier }))
    if (text === undefined ? name === "description" : typeof text !== "string" || text === "")
      throw new UserError(`invalid ${name} of saveNWB: ${shown(text)}; expected text`);
  const digest = digestOf(
    populations.map(({ name, trains, start, stop }) => [
      name,
      start,
      stop,
      trains.map(({ seconds }) => seconds),
    ]),
  );
  return {
    start: sessionStart,
    description: description as string,
    identifier: identifier ?? digest,
    idOf: (what) => uuid(digestOf([digest, what])),
  };
}

/** A UUID of version 8, of one's own making, as RFC 9562 has them. */
function uuid(digest: string): string {
  const hex = `${digest.slice(0, 12)}8${digest.slice(13, 16)}a${digest.slice(17, 32)}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function writeFile(file: File, populations: readonly PopulationSpikes[], facts: Facts): void {
  annotate(file, "core", "NWBFile", facts.idOf("file"));
  file.create_attribute("nwb_version", "2.8.0");
  const text = (name: string, value: string): void => {
    file.create_dataset({ name, data: value, shape: [] });
  };
  text("identifier", facts.identifier);
  text("session_description", facts.description);
  text("session_start_time", facts.start);
  text("timestamps_reference_time", facts.start);
  file.create_dataset({ name: "file_create_date", data: [facts.start] });
  for (const name of ["acquisition", "analysis", "general", "processing", "stimulus"])
    file.create_group(name);
  for (const name of ["presentation", "templates"]) groupAt(file, "stimulus")?.create_group(name);
  writeUnits(file.create_group("units"), populations, facts);
}

function annotate(owner: Group, namespace: string, type: string, id: string): void {
  owner.create_attribute("namespace", namespace);
  owner.create_attribute("neurodata_type", type);
  owner.create_attribute("object_id", id);
}

function writeUnits(units: Group, populations: readonly PopulationSpikes[], facts: Facts): void {
  const all = populations.flatMap(({ name, trains, start, stop }) =>
    trains.map((train, neuron) => ({ name, train, neuron, start, stop })),
  );
  annotate(units, "core", "Units", facts.idOf("units"));
  units.create_attribute("description", "simulated neurons");
  units.create_attribute("colnames", ["spike_times", "obs_intervals", "population", "neuron"]);
  const column = (
    name: string,
    type: string,
    make: Parameters<Group["create_dataset"]>[0],
  ): void => {
    units.create_dataset(make);
    const made = datasetAt(units, name);
    if (!made) return;
    made.create_attribute("namespace", "hdmf-common");
    made.create_attribute("neurodata_type", type);
    made.create_attribute("object_id", facts.idOf(name));
  };
  const data = (
    name: string,
    description: string,
    values: Float64Array | string[] | BigInt64Array,
    shape = [values.length],
  ): void => {
    column(name, "VectorData", { name, data: values as Float64Array, shape });
    datasetAt(units, name)?.create_attribute("description", description);
  };
  const index = (name: string, counts: readonly number[]): void => {
    let end = 0;
    const ends = Uint32Array.from(counts, (count) => {
      end += count;
      return end;
    });
    column(`${name}_index`, "VectorIndex", { name: `${name}_index`, data: ends });
    const [made, target] = [datasetAt(units, `${name}_index`), datasetAt(units, name)];
    made?.create_attribute("description", `ends of the parts of ${name} that belong to each row`);
    if (target) made?.create_attribute("target", target.create_reference(), []);
  };
  column("id", "ElementIdentifiers", {
    name: "id",
    data: BigInt64Array.from(all, (_, row) => BigInt(row)),
  });
  const counts = all.map(({ train }) => train.count);
  const times = new Float64Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const { train } of all) {
    times.set(train.seconds, at);
    at += train.count;
  }
  data("spike_times", "the spike times of each neuron in seconds", times);
  index("spike_times", counts);
  const windows = Float64Array.from(all.flatMap(({ start, stop }) => [start, stop]));
  data("obs_intervals", "the time in which each neuron was watched, in seconds", windows, [
    all.length,
    2,
  ]);
  index(
    "obs_intervals",
    all.map(() => 1),
  );
  data(
    "population",
    "the name of the neuron's population",
    all.map(({ name }) => name),
  );
  data(
    "neuron",
    "the number of the neuron in its population",
    BigInt64Array.from(all, ({ neuron }) => BigInt(neuron)),
  );
}

/**
 * Reads the spikes of an NWB file: a train for each unit, by population; units of files that know no populations
 * are those of one called "units". Where a file does not tell until when its units were watched, `stop` does.
 *
 * ```ts
 * await saveNWB("spikes.nwb", result, { sessionStart: "2026-01-31T09:30:00+01:00", description: "100 neurons" });
 * const again = await readNWB("spikes.nwb");
 * again.neurons.length // => 100
 * ```
 * @throws UserError if the file is none, damaged, or without units; where a unit was watched in several intervals;
 *   and without a time window.
 */
export async function readNWB(
  path: string,
  options: SpikeWindow = {},
): Promise<Record<string, SpikeTrain[]>> {
  return readSpikeFile("NWB", "readNWB", path, options, (file, { given, fault }) => {
    const units = groupAt(file, "units");
    if (!units) throw fault("it has no table /units");
    return readUnits(units, given, fault);
  });
}

function readUnits(
  units: Group,
  given: number | undefined,
  fault: (why: string) => UserError,
): Record<string, SpikeTrain[]> {
  const times = numbersIn(datasetAt(units, "spike_times"));
  const ends = numbersIn(datasetAt(units, "spike_times_index"));
  if (!times || !ends) throw fault("its units have no spike_times");
  const windows = numbersIn(datasetAt(units, "obs_intervals"));
  const windowEnds = numbersIn(datasetAt(units, "obs_intervals_index"));
  const names = datasetAt(units, "population")?.value as unknown;
  const found = new Map<string, SpikeTrain[]>();
  for (const [row, end] of ends.entries()) {
    const part = times.subarray(row === 0 ? 0 : ends[row - 1], end);
    const [from, to] = [row === 0 ? 0 : (windowEnds?.[row - 1] ?? 0), windowEnds?.[row] ?? 0];
    if (to - from > 1)
      throw fault(`unit ${row} was watched in ${to - from} intervals; expected one`);
    const isKnown = windows !== undefined && to - from === 1;
    const stop = given ?? (isKnown ? windows[2 * from + 1] : undefined);
    if (stop === undefined)
      throw fault(
        `it does not tell until when unit ${row} was watched; give { stop: seconds(...) }`,
      );
    const [train] = trainsFrom(part, new Float64Array(part.length), {
      count: 1,
      start: isKnown ? windows[2 * from] : 0,
      stop,
      fault: (why) => fault(`unit ${row}: ${why}`),
    });
    const name = Array.isArray(names) ? String(names[row]) : "units";
    const trains = found.get(name);
    if (trains) trains.push(train);
    else found.set(name, [train]);
  }
  return Object.fromEntries(found);
}
