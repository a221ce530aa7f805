import {
  type NetworkSimulation,
  network,
  type Population,
  population,
  slice,
  synapses,
  withParameters,
} from "../network/index.js";
import type { StreamName } from "../random/index.js";
import { ms, nS, parseQuantity, type Quantity, seconds } from "../units/index.js";
import { ADEX_PARAMETERS, ADEX_SPIKES } from "./adexNeuron.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";

/** Equations of the conductance-based AdEx neuron with a noise current, as published. */
export const ADEX_EQUATIONS = `
dV/dt = ( -gL*(V - EL) + gL * DT * exp((V-VT)/DT) -I -w -(Iext * xi)) / C : volt
dw/dt = (a*(V - EL) - w) / tau_w : amp

I = ge * (V - Ee) + gi * (V - Ei) : amp

dge/dt = -ge / tau_g : siemens
dgi/dt = -gi / tau_g : siemens
`;

/** Parameters of the noisy AdEx network. */
export interface AdexNetworkParameters {
  /** Number of neurons; the first 80 % are excitatory. */
  readonly N: number;
  readonly seed: number;
  readonly duration: Quantity<"time">;
  readonly dt: Quantity<"time">;
  /** Probability that two neurons are connected. */
  readonly p: number;
  /** Conductance jump at excitatory and at inhibitory synapses. */
  readonly we: Quantity<"conductance">;
  readonly wi: Quantity<"conductance">;
  readonly stream: StreamName;
}

/** The parameters of `adexNetwork`, with the units they are printed in. */
export const ADEX_NETWORK_PARAMETERS: ParameterTable<keyof AdexNetworkParameters> = {
  N: { kind: "wholeNumber", least: 5, most: 2e4, about: "number of neurons" },
  seed: streamSeed("seed of the random stream", 2 ** 32 - 1),
  duration: simulatedTime(1e5),
  dt: DT,
  p: { kind: "number", least: 0, most: 1, about: "probability of a connection" },
  we: {
    kind: "quantity",
    unit: nS,
    dimension: "conductance",
    least: 0,
    about: "excitatory jump (10 nS / (N p))",
  },
  wi: {
    kind: "quantity",
    unit: nS,
    dimension: "conductance",
    least: 0,
    about: "inhibitory jump (4 we)",
  },
  stream: { kind: "choice", choices: ["numpy", "default", "julia"], about: "random stream" },
};

/**
 * One population of the published AdEx neurons (Naud et al. 2008) with a noise current.
 * @example
 * ```ts
 * const two = adexNeurons("two", 2);
 * await run(network({ populations: [two], duration: ms(10) }))
 * ```
 */
export function adexNeurons(name: string, N: number): Population {
  return population(name, {
    N,
    equations: ADEX_EQUATIONS,
    ...ADEX_SPIKES,
    method: "euler",
    parameters: { ...ADEX_PARAMETERS, Iext: parseQuantity("8 pA sqrt(second)") },
    initial: { V: ADEX_PARAMETERS.EL },
  });
}

/**
 * Describes the published network of 100 noisy AdEx neurons, sparsely connected, 80 of them
 * excitatory. With the numpy stream and seed 1234 it gives the published spikes. As in the
 * published notebook, the inhibitory slice begins one neuron late: neuron Ne sends nothing.
 * @throws UserError for an unknown parameter, a wrong unit or a value out of bounds.
 * @example
 * ```ts
 * const published = await run(adexNetwork({ duration: seconds(0.1), seed: 1234 }));
 * published.spikeCount("neurons")
 * ```
 */
export function adexNetwork(parameters: Partial<AdexNetworkParameters> = {}): NetworkSimulation {
  const given = checkParameters("adexNetwork", ADEX_NETWORK_PARAMETERS, parameters);
  const { N = 100, p = 0.05, seed = 1234, stream = "numpy" } = given;
  const we = given.we ?? nS(10).over(N * p);
  const wi = given.wi ?? we.times(4);
  const neurons = adexNeurons("neurons", N);
  const Ne = Math.floor((N * 4) / 5);
  const connection = { rule: "probability", probability: p, autapses: false } as const;
  const { duration = seconds(60), dt = ms(0.1) } = given;
  const made = network({
    populations: [neurons],
    synapses: [
      synapses("excitatory", {
        from: slice(neurons, 0, Ne),
        to: neurons,
        connection,
        onPre: "ge += we",
        parameters: { we },
      }),
      synapses("inhibitory", {
        from: slice(neurons, Ne + 1),
        to: neurons,
        connection,
        onPre: "gi += wi",
        parameters: { wi },
      }),
    ],
    record: [{ of: "neurons", variable: "V", neurons: [0] }],
    duration,
    dt,
    seed,
    stream,
  });
  return withParameters(made, { N, seed, duration, dt, p, we, wi, stream });
}
