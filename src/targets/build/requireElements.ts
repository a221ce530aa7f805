import { UserError } from "../../base/index.js";
import type { BuiltNetwork } from "./builtNetwork.js";

/** Refuses to record synapses that there are not: how many there are is known once they are made. */
export function requireElements(built: BuiltNetwork): void {
  for (const { domain, of, variable, elements } of built.program.monitors) {
    if (built.domain(domain).kind !== "synapses") continue;
    const count = built.sizeOf(domain);
    const odd = elements.find((element) => element >= count);
    if (odd !== undefined)
      throw new UserError(
        `invalid synapse to record ${variable} of ${of} from: ${odd}; expected places below ${count}: so many were made`,
      );
  }
  for (const { of } of built.program.trees) requireCapacitance(built, of);
}

/** Refuses a membrane without a capacitance, where it was drawn or computed from a text. */
function requireCapacitance(built: BuiltNetwork, domain: string): void {
  if (built.field(domain, "Cm").shared) return;
  const values = built.values(domain, "Cm");
  const odd = values.findIndex((value) => !(value > 0));
  if (odd >= 0)
    throw new UserError(
      `invalid Cm of ${domain}: ${values[odd]} F/m^2 in element ${odd}; expected more than 0`,
    );
}
