import { showAs, UserError } from "../base/index.js";
import {
  type NetworkSimulation,
  network,
  type Population,
  population,
  type Slice,
  slice,
  stepCount,
  synapses,
} from "../network/index.js";
import { renewal } from "../program/index.js";
import { logNormal } from "../random/index.js";
import type { NetworkResult } from "../results/index.js";
import type { Signal, SpikeTrain } from "../signals/index.js";
import { Hz, ms, mV, nS, pA, pF, pS, type Quantity, seconds } from "../units/index.js";
import { ADEX_PARAMETERS, ADEX_SPIKES } from "./adexNeuron.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";

/**
 * The published program in two states. "2023-08-11" never delivers the very last input spike and
 * delivers spikes strictly before t; "later" delivers all of them, at or before t.
 */
export type Nto1Variant = "2023-08-11" | "later";

/** Parameters of the N-to-1 simulation; symbols as in the papers (Naud et al. 2008). */
export interface Nto1Parameters {
  /** Number of Poisson inputs; the first 80 % of them are excitatory. */
  readonly N: number;
  /** Seed of the julia stream, from which the inputs are drawn. */
  readonly seed: number;
  /** How long is simulated. */
  readonly duration: Quantity<"time">;
  /** Time step of forward Euler. */
  readonly dt: Quantity<"time">;
  /** Conductance jump at each excitatory input spike. */
  readonly we: Quantity<"conductance">;
  /** Conductance jump at each inhibitory input spike. */
  readonly wi: Quantity<"conductance">;
  /** Mean of the log-normal distribution of input rates. */
  readonly meanRate: Quantity<"rate">;
  /** Standard deviation of the logarithm of the input rates. */
  readonly sigma: number;
  /** Which state of the published program is followed. */
  readonly variant: Nto1Variant;
  /** Membrane capacitance. */
  readonly C: Quantity<"capacitance">;
  /** Leak conductance. */
  readonly gL: Quantity<"conductance">;
  /** Leak reversal potential; the membrane starts there. */
  readonly EL: Quantity<"voltage">;
  /** Spike initiation threshold. */
  readonly VT: Quantity<"voltage">;
  /** Slope factor of spike initiation. */
  readonly DT: Quantity<"voltage">;
  /** Voltage beyond which a spike is registered and cut off. */
  readonly Vs: Quantity<"voltage">;
  /** Reset voltage. */
  readonly Vr: Quantity<"voltage">;
  /** Subthreshold adaptation. */
  readonly a: Quantity<"conductance">;
  /** Increase of the adaptation current at each spike. */
  readonly b: Quantity<"current">;
  /** Time constant of the adaptation current. */
  readonly tau_w: Quantity<"time">;
  /** Reversal potential of excitatory and of inhibitory synapses. */
  readonly Ee: Quantity<"voltage">;
  /** Reversal potential of inhibition. */
  readonly Ei: Quantity<"voltage">;
  /** Time constant of the synaptic conductances. */
  readonly tau_g: Quantity<"time">;
}

/** What the result of an N-to-1 simulation has besides what every result has. */
export interface Nto1Names {
  /**
   * Membrane voltage at each time step, after the reset, on the time axis of the published program:
   * the sample of step k stands at k dt, at the time of the spikes of that step.
   */
  readonly V: Signal<"voltage">;
  /** Output spikes. */
  readonly spikes: SpikeTrain;
  /** The voltage at which spikes are cut off: what `ceilSpikes` draws them up to. */
  readonly Vs: Quantity<"voltage">;
  readonly simulation: Nto1Simulation;
}

/** One AdEx neuron with N Poisson inputs: a network, made by `nto1()`. */
export interface Nto1Simulation extends NetworkSimulation<Nto1Names> {
  readonly parameters: Readonly<Record<string, unknown>> & Nto1Parameters;
}

/** The result of an N-to-1 simulation. */
export type Nto1Result = NetworkResult & Nto1Names;

const POSITIVE = Number.MIN_VALUE;
const LONGEST_DURATION = 1e4;
const MOST_STEPS = 1e8;

/** The parameters of `nto1`, with the units they are printed in. */
export const NTO1_PARAMETERS: ParameterTable<keyof Nto1Parameters> = {
  N: { kind: "wholeNumber", least: 1, most: 1e6, about: "number of Poisson inputs" },
  seed: streamSeed("seed of the julia stream"),
  duration: simulatedTime(LONGEST_DURATION),
  dt: DT,
  we: {
    kind: "quantity",
    unit: pS,
    dimension: "conductance",
    least: 0,
    about: "conductance jump at an excitatory input spike",
  },
  wi: {
    kind: "quantity",
    unit: pS,
    dimension: "conductance",
    least: 0,
    about: "conductance jump at an inhibitory input spike (4 we)",
  },
  meanRate: {
    kind: "quantity",
    unit: Hz,
    dimension: "rate",
    least: POSITIVE,
    most: 1e4,
    about: "mean input rate",
  },
  sigma: { kind: "number", least: 0, most: 10, about: "sd of the logarithm of the input rates" },
  variant: {
    kind: "choice",
    choices: ["2023-08-11", "later"],
    about: "state of the published program",
  },
  C: {
    kind: "quantity",
    unit: pF,
    dimension: "capacitance",
    least: POSITIVE,
    about: "membrane capacitance",
  },
  gL: { kind: "quantity", unit: nS, dimension: "conductance", about: "leak conductance" },
  EL: { kind: "quantity", unit: mV, dimension: "voltage", about: "leak reversal potential" },
  VT: { kind: "quantity", unit: mV, dimension: "voltage", about: "spike initiation threshold" },
  DT: {
    kind: "quantity",
    unit: mV,
    dimension: "voltage",
    least: POSITIVE,
    about: "slope factor of spike initiation",
  },
  Vs: { kind: "quantity", unit: mV, dimension: "voltage", about: "spike cut-off" },
  Vr: { kind: "quantity", unit: mV, dimension: "voltage", about: "reset voltage" },
  a: { kind: "quantity", unit: nS, dimension: "conductance", about: "subthreshold adaptation" },
  b: { kind: "quantity", unit: pA, dimension: "current", about: "adaptation step at a spike" },
  tau_w: {
    kind: "quantity",
    unit: ms,
    dimension: "time",
    least: POSITIVE,
    about: "time constant of adaptation",
  },
  Ee: { kind: "quantity", unit: mV, dimension: "voltage", about: "excitatory reversal potential" },
  Ei: { kind: "quantity", unit: mV, dimension: "voltage", about: "inhibitory reversal potential" },
  tau_g: {
    kind: "quantity",
    unit: ms,
    dimension: "time",
    least: POSITIVE,
    about: "time constant of synaptic conductances",
  },
};

