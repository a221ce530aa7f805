import { Signal, SpikeTrain } from "../signals/index.js";
import { NAMED_DIMENSIONS, UserError } from "../units/index.js";
import { InputMemory } from "./inputMemory.js";
import type { NetworkSimulation } from "./network.js";
import type { NetworkResult } from "./networkResult.js";
import { integrate, type Nto1Numbers } from "./nto1.js";
import { Nto1Result } from "./nto1Result.js";
import { type RunOptions, runNetwork } from "./runNetwork.js";
import type { Nto1Simulation, Simulation } from "./simulation.js";

const inputMemory = new InputMemory();

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
  if (simulation?.model === "network") return runNetwork(simulation, options);
  if (simulation?.model !== "nto1")
    throw new UserError(
      `invalid simulation: ${String(simulation)}; expected what nto1() or network() returns`,
    );
  const numbers = lowerNto1(simulation);
  const { V, spikeTimes } = integrate(numbers, inputMemory.inputsOf(numbers));
  return new Nto1Result(
    simulation,
    new Signal<"voltage">(V, NAMED_DIMENSIONS.voltage.exponents, numbers.dt),
    new SpikeTrain(spikeTimes, numbers.duration),
  );
}

/** The parameters as plain SI numbers; their dimensions were checked when the value was made. */
function lowerNto1({ parameters }: Nto1Simulation): Nto1Numbers {
  const { N, seed, duration, dt, we, wi, meanRate, sigma, variant } = parameters;
  const { C, gL, EL, VT, DT, Vs, Vr, a, b, tau_w, Ee, Ei, tau_g } = parameters;
  return {
    N,
    Ne: Math.round(EXCITATORY_FRACTION * N),
    seed,
    duration: duration.value,
    dt: dt.value,
    we: we.value,
    wi: wi.value,
    meanRate: meanRate.value,
    sigma,
    lastSpikeUndelivered: variant === "2023-08-11",
    neuron: {
      C: C.value,
      gL: gL.value,
      EL: EL.value,
      VT: VT.value,
      DT: DT.value,
      Vs: Vs.value,
      Vr: Vr.value,
      a: a.value,
      b: b.value,
      tau_w: tau_w.value,
      Ee: Ee.value,
      Ei: Ei.value,
      tau_g: tau_g.value,
    },
  };
}

const EXCITATORY_FRACTION = 0.8;
