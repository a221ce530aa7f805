import { didYouMean, requireWholeNumber, UserError } from "../base/index.js";
import {
  type NetworkSimulation,
  network,
  population,
  stepCount,
  synapses,
  withParameters,
} from "../network/index.js";
import { spikeEvents } from "../program/index.js";
import { Streams } from "../random/index.js";
import { type NetworkResult, requireResult } from "../results/index.js";
import { requireSignal, Signal } from "../signals/index.js";
import {
  ampere,
  isDimensionless,
  ms,
  NAMED_DIMENSIONS,
  pA,
  type Quantity,
  requireDimension,
  seconds,
} from "../units/index.js";
import {
  checkParameters,
  DT,
  type ParameterTable,
  simulatedTime,
  streamSeed,
} from "./parameters.js";

/** The biases that mismatch can be added to. */
export const MISMATCH_NAMES = [
  "Idc",
  "Itau_mem",
  "Igain_mem",
  "Itau_ampa",
  "Igain_ampa",
  "Iw_ampa",
] as const;

/** Relative deviations of each neuron, by bias: the bias of neuron k becomes bias (1 + e[k]). */
export type Mismatch = Readonly<
  Partial<Record<(typeof MISMATCH_NAMES)[number], readonly number[] | Float64Array>>
>;

/** Parameters of the layer of silicon neurons. */
export interface DpiLayerParameters {
  /** Number of neurons; neuron i receives i spikes a second. */
  readonly N: number;
  readonly duration: Quantity<"time">;
  readonly dt: Quantity<"time">;
  readonly seed: number;
  /** Standard deviation of relative mismatch, drawn for five biases; 0 for none. */
  readonly sd: number;
  readonly Itau_mem: Quantity<"current">;
  readonly Igain_mem: Quantity<"current">;
  readonly Ith: Quantity<"current">;
  readonly Idc: Quantity<"current">;
  readonly refractory: Quantity<"time">;
  readonly Itau_ampa: Quantity<"current">;
  readonly Igain_ampa: Quantity<"current">;
  readonly Iw_ampa: Quantity<"current">;
}

const bias = (about: string) =>
  ({ kind: "quantity", unit: pA, dimension: "current", least: 0, about }) as const;

/** The parameters of `dpiLayer`, with the units they are printed in. */
export const DPI_LAYER_PARAMETERS: ParameterTable<keyof DpiLayerParameters> = {
  N: { kind: "wholeNumber", least: 1, most: 1e5, about: "number of neurons" },
  duration: simulatedTime(1e4),
  dt: DT,
  seed: streamSeed("seed of the mismatch"),
  sd: { kind: "number", least: 0, most: 1, about: "standard deviation of the mismatch" },
  Itau_mem: bias("leak of the membrane"),
  Igain_mem: bias("gain of the membrane"),
  Ith: { kind: "quantity", unit: ampere, dimension: "current", least: 0, about: "spike threshold" },
  Idc: bias("constant input"),
  refractory: {
    kind: "quantity",
    unit: ms,
    dimension: "time",
    least: 0,
    about: "refractory period",
  },
  Itau_ampa: bias("leak of the synapse"),
  Igain_ampa: bias("gain of the synapse"),
  Iw_ampa: bias("weight of the synapse"),
};

/** Those of the command line: relative deviations of each neuron by bias stand in a file. */
export const DPI_LAYER_OPTIONS: ParameterTable = {
  ...DPI_LAYER_PARAMETERS,
  mismatch: { kind: "data", about: 'relative deviations: {"Itau_mem": [0.1, -0.05, ...]}' },
};

/** Currents below this one do not flow (A); thermal voltage (V); capacitances (F). */
const I0 = 0.5e-13;
const UT = 25e-3;
const KAPPA = (0.75 + 0.66) / 2;
const C_MEM = 3e-12;
const C_AMPA = 2e-12;
/** Positive feedback: its norm (1/A) and threshold (A). */
const PFB_NORM = 1.4e9;
const PFB_TH = 0;

/** State and what the update reads, as plain SI numbers: the model is a map on currents. */
const DPI_EQUATIONS = `
Imem : 1
Iampa : 1
rest : 1
n : 1
`;

