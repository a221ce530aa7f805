import { type Signal, SpikeTrain } from "../signals/index.js";
import { network, slice, synapses } from "./buildNetwork.js";
import { InputMemory } from "./inputMemory.js";
import type { NetworkSimulation, SpikeTrainSource } from "./network.js";
import type { Nto1InputNumbers } from "./nto1Inputs.js";
import { Nto1Result } from "./nto1Result.js";
import { type RunOptions, runNetwork } from "./runNetwork.js";
import type { Nto1Simulation } from "./simulation.js";

const EXCITATORY_FRACTION = 0.8;
const inputMemory = new InputMemory();

/** Runs an N-to-1 simulation: its inputs are drawn, then its neuron runs as a network of one. */
export async function runNto1(
  simulation: Nto1Simulation,
  options?: RunOptions,
): Promise<Nto1Result> {
  const numbers = inputNumbers(simulation);
  const inputs = await inputMemory.inputsOf(numbers);
  const result = await runNetwork(nto1Network(simulation, inputs), {
    ...options,
    forgetState: true,
  });
  const [steps] = result.spikeSteps("neuron");
  return new Nto1Result(
    simulation,
    result.signal("neuron", "V", 0) as Signal<"voltage">,
    new SpikeTrain(summedTimes(steps, numbers.dt), numbers.duration),
  );
}

/** What the inputs depend on, as plain SI numbers. */
export function inputNumbers({ parameters }: Nto1Simulation): Nto1InputNumbers {
  const { N, seed, duration, dt, meanRate, sigma, variant } = parameters;
  return {
    N,
    Ne: Math.round(EXCITATORY_FRACTION * N),
    seed,
    duration: duration.value,
    dt: dt.value,
    meanRate: meanRate.value,
    sigma,
    lastSpikeUndelivered: variant === "2023-08-11",
  };
}

/**
 * The network: the neuron, and the input spikes on two channels, whose synapses add to its
 * conductances before it advances. The voltage is recorded after the reset.
 */
function nto1Network(
  { neuron, parameters }: Nto1Simulation,
  inputs: SpikeTrainSource,
): NetworkSimulation {
  const { we, wi, duration, dt } = parameters;
  const channel = (name: string, index: number, onPre: string, weight: typeof we) =>
    synapses(name, {
      from: slice(inputs, index, index + 1),
      to: neuron,
      connection: { rule: "oneToOne" },
      onPre,
      parameters: { weight },
    });
  return network({
    populations: [neuron],
    sources: [inputs],
    synapses: [
      channel("excitatory", 0, "ge += weight", we),
      channel("inhibitory", 1, "gi += weight", wi),
    ],
    record: [{ of: neuron.name, variable: "V" }],
    recordAt: "end",
    duration,
    dt,
  });
}

/** Times of steps as the published program has them: dt added up, not multiplied. */
function summedTimes(steps: readonly number[], dt: number): Float64Array {
  const times = new Float64Array(steps.length);
  let t = 0;
  let step = 0;
  for (let k = 0; k < steps.length; k++) {
    for (; step < steps[k]; step++) t += dt;
    times[k] = t;
  }
  return times;
}
