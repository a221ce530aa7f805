import type { Dataset, File, Group } from "h5wasm";
import { messageOf, UserError } from "../../base/index.js";

type Hdf5 = typeof import("h5wasm");

/** Numbers each file: the library has a file system of its own in memory. */
let count = 0;

/**
 * The bytes of an HDF5 file that a function fills. The file is that of the same content, whenever it is
 * made: HDF5 notes when a data set was made, and here that is always the beginning of 1970.
 */
export async function hdf5Bytes(fill: (file: File) => void): Promise<Uint8Array> {
  const { hdf5, FS } = await load();
  const name = `/spikebook-${++count}.h5`;
  const now = Date.now;
  // the library has no option for it, and asks for the time while it writes; nothing else runs meanwhile
  Date.now = () => 0;
  try {
    // readers of HDF5 1.8 can read it, too
    const file = new hdf5.File(name, "w", { libver: ["earliest", "v108"] });
    try {
      fill(file);
    } finally {
      file.close();
    }
    return FS.readFile(name) as Uint8Array;
  } finally {
    Date.now = now;
    if (FS.analyzePath(name).exists) FS.unlink(name);
  }
}

/**
 * What a function reads from the bytes of an HDF5 file.
 * @param source the file's name, for messages
 * @throws UserError if the file is none, or damaged.
 */
export async function readHdf5<T>(
  bytes: Uint8Array,
  source: string,
  read: (file: File) => T,
): Promise<T> {
  const { hdf5, FS } = await load();
  const fault = (why: string): UserError => new UserError(`invalid HDF5 file: ${source}; ${why}`);
  if (Buffer.from(bytes.subarray(0, 8)).toString("latin1") !== "\u0089HDF\r\n\u001a\n")
    throw fault("it does not begin as one");
  const name = `/spikebook-${++count}.h5`;
  FS.writeFile(name, bytes);
  try {
    const file = new hdf5.File(name, "r");
    try {
      return read(file);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw fault(`it is damaged${reasonIn(messageOf(error))}`);
  } finally {
    FS.unlink(name);
  }
}

/** The innermost of the reasons that HDF5 prints. */
function reasonIn(message: string): string {
  const reason = [...message.matchAll(/\(\): (.+)/g)].at(-1)?.[1];
  return reason === undefined ? "" : `: ${reason}`;
}

async function load(): Promise<{ hdf5: Hdf5; FS: Awaited<Hdf5["ready"]>["FS"] }> {
  const hdf5 = await import("h5wasm");
  const { FS, activate_throwing_error_handler } = await hdf5.ready;
  // otherwise HDF5 prints what goes wrong, and goes on
  activate_throwing_error_handler();
  return { hdf5, FS };
}

/** The group at a path; undefined where there is none. */
export function groupAt(parent: Group, path: string): Group | undefined {
  const found = parent.get(path);
  return found && "type" in found && found.type === "Group" ? (found as Group) : undefined;
}

/** The data set at a path; undefined where there is none. */
export function datasetAt(parent: Group, path: string): Dataset | undefined {
  const found = parent.get(path);
  return found && "type" in found && found.type === "Dataset" ? (found as Dataset) : undefined;
}

/** The numbers of a data set; whole ones of 64 bits too. Undefined where it holds anything else. */
export function numbersIn(dataset: Dataset | undefined): Float64Array | undefined {
  const value: unknown = dataset?.value;
  if (!ArrayBuffer.isView(value) || value instanceof DataView) return undefined;
  return Float64Array.from(value as unknown as ArrayLike<number | bigint>, Number);
}

/** A plain number that is an attribute; undefined where there is none. */
export function numberAttribute(owner: Group | Dataset, name: string): number | undefined {
  const value: unknown = Object.hasOwn(owner.attrs, name) ? owner.attrs[name].value : undefined;
  const single = ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<unknown>)[0] : value;
  return typeof single === "number" || typeof single === "bigint" ? Number(single) : undefined;
}