/**
 * Describes the N-to-1 simulation: one conductance-based AdEx neuron (a cortical regular-spiking
 * neuron, Naud et al. 2008) that N Poisson spike trains excite (80 %) and inhibit (20 %), their
 * rates log-normal around 4 Hz. Nothing is computed yet: `run` does that.
 *
 * Parameters left out take the published values (Nto1AdEx.jl): N = 6500, 10 s, seed 1,
 * we = 14 pS * 6500/N, wi = 4 we, and the program as it was on 2023-08-11.
 * @throws UserError for an unknown parameter, a wrong unit or a value out of bounds.
 * @example
 * ```ts
 * const result = await run(nto1({ N: 6500, we: pS(15), duration: seconds(1), seed: 3 }));
 * `${result.firingRate}`;
 * plotSignal(ceilSpikes(result))
 * ```
 */
export function nto1(parameters: Partial<Nto1Parameters> = {}): Nto1Simulation {
  const given = checkParameters("nto1", NTO1_PARAMETERS, parameters);
  const N = given.N ?? 6500;
  const we = given.we ?? pS(14).times(6500 / N);
  const complete: Nto1Parameters = {
    N,
    seed: 1,
    duration: seconds(10),
    dt: ms(0.1),
    we,
    wi: we.times(4),
    meanRate: Hz(4),
    sigma: Math.sqrt(0.6),
    variant: "2023-08-11",
    ...ADEX_PARAMETERS,
    ...given,
  };
  const steps = stepCount(complete);
  if (steps < 2 || steps > MOST_STEPS)
    throw new UserError(
      `invalid duration: ${complete.duration} is ${steps} steps of ${complete.dt}; ` +
        `expected 2 to ${MOST_STEPS} steps`,
    );
  const simulation: Nto1Simulation = {
    ...(nto1Network(complete) as NetworkSimulation<Nto1Names>),
    parameters: Object.freeze({ ...complete }),
  };
  const { duration, seed, variant } = complete;
  return showAs(
    simulation,
    () => `nto1: N = ${N}, we = ${we}, ${duration}, seed ${seed}, variant ${variant}`,
  );
}

const EXCITATORY_FRACTION = 0.8;

/**
 * The network: the neuron and its inputs, whose synapses add to its conductances before it advances.
 * The voltage is recorded after the reset. The published program adds up its time step by step, and
 * draws the rates as one array, then each input's spikes at exponential intervals.
 */
function nto1Network(all: Nto1Parameters): NetworkSimulation {
  const { N, we, wi, meanRate, sigma, variant, duration, dt, seed, Vs } = all;
  const isLater = variant === "later";
  const neuron = nto1Neuron(all);
  const inputs = renewal("inputs", N, logNormal(meanRate, sigma), {
    due: isLater ? "at" : "before",
    lastSpike: isLater ? "delivered" : "left out",
  });
  const Ne = Math.round(EXCITATORY_FRACTION * N);
  const group = (name: string, from: Slice, onPre: string, weight: Quantity<"conductance">) =>
    synapses(name, {
      from,
      to: neuron,
      connection: { rule: "allToAll" },
      onPre,
      parameters: { weight },
    });
  return network({
    populations: [neuron],
    sources: [inputs],
    synapses: [
      group("excitatory", slice(inputs, 0, Ne), "ge += weight", we),
      ...(Ne < N ? [group("inhibitory", slice(inputs, Ne), "gi += weight", wi)] : []),
    ],
    record: [{ of: "neuron", variable: "V" }],
    recordAt: "end",
    duration,
    dt,
    seed,
    stream: "julia",
    clock: "summed",
    names: {
      V: { kind: "signal", of: "neuron", variable: "V", neuron: 0, start: seconds(0) },
      spikes: { kind: "spikes", of: "neuron", neuron: 0 },
      Vs: { kind: "value", value: Vs },
    },
  });
}

/** The equations of the neuron (Naud et al. 2008), without noise. */
const NTO1_EQUATIONS = `
dV/dt = (-gL*(V - EL) + gL*DT*exp((V - VT)/DT) - I - w) / C : volt
dw/dt = (a*(V - EL) - w) / tau_w : amp

I = ge*(V - Ee) + gi*(V - Ei) : amp

dge/dt = -ge / tau_g : siemens
dgi/dt = -gi / tau_g : siemens
`;

/** The neuron with given parameters. */
function nto1Neuron(all: Nto1Parameters): Population {
  const parameters = Object.fromEntries(
    Object.keys(ADEX_PARAMETERS).map((name) => [name, all[name as keyof typeof ADEX_PARAMETERS]]),
  );
  return population("neuron", {
    N: 1,
    equations: NTO1_EQUATIONS,
    ...ADEX_SPIKES,
    method: "euler",
    parameters,
    initial: { V: all.EL },
  });
}
