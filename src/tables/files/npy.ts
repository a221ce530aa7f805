import { checkNoMore, checkOptions, shown, UserError } from "../../base/index.js";
import { requireWritable, writeWhole } from "../../cache/index.js";
import { bytesOfFile } from "./reading.js";

/** The kinds of numbers that NumPy's files hold here, by NumPy's name. */
const TYPES = {
  "<f8": Float64Array,
  "<f4": Float32Array,
  "<i4": Int32Array,
  "<u4": Uint32Array,
  "<i2": Int16Array,
  "<u2": Uint16Array,
  "|i1": Int8Array,
  "|u1": Uint8Array,
  "<i8": BigInt64Array,
  "<u8": BigUint64Array,
} as const;

type TypeName = keyof typeof TYPES;

/** Numbers in the order of NumPy's C arrays, and the length of each axis. */
export interface NumpyArray {
  /** The numbers, row by row. */
  data: InstanceType<(typeof TYPES)[TypeName]>;
  /** The length of each axis. */
  shape: readonly number[];
}

const MAGIC = "\u0093NUMPY";
/** Headers end at a multiple of this, so that the numbers are aligned. */
const ALIGNMENT = 64;
/** Most axes of an array, as in NumPy. */
const MOST_AXES = 64;

/**
 * Saves an array as a .npy file that NumPy reads, whole or not at all; missing folders are made:
 * `saveNpy("weights.npy", { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] })`.
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", version 1.0.
 * @throws UserError for what is no array, and where the file cannot be written.
 * @example
 * ```ts
 * await saveNpy("weights.npy", { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] })
 * ```
 */
export async function saveNpy(path: string, array: NumpyArray): Promise<void>;
export async function saveNpy(path: string, array: NumpyArray, ...more: unknown[]): Promise<void> {
  checkNoMore("saveNpy", more);
  const file = requireWritable(path);
  await writeWhole(file, toNpy("array", array));
}

/**
 * Reads a .npy file.
 * @throws UserError if it is none, or holds anything but plain numbers.
 * @example
 * ```ts
 * await saveNpy("weights.npy", { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] });
 * (await readNpy("weights.npy")).shape // => [ 2, 2 ]
 * ```
 */
export async function readNpy(path: string): Promise<NumpyArray>;
export async function readNpy(path: string, ...more: unknown[]): Promise<NumpyArray> {
  checkNoMore("readNpy", more);
  return fromNpy(await bytesOfFile("file", path), path);
}

/** An array as the bytes of a .npy file. @throws UserError for what is no array. */
export function toNpy(what: string, array: NumpyArray): Uint8Array {
  checkOptions(what, array, ["data", "shape"]);
  const { data, shape } = array ?? {};
  const type = (Object.keys(TYPES) as TypeName[]).find((name) => data instanceof TYPES[name]);
  if (!type)
    throw new UserError(
      `invalid data of ${what}: ${shown(data)}; expected a typed array of ${Object.keys(TYPES).join(", ")}`,
    );
  const isShape =
    Array.isArray(shape) &&
    shape.length <= MOST_AXES &&
    shape.every((length) => Number.isSafeInteger(length) && length >= 0);
  if (!isShape)
    throw new UserError(
      `invalid shape of ${what}: ${shown(shape)}; expected the length of each axis like [2, 3]`,
    );
  if (shape.reduce((product, length) => product * length, 1) !== data.length)
    throw new UserError(
      `invalid ${what}: ${data.length} numbers of shape (${shape.join(", ")}); expected as many as the shape holds`,
    );
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${axes}), }`;
  const unpadded = MAGIC.length + 4 + text.length + 1;
  const header = `${text}${" ".repeat((ALIGNMENT - (unpadded % ALIGNMENT)) % ALIGNMENT)}\n`;
  const length = Buffer.alloc(4);
  length.writeUInt8(1, 0);
  length.writeUInt16LE(header.length, 2);
  return Buffer.concat([
    Buffer.from(MAGIC, "latin1"),
    length,
    Buffer.from(header, "latin1"),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/** An array from the bytes of a .npy file; `source` names it in errors. */
export function fromNpy(bytes: Uint8Array, source: string): NumpyArray {
  const fault = (why: string): UserError => new UserError(`invalid .npy file: ${source}; ${why}`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) throw fault("it does not begin as one");
  const version = buffer[MAGIC.length];
  const start = MAGIC.length + (version === 1 ? 4 : 6);
  if (buffer.length < start) throw fault("it is cut short");
  if (![1, 2, 3].includes(version)) throw fault(`its version is ${version}; expected 1, 2 or 3`);
  const length = version === 1 ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8);
  if (buffer.length < start + length) throw fault("it is cut short");
  const header = buffer.toString("latin1", start, start + length);
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const order = /'fortran_order':\s*(True|False)\b/.exec(header)?.[1];
  const axes = /'shape':\s*\(((?:\s*\d+\s*,)*\s*(?:\d+\s*)?)\)/.exec(header)?.[1];
  if (type === undefined || order === undefined || axes === undefined)
    throw fault("its header is not understood");
  if (order === "True") throw fault("its axes are in Fortran's order; expected C's order");
  if (!Object.hasOwn(TYPES, type))
    throw fault(`it holds ${type}; expected ${Object.keys(TYPES).join(", ")}`);
  const shape = axes.match(/\d+/g)?.map(Number) ?? [];
  const numbers = TYPES[type as TypeName];
  const size = shape.reduce((product, axis) => product * axis, 1) * numbers.BYTES_PER_ELEMENT;
  const content = buffer.subarray(start + length);
  if (content.length < size) throw fault("it is cut short");
  if (content.length > size)
    throw fault(`it holds ${content.length} bytes of numbers; expected ${size}, as its shape says`);
  // copied, because typed arrays must begin at a multiple of their size
  return { data: new numbers(Uint8Array.from(content).buffer as ArrayBuffer), shape };
}
