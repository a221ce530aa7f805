import type { CheckedPlasticity } from "../../network/index.js";
import type { ProgramContext } from "../context.js";
import { FIELDS } from "../names.js";
import type { Statement } from "../program.js";
import { asSets } from "./population.js";

// Plasticity. Where the delay is in the axon, as in Brian 2, a spike of the source comes to the
// synapse after the delay: there it acts on the target, then the synapse changes. Spikes of the target are at
// the synapse at once; in one step, the source's come first.
//
// Where the delay is in the dendrite, as in NEST, a spike of the source is at the synapse at once: the
// synapse changes, and acts on the target after the delay; the target's spikes come back after the
// delay. That is the same as a synapse whose own time is late by the delay: it meets the source's
// spikes after one delay, and the target's after two. In one step, the target's come first.

/**
 * Adds the traces of plastic synapses and what the target's spikes do.
 * @param delivery what the synapse does to its target
 * @returns what a spike of the source does: to the target, and to the synapse
 */
export function addPlasticity(
  context: ProgramContext,
  domain: string,
  { preTraces, postTraces, onPre, onPost, delayIn, fastPowers }: CheckedPlasticity,
  delivery: readonly Statement[],
): Statement[] {
  for (const [name, tau] of preTraces) context.traces.push({ domain, name, side: "source", tau });
  for (const [name, tau] of postTraces) context.traces.push({ domain, name, side: "target", tau });
  const isLate = delayIn === "dendrite";
  if (onPost.length > 0)
    context.addBlock(isLate ? "spikes of targets that come late" : "spikes of targets", {
      name: `plasticity of ${domain.replace(/^synapses /, "")} at spikes of its target`,
      domain,
      when: { kind: "target spike", delay: FIELDS.delay, times: isLate ? 2 : 0 },
      statements: asSets(onPost),
      fastPowers,
    });
  const change = asSets(onPre);
  return isLate ? [...change, ...delivery] : [...delivery, ...change];
}
