/** The place of the first number that is not finite, -1 where all are: a loop, since there may be millions. */
export function placeOfNotFinite(values: Float64Array): number {
  for (let k = 0; k < values.length; k++) if (values[k] - values[k] !== 0) return k;
  return -1;
}
