import { type Action, poissonInput } from "../equations/index.js";
import {
  type NetworkSimulation,
  network,
  type Population,
  PRECISIONS,
  type Precision,
  population,
  type Synapses,
  synapses,
  withParameters,
} from "../network/index.js";
import { poisson } from "../program/index.js";
import { normal } from "../random/index.js";
import { Hz, ms, mV, pA, pF, type Quantity, seconds } from "../units/index.js";
import {
  BACKGROUND_IN_DEGREES,
  FULL_RATES,
  fullInDegree,
  INITIAL_DEVIATIONS,
  INITIAL_MEANS,
  MICROCIRCUIT_POPULATIONS,
  neuronsAt,
  roundHalfToEven,
  synapsesAt,
} from "./microcircuitData.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";

/** What drives the microcircuit from outside. */
export type MicrocircuitInput = "poisson" | "dc";

/** Parameters of the cortical microcircuit. */
export interface MicrocircuitParameters {
  /** Part of the neurons, and of the synapses onto each: 1 is the published size, 0.1 by default. */
  readonly scale: number;
  readonly seed: number;
  readonly duration: Quantity<"time">;
  readonly dt: Quantity<"time">;
  /** Poisson spikes for each neuron (by default), or a constant current of the same mean. */
  readonly input: MicrocircuitInput;
  /** Rate of each synapse of the background; 8 Hz by default. */
  readonly bg_rate: Quantity<"rate">;
  /** Weight of inhibition relative to excitation; 4 by default. */
  readonly g: number;
  /** Peak of the postsynaptic potential of an excitatory synapse at full scale; 0.15 mV by default. */
  readonly PSP: Quantity<"voltage">;
  /** How weights are kept: in 32 bits ("single", by default), or in 64. */
  readonly precision: Precision;
}

/** The parameters of `microcircuit`, with the units they are printed in. */
export const MICROCIRCUIT_PARAMETERS: ParameterTable<keyof MicrocircuitParameters> = {
  scale: { kind: "number", least: 0.005, most: 1, about: "part of neurons and of in-degrees" },
  seed: streamSeed("seed of the random stream"),
  duration: simulatedTime(1e5),
  dt: DT,
  input: { kind: "choice", choices: ["poisson", "dc"], about: "background: spikes or a current" },
  precision: { kind: "choice", choices: PRECISIONS, about: "of weights: 64 bits or 32" },
  bg_rate: {
    kind: "quantity",
    unit: Hz,
    dimension: "rate",
    least: 0,
    most: 1e3,
    about: "rate of each background synapse",
  },
  g: { kind: "number", least: 0, most: 1e3, about: "relative weight of inhibition" },
  PSP: {
    kind: "quantity",
    unit: mV,
    dimension: "voltage",
    least: Number.MIN_VALUE,
    about: "excitatory potential (peak)",
  },
};

/** The neuron: NEST's iaf_psc_exp, with one current for both kinds of synapses, whose time constants are equal. */
export const IAF_PSC_EXP_EQUATIONS = `
dV/dt = (E_L - V)/tau_m + (I + I_DC)/C_m : volt (unless refractory)
dI/dt = -I/tau_syn : amp
`;

const NEURON = {
  C_m: pF(250),
  tau_m: ms(10),
  tau_syn: ms(0.5),
  E_L: mV(-65),
  V_reset: mV(-65),
  V_th: mV(-50),
} as const;

const REFRACTORY = ms(2);

/** Standard deviation of weights, relative to their mean. */
const WEIGHT_SPREAD = 0.1;

/** Delays: half of the mean is their standard deviation. */
const EXCITATORY_DELAY = ms(1.5);
const INHIBITORY_DELAY = ms(0.75);
const DELAY_SPREAD = 0.5;

/** Background spikes of a neuron in a step for which it is faster to draw their number. */
const MANY = 0.8;

/** How much stronger synapses from L4E to L23E are. */
const STRONGER = 2;

const L23E = MICROCIRCUIT_POPULATIONS.indexOf("L23E");
const L4E = MICROCIRCUIT_POPULATIONS.indexOf("L4E");

const isExcitatory = (population: number): boolean => population % 2 === 0;

/** The name of the synapses between two populations: "L4E_L23E" go from L4E to L23E. */
const nameOf = (source: number, target: number): string =>
  `${MICROCIRCUIT_POPULATIONS[source]}_${MICROCIRCUIT_POPULATIONS[target]}`;

/** The peak (mV) of the membrane's response to an exponential current that begins with 1 pA. */
function unitPotential(): number {
  const [tau_m, tau_syn, C_m] = [NEURON.tau_m.in(ms), NEURON.tau_syn.in(ms), NEURON.C_m.in(pF)];
  const ratio = tau_syn / tau_m;
  const peak = ratio ** (tau_m / (tau_m - tau_syn)) - ratio ** (tau_syn / (tau_m - tau_syn));
  return ((tau_m * tau_syn) / (tau_syn - tau_m) / C_m) * peak;
}

/** Weights (pA, at full scale) of what arrives at a population from another. */
const fullWeight = (w: number, g: number, target: number, source: number): number => {
  if (!isExcitatory(source)) return -g * w;
  return source === L4E && target === L23E ? STRONGER * w : w;
};

