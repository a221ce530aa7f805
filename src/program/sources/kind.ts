import type { NetworkSimulation, Source } from "../../network/index.js";
import type { ProgramContext } from "../context.js";
import type { SourceDomain } from "../program.js";

/**
 * A kind of source: what its values are, and what they do in a step. A new one is a file beside
 * this, with the function that makes its descriptions, and a line in the list of index.ts.
 */
export interface SourceKind<S extends Source> {
  readonly kind: S["kind"];
  /** The domain of its channels; the run ends at `until`, in s. */
  readonly domain: (source: S, simulation: NetworkSimulation, until: number) => SourceDomain;
  /** Adds its fields and blocks. */
  readonly pass: (context: ProgramContext, source: S) => void;
}

/** The block by which a source tells the spikes that it knows before the run. */
export function emitEvents(context: ProgramContext, { name }: Source): void {
  context.addBlock("inputs", {
    name: `spikes of ${name}`,
    domain: name,
    when: { kind: "step", every: 1 },
    statements: [{ kind: "emit events" }],
  });
}
