/** Largest mean of one Poisson draw; larger ones are drawn in parts. */
const LARGEST_MEAN = 8;

/** In how many parts deviates of these means are drawn. */
export const poissonParts = (means: Float64Array): number =>
  Math.max(1, Math.ceil(means.reduce((a, b) => Math.max(a, b), 0) / LARGEST_MEAN));

/** Parts of [0, 1) for each of which the table says where the search begins. */
const GUIDES = 256;

/**
 * The table by which the kernel draws Poisson counts: for each 256th part of [0, 1) the first count
 * whose cumulative probability exceeds it, then the cumulative probabilities, the last above 1.
 */
export function countTable(mean: number): Float64Array {
  const mode = Math.floor(mean);
  // probabilities relative to that of the mode, until they are no longer seen beside it
  const below: number[] = [];
  for (let n = mode, p = 1; n > 0 && p > 1e-300; n--) {
    p *= n / mean;
    below.push(p);
  }
  const above: number[] = [];
  for (let n = mode + 1, p = 1; p > 1e-25; n++) {
    p *= mean / n;
    above.push(p);
  }
  const relative = [...below.reverse(), 1, ...above];
  const first = mode + 1 + above.length - relative.length;
  // the small ones first, so that they are not lost in the sum
  const total = [...relative].sort((a, b) => a - b).reduce((sum, p) => sum + p, 0);
  const cumulative = new Float64Array(first + relative.length);
  let sum = 0;
  relative.forEach((p, k) => {
    sum += p;
    cumulative[first + k] = sum / total;
  });
  cumulative[cumulative.length - 1] = 2;
  const table = new Float64Array(GUIDES / 2 + cumulative.length);
  const guides = new Int32Array(table.buffer, 0, GUIDES);
  let count = 0;
  for (let k = 0; k < GUIDES; k++) {
    while (cumulative[count] <= k / GUIDES) count += 1;
    guides[k] = count;
  }
  table.set(cumulative, GUIDES / 2);
  return table;
}
