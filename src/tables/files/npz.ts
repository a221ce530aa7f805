import { crc32 } from "node:zlib";
import { unzipSync, zipSync } from "fflate";
import { checkNoMore, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import { fromNpy, type NumpyArray, toNpy } from "./npy.js";
import { bytesOfFile } from "./reading.js";

/** Arrays by name: with a shape, or plain ones, which have one axis. */
type NamedArrays = Readonly<Record<string, NumpyArray | NumpyArray["data"]>>;

/**
 * Saves named arrays as an .npz file that NumPy reads, whole or not at all; missing folders are made:
 * `saveNpz("spikes.npz", { neuron_0: Float64Array.of(0.1, 0.2) })`.
 * @param arrays typed arrays, which get one axis, or arrays with a shape
 * @throws UserError for a name or a value that cannot be stored, and where the file cannot be written.
 */
export async function saveNpz(path: string, arrays: NamedArrays): Promise<void>;
export async function saveNpz(
  path: string,
  arrays: NamedArrays,
  ...more: unknown[]
): Promise<void> {
  checkNoMore("saveNpz", more);
  const file = requireWritable(path);
  if (typeof arrays !== "object" || arrays === null || ArrayBuffer.isView(arrays))
    throw new UserError(`invalid arrays: ${shown(arrays)}; expected arrays by name`);
  const files = Object.entries(arrays).map(([name, array]) => {
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

/** Reads an .npz file: its arrays by name. @throws UserError if it is none, or damaged. */
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
