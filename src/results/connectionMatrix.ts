import { checkOptions, didYouMean, requireWholeNumber, UserError } from "../base/index.js";
import type { NetworkSimulation, Pairs } from "../network/index.js";
import { askedName } from "./askedName.js";

/** Most entries of a matrix: it takes a gigabyte. */
const MOST_ENTRIES = 2 ** 28;

/** The connections of some synapses within a population, row to column: see `NetworkResult`. */
export function connectionMatrix(
  { populations, synapses }: NetworkSimulation,
  of: string,
  values: Readonly<Record<string, number>>,
  connectionsOf: (synapses: string) => Pairs,
): { data: Int32Array; shape: [number, number] } {
  const names = populations.map(({ name }) => name);
  const N = populations.find(({ name }) => name === askedName("population", of))?.N;
  if (N === undefined)
    throw new UserError(
      `unknown population: ${of}; expected one of ${names.join(", ")}${didYouMean(of, names)}`,
    );
  if (N * N > MOST_ENTRIES)
    throw new UserError(
      `invalid population: ${of} has ${N} neurons; expected at most ${Math.sqrt(MOST_ENTRIES)} for a matrix (synapsesOf takes some synapses out)`,
    );
  const kinds = synapses.map(({ name }) => name);
  checkOptions("the synapses of connectionMatrix", values ?? null, kinds);
  for (const { name, from, to } of synapses) {
    if (!Object.hasOwn(values, name)) continue;
    requireWholeNumber(`value of ${name}`, values[name], -(2 ** 31), 2 ** 31 - 1);
    if (from.of !== of || to.of !== of)
      throw new UserError(
        `invalid synapses: ${name} go from ${from.of} to ${to.of}; expected synapses within ${of}`,
      );
  }
  const data = new Int32Array(N * N);
  for (const [name, value] of Object.entries(values)) {
    const { sources, targets } = connectionsOf(name);
    for (let k = 0; k < sources.length; k++) {
      const place = sources[k] * N + targets[k];
      if (data[place] !== 0 && data[place] !== value)
        throw new UserError(
          `invalid values: ${sources[k]} to ${targets[k]} would be ${data[place]} and, by ${name}, ${value}; expected one value where several synapses connect a pair`,
        );
      data[place] = value;
    }
  }
  return { data, shape: [N, N] };
}
