/** Most channels of a source. */
export const MOST_CHANNELS = 1e7;

/**
 * Something that spikes by itself: channels whose spikes synapses can carry. Each kind is described
 * in a file of program/sources, which also says what it does.
 */
export interface Source {
  /** The kind of source: "poisson". */
  readonly kind: string;
  /** By which synapses and results know it. */
  readonly name: string;
  /** The number of channels. */
  readonly N: number;
  /** Of sources whose channels follow a text: what a state of theirs stands on. */
  readonly text?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}
