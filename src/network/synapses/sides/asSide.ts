import { digestOf, shown, UserError } from "../../../base/index.js";
import { isSpiking, type Slice, slice } from "../../slice.js";
import { isSynapses, type Synapses } from "../description.js";

/** The end of a slice of synapses, of which it is not known how many there are. */
export const OPEN_END = 2 ** 31 - 1;

/** Synapses, as a side of others. */
const synapsesOwners = new WeakMap<Slice, Synapses>();

/** The synapses that a slice was made of. */
export const synapsesOf = (side: Slice): Synapses | undefined => synapsesOwners.get(side);

/** All of some synapses, as a side of others. */
export function allSynapses(of: Synapses): Slice {
  const made: Slice = Object.freeze({
    of: of.name,
    start: 0,
    end: OPEN_END,
    synapses: true,
    made: identityOfSynapses(of),
  });
  synapsesOwners.set(made, of);
  return made;
}

/** What of synapses others depend on, as a digest. */
export const identityOfSynapses = ({ equations, connection, parameters }: Synapses): string =>
  digestOf({ equations, connection, parameters: Object.keys(parameters).sort() }).slice(0, 16);

/** Checks what stands for one side of synapses; populations and other synapses stand for all that they have. */
export function sideOf(what: string, side: unknown): Slice {
  if (isSpiking(side)) return slice(side);
  if (isSynapses(side)) return allSynapses(side);
  const { of, start, end } = (side ?? {}) as Partial<Slice>;
  if (typeof of === "string" && Number.isInteger(start) && Number.isInteger(end))
    return side as Slice;
  throw new UserError(
    `invalid ${what}: ${shown(side)}; expected a population, a source, slice(population, start, end), or synapses`,
  );
}
