import {
  type NetworkSimulation,
  network,
  population,
  slice,
  stepCount,
  synapses,
  withParameters,
} from "../network/index.js";
import { type NetworkResult, requireResult } from "../results/index.js";
import { Signal } from "../signals/index.js";
import { ms, mV, nS, pA, parseQuantity, pF, type Quantity, seconds } from "../units/index.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";

/**
 * Equations of the Izhikevich neuron (Izhikevich 2007) in its published form. The synaptic current
 * of the very first step is 0, as in the published program, which computed it one step later.
 */
export const IZHIKEVICH_EQUATIONS = `
dv/dt = (k*(v - v_r)*(v - v_t) - u - I) / C : volt
du/dt = a*(b*(v - v_r) - u) : amp
dg/dt = -g / tau_syn : siemens
I = int(t > 0*second) * g*(v - v_syn) : amp
`;

/** Parameters of the ring. */
export interface IzhikevichRingParameters {
  readonly duration: Quantity<"time">;
  readonly dt: Quantity<"time">;
  /** Taken for uniformity with the other models: nothing in the ring is random. */
  readonly seed: number;
  /** From a spike to its effect: axon and synapse. */
  readonly delay: Quantity<"time">;
  /** Strength of the connections, of which the published ring takes 1, 0.8 and 1 times. */
  readonly strength: Quantity<"conductance">;
  /** Initial synaptic conductance of the first neuron, which starts the ring. */
  readonly g0: Quantity<"conductance">;
}

/** The parameters of `izhikevichRing`, with the units they are printed in. */
export const IZHIKEVICH_RING_PARAMETERS: ParameterTable<keyof IzhikevichRingParameters> = {
  duration: simulatedTime(1e4),
  dt: DT,
  seed: streamSeed("without effect: nothing is random"),
  delay: { kind: "quantity", unit: ms, dimension: "time", least: 0, about: "delay of spikes" },
  strength: { kind: "quantity", unit: nS, dimension: "conductance", about: "strength of synapses" },
  g0: {
    kind: "quantity",
    unit: nS,
    dimension: "conductance",
    about: "conductance that starts the ring",
  },
};

/** Where spikes are cut off. */
const V_PEAK = mV(35);

/** Relative strengths of the ring: neuron 0 to 1, 1 to 2, 2 to 0. */
const RING = [1, 0.8, 1] as const;

/**
 * Describes three Izhikevich neurons in a ring, as published. The published loop goes through the
 * neurons in order within a step, so that a spike of neuron 2 enters the current of neuron 0 one
 * step later than those of the others: the same voltages come from delivering it one step later
 * with its strength times (1 - dt / tau_syn).
 * @throws UserError for an unknown parameter, a wrong unit or a value out of bounds.
 * @example
 * ```ts
 * const ring = await run(izhikevichRing());
 * plotRaster(ring.spikeTrains("neurons"))
 * ```
 */
export function izhikevichRing(
  parameters: Partial<IzhikevichRingParameters> = {},
): NetworkSimulation {
  const given = checkParameters("izhikevichRing", IZHIKEVICH_RING_PARAMETERS, parameters);
  const { dt = ms(0.1), delay = ms(4.5), strength = nS(12), g0 = nS(10) } = given;
  const tau_syn = ms(7);
  const neurons = population("neurons", {
    N: 3,
    equations: IZHIKEVICH_EQUATIONS,
    threshold: "v >= v_peak",
    reset: "v = c; u += d",
    method: "euler",
    parameters: {
      C: pF(100),
      k: parseQuantity("0.7 nS/mV"),
      a: parseQuantity("0.03 /ms"),
      b: nS(-2),
      c: mV(-50),
      d: pA(100),
      v_r: mV(-60),
      v_t: mV(-40),
      v_peak: V_PEAK,
      v_syn: mV(0),
      tau_syn,
    },
    initial: { v: mV(-60), g: [g0, nS(0), nS(0)] },
  });
  const connection = (
    from: number,
    to: number,
    weight: Quantity<"conductance">,
    later: Quantity<"time">,
  ) =>
    synapses(`from${from}to${to}`, {
      from: slice(neurons, from, from + 1),
      to: slice(neurons, to, to + 1),
      connection: { rule: "oneToOne" },
      onPre: "g += strength",
      parameters: { strength: weight },
      delay: later,
    });
  const decayed = 1 - dt.value / tau_syn.value;
  const { duration = seconds(0.3), seed = 1 } = given;
  const made = network({
    populations: [neurons],
    synapses: [
      connection(0, 1, strength.times(RING[0]), delay),
      connection(1, 2, strength.times(RING[1]), delay),
      connection(2, 0, strength.times(RING[2] * decayed), delay.plus(dt)),
    ],
    record: ["v", "g", "u"].map((variable) => ({ of: "neurons", variable })),
    duration,
    dt,
    seed,
  });
  return withParameters(made, { duration, dt, seed, delay, strength, g0 });
}

/**
 * The spike indices as the published program counts them: the step whose state crosses the
 * peak, one more than that of the update which led there.
 * @example
 * ```ts
 * ringSpikeIndices(await run(izhikevichRing())).length // => 3
 * ```
 */
export function ringSpikeIndices(result: NetworkResult): number[][] {
  requireResult(result);
  const steps = stepCount(result.simulation);
  return result
    .spikeSteps("neurons")
    .map((train) => train.map((step) => step + 1).filter((index) => index < steps));
}

/**
 * The voltage of one neuron of the ring with its spikes drawn to the peak: as in the published
 * program, the sample before the one in which a spike was reset is set to v_peak.
 * @example
 * ```ts
 * plotSignal(ringVoltage(await run(izhikevichRing()), 0))
 * ```
 */
export function ringVoltage(result: NetworkResult, neuron: number): Signal {
  requireResult(result);
  const v = result.signal("neurons", "v", neuron);
  const samples = v.values.slice();
  for (const index of ringSpikeIndices(result)[neuron]) samples[index - 1] = V_PEAK.value;
  return new Signal(samples, v.dimension, v.timestep, v.start);
}