/** One step; source: the published ARCANA model, a DYNAP-SE neuron simplified. */
const DPI_UPDATE = `
slope_ampa = -Iampa/tau_ampa
Iampa += jump_ampa*n
Iin = max((Idc + Iampa - I0)*int(rest <= 0), I0)
Ifb = pfb_scale*Imem**pfb_power/(1 + exp(-pfb_norm*(Imem - pfb_th)))
feedback = Ifb/Itau_mem*(Imem + Igain_mem)
slope = (alpha*(Iin - Itau_mem - I0) - beta*Imem + feedback)/(tau_mem*(1 + Igain_mem/Imem))
Imem = max(Imem + step*slope, I0)
Iampa = max(Iampa + step*slope_ampa, I0)
rest = max(rest - step, 0)
n = 0
`;

/**
 * Describes a layer of current-mode silicon neurons (differential pair integrators), neuron i
 * receiving i spikes a second: the FF curve of the published notebook. Mismatch is given per
 * neuron, or drawn with standard deviation `sd` from the stream "mismatch <bias>" for the five
 * biases of the published notebook.
 * @throws UserError for an unknown parameter or bias, a wrong unit or a value out of bounds.
 * @example
 * ```ts
 * const layer = await run(dpiLayer({ N: 5, duration: seconds(0.1) }));
 * spikeCountsOf(layer).length // => 5
 * ```
 */
export function dpiLayer(
  parameters: Partial<DpiLayerParameters> = {},
  mismatch: Mismatch = {},
): NetworkSimulation {
  const given = checkParameters("dpiLayer", DPI_LAYER_PARAMETERS, parameters);
  const {
    N = 200,
    dt = ms(1),
    duration = seconds(1),
    seed = 1,
    sd = 0,
    refractory = ms(0),
  } = given;
  const deviations = mismatchOf(mismatch, sd, seed, N);
  const nominal = {
    Idc: given.Idc?.value ?? 10e-12,
    Itau_mem: given.Itau_mem?.value ?? 4e-12,
    Igain_mem: given.Igain_mem?.value ?? 80e-12,
    Itau_ampa: given.Itau_ampa?.value ?? 2e-12,
    Igain_ampa: given.Igain_ampa?.value ?? 20e-12,
    Iw_ampa: given.Iw_ampa?.value ?? 200e-12,
  };
  const clamped = (current: number): number => Math.max(current, I0);
  const perNeuron = (value: (neuron: number) => number): Float64Array =>
    Float64Array.from({ length: N }, (_, neuron) => value(neuron));
  const off = (name: (typeof MISMATCH_NAMES)[number], neuron: number): number =>
    1 + (deviations[name]?.[neuron] ?? 0);
  const biasOf =
    (name: (typeof MISMATCH_NAMES)[number]) =>
    (neuron: number): number =>
      clamped(nominal[name] * off(name, neuron));
  const leak = clamped(nominal.Itau_mem);
  const gain = clamped(nominal.Igain_mem);

  const neurons = population("neurons", {
    N,
    equations: DPI_EQUATIONS,
    update: DPI_UPDATE,
    threshold: "Imem >= Ith",
    reset: "Imem = I0; rest = refractory_period",
    parameters: {
      I0,
      Ith: given.Ith?.value ?? 0.012,
      pfb_norm: PFB_NORM,
      pfb_th: PFB_TH,
      pfb_scale: I0 ** (1 / (KAPPA + 1)),
      pfb_power: KAPPA / (KAPPA + 1),
      step: dt.value,
      refractory_period: refractory.value,
      Idc: perNeuron(biasOf("Idc")),
      Itau_mem: perNeuron(biasOf("Itau_mem")),
      Igain_mem: perNeuron(biasOf("Igain_mem")),
      tau_mem: perNeuron((i) => ((UT / KAPPA) * C_MEM) / biasOf("Itau_mem")(i)),
      tau_ampa: perNeuron((i) => ((UT / KAPPA) * C_AMPA) / biasOf("Itau_ampa")(i)),
      jump_ampa: perNeuron(
        (i) => (biasOf("Igain_ampa")(i) / biasOf("Itau_ampa")(i)) * biasOf("Iw_ampa")(i),
      ),
      alpha: perNeuron((i) => ((gain / leak) * off("Igain_mem", i)) / off("Itau_mem", i)),
      beta: perNeuron((i) => {
        const e = off("Itau_mem", i);
        return ((1 + I0 / leak) * (I0 + leak * e)) / (e * (I0 + leak));
      }),
    },
    initial: { Imem: I0, Iampa: I0 },
  });
  const input = regularInput(N, stepCount({ duration, dt }), dt.value);
  const made = network({
    populations: [neurons],
    sources: [input],
    synapses: [
      synapses("ampa", {
        from: input,
        to: neurons,
        connection: { rule: "oneToOne" },
        onPre: "n += 1",
      }),
    ],
    record: [{ of: "neurons", variable: "Imem", neurons: [Math.min(20, N - 1)] }],
    recordSpikes: ["neurons", "input"],
    recordAt: "end",
    duration,
    dt,
    seed,
  });
  const currents = Object.fromEntries(
    Object.entries(nominal).map(([name, amperes]) => [name, ampere(amperes)]),
  );
  const Ith = given.Ith ?? ampere(0.012);
  return withParameters(made, { N, duration, dt, seed, sd, refractory, Ith, ...currents });
}

