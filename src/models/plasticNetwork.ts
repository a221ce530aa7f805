import {
  type NetworkSimulation,
  network,
  type Population,
  population,
  type SynapsesOptions,
  synapses,
  withParameters,
} from "../network/index.js";
import { poisson } from "../program/index.js";
import { DefaultStream, uniform } from "../random/index.js";
import { Hz, ms, mV, pA, pF, type Quantity, seconds } from "../units/index.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";
import { powerLaw } from "./powerLaw.js";

/** The neuron models of the scaling experiment. */
export type PlasticNeuronModel = "iaf_psc_alpha" | "ignore_and_fire";

/** Parameters of the plastic network. */
export interface PlasticNetworkParameters {
  /** Number of neurons; the first 80 % are excitatory. */
  readonly N: number;
  /** Neurons as NEST calls them. */
  readonly neuron_model: PlasticNeuronModel;
  /** Of all random streams. */
  readonly seed: number;
  /** How long is simulated. */
  readonly duration: Quantity<"time">;
  /** The time step. */
  readonly dt: Quantity<"time">;
  /** In-degree of each neuron, 80 % of it from excitatory neurons. */
  readonly K: number;
  /** Peak of the postsynaptic potential of an excitatory synapse. */
  readonly J_E: Quantity<"voltage">;
  /** Relative strength of inhibition. */
  readonly g: number;
  /** Rate of the external input, relative to the one that takes the mean membrane potential to threshold. */
  readonly eta: number;
  /** Of all synapses. */
  readonly delay: Quantity<"time">;
}

/** The parameters of `plasticNetwork`, with the units they are printed in. */
export const PLASTIC_NETWORK_PARAMETERS: ParameterTable<keyof PlasticNetworkParameters> = {
  N: { kind: "wholeNumber", least: 10, most: 1e6, about: "number of neurons" },
  neuron_model: {
    kind: "choice",
    choices: ["iaf_psc_alpha", "ignore_and_fire"],
    about: "neuron model",
  },
  seed: streamSeed("seed of the random stream"),
  duration: simulatedTime(1e5),
  dt: DT,
  K: { kind: "wholeNumber", least: 0, most: 1e5, about: "in-degree" },
  J_E: { kind: "quantity", unit: mV, dimension: "voltage", about: "excitatory potential (peak)" },
  g: { kind: "number", least: 0, most: 1e6, about: "relative strength of inhibition" },
  eta: { kind: "number", least: 0, most: 1e3, about: "relative rate of the external input" },
  delay: { kind: "quantity", unit: ms, dimension: "time", least: 0, about: "delay of spikes" },
};

/** Membrane and synapses of both neuron models. */
const NEURON = {
  C_m: pF(250),
  tau_m: ms(20),
  tau_s: ms(2),
  theta: mV(20),
  V_reset: mV(0),
} as const;

const REFRACTORY = ms(2);

/** Fraction of excitatory neurons, and of excitatory synapses onto each neuron. */
const BETA = 0.8;

/**
 * Equations of the leaky integrate-and-fire neuron with alpha-shaped synaptic currents, relative to
 * its resting potential. A synapse of weight w adds e/tau_s * w to y, so that the current of one
 * spike peaks at w.
 */
export const IAF_PSC_ALPHA_EQUATIONS = `
dV/dt = -V/tau_m + I/C_m : volt (unless refractory)
dI/dt = y - I/tau_s : amp
dy/dt = -y/tau_s : amp/second
`;

/** The ignore-and-fire neuron counts steps between its spikes; what arrives is taken and ignored. */
export const IGNORE_AND_FIRE_EQUATIONS = `
remaining : 1
y : amp/second
`;

/**
 * The peak (mV) of the membrane's response to an alpha current of 1 pA, as the published program
 * computes it: with e^a in place of e^-a where the maximum is, which is kept to match.
 */
function unitPotential(): number {
  const [tau_m, tau_s, C_m] = [NEURON.tau_m.in(ms), NEURON.tau_s.in(ms), NEURON.C_m.in(pF)];
  const a = tau_s / tau_m;
  const b = 1 / tau_s - 1 / tau_m;
  const t_max = (-lowerLambertW(-a * Math.exp(a)) - a) / b;
  return (
    (Math.E / C_m / (1 - a)) *
    ((Math.exp(-t_max / tau_m) - Math.exp(-t_max / tau_s)) / b - t_max * Math.exp(-t_max / tau_s))
  );
}

/** The lower branch of Lambert's W: w e^w = x with w < -1, for x in (-1/e, 0); Newton's method. */
function lowerLambertW(x: number): number {
  let w = Math.log(-x) - Math.log(-Math.log(-x));
  for (let k = 0; k < 50; k++) {
    const change = (w * Math.exp(w) - x) / (Math.exp(w) * (w + 1));
    w -= change;
    if (Math.abs(change) < 1e-16 * Math.abs(w)) break;
  }
  return w;
}

