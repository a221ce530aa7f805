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
}
