import { checkOptions, requireWholeNumber, shown, UserError } from "../base/index.js";
import { isNoise, readsOf } from "../equations/index.js";
import type { Where } from "../morphology/index.js";
import type { Dimension } from "../units/index.js";
import { elementsAt } from "./compartments/elements.js";
import { exactCount } from "./connections/index.js";
import { eventName, requireKnown } from "./names.js";
import { checkedPopulation, type Population } from "./population.js";
import type { Source } from "./source.js";
import { synapsesIn } from "./synapses/check/check.js";
import type { Synapses } from "./synapses/description.js";

/** What is recorded of a population beside its spikes, or of synapses. */
export interface Recording {
  /** The name of a population, or of synapses where no population has it. */
  readonly of: string;
  /** A state variable, a subexpression, or a parameter that differs from neuron to neuron. */
  readonly variable: string;
  /** Which neurons; all by default. */
  readonly neurons?: readonly number[];
  /** Of compartments, instead of neurons: at which places; one or a list. All cells are recorded there. */
  readonly at?: Where | readonly Where[];
  /**
   * Which synapses, by their places in connectionsOf(...); all by default, where the rule tells how many there are.
   */
  readonly synapses?: readonly number[];
  /** Every so many steps; 1 by default. */
  readonly every?: number;
  /**
   * Of a population: at each spike of a neuron its own value, before the reset; or at each of its events of that
   * name. `result.valuesAtSpikes` gives them.
   */
  readonly atSpikes?: true | string;
}

/** The names that can be recorded of a population, and their dimensions. */
export function recordable(population: Population): Map<string, Dimension> {
  const { checked } = checkedPopulation(population);
  const reads = readsOf(checked.subexpressions);
  const names = new Map<string, Dimension>();
  for (const { name, dimension } of checked.states) names.set(name, dimension);
  for (const { target, expression, dimension } of checked.subexpressions)
    if (![...reads(expression)].some(isNoise)) names.set(target, dimension);
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
  { populations, sources, synapses }: Recordable,
): Recording {
  checkOptions("recording", given ?? null, [
    "of",
    "variable",
    "neurons",
    "at",
    "synapses",
    "every",
    "atSpikes",
  ]);
  const { of, variable, at, every = 1, atSpikes } = given;
  const names = [...populations, ...sources].map(({ name }) => name);
  const kind = synapses.find(({ name }) => name === of);
  if (kind && (!names.includes(of) || given.synapses !== undefined))
    return checkSynapseRecording(given, kind, { populations, sources, synapses });
  requireKnown("population", of, [...names, ...synapses.map(({ name }) => name)]);
  if (given.synapses !== undefined)
    throw new UserError(`invalid recording: ${of} are no synapses; expected neurons`);
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
  if (atSpikes !== undefined) return atSpikesOf(given, population);
  if (at !== undefined && given.neurons !== undefined)
    throw new UserError(
      `invalid recording: ${variable} of ${of} has neurons and places (at); expected one of them`,
    );
  const neurons = at === undefined ? given.neurons : elementsAt(population, at);
  const indices = neurons && indicesOf("neuron", given, neurons, population.N - 1);
  requireWholeNumber(`steps between records of ${variable} of ${of}`, every, 1, 2 ** 31 - 1);
  return Object.freeze({
    of,
    variable,
    ...(indices && { neurons: Object.freeze(indices) }),
    ...(every !== 1 && { every }),
  });
}

/** A recording at spikes, or at events of a name, of all neurons of a population. */
function atSpikesOf(given: Recording, population: Population): Recording {
  const { of, variable, atSpikes } = given;
  const events = checkedPopulation(population).checked.events.map(({ name }) => name);
  if (atSpikes !== true && !(typeof atSpikes === "string" && events.includes(atSpikes)))
    throw new UserError(
      `invalid atSpikes of the recording of ${variable} of ${of}: ${shown(atSpikes)}; expected true${events.length > 0 ? `, or an event: ${events.join(", ")}` : ""}`,
    );
  for (const option of ["neurons", "at", "synapses", "every"] as const)
    if (given[option] !== undefined)
      throw new UserError(
        `invalid recording of ${variable} of ${of}: ${option} ${shown(given[option])}; at spikes, all neurons are recorded, each at its own`,
      );
  return Object.freeze({ of, variable, atSpikes });
}

/** The name of the spikes, or events, at which a recording takes its values; undefined where it does not. */
export const spikesOfRecording = ({ of, atSpikes }: Recording): string | undefined =>
  atSpikes === undefined ? undefined : atSpikes === true ? of : eventName(of, atSpikes);

/** What recordings can be of. */
export interface Recordable {
  populations: readonly Population[];
  sources: readonly Source[];
  synapses: readonly Synapses[];
}

/** Checks a recording of synapses. */
function checkSynapseRecording(given: Recording, kind: Synapses, sides: Recordable): Recording {
  const { of, variable, neurons, at, synapses, every = 1 } = given;
  if (given.atSpikes !== undefined)
    throw new UserError(
      `invalid recording: ${variable} of ${of} at spikes; expected a variable of a population`,
    );
  if (neurons !== undefined || at !== undefined)
    throw new UserError(`invalid recording: ${of} are synapses; expected synapses: [...]`);
  const { recordable: known, onlyAtSpikes } = synapsesIn(sides, kind);
  if (onlyAtSpikes.has(variable))
    throw new UserError(
      `invalid recording: ${variable} of ${of} is (event-driven), known at spikes only; expected a clock-driven variable`,
    );
  requireKnown(`variable of ${of}`, variable, [...known.keys()]);
  const all = exactCount(kind.connection, { from: kind.from, to: kind.to });
  if (synapses === undefined && all === undefined)
    throw new UserError(
      `missing synapses to record ${variable} of ${of} from: how many the rule ${kind.connection.rule} makes is known only when it is carried out; expected a list of places like [0, 1]`,
    );
  requireWholeNumber(`steps between records of ${variable} of ${of}`, every, 1, 2 ** 31 - 1);
  const indices =
    synapses === undefined
      ? Array.from({ length: all ?? 0 }, (_, k) => k)
      : indicesOf("synapse", given, synapses, (all ?? 2 ** 32) - 1);
  return Object.freeze({
    of,
    variable,
    synapses: Object.freeze(indices),
    ...(every !== 1 && { every }),
  });
}

/** Indices to record from, each once. */
function indicesOf(
  what: string,
  { variable, of }: Recording,
  given: readonly number[],
  most: number,
): number[] {
  const from = `${what}s to record ${variable} of ${of} from`;
  if (!Array.isArray(given) && !ArrayBuffer.isView(given))
    throw new UserError(`invalid ${from}: ${shown(given)}; expected a list of indices`);
  const indices = Array.from(given, (index: number) =>
    requireWholeNumber(`${what} to record ${variable} of ${of} from`, index, 0, most),
  );
  if (new Set(indices).size !== indices.length)
    throw new UserError(`invalid ${from}: one of them is named twice`);
  return indices;
}

/** The neurons that a recording takes: all of its population where it names none. */
export const recordedNeurons = ({ neurons }: Recording, N: number): readonly number[] =>
  neurons ?? Array.from({ length: N }, (_, i) => i);
