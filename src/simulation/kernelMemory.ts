import { InternalError, UserError } from "../base/index.js";
import type { Slots } from "../compiler/index.js";

/** Below this address stands what a kernel itself needs: its header and tables. */
export const FIRST_ADDRESS = 131_072;
/** Bytes of a page of memory. */
export const PAGE = 65_536;

/** All pages that WebAssembly can address. */
const MOST_PAGES = 65_536;

/** Makes a memory larger where it has fewer bytes. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
}

type Fill = (memory: ArrayBufferLike) => void;

/**
 * Lays out a kernel's memory: arrays are reserved first, then the memory is made in one piece and
 * filled. Addresses and numbers go into the kernel's slots by name.
 */
export class KernelMemory {
  private next = FIRST_ADDRESS;
  private readonly fills: Fill[] = [];
  private readonly slotValues: [string, "u32" | "f64", number][] = [];

  constructor(private readonly slots: Slots) {}

  /** Reserves bytes, aligned for vectors; returns their address. */
  reserve(bytes: number): number {
    const address = this.next;
    this.next += Math.ceil(bytes / 16) * 16 + 16;
    if (this.next > 2 ** 32 - PAGE)
      throw new UserError(
        `invalid network: a thread needs ${(this.next / 2 ** 30).toPrecision(3)} GiB for it; WebAssembly has 4 GiB`,
      );
    return address;
  }

  /** Reserves an array with the given content and points a slot at it. */
  array(slot: string, content: Float64Array | Int32Array | Uint32Array | BigUint64Array): number {
    // one element more: vectors reach past an odd count
    const address = this.reserve(content.byteLength + 8);
    this.fills.push((memory) => {
      new Uint8Array(memory, address, content.byteLength).set(
        new Uint8Array(content.buffer, content.byteOffset, content.byteLength),
      );
    });
    this.set(slot, address);
    return address;
  }

  /** Reserves an array whose numbers are all the same and points a slot at it. */
  filled(slot: string, count: number, value: number): number {
    const address = this.reserve(8 * count);
    this.fills.push((memory) => new Float64Array(memory, address, count).fill(value));
    this.set(slot, address);
    return address;
  }

  /** Writes a count or an address into a slot; slots that the kernel does not read are left out. */
  set(slot: string, value: number): void {
    if (this.slots.has(slot)) this.slotValues.push([slot, "u32", value]);
  }

  /** Writes a constant into a slot. */
  constant(slot: string, value: number): void {
    if (this.slots.has(slot)) this.slotValues.push([slot, "f64", value]);
  }

  /** A memory, large enough for all that was reserved; a shared one can be used by threads. */
  make(shared = false): WebAssembly.Memory {
    const initial = Math.ceil(this.next / PAGE) + 1;
    return new WebAssembly.Memory(shared ? { initial, maximum: MOST_PAGES, shared } : { initial });
  }

  /** Whether all that was reserved has room in a memory. */
  fits(memory: WebAssembly.Memory): boolean {
    return memory.buffer.byteLength >= this.next + PAGE;
  }

  /** Fills arrays and slots, once the kernel with its header is there. */
  fill(memory: WebAssembly.Memory, header: number, heapBase: number): void {
    if (heapBase > FIRST_ADDRESS) throw new InternalError("a kernel's tables are too large");
    for (const fill of this.fills) fill(memory.buffer);
    const view = new DataView(memory.buffer);
    for (const [slot, type, value] of this.slotValues) {
      const at = header + 8 * this.slots.index(slot);
      if (type === "f64") view.setFloat64(at, value, true);
      else view.setUint32(at, value, true);
    }
  }
}
