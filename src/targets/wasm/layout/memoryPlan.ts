import { UserError } from "../../../base/index.js";

/** Bytes of a page of memory. */
const PAGE = 65_536;

/** Numbers as they stand in memory. */
export type Content =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint16Array
  | BigUint64Array
  | Uint8Array;

/** Where free memory goes on behind so many bytes: aligned for vectors, which reach past an odd count. */
export const behind = (address: number, bytes: number): number =>
  address + Math.ceil(bytes / 16) * 16 + 16;

/**
 * Plans what stands where in a kernel's memory: places are reserved first, then the memory is made in
 * one piece and filled.
 */
export class MemoryPlan {
  private next: number;
  /** Bytes of buffers and constants. */
  private apart = 0;
  private readonly constants: Map<number, Content> = new Map();
  private readonly fills: ((memory: ArrayBufferLike) => void)[] = [];

  /** @param heap the first address that is free */
  constructor(heap: number) {
    this.next = heap;
  }

  /** Bytes planned so far. */
  get size(): number {
    return this.next;
  }

  /** Bytes of what the network is in, buffers and what never changes apart. */
  get stateSize(): number {
    return this.next - this.apart;
  }

  /** Reserves bytes for what leaves the kernel at once. */
  buffer(bytes: number): number {
    this.apart += bytes;
    return this.reserve(bytes);
  }

  /** Reserves bytes, aligned for vectors; returns their address. */
  reserve(bytes: number): number {
    const address = this.next;
    this.next = behind(address, bytes);
    if (this.next > 2 ** 32 - 2 * PAGE)
      throw new UserError(
        `invalid network: a thread needs ${(this.next / 2 ** 30).toPrecision(3)} GiB for it; WebAssembly has 4 GiB`,
      );
    return address;
  }

  /** Reserves an array with the given content. */
  array(content: Content): number {
    const address = this.reserve(content.byteLength);
    this.content(address, content);
    return address;
  }

  /** Reserves an array that nobody changes: where a memory has it already, it stays. */
  constant(content: Content): number {
    const address = this.buffer(content.byteLength);
    this.constants.set(address, content);
    return address;
  }

  /** Writes numbers at an address that was reserved. */
  content(address: number, { buffer, byteOffset, byteLength }: Content): void {
    this.fills.push((memory) => {
      new Uint8Array(memory, address, byteLength).set(
        new Uint8Array(buffer, byteOffset, byteLength),
      );
    });
  }

  /** An array of numbers for neurons, with room for a vector's second lane at an odd end; reserved where it has no place. */
  padded(values: Float64Array, address = this.reserve(values.byteLength)): number {
    this.content(address, values);
    if (values.length % 2 === 1) this.number(address + values.byteLength, values.at(-1) as number);
    return address;
  }

  /** Reserves an array whose numbers are all the same. */
  filled(count: number, value: number): number {
    const address = this.reserve(8 * count);
    this.fills.push((memory) => new Float64Array(memory, address, count).fill(value));
    return address;
  }

  /** Reserves bytes that begin as zeros. */
  zeros(bytes: number): number {
    const address = this.reserve(bytes);
    this.fills.push((memory) => new Uint8Array(memory, address, bytes).fill(0));
    return address;
  }

  /** Writes a count or an address. */
  word(at: number, value: number): void {
    this.fills.push((memory) => new DataView(memory).setUint32(at, value, true));
  }

  /** Writes a number. */
  number(at: number, value: number): void {
    this.fills.push((memory) => new DataView(memory).setFloat64(at, value, true));
  }

  /** Makes a memory large enough for all that was reserved. */
  grow(memory: WebAssembly.Memory): void {
    growTo(memory, this.next + PAGE);
  }

  /** Whether all that was reserved has room in a memory. */
  fits(memory: WebAssembly.Memory): boolean {
    return memory.buffer.byteLength >= this.next;
  }

  /**
   * Fills a memory.
   * @param kept the constants that it has already, by address
   * @returns those that it has now
   */
  fill(
    memory: WebAssembly.Memory,
    kept: ReadonlyMap<number, Content> = new Map(),
  ): ReadonlyMap<number, Content> {
    for (const [address, content] of this.constants)
      if (kept.get(address) !== content) this.content(address, content);
    for (const fill of this.fills) fill(memory.buffer);
    return this.constants;
  }
}

/** Makes a memory larger where it has fewer bytes. @throws UserError where there is no more. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    memory.grow(Math.ceil(missing / PAGE));
  } catch {
    throw new UserError(
      `invalid network: a thread needs ${(bytes / 2 ** 30).toPrecision(3)} GiB for it, which there are not`,
    );
  }
}
