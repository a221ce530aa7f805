/**
 * Values at spikes, neuron by neuron.
 * @param pairs step and neuron of each spike in turn
 * @param values one for each spike
 * @param window the steps whose spikes are wanted, from the first to before the end; all by default
 */
export function valuesByNeuron(
  pairs: Int32Array,
  values: Float64Array,
  neurons: number,
  [first, end]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): Float64Array[] {
  const lists = Array.from({ length: neurons }, (): number[] => []);
  values.forEach((value, k) => {
    const step = pairs[2 * k];
    if (step >= first && step < end) lists[pairs[2 * k + 1]].push(value);
  });
  return lists.map((list) => Float64Array.from(list));
}
