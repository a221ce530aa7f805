import { namesIn, type ParameterValue } from "../../equations/index.js";
import type { Propagator } from "../../integrators/index.js";
import type { ProgramContext } from "../context.js";

/**
 * Entries of the exponentials of linear systems as fields: one for all where what they are made of is the same for
 * all, else one for each element.
 */
export function addPropagators(
  context: ProgramContext,
  domain: string,
  propagators: readonly Propagator[],
  parameters: ReadonlyMap<string, ParameterValue>,
): void {
  for (const propagator of propagators) {
    const reads = propagator.system.flatMap((row) =>
      row.flatMap((entry) => (entry ? [...namesIn(entry)] : [])),
    );
    context.addField({
      domain,
      name: propagator.name,
      shared: reads.every(
        (text) => text === "dt" || parameters.get(text)?.values.kind === "shared",
      ),
      begins: { kind: "propagator", ...propagator },
    });
  }
}
