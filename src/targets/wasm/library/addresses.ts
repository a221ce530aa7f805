// What stands at fixed places at the beginning of a kernel's memory.

/** Six tables of 256 doubles: k, w, f of the normal, then of the exponential ziggurat. */
export const ZIGGURAT = 64;
/** Bytes of one of them. */
export const TABLE = 2048;
/** The exponential ones. */
export const EXPONENTIAL = ZIGGURAT + 3 * TABLE;
/** Squared radii of a batch of points in the unit circle. */
export const RADII = ZIGGURAT + 6 * TABLE;
/** A generator's state by itself, while its draws are repeated or need further words. */
export const ALONE = RADII + 8 * 130;
/** Rows of synapses that spikes come to in a step, and how many of them are looked for at once. */
export const ROWS = ALONE + 64;
export const MOST_ROWS = 512;
/** Where a module's own constants begin. */
export const CONSTANTS = ROWS + 12 * (MOST_ROWS + 1);
