import { type Assignment, evaluate } from "../../src/equations/index.js";
import type { LoweredNetwork } from "../../src/simulation/lowerNetwork.js";
import type { Synapse } from "./interpretNetwork.js";

/** The neurons that spiked in each step, on both sides of some synapses. */
export interface BothSides {
  source: number[][];
  target: number[][];
}

/**
 * Spikes of targets that come back to their synapses at the end of a step change them at once:
 * the immediate evaluation, with which that of the kernels is compared.
 */
export function carryOutOnPost(
  lowered: LoweredNetwork,
  k: number,
  synapses: readonly Synapse[],
  spikes: BothSides,
  step: number,
): void {
  const statements = lowered.plan.pathways[k].plasticity?.onPost ?? [];
  for (const synapse of synapses)
    if (spikes.target[step - synapse.delay]?.includes(synapse.target))
      carryOut(lowered, k, synapse, statements, spikes, step);
}

/** Spikes of sources change their synapses, which then send with their new values. */
export function carryOutOnPre(
  lowered: LoweredNetwork,
  k: number,
  synapses: readonly Synapse[],
  spikes: BothSides,
  step: number,
): void {
  const { plasticity, fromSource } = lowered.plan.pathways[k];
  // what a source sends at the beginning of a step belongs to the end of the one before
  const at = fromSource ? step - 1 : step;
  for (const synapse of synapses)
    if (spikes.source[step]?.includes(synapse.source)) {
      carryOut(lowered, k, synapse, plasticity?.onPre ?? [], spikes, at);
      synapse.sent.set(step + synapse.delay, { ...synapse.values });
    }
}

function carryOut(
  { plan, synapses, dt }: LoweredNetwork,
  k: number,
  synapse: Synapse,
  statements: readonly Assignment[],
  spikes: BothSides,
  now: number,
): void {
  const { constants, preTraces, postTraces } = synapses[k];
  const late = plan.pathways[k].fromSource ? 1 : 0;
  const read = (name: string): number => {
    const before = preTraces.get(name);
    if (before !== undefined) return trace(spikes.source, synapse.source, now + late, before / dt);
    const after = postTraces.get(name);
    if (after !== undefined)
      return trace(spikes.target, synapse.target, now - synapse.delay, after / dt);
    return synapse.values[name] ?? constants.get(name) ?? (name === "dt" ? dt : Number.NaN);
  };
  for (const { target, expression } of statements)
    synapse.values[target] = Number(evaluate(expression, read));
}

/** The sum over a neuron's spikes strictly before a step, each decayed since (tau in steps). */
function trace(spikes: number[][], neuron: number, step: number, tau: number): number {
  let sum = 0;
  for (let s = 0; s < step; s++)
    if (spikes[s]?.includes(neuron)) sum += Math.exp(-(step - s) / tau);
  return sum;
}
