import type { NetworkSimulation } from "../network/index.js";
import { buildProgram } from "../program/index.js";
import {
  type FinalState,
  type FinalValues,
  NetworkResult,
  type RecordedVariable,
  type StatisticsValues,
} from "../results/index.js";
import { withSizes } from "../targets/index.js";
import { RunSynapses } from "./synapses.js";

/** What is kept of a result away from the run that gave it: on disk, or on its way from a worker. */
export interface KeptResult {
  spikes: ReadonlyMap<string, Int32Array>;
  recorded: readonly RecordedVariable[];
  synapses: { after: FinalValues; lastSourceSpike: FinalValues };
  firstStep: number;
  steps: number;
  statistics: readonly StatisticsValues[];
}

/**
 * A result from what was kept of it: connections are drawn anew when they are asked for.
 * @param end the state in which the run ended, or an error that says why there is none
 */
export const keptResult = (
  simulation: NetworkSimulation,
  { spikes, recorded, synapses, firstStep, steps, statistics }: KeptResult,
  end: () => FinalState,
): NetworkResult =>
  new NetworkResult({
    simulation,
    spikes,
    recorded,
    synapses: new RunSynapses(
      withSizes(buildProgram(simulation, firstStep)),
      { kind: "kept", ...synapses },
      firstStep > 0,
    ),
    firstStep,
    steps,
    statistics,
    end,
  });

/** What is to be kept of a result. */
export function kept(result: NetworkResult): KeptResult {
  const { synapses, simulation, end, ...rest } = NetworkResult.partsOf(result);
  return { ...rest, synapses: synapses.finalValues() };
}
