import type { RecordingAbout } from "../../run/index.js";

// A recording is a folder: about.json says what it is of; each stream (the spikes of a population, a
// variable) is one file that only grows. A file is a row of chunks, each with a head of 16 bytes: a mark, the
// number of bytes that follow, their CRC-32, and how many steps of the run were done at its end.
// Spikes are pairs of 32-bit numbers (step, neuron); samples are 64-bit numbers, row by row. A writer
// that is killed leaves a torn last chunk at most: readers stop before it.

/** What begins a chunk. */
export const MARK = 0x534b4243;

export const HEAD_SIZE = 16;

export const ABOUT_FILE = "about.json";

/** What about.json holds. */
export interface RecordingFile extends RecordingAbout {
  readonly format: "spikebook recording 1";
  /** Whether the run came to its end. */
  readonly whole: boolean;
}

export const FORMAT = "spikebook recording 1";

export const spikesFile = (k: number): string => `spikes-${k}.bin`;
export const variableFile = (k: number): string => `variable-${k}.bin`;