/**
 * Output spikes of each neuron.
 * @example
 * ```ts
 * spikeCountsOf(await run(dpiLayer({ N: 3, duration: seconds(0.1) }))).length // => 3
 * ```
 */
export function spikeCountsOf(result: NetworkResult): number[] {
  requireResult(result);
  return result.spikeSteps("neurons").map((steps) => steps.length);
}

/**
 * The voltage that a current of the circuit stands for: V = (UT / kappa) ln(I / I0).
 * @example
 * ```ts
 * const layer = dpiLayer({ N: 2, duration: seconds(0.1) });
 * const record = [{ of: "neurons", variable: "Imem" }];
 * const currents = await run(network({ ...layer, record }));
 * plotSignal(dpiVoltage(currents.signal("neurons", "Imem", 1)))
 * ```
 */
export function dpiVoltage(current: Signal): Signal<"voltage"> {
  requireSignal("current", current);
  // the published model computes with plain numbers, in amperes
  if (!isDimensionless(current.dimension))
    requireDimension(current, NAMED_DIMENSIONS.current.exponents, "current");
  return new Signal<"voltage">(
    current.values.map((amperes) => (UT / KAPPA) * Math.log(amperes / I0)),
    NAMED_DIMENSIONS.voltage.exponents,
    current.timestep,
    current.start,
  );
}

/** Neuron i gets a spike every floor(1 s / dt / i) steps, from step 0 on; neuron 0 gets none. */
function regularInput(N: number, steps: number, dt: number) {
  const events: [number, number][] = [];
  for (let i = 1; i < N; i++) {
    const interval = Math.max(1, Math.floor(Math.round(1 / dt) / i));
    for (let step = 0; step < steps; step += interval) events.push([step, i]);
  }
  events.sort(([a, i], [b, j]) => a - b || i - j);
  return spikeEvents("input", N, Int32Array.from(events.flat()));
}

/** The five biases that the published notebook varies. */
const VARIED = ["Iw_ampa", "Itau_ampa", "Igain_ampa", "Itau_mem", "Igain_mem"] as const;

function mismatchOf(given: Mismatch, sd: number, seed: number, N: number): Mismatch {
  for (const [name, values] of Object.entries(given)) {
    if (!(MISMATCH_NAMES as readonly string[]).includes(name))
      throw new UserError(
        `unknown bias: ${name}; expected one of ${MISMATCH_NAMES.join(", ")}${didYouMean(name, MISMATCH_NAMES)}`,
      );
    requireWholeNumber(`number of values of ${name}`, values?.length, N, N);
    for (const value of values)
      if (!Number.isFinite(value))
        throw new UserError(`invalid mismatch of ${name}: ${value}; expected finite numbers`);
  }
  if (sd === 0) return given;
  const streams = new Streams("default", seed);
  const drawn = VARIED.map((name) => {
    const stream = streams.of(`mismatch ${name}`);
    return [name, Float64Array.from({ length: N }, () => sd * stream.normal())] as const;
  });
  return { ...Object.fromEntries(drawn), ...given };
}
