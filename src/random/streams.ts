import { JuliaStream, stateOfDigest } from "./juliaStream.js";
import { NumpyStream } from "./numpyStream.js";
import { XoshiroStream } from "./xoshiroStream.js";

/** What a random stream can draw. */
export interface RandomStream {
  /** A uniform deviate in [0, 1). */
  uniform(): number;
  /** A normal deviate of mean 0 and standard deviation 1. */
  normal(): number;
  /** An array of normal deviates. */
  normals(count: number): Float64Array;
  /** An exponential deviate of mean 1. */
  exponential(): number;
  /** A whole number from 0 to before `count`, all alike; `count` up to 2^32. */
  whole(count: number): number;
  /** Its state as plain data, and back. */
  save(): unknown;
  restore(saved: unknown): void;
}

/** The names of the kinds of streams. */
export type StreamName = "default" | "julia" | "numpy";

/** The kinds of streams, for messages. */
export const STREAM_NAMES: readonly StreamName[] = ["default", "julia", "numpy"];

/**
 * Our own stream: xoshiro256++ with ziggurat deviates. Every purpose has a substream of its own,
 * whose state is the SHA-256 digest of the seed and the purpose's name, so that no draw depends
 * on what else was drawn, nor on how work is divided.
 */
export class DefaultStream extends XoshiroStream {
  constructor(seed: number, purpose: string) {
    super(stateOfDigest(`spikebook ${seed} ${purpose}`));
  }
}

/** The streams of one simulation, by purpose: "connect excitatory", "noise neurons 0". */
export class Streams {
  private readonly shared: JuliaStream | NumpyStream | undefined;

  constructor(
    readonly kind: StreamName,
    private readonly seed: number,
  ) {
    if (kind === "julia") this.shared = new JuliaStream(seed);
    if (kind === "numpy") this.shared = new NumpyStream(seed);
  }

  /**
   * The stream of a purpose. The published programs have one stream for everything, drawn from
   * in the order of the program; so "julia" and "numpy" give that one whatever the purpose.
   */
  of(purpose: string): XoshiroStream | NumpyStream {
    return this.shared ?? new DefaultStream(this.seed, purpose);
  }
}
