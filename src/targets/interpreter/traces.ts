import { elementary } from "../../base/index.js";
import type { Block, SynapsesDomain, Trace } from "../../program/index.js";
import type { NetworkState } from "./state.js";

/** Time constants after which nothing is left of a spike: e^-700 is no number that counts. */
const LONGEST = 700;

/**
 * The value of a trace at a synapse: the sum over all spikes that came to the synapse in steps strictly
 * before; at a spike of the target, of those in the same step too where the source comes first. Steps count ends of steps: a source that spikes at the beginning of step k does so at the end of
 * step k - 1.
 * @param sourceFirst whether a spike of the source in the same step counts
 */
export function traceAt(
  state: NetworkState,
  { side, tau }: Trace,
  domain: SynapsesDomain,
  { element: synapse, delay = 0, now = 0 }: { element: number; delay?: number; now?: number },
  sourceFirst: boolean,
): number {
  const { sources, targets } = state.built.pairs(domain.name);
  const isSource = side === "source";
  const element = (isSource ? sources : targets)[synapse];
  const spikes = state.history(isSource ? domain.source : domain.target).of(element);
  const way = isSource ? sourceArrival(state, domain, delay) : targetArrival(state, domain, delay);
  const { dt } = state.program;
  let sum = 0;
  for (let k = spikes.length - 1; k >= 0; k--) {
    const elapsed = (now - (spikes[k] + way)) * dt;
    if (elapsed < 0 || (elapsed === 0 && !(isSource && sourceFirst))) continue;
    if (elapsed > LONGEST * tau) break;
    sum += elementary.exp(-elapsed / tau);
  }
  return sum;
}

/**
 * Whether, at a spike of the target, the source's spike of the same step has come already: where the
 * delay is in the axon, as in Brian 2. Sources that spike at the beginning of steps are earlier anyway.
 */
export const isSourceFirst = (state: NetworkState, { when }: Block, { source }: SynapsesDomain) =>
  when.kind === "target spike" && when.times === 0 && state.domain(source).kind === "population";

/** Steps from a spike of the source to the end of the step in which it is at the synapse. */
export function sourceArrival(
  state: NetworkState,
  { source }: SynapsesDomain,
  delay: number,
): number {
  return state.domain(source).kind === "source" ? delay - 1 : delay;
}

/** Steps from a spike of the target to the end of the step in which it is at the synapse. */
export function targetArrival(
  { program }: NetworkState,
  { name }: SynapsesDomain,
  delay: number,
): number {
  const block = program.blocks.find(
    ({ domain, when }) => domain === name && when.kind === "target spike",
  );
  return (block?.when.kind === "target spike" ? block.when.times : 2) * delay;
}
