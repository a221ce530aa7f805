import type { DomainName, Program } from "../program/index.js";
import type { SynapseGroup } from "../results/index.js";

/** Spikes as they were recorded: step and index in turn. */
export type SpikePairs = Int32Array;

/** A variable that is no finite number any more. */
export interface NotFinite {
  /** The number of the step after which it was seen. */
  step: number;
  domain: DomainName;
  variable: string;
  /** Index in the population, or place among the synapses. */
  element: number;
  value: number;
}

/** What some steps gave. */
export interface Computed {
  /** By population or source, of those whose spikes are recorded. */
  spikes: ReadonlyMap<DomainName, readonly SpikePairs[]>;
  /** Values of each monitor: its elements in turn, row by row. They stand until the next steps are computed. */
  recorded: readonly Float64Array[];
  /** The first variable that is not finite any more. */
  notFinite: NotFinite | undefined;
}

/** What a look at synapses is to show of plastic ones. */
export type UpTo =
  /** The end of the last step. */
  | "end"
  /** The last spike of each synapse's source, which spikes of the target may have followed. */
  | "last source spike";

/** A way to carry out programs. Another one is a folder beside these, and a line in index.ts. */
export interface Target {
  readonly name: string;
  /** Builds a network: draws all that is drawn, and gets ready for the first step. */
  load(program: Program, options: LoadOptions): Promise<LoadedNetwork>;
}

export interface LoadOptions {
  /** How many threads to use at most; undefined: as many as gain by sharing the work. */
  threads: number | undefined;
  /** How many steps are to be computed. */
  steps: number;
  /** Lets others have a turn where much is to be made. @throws where the run is given up */
  pause?: () => Promise<void>;
}

/** A network that can be taken from step to step. */
export interface LoadedNetwork {
  readonly threads: number;
  /** Most steps to compute in one go. */
  readonly longestChunk: number;
  /** Seconds spent on compiling, and on all else. */
  readonly compileTime: number;
  readonly buildTime: number;
  /** Whether its state is so small that it is best kept by itself. */
  readonly isSmall: boolean;
  /** From now on variables that are not finite are not looked for. */
  goOn(): Promise<void>;
  /** Computes steps, all of them, and takes out what they gave. */
  run(first: number, steps: number): Promise<Computed>;
  /** A variable that is not finite, looked for among all. */
  firstNotFinite(): Omit<NotFinite, "step"> | undefined;
  /** The state before a step: plain data from which a network of the same program can go on. */
  takeState(nextStep: number): unknown;
  putState(state: unknown, nextStep: number): void;
  /** Lets somebody look at synapses as they are after a step; nothing is changed by it. */
  look<T>(
    synapses: DomainName,
    lastStep: number,
    upTo: UpTo,
    read: (groups: readonly SynapseGroup[]) => T,
  ): T;
  /** Plastic variables in the order of the whole table (see synapseTable), as they are after a step. */
  columns(synapses: DomainName, lastStep: number, upTo: UpTo): ReadonlyMap<string, Float64Array>;
  /** No more steps are computed: threads are given back. */
  end(): void;
  /** Gives everything back; nothing can be asked for after that. */
  release(): void;
}
