import { crc32 } from "node:zlib";
import { unzipSync, zipSync } from "fflate";
import { checkNoMore, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import { describeKinds, kindsOf } from "../cells.js";
import type { DataFrame } from "../danfojs.js";
import { columnOf, isTable, numbersOf } from "../dataFrame.js";
import { fromNpy, type NumpyArray, toNpy } from "./npy.js";
import { bytesOfFile } from "./reading.js";

/** Arrays by name: with a shape, or plain ones, which have one axis. */
type NamedArrays = Readonly<Record<string, NumpyArray | NumpyArray["data"]>>;

/**
 * Saves named arrays as an .npz file that NumPy reads, whole or not at all; missing folders are made. A table of
 * numbers is an array for each column, of which `dataFrame(await readNpz(path))` makes the table again.
 *
 * ```ts
 * await saveNpz("spikes.npz", { neuron_0: Float64Array.of(0.1, 0.2) })
 * await saveNpz("rates.npz", dataFrame({ rate_Hz: [4, 11], CV: [0.8, 0.9] }))
 * ```
 * @param arrays typed arrays, which get one axis, arrays with a shape, or a table
 * @throws UserError for a name or a value that cannot be stored, and where the file cannot be written.
 */
export async function saveNpz(path: string, arrays: NamedArrays | DataFrame): Promise<void>;
export async function saveNpz(
  path: string,
  arrays: NamedArrays | DataFrame,
  ...more: unknown[]
): Promise<void> {
  checkNoMore("saveNpz", more);
  const file = requireWritable(path);
  if (typeof arrays !== "object" || arrays === null || ArrayBuffer.isView(arrays))
    throw new UserError(`invalid arrays: ${shown(arrays)}; expected arrays by name`);
  const named = isTable(arrays) ? arraysOf(arrays) : arrays;
  const files = Object.entries(named).map(([name, array]) => {
    if (!/^\w+$/.test(name))
      throw new UserError(
        `invalid array name: ${JSON.stringify(name)}; expected letters, digits and "_"`,
      );
    const isPlain = ArrayBuffer.isView(array) && !(array instanceof DataView);
    const whole = isPlain ? { data: array, shape: [array.length] } : (array as NumpyArray);
    // a fixed date, so that the same arrays give the same file
    return [`${name}.npy`, [toNpy(`array ${name}`, whole), { level: 0, mtime: "1980-01-01" }]];
  });
  await writeWhole(file, zipSync(Object.fromEntries(files)));
}

/** The columns of a table as arrays; missing values are NaN. @throws UserError for anything but numbers. */
function arraysOf(table: DataFrame): NamedArrays {
  const columns = table.columns.map((name): [string, NumpyArray["data"]] => {
    const kinds = kindsOf(columnOf(table, name));
    if (kinds.size > 1 || (kinds.size === 1 && !kinds.has("number")))
      throw new UserError(
        `invalid column ${name}: it holds ${describeKinds(kinds)}; expected numbers (saveParquet and saveCSV keep text and truth values, unitsToHeader(df) makes numbers of quantities)`,
      );
    return [name, Float64Array.from(numbersOf(table, name))];
  });
  return Object.fromEntries(columns);
}

/**
 * Reads an .npz file: its arrays by name.
 * @throws UserError if it is none, or damaged.
 * @example
 * ```ts
 * await saveNpz("spikes.npz", { neuron_0: Float64Array.of(0.1, 0.2) });
 * Object.keys(await readNpz("spikes.npz")) // => [ 'neuron_0' ]
 * ```
 */
export async function readNpz(path: string): Promise<Record<string, NumpyArray>>;
export async function readNpz(
  path: string,
  ...more: unknown[]
): Promise<Record<string, NumpyArray>> {
  checkNoMore("readNpz", more);
  const content = await bytesOfFile("file", path);
  let files: [string, Uint8Array][];
  try {
    files = wholeFiles(content);
  } catch {
    throw new UserError(`invalid .npz file: ${path}; it is no zip archive, or a damaged one`);
  }
  const arrays = files.map(([name, bytes]): [string, NumpyArray] => [
    name.replace(/\.npy$/, ""),
    fromNpy(bytes, `${name} in ${path}`),
  ]);
  const named = Object.fromEntries(arrays);
  if (Object.keys(named).length < arrays.length)
    throw new UserError(`invalid .npz file: ${path}; it holds two arrays of one name`);
  return named;
}

/**
 * The files of a zip archive, each compared with its checksum in the archive's directory, which
 * fflate does not do.
 * Source: PKWARE, ".ZIP File Format Specification", 4.3.7, 4.3.12 and 4.3.16.
 * @throws Error where it is damaged.
 */
function wholeFiles(zip: Buffer): [string, Uint8Array][] {
  const names: string[] = [];
  const files = unzipSync(zip, { filter: ({ name }) => names.push(name) > 0 });
  let entry = zip.readUInt32LE(zip.lastIndexOf("PK\x05\x06", undefined, "latin1") + 16);
  return names.map((name): [string, Uint8Array] => {
    const length = zip.readUInt16LE(entry + 28);
    const header = zip.readUInt32LE(entry + 42);
    const isSame = zip
      .subarray(entry + 46, entry + 46 + length)
      .equals(zip.subarray(header + 30, header + 30 + zip.readUInt16LE(header + 26)));
    if (!isSame || crc32(files[name]) !== zip.readUInt32LE(entry + 16)) throw new Error(name);
    entry += 46 + length + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32);
    return [name, files[name]];
  });
}
