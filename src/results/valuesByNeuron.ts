/**
 * Values at spikes, neuron by neuron.
 * @param pairs step and neuron of each spike in turn
 * @param values one for each spike
 */
export function valuesByNeuron(
  pairs: Int32Array,
  values: Float64Array,
  neurons: number,
): Float64Array[] {
  const lists = Array.from({ length: neurons }, (): number[] => []);
  values.forEach((value, k) => {
    lists[pairs[2 * k + 1]].push(value);
  });
  return lists.map((list) => Float64Array.from(list));
}