/** Weights and rate that follow from the parameters: see specs of the published model. */
export function derivedStrengths(J_E: Quantity<"voltage">, g: number, eta: number) {
  const I_E = pA(J_E.in(mV) / unitPotential());
  const { theta, C_m, tau_m, tau_s } = NEURON;
  const nu_theta =
    (1000 * theta.in(mV) * C_m.in(pF)) / (I_E.in(pA) * Math.E * tau_m.in(ms) * tau_s.in(ms));
  return { I_E, I_I: I_E.times(-g), nu_X: Hz(eta * nu_theta) };
}

/**
 * Describes the plastic two-population network of NEST's scaling experiment (TwoPopulationNetworkPlastic):
 * random connections of fixed in-degree, plastic from excitatory to excitatory neurons by the
 * power law of Morrison et al. (2007), and external Poisson input to each neuron. With
 * `neuron_model: "ignore_and_fire"`, neurons fire at rates of their own and the activity does not
 * depend on N.
 * @throws UserError for an unknown parameter, a wrong unit or a value out of bounds.
 * @example
 * ```ts
 * const small = await run(plasticNetwork({ N: 1000, duration: seconds(0.1) }));
 * small.synapsesOf("EE", { targets: [0] }).sources.length
 * ```
 */
export function plasticNetwork(
  parameters: Partial<PlasticNetworkParameters> = {},
): NetworkSimulation {
  const given = checkParameters("plasticNetwork", PLASTIC_NETWORK_PARAMETERS, parameters);
  const { N = 12_500, neuron_model = "iaf_psc_alpha", seed = 1, K = 1250 } = given;
  const { J_E = mV(0.5), g = 10, eta = 1.2, dt = ms(0.125), delay = ms(1.5) } = given;
  const NE = Math.floor(BETA * N);
  const KE = Math.floor(BETA * K);
  const { I_E, I_I, nu_X } = derivedStrengths(J_E, g, eta);
  const neurons = (name: string, size: number): Population =>
    neuron_model === "iaf_psc_alpha" ? leaky(name, size) : ignoring(name, size, seed, dt);
  const E = neurons("excitatory", NE);
  const I = neurons("inhibitory", N - NE);
  const input = (to: Population) => poisson(`input_${to.name}`, to.N, nu_X);
  const [inputE, inputI] = [input(E), input(I)];
  // an alpha current of peak w begins with the slope e/tau_s * w
  const onPre = `y += weight*(${Math.E / NEURON.tau_s.value}/second)`;
  const connect = (name: string, options: Omit<SynapsesOptions, "onPre" | "delay">) =>
    synapses(name, { onPre, delay, ...options });
  const of = (weight: Quantity<"current">) => ({ parameters: { weight } });
  const inDegree = (k: number) => ({
    connection: { rule: "inDegree", inDegree: k, autapses: false, multapses: true } as const,
  });
  const law = powerLaw({
    weight: I_E,
    lambda: 20,
    alpha: 0.1,
    mu: 0.4,
    tau_plus: ms(15),
    // the published program leaves ignore-and-fire neurons at their default
    tau_minus: neuron_model === "iaf_psc_alpha" ? ms(30) : ms(20),
  });
  const duration = given.duration ?? seconds(10);
  const made = network({
    populations: [E, I],
    sources: [inputE, inputI],
    synapses: [
      connect("EE", { from: E, to: E, ...inDegree(KE), plasticity: law }),
      connect("EI", { from: E, to: I, ...inDegree(KE), ...of(I_E) }),
      connect("IE", { from: I, to: E, ...inDegree(K - KE), ...of(I_I) }),
      connect("II", { from: I, to: I, ...inDegree(K - KE), ...of(I_I) }),
      connect("XE", { from: inputE, to: E, connection: { rule: "oneToOne" }, ...of(I_E) }),
      connect("XI", { from: inputI, to: I, connection: { rule: "oneToOne" }, ...of(I_E) }),
    ],
    duration,
    dt,
    seed,
  });
  return withParameters(made, { N, neuron_model, seed, duration, dt, K, J_E, g, eta, delay });
}

function leaky(name: string, N: number): Population {
  return population(name, {
    N,
    equations: IAF_PSC_ALPHA_EQUATIONS,
    threshold: "V >= theta",
    reset: "V = V_reset",
    refractory: REFRACTORY,
    method: "exact",
    parameters: NEURON,
    initial: { V: uniform(NEURON.V_reset, NEURON.theta) },
  });
}

/** Rates uniform in [0.5, 1.5] per s, first spikes after a phase uniform in [0.01, 1] of the period. */
function ignoring(name: string, N: number, seed: number, dt: Quantity<"time">): Population {
  const rates = new DefaultStream(seed, `rates ${name}`);
  const phases = new DefaultStream(seed, `phases ${name}`);
  const period = new Float64Array(N);
  const remaining = new Float64Array(N);
  for (let i = 0; i < N; i++) {
    const exact = 1 / ((0.5 + rates.uniform()) * dt.value);
    period[i] = Math.round(exact);
    remaining[i] = Math.round((0.01 + 0.99 * phases.uniform()) * exact);
  }
  return population(name, {
    N,
    equations: IGNORE_AND_FIRE_EQUATIONS,
    update: "remaining = remaining - 1",
    threshold: "remaining <= 0",
    reset: "remaining = period",
    parameters: { period },
    initial: { remaining },
  });
}
