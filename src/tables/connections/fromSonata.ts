import type { Dataset, File, Group } from "h5wasm";
import type { UserError } from "../../base/index.js";
import { datasetAt, groupAt, readHdf5 } from "../files/hdf5.js";
import { bytesOfFile } from "../files/reading.js";
import type { ConnectionSink } from "./columns.js";

// Source: the SONATA developer guide, "Edge files": /edges/<population> with source_node_id,
// target_node_id, edge_group_id, edge_group_index, and one group of attributes ("0").

/** Rows read at a time. */
const ROWS = 2 ** 20;

/**
 * Reads the edges of a SONATA file.
 * @param population which of several
 * @param begin told of the columns and the number of rows, makes what the rows go to
 */
export async function readSonataConnections(
  path: string,
  population: string | undefined,
  begin: (names: readonly string[], rows: number) => ConnectionSink,
  fault: (why: string) => UserError,
): Promise<ConnectionSink> {
  return readHdf5(await bytesOfFile("SONATA file", path), path, (file) => {
    const group = populationIn(file, population, fault);
    const datasets = new Map<string, Dataset>();
    for (const name of ["source_node_id", "target_node_id"]) {
      const found = datasetAt(group, name);
      if (!found) throw fault(`it has no ${name}`);
      datasets.set(name, found);
    }
    const attributes = groupAt(group, "0");
    for (const name of attributes?.keys() ?? []) {
      const found = attributes && datasetAt(attributes, name);
      if (found && !datasets.has(name)) datasets.set(name, found);
    }
    if (groupAt(group, "1"))
      throw fault("its edges have several groups of attributes; expected one");
    const [count = 0] = datasets.get("source_node_id")?.shape ?? [];
    const sink = begin([...datasets.keys()], count);
    const places = placesOf(group, count, sink, fault);
    for (let first = 0; first < count; first += ROWS) {
      const end = Math.min(count, first + ROWS);
      const columns = sink.wanted.map(({ column }) => {
        const dataset = datasets.get(column) as Dataset;
        const isEdge = column === "source_node_id" || column === "target_node_id";
        if ((dataset.shape?.[0] ?? 0) !== count)
          throw fault(`${column} has ${dataset.shape?.[0]} rows; expected ${count}`);
        const whole = isEdge || !places;
        return whole
          ? (dataset.slice([[first, end]]) as ArrayLike<number | bigint>)
          : pickedFrom(dataset, places.subarray(first, end));
      });
      for (let row = 0; row < end - first; row++) {
        for (let k = 0; k < columns.length; k++) sink.put(k, Number(columns[k][row]));
        sink.end();
      }
    }
    return sink;
  });
}

function populationIn(
  file: File,
  population: string | undefined,
  fault: (why: string) => UserError,
): Group {
  const edges = groupAt(file, "edges");
  if (!edges) throw fault("it has no group /edges");
  const names = edges.keys();
  const name = population ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined)
    throw fault(`it has the populations ${names.join(", ")}; expected { population: "..." }`);
  const group = names.includes(name) ? groupAt(edges, name) : undefined;
  if (!group) throw fault(`it has no population ${name}, only ${names.join(", ")}`);
  return group;
}

/** Where the attributes of each edge stand; undefined where they are in the edges' own order. */
function placesOf(
  group: Group,
  count: number,
  sink: ConnectionSink,
  fault: (why: string) => UserError,
): Float64Array | undefined {
  const dataset = datasetAt(group, "edge_group_index");
  if (!dataset || sink.wanted.length === 2) return undefined;
  const places = Float64Array.from(dataset.value as unknown as ArrayLike<number | bigint>, Number);
  if (places.length !== count) throw fault("edge_group_index has another number of rows");
  const odd = places.findIndex((place) => !(place >= 0 && place < count));
  if (odd >= 0) throw fault(`row ${odd + 1}: edge_group_index is ${places[odd]}`);
  return places.every((place, k) => place === k) ? undefined : places;
}

function pickedFrom(dataset: Dataset, places: Float64Array): Float64Array {
  const all = dataset.value as unknown as ArrayLike<number | bigint>;
  return Float64Array.from(places, (place) => Number(all[place]));
}