/**
 * Describes the model of a cortical column under 1 mm² of surface (Potjans and Diesmann 2014, as
 * NEST's implementation has it): eight populations of leaky integrate-and-fire neurons (77 169 at
 * full scale), connected by a fixed total number of synapses between each two populations (298.9
 * million), drawn with replacement, with normally distributed weights and delays.
 *
 * With `scale` below 1, both the neurons and the synapses onto each are that part of the published
 * number. Weights grow by 1/sqrt(scale), which keeps the variance of the input, and a constant
 * current replaces the mean that is lost (van Albada et al. 2015); rates come out somewhat lower
 * all the same. Background spikes come from a Poisson source for each neuron ("background_L4E"); where a neuron gets
 * nearly one in each step or more (at scales above 0.5), their numbers are drawn instead, which is faster and
 * statistically the same: see `poissonInput`. Spikes of all populations are recorded; the first 500 ms are a transient. Weights are rounded to
 * 32 bits, which takes 6 bytes a synapse in all; `precision: "double"` gives them 64.
 *
 * ```ts
 * const result = await run(microcircuit({ scale: 0.1, duration: seconds(1.5) }));
 * microcircuitStatistics(result).rates_per_s.L4E
 * ```
 *
 * The DC that replaces lost input is computed for the published rates: far from the default
 * parameters (`g`, `bg_rate`, `PSP`), only `scale: 1` is free of that assumption.
 * @returns a network whose synapses are named after both sides: "L4E_L23E" go from L4E to L23E
 * @throws UserError for an unknown parameter, a wrong unit or a value out of bounds.
 */
export function microcircuit(parameters: Partial<MicrocircuitParameters> = {}): NetworkSimulation {
  const given = checkParameters("microcircuit", MICROCIRCUIT_PARAMETERS, parameters);
  const { scale = 0.1, seed = 1, duration = seconds(1), dt = ms(0.1), input = "poisson" } = given;
  const { bg_rate = Hz(8), g = 4, PSP = mV(0.15), precision = "single" } = given;
  const w = PSP.in(mV) / unitPotential();
  const stronger = 1 / Math.sqrt(scale);
  const indices = MICROCIRCUIT_POPULATIONS.map((_, k) => k);
  const sum = (of: (population: number) => number): number =>
    indices.reduce((total, k) => total + of(k), 0);
  const meanInDegree =
    sum((k) => neuronsAt(scale, k) * backgroundInDegree(scale, k)) /
    sum((k) => neuronsAt(scale, k));
  const areSums = input === "poisson" && meanInDegree * bg_rate.value * dt.value >= MANY;
  const populations = indices.map((k) => {
    const background = w * BACKGROUND_IN_DEGREES[k] * bg_rate.in(Hz);
    const recurrent = sum((j) => fullWeight(w, g, k, j) * fullInDegree(k, j) * FULL_RATES[j]);
    const lost = (1 - Math.sqrt(scale)) * (recurrent + background);
    // what the Poisson spikes would bring: as many synapses as there are, each as strong
    const replaced =
      input === "dc"
        ? backgroundInDegree(scale, k) * (background / BACKGROUND_IN_DEGREES[k]) * stronger
        : 0;
    const I_DC = pA(NEURON.tau_syn.value * (lost + replaced));
    const weight = pA(w * stronger);
    const inDegree = backgroundInDegree(scale, k);
    const actions = areSums ? [poissonInput("I", { N: inDegree, rate: bg_rate, weight })] : [];
    return neurons(k, neuronsAt(scale, k), I_DC, actions);
  });
  const sources =
    input === "dc" || areSums
      ? []
      : populations.map(({ name, N }, k) =>
          poisson(`background_${name}`, N, bg_rate.times(backgroundInDegree(scale, k))),
        );
  const connected = indices.flatMap((target) =>
    indices.flatMap((source): Synapses[] => {
      const total = synapsesAt(scale, target, source);
      if (total === 0) return [];
      const mean = fullWeight(w, g, target, source) * stronger;
      const delay = isExcitatory(source) ? EXCITATORY_DELAY : INHIBITORY_DELAY;
      return [
        synapses(nameOf(source, target), {
          from: populations[source],
          to: populations[target],
          connection: { rule: "total", total, autapses: true, multapses: true },
          onPre: "I += weight",
          parameters: {
            weight: mean === 0 ? pA(0) : weights(mean),
          },
          delay: normal(delay, delay.times(DELAY_SPREAD), { least: dt.over(2) }),
          precision,
        }),
      ];
    }),
  );
  const inputs = sources.map((from, k) =>
    synapses(from.name, {
      from,
      to: populations[k],
      connection: { rule: "oneToOne" },
      onPre: "I += weight",
      parameters: { weight: pA(w * stronger) },
      delay: EXCITATORY_DELAY,
    }),
  );
  const made = network({
    populations,
    sources,
    synapses: [...connected, ...inputs],
    duration,
    dt,
    seed,
  });
  return withParameters(made, { scale, seed, duration, dt, input, bg_rate, g, PSP, precision });
}

const backgroundInDegree = (scale: number, population: number): number =>
  roundHalfToEven(BACKGROUND_IN_DEGREES[population] * scale);

/** Weights with the sign of their mean (pA): those without are drawn again. */
const weights = (mean: number) =>
  normal(
    pA(mean),
    pA(Math.abs(mean) * WEIGHT_SPREAD),
    mean > 0 ? { above: pA(0) } : { most: pA(0) },
  );

function neurons(
  k: number,
  N: number,
  I_DC: Quantity<"current">,
  actions: readonly Action[],
): Population {
  return population(MICROCIRCUIT_POPULATIONS[k], {
    N,
    equations: IAF_PSC_EXP_EQUATIONS,
    threshold: "V >= V_th",
    reset: "V = V_reset",
    refractory: REFRACTORY,
    method: "exact",
    parameters: { ...NEURON, I_DC },
    initial: { V: normal(mV(INITIAL_MEANS[k]), mV(INITIAL_DEVIATIONS[k])) },
    actions,
  });
}
