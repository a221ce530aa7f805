// Writes a synthetic connection table of the size of the fly's brain and the spread of its degrees:
//   node test/bench/flyBrainTable.mjs folder [neurons] [connections]
// The real one (FlyWire, as Shiu et al. 2024 have it: 127 400 neurons, 14.7 million connections) is not shipped.
// In- and out-degrees are log-normal and go together; synapses of a connection are geometric from 1 on;
// three in ten neurons inhibit with all their synapses.

import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export const NEURONS = 127_400;
export const CONNECTIONS = 14_700_000;

/** A small generator (mulberry32): the table is the same every time. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Connections as arrays: source, target, and the number of synapses with its sign. */
export function flyBrain(neurons = NEURONS, connections = CONNECTIONS, seed = 1) {
  const random = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const [outs, ins] = [new Float64Array(neurons), new Float64Array(neurons)];
  for (let i = 0; i < neurons; i++) {
    const common = normal();
    outs[i] = Math.exp(0.7 * common + 0.6 * normal());
    ins[i] = Math.exp(0.7 * common + 0.6 * normal());
  }
  const tableOf = (weights) => {
    let sum = 0;
    const cumulative = weights.map((weight) => (sum += weight));
    // where to look for each 2^-16 of the whole
    const first = new Int32Array(65_537);
    for (let k = 0, i = 0; k <= 65_536; k++) {
      while (i < neurons - 1 && cumulative[i] < (k / 65_536) * sum) i++;
      first[k] = i;
    }
    return () => {
      const u = random();
      let i = first[Math.floor(u * 65_536)];
      while (i < neurons - 1 && cumulative[i] <= u * sum) i++;
      return i;
    };
  };
  const [drawSource, drawTarget] = [tableOf(outs), tableOf(ins)];
  const source = new Int32Array(connections);
  const target = new Int32Array(connections);
  const count = new Int32Array(connections);
  for (let k = 0; k < connections; k++) source[k] = drawSource();
  source.sort();
  for (let k = 0; k < connections; k++) {
    target[k] = drawTarget();
    const synapses = 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / 3.7));
    count[k] = source[k] % 10 < 3 ? -synapses : synapses;
  }
  return { source, target, count };
}

export async function writeCSV(path, { source, target, count }) {
  const stream = createWriteStream(path);
  stream.write("Presynaptic_Index,Postsynaptic_Index,Excitatory x Connectivity\n");
  for (let first = 0; first < source.length; first += 200_000) {
    const lines = [];
    for (let k = first; k < Math.min(source.length, first + 200_000); k++)
      lines.push(`${source[k]},${target[k]},${count[k]}\n`);
    if (!stream.write(lines.join(""))) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
}

export async function writeParquet(path, { source, target, count }) {
  const { parquetWriteFile } = await import("hyparquet-writer");
  await parquetWriteFile({
    filename: path,
    rowGroupSize: 1_000_000,
    columnData: [
      { name: "Presynaptic_Index", data: source, type: "INT32" },
      { name: "Postsynaptic_Index", data: target, type: "INT32" },
      { name: "Excitatory x Connectivity", data: count, type: "INT32" },
    ],
  });
}

export async function writeSonata(path, { source, target, count }) {
  const { default: hdf5 } = await import("h5wasm/node");
  await hdf5.ready;
  const file = new hdf5.File(path, "w");
  const edges = file.create_group("edges").create_group("brain");
  edges.create_dataset({ name: "source_node_id", data: source });
  edges.create_dataset({ name: "target_node_id", data: target });
  edges.create_group("0").create_dataset({ name: "syn_weight", data: Float64Array.from(count) });
  file.close();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder = "data", neurons, connections] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  const made = flyBrain(Number(neurons ?? NEURONS), Number(connections ?? CONNECTIONS));
  await writeCSV(join(folder, "flyBrain.csv"), made);
  await writeParquet(join(folder, "flyBrain.parquet"), made);
  await writeSonata(join(folder, "flyBrain.h5"), made);
}
