import { showAs, shown, UserError } from "../../base/index.js";
import type { NetworkSimulation, Source } from "../../network/index.js";
import type { ProgramContext } from "../context.js";
import type { NeuronFacts } from "../passes/population.js";
import type { PopulationDomain, SourceDomain } from "../program.js";

/**
 * A kind of source: what its values are, and what they do in a step. A new one is a file beside
 * this, with the function that makes its descriptions, and a line in the list of index.ts.
 */
export interface SourceKind<S extends Source> {
  readonly kind: S["kind"];
  /** Makes a source anew from what it holds. @throws UserError for one put together wrongly by hand. */
  readonly again: (given: S) => S;
  /** The domain of its channels; the run ends at `until`, in s. */
  readonly domain: (
    source: S,
    simulation: NetworkSimulation,
    until: number,
  ) => SourceDomain | PopulationDomain;
  /** Adds its fields and blocks; what synapses have to know of channels that are neurons to a program. */
  readonly pass: (context: ProgramContext, source: S) => NeuronFacts | undefined;
}

const made = new WeakSet<Source>();

/** A source that was checked, which shows itself as a line. */
export function describedSource<S extends Source>(source: S, text: () => string): Readonly<S> {
  made.add(source);
  return showAs(source, text);
}

/** Whether a source was made by a function of ours, and not put together by hand. */
export const isDescribed = (source: Source): boolean => made.has(source);

/** Plain numbers that a source holds. @throws UserError for anything else. */
export function numbersOf(what: string, given: unknown): Float64Array {
  if (given instanceof Float64Array) return given;
  throw new UserError(
    `invalid ${what}: ${shown(given)}; expected what the source's function makes`,
  );
}

/** The block by which a source tells the spikes that it knows before the run. */
export function emitEvents(context: ProgramContext, { name }: Source): undefined {
  context.addBlock("inputs", {
    name: `spikes of ${name}`,
    domain: name,
    when: { kind: "step", every: 1 },
    statements: [{ kind: "emit events" }],
  });
}
