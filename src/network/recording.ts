import { checkOptions, requireWholeNumber, shown, UserError } from "../base/index.js";
import { readsOf } from "../equations/index.js";
import type { Dimension } from "../units/index.js";
import { requireKnown } from "./names.js";
import { checkedPopulation, type Population } from "./population.js";

/** What is recorded of a population beside its spikes. */
export interface Recording {
  /** The name of the population. */
  readonly of: string;
  /** A state variable, a subexpression, or a parameter that differs from neuron to neuron. */
  readonly variable: string;
  /** Which neurons; all by default. */
  readonly neurons?: readonly number[];
  /** Every so many steps; 1 by default. */
  readonly every?: number;
}

/** The names that can be recorded of a population, and their dimensions. */
export function recordable(population: Population): Map<string, Dimension> {
  const { checked } = checkedPopulation(population);
  const reads = readsOf(checked.subexpressions);
  const names = new Map<string, Dimension>();
  for (const { name, dimension } of checked.states) names.set(name, dimension);
  for (const { target, expression, dimension } of checked.subexpressions)
    if (!reads(expression).has("xi")) names.set(target, dimension);
  for (const [name, { values, dimension }] of checked.parameters)
    if (values.kind !== "shared") names.set(name, dimension);
  return names;
}

/**
 * Checks a recording.
 * @returns a copy that nobody else can change
 * @throws UserError for what cannot be recorded.
 */
export function checkRecording(
  given: Recording,
  populations: readonly Population[],
  others: readonly string[],
): Recording {
  checkOptions("recording", given ?? null, ["of", "variable", "neurons", "every"]);
  const { of, variable, neurons, every = 1 } = given;
  const names = [...populations.map(({ name }) => name), ...others];
  requireKnown("population", of, names);
  const population = populations.find(({ name }) => name === of);
  if (!population) throw new UserError(`invalid recording: ${of} has no variables`);
  const { checked } = checkedPopulation(population);
  const noisy = checked.subexpressions.find(({ target }) => target === variable);
  const known = recordable(population);
  if (noisy && !known.has(variable))
    throw new UserError(
      `invalid recording: ${variable} of ${of} reads xi; noise has no value between steps`,
    );
  requireKnown(`variable of ${of}`, variable, [...known.keys()]);
  if (neurons !== undefined && !Array.isArray(neurons) && !ArrayBuffer.isView(neurons))
    throw new UserError(
      `invalid neurons to record ${variable} of ${of} from: ${shown(neurons)}; expected a list of indices`,
    );
  const indices =
    neurons &&
    Array.from(neurons, (neuron) =>
      requireWholeNumber(`neuron to record ${variable} of ${of} from`, neuron, 0, population.N - 1),
    );
  if (indices && new Set(indices).size !== indices.length)
    throw new UserError(
      `invalid neurons to record ${variable} of ${of} from: one of them is named twice`,
    );
  requireWholeNumber(`steps between records of ${variable} of ${of}`, every, 1, 2 ** 31 - 1);
  return Object.freeze({
    of,
    variable,
    ...(indices && { neurons: Object.freeze(indices) }),
    ...(every !== 1 && { every }),
  });
}

/** The neurons that a recording takes: all of its population where it names none. */
export const recordedNeurons = ({ neurons }: Recording, N: number): readonly number[] =>
  neurons ?? Array.from({ length: N }, (_, i) => i);
