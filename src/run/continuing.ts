import { host, seeManual, UserError } from "../base/index.js";
import { differingPart, layoutOf, type NetworkSimulation, originOf } from "../network/index.js";
import { type RenewalSource, waitingLayout } from "../program/index.js";
import type { FinalState } from "../results/index.js";

const identities = new WeakMap<NetworkSimulation, Pick<FinalState, "digest" | "layout">>();

/** What a state needs to be that of a simulation. */
export function identityOf(
  simulation: NetworkSimulation,
): Readonly<Pick<FinalState, "digest" | "layout">> {
  let identity = identities.get(simulation);
  if (identity === undefined) {
    const layout = Object.freeze({ ...layoutOf(simulation), ...waitingLayout(simulation) });
    identity = { digest: originOf(simulation), layout };
    identities.set(simulation, identity);
  }
  return identity;
}

/**
 * Checks that a run can go on from a state.
 * @returns the number of its first step
 * @throws UserError for the state of another simulation, engine or target.
 */
export function requireContinuable(
  simulation: NetworkSimulation,
  from: FinalState,
  target: string,
): number {
  const { digest, layout } = identityOf(simulation);
  const differing = differingPart(from.layout, layout);
  if (differing !== undefined)
    throw new UserError(
      `invalid state to go on from: it is that of another simulation; ${differing} is not as it was, and only what changed() changes may be another, but for values that decide about connections, delays or what waits${seeManual("running")}`,
    );
  if (from.digest !== digest)
    throw new UserError(
      `invalid state to go on from: it is that of another simulation, with other values; only the duration may differ, and what changed() changes${seeManual("running")}`,
    );
  if (from.engine !== host.engine())
    throw new UserError(
      `invalid state to go on from: version ${from.engine} of spikebook computed it, and this is ${host.engine()}`,
    );
  if (from.target !== target)
    throw new UserError(
      `invalid state to go on from: it is that of the target ${from.target}, and this is ${target}`,
    );
  for (const source of simulation.sources) requireDrawnOn(simulation, source as RenewalSource);
  return from.step;
}

/** Renewal processes that cannot be drawn beyond the duration they were drawn for. */
function requireDrawnOn(
  { stream }: NetworkSimulation,
  { kind, name, lastSpike }: RenewalSource,
): void {
  if (kind !== "renewal") return;
  if (stream !== "default")
    throw new UserError(
      `invalid state to go on from: ${name} were drawn for the first run's duration from the ${stream} stream, which has one order of draws; run the whole duration at once`,
    );
  if (lastSpike === "left out")
    throw new UserError(
      `invalid state to go on from: the last spike of ${name} was left out at the end of the first run; run the whole duration at once`,
    );
}
