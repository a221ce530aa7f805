import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { UserError } from "../base/index.js";
import { writeWhole } from "../cache/index.js";

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
  data: InstanceType<(typeof TYPES)[TypeName]>;
  shape: readonly number[];
}

const MAGIC = "\u0093NUMPY";
/** Headers end at a multiple of this, so that the numbers are aligned. */
const ALIGNMENT = 64;

/**
 * Saves an array as a .npy file that NumPy reads, whole or not at all.
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", version 1.0.
 */
export async function saveNpy(path: string, array: NumpyArray): Promise<void> {
  await writeWhole(resolve(path), toNpy(array));
}

/** Reads a .npy file. @throws UserError if it is none, or holds anything but plain numbers. */
export async function readNpy(path: string): Promise<NumpyArray> {
  return fromNpy(await contentOf(path), path);
}

/** Saves named arrays as an .npz file that NumPy reads, whole or not at all. */
export async function saveNpz(
  path: string,
  arrays: Readonly<Record<string, NumpyArray | NumpyArray["data"]>>,
): Promise<void> {
  const files = Object.entries(arrays).map(([name, array]) => {
    if (!/^\w+$/.test(name))
      throw new UserError(
        `invalid array name: ${JSON.stringify(name)}; expected letters, digits and "_"`,
      );
    const whole = "shape" in array ? array : { data: array, shape: [array.length] };
    // a fixed date, so that the same arrays give the same file
    return [`${name}.npy`, [toNpy(whole), { level: 0, mtime: "1980-01-01" }]] as const;
  });
  await writeWhole(resolve(path), zipSync(Object.fromEntries(files) as never));
}

/** Reads an .npz file: its arrays by name. */
export async function readNpz(path: string): Promise<Record<string, NumpyArray>> {
  const content = await contentOf(path);
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(content);
  } catch {
    throw new UserError(`invalid .npz file: ${path}; it is no zip archive`);
  }
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name.replace(/\.npy$/, ""),
      fromNpy(bytes, `${name} in ${path}`),
    ]),
  );
}

function toNpy({ data, shape }: NumpyArray): Uint8Array {
  const type = (Object.keys(TYPES) as TypeName[]).find((name) => data instanceof TYPES[name]);
  const count = shape.reduce((product, length) => product * length, 1);
  if (!type || count !== data.length)
    throw new UserError(
      `invalid array: ${data?.length} numbers of shape (${shape.join(", ")}); expected as many as the shape holds`,
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

function fromNpy(bytes: Uint8Array, source: string): NumpyArray {
  const fault = (why: string): UserError => new UserError(`invalid .npy file: ${source}; ${why}`);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) throw fault("it does not begin as one");
  const isFirst = buffer[MAGIC.length] === 1;
  const start = MAGIC.length + (isFirst ? 4 : 6);
  const length = isFirst ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8);
  const header = buffer.toString("latin1", start, start + length);
  const type = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const axes = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (type === undefined || axes === undefined) throw fault("its header is not understood");
  if (/'fortran_order':\s*True/.test(header)) throw fault("its axes are in Fortran's order");
  if (!Object.hasOwn(TYPES, type)) throw fault(`it holds ${type}; expected ${Object.keys(TYPES)}`);
  const shape = axes
    .split(",")
    .filter((axis) => axis.trim() !== "")
    .map(Number);
  const numbers = TYPES[type as TypeName];
  const count = shape.reduce((product, axis) => product * axis, 1);
  const content = buffer.subarray(start + length);
  if (content.length !== count * numbers.BYTES_PER_ELEMENT) throw fault("it is cut short");
  // copied, because typed arrays must begin at a multiple of their size
  return { data: new numbers(Uint8Array.from(content).buffer as ArrayBuffer), shape };
}

async function contentOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`invalid file: ${path} cannot be read (${error.code})`);
  });
}
