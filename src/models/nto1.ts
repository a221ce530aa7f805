import { showAs, UserError } from "../base/index.js";
import {
  type Nto1Parameters,
  type Nto1Simulation,
  type Population,
  population,
  stepCount,
} from "../simulation/index.js";
import { Hz, ms, mV, nS, pA, pF, pS, seconds } from "../units/index.js";
import { ADEX_PARAMETERS, ADEX_SPIKES } from "./adexNeuron.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";

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
    model: "nto1",
    parameters: Object.freeze(complete),
    neuron: nto1Neuron(complete),
  };
  const { duration, seed, variant } = complete;
  return showAs(
    simulation,
    () => `nto1: N = ${N}, we = ${we}, ${duration}, seed ${seed}, variant ${variant}`,
  );
}

/** The equations of the neuron (Naud et al. 2008), without noise. */
const NTO1_EQUATIONS = `
dV/dt = (-gL*(V - EL) + gL*DT*exp((V - VT)/DT) - I - w) / C : volt
dw/dt = (a*(V - EL) - w) / tau_w : amp

I = ge*(V - Ee) + gi*(V - Ei) : amp

dge/dt = -ge / tau_g : siemens
dgi/dt = -gi / tau_g : siemens
`;

const neurons = new Map<string, Population>();
const MOST_REMEMBERED = 100;

/** The neuron with given parameters; equal ones are made, and their equations checked, once. */
function nto1Neuron(all: Nto1Parameters): Population {
  const parameters = Object.fromEntries(
    Object.keys(ADEX_PARAMETERS).map((name) => [name, all[name as keyof typeof ADEX_PARAMETERS]]),
  );
  const key = JSON.stringify(parameters);
  let neuron = neurons.get(key);
  if (!neuron) {
    neuron = population("neuron", {
      N: 1,
      equations: NTO1_EQUATIONS,
      ...ADEX_SPIKES,
      method: "euler",
      parameters,
      initial: { V: all.EL },
    });
    if (neurons.size >= MOST_REMEMBERED) neurons.clear();
    neurons.set(key, neuron);
  }
  return neuron;
}
