/**
 * The header of a kernel's memory: a table of 8-byte slots through which JavaScript and the kernel
 * talk. JavaScript writes addresses (u32), counts (i32) and constants (f64) before a run; the
 * kernel reads them, and writes how full its buffers are. Nobody allocates during a run.
 */
export class Slots {
  private readonly indices = new Map<string, number>();

  /** Slots with given places, as another thread laid them out. */
  static of(places: ReadonlyMap<string, number>): Slots {
    const slots = new Slots();
    for (const [name, place] of places) slots.indices.set(name, place);
    return slots;
  }

  /** The places of all slots by name. */
  get places(): ReadonlyMap<string, number> {
    return this.indices;
  }

  /** The index of a named slot; the first call makes it. */
  index(name: string): number {
    const known = this.indices.get(name);
    if (known !== undefined) return known;
    this.indices.set(name, this.indices.size);
    return this.indices.size - 1;
  }

  get count(): number {
    return this.indices.size;
  }

  has(name: string): boolean {
    return this.indices.has(name);
  }

  /** AssemblyScript that reads a slot. */
  load(type: "f64" | "i32" | "usize", name: string): string {
    return `load<${type}>(HEADER, ${8 * this.index(name)})`;
  }

  /** AssemblyScript that reads a constant into both halves of a vector. */
  splat(name: string): string {
    return `v128.load_splat<f64>(HEADER, ${8 * this.index(name)})`;
  }

  /** AssemblyScript that writes a slot. */
  store(type: "i32", name: string, value: string): string {
    return `store<${type}>(HEADER, ${value}, ${8 * this.index(name)})`;
  }
}
