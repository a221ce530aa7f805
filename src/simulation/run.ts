import type { NetworkSimulation } from "./network.js";
import type { NetworkResult } from "./networkResult.js";
import type { Nto1Result } from "./nto1Result.js";
import { type RunOptions, runNetwork } from "./runNetwork.js";
import { runNto1 } from "./runNto1.js";
import { type Nto1Simulation, requireSimulation, type Simulation } from "./simulation.js";

/**
 * Runs a simulation. The same simulation gives the same result, bit for bit, whenever and
 * wherever it runs.
 * @throws UserError if the value is not a simulation.
 */
export async function run(simulation: Nto1Simulation, options?: RunOptions): Promise<Nto1Result>;
export async function run(
  simulation: NetworkSimulation,
  options?: RunOptions,
): Promise<NetworkResult>;
export async function run(
  simulation: Simulation,
  options?: RunOptions,
): Promise<Nto1Result | NetworkResult> {
  const checked = requireSimulation(simulation);
  return checked.model === "network" ? runNetwork(checked, options) : runNto1(checked, options);
}
