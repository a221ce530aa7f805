import { digestOf, shown, UserError } from "../base/index.js";
import type { Where } from "../morphology/index.js";
import { neighbours, requireShape } from "./compartments/elements.js";
import type { Population } from "./population.js";
import type { Source } from "./source.js";

/** Something whose spikes synapses can carry. */
export type Spiking = Population | Source;

/** Neurons `start` to before `end` of a population or source. */
export interface Slice {
  /** The name of the population or source. */
  readonly of: string;
  /** The first neuron. */
  readonly start: number;
  /** The neuron after the last one. */
  readonly end: number;
  /** Whether it is of synapses: all of them; how many there are is known once they are made. */
  readonly synapses?: true;
  /** Digest of what the population is: synapses onto another one of the same name are refused. */
  readonly made?: string;
}

/** The population or source that a slice was made of. */
const owners = new WeakMap<Slice, Spiking>();

export const ownerOf = (slice: Slice): Spiking | undefined => owners.get(slice);

const digests = new WeakMap<Spiking, string>();

/** What of a population its synapses depend on, as a digest; of a source its number of channels. */
export function identityOf(owner: Spiking): string {
  let digest = digests.get(owner);
  if (digest === undefined) {
    const { kind, N } = owner;
    const { model, shape } = owner as Partial<Population>;
    digest = digestOf({ kind, N, model, ...(shape && { shape }) }).slice(0, 16);
    digests.set(owner, digest);
  }
  return digest;
}

/** Whether a value is a population or a source. */
export const isSpiking = (value: unknown): value is Spiking =>
  typeof value === "object" && value !== null && "kind" in value && "N" in value && "name" in value;

/**
 * Neurons `start` to before `end` of a population or channels of a source, as
 * Array.prototype.slice takes them: negative numbers count from the end. Of compartments, those at a
 * place of all cells: `slice(neurons, cell.dendrite.at(um(100)))`.
 * @throws UserError for a slice without neurons.
 * @example
 * ```ts
 * const excitatory = slice(neurons, 0, 80);
 * const inhibitory = slice(neurons, -20);
 * inhibitory.start // => 80
 * ```
 */
export function slice(of: Population, where: Where): Slice;
export function slice(of: Spiking, start?: number, end?: number): Slice;
export function slice(of: Spiking, begin: number | Where = 0, ...[given]: [end?: number]): Slice {
  const end = given ?? of?.N;
  if (!isSpiking(of))
    throw new UserError(`invalid population: ${shown(of)}; expected what population() returns`);
  if (typeof begin === "object" && begin !== null) {
    const { morphology, cells } = requireShape(of as Population);
    if (given !== undefined)
      throw new UserError(
        `invalid end of a slice of ${of.name} at a place: ${shown(given)}; expected the place alone`,
      );
    const found = neighbours(morphology, begin);
    return slice(of, found.first * cells, found.end * cells);
  }
  const start = begin;
  for (const [what, index] of [
    ["start", start],
    ["end", end],
  ] as const)
    if (typeof index !== "number")
      throw new UserError(
        `invalid ${what} of a slice of ${of.name}: ${shown(index)}; expected a whole number`,
      );
  const first = start < 0 ? Math.max(0, of.N + start) : start;
  const last = Math.min(end < 0 ? of.N + end : end, of.N);
  if (!Number.isInteger(first) || !Number.isInteger(last) || first >= last)
    throw new UserError(
      `invalid slice of ${of.name}: ${shown(start)} to ${shown(end)}; it has ${of.N} neurons`,
    );
  const made: Slice = Object.freeze({
    of: of.name,
    start: first,
    end: last,
    made: identityOf(of),
  });
  owners.set(made, of);
  return made;
}
