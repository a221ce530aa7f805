import { didYouMean, requireRecord, shown, UserError } from "../../../base/index.js";
import type { Synapses } from "../description.js";
import { modelOf, type Side } from "../sides/sides.js";
import type { Pathway } from "./pathways.js";

/**
 * Checks which events pathways go by beside spikes.
 * @throws UserError for a pathway or an event that there is not, and for plasticity, which goes by spikes.
 */
export function checkPathwayEvents(
  { name, events, plasticity }: Synapses,
  pathways: readonly Pathway[],
  sides: { source: Side | undefined; target: Side },
): void {
  if (events === undefined) return;
  requireRecord(`events of ${name}`, events, '{ pre: "burst" }');
  const names = pathways.map((pathway) => pathway.name);
  for (const [own, event] of Object.entries(events)) {
    const pathway = pathways.find((item) => item.name === own);
    if (!pathway)
      throw new UserError(
        `unknown pathway in the events of ${name}: ${own}; expected one of ${names.join(", ")}${didYouMean(own, names)}`,
      );
    const owner = sides[pathway.side];
    const known = modelOf(owner)?.events ?? [];
    if (!known.includes(event))
      throw new UserError(
        `unknown event in the events of ${name}: ${typeof event === "string" ? event : shown(event)}; ${owner?.name ?? "the source"} has ${known.join(", ") || "none beside the spike"}${typeof event === "string" ? didYouMean(event, known) : ""}`,
      );
  }
  if (plasticity !== undefined)
    throw new UserError(
      `invalid events of ${name}: plasticity goes by spikes; expected equations for what goes by events`,
    );
}
