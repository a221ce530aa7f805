import { elementary } from "../../base/index.js";
import { BLOCK } from "../../network/index.js";
import { FIELDS } from "../../program/index.js";
import type { RandomStream, Streams, XoshiroStream } from "../../random/index.js";
import { type BuiltNetwork, countTable, poissonDeviates, poissonParts } from "../build/index.js";

/**
 * The draws of steps. On the default stream each block of 256 elements has generators of its own; the
 * published streams have one for everything.
 */
export class StepDraws {
  private readonly known = new Map<string, RandomStream>();
  /** Deviates of the block of elements whose turn it is, by purposes. */
  private readonly drawn = new Map<string, Float64Array>();

  constructor(private readonly streams: Streams) {}

  private of(purpose: string): RandomStream {
    if (this.streams.kind !== "default") return this.streams.of(purpose);
    let stream = this.known.get(purpose);
    if (!stream) {
      stream = this.streams.of(purpose);
      this.known.set(purpose, stream);
    }
    return stream;
  }

  /** A normal deviate for each element: even and odd ones of a block have a generator each. */
  normals(purpose: string, count: number): Float64Array {
    const values = new Float64Array(count);
    if (this.streams.kind !== "default") return values.map(() => this.of(purpose).normal());
    // kernels draw for two at once: of an odd count, for nobody beside the last one
    for (let k = 0; k < count + (count % 2); k++) {
      const lane = k % 2 === 0 ? "even" : "odd";
      const value = this.of(`${purpose} ${Math.floor(k / BLOCK)} ${lane}`).normal();
      if (k < count) values[k] = value;
    }
    return values;
  }

  /** Who spikes in a step, of Poisson processes with means of their own: by inversion. */
  poisson(purpose: string, means: Float64Array): number[] {
    const spikes: number[] = [];
    const parts = poissonParts(means);
    means.forEach((whole, channel) => {
      const stream = this.of(
        this.streams.kind === "default" ? `${purpose} ${Math.floor(channel / BLOCK)}` : purpose,
      );
      for (let part = 0; part < parts; part++) {
        const mean = whole / parts;
        const uniform = stream.uniform();
        let probability = elementary.exp(-mean);
        for (let n = 0, sum = probability; uniform >= sum && n < 1000; sum += probability) {
          n += 1;
          probability *= mean / n;
          spikes.push(channel);
        }
      }
    });
    return spikes;
  }

  /**
   * Who spikes in a step, of processes that share a mean: for each block how many spikes there are,
   * then whose each of them is, eight from one word.
   */
  poissonTogether(purpose: string, mean: number, count: number): number[] {
    const spikes: number[] = [];
    for (let first = 0; first < count; first += BLOCK) {
      const size = Math.min(BLOCK, count - first);
      const stream = this.of(`${purpose} ${first / BLOCK}`) as XoshiroStream;
      const cumulative = countTable(mean * size).subarray(BLOCK / 2);
      const uniform = stream.uniform();
      let left = cumulative.findIndex((value) => uniform < value);
      while (left > 0)
        for (const channel of stream.bytes())
          if (channel < size && left > 0) {
            spikes.push(first + channel);
            left -= 1;
          }
    }
    return spikes;
  }

  /**
   * A Poisson deviate of a mean that all elements have, who come one after the other: the first of a block draws for
   * all of it.
   */
  poissonOfAll(
    purpose: string,
    { element, size }: { element: number; size: number },
    mean: number,
  ): number {
    const within = element % BLOCK;
    if (within === 0) {
      const stream = this.one(purpose, element) as XoshiroStream;
      const words = { twelves: () => twelves(stream.bytes()), uniform: () => stream.uniform() };
      const deviates = poissonDeviates(mean, Math.min(BLOCK, size - element), words);
      this.drawn.set(purpose, deviates);
    }
    return (this.drawn.get(purpose) as Float64Array)[within];
  }

  /** A deviate for one element, from the generator of its block. */
  one(purpose: string, element: number): RandomStream {
    return this.of(`${purpose} ${Math.floor(element / BLOCK)}`);
  }

  /** Its state as plain data, and back. */
  save(): unknown {
    if (this.streams.kind !== "default") return this.streams.of("").save();
    return new Map([...this.known].map(([purpose, stream]) => [purpose, stream.save()]));
  }
  restore(saved: unknown): void {
    if (this.streams.kind !== "default") this.streams.of("").restore(saved);
    else
      for (const [purpose, state] of saved as Map<string, unknown>) this.of(purpose).restore(state);
  }
}

/** The bytes of a word, the lowest first, as five numbers of twelve bits. */
const twelves = ([a, b, c, d, e, f, g, h]: number[]): number[] => [
  a | ((b & 15) << 8),
  (b >>> 4) | (c << 4),
  d | ((e & 15) << 8),
  (e >>> 4) | (f << 4),
  g | ((h & 15) << 8),
];

/** The means of a source's channels. */
export function meansOf(built: BuiltNetwork, domain: string): Float64Array {
  const { shared } = built.field(domain, FIELDS.mean);
  const count = built.sizeOf(domain);
  return shared
    ? new Float64Array(count).fill(built.number(domain, FIELDS.mean))
    : built.values(domain, FIELDS.mean);
}
