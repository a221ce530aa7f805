import { readFile } from "node:fs/promises";
import { didYouMean, shown, UserError } from "../base/index.js";
import {
  ADEX_NETWORK_PARAMETERS,
  adexNetwork,
  DPI_LAYER_PARAMETERS,
  dpiLayer,
  IZHIKEVICH_RING_PARAMETERS,
  izhikevichRing,
  type Mismatch,
  NTO1_PARAMETERS,
  nto1,
  type ParameterTable,
  PLASTIC_NETWORK_PARAMETERS,
  parseParameter,
  plasticMeasures,
  plasticNetwork,
  ringSpikeIndices,
  spikeCountsOf,
  suffixedParameter,
} from "../models/index.js";
import { ceilSpikes, median } from "../signals/index.js";
import {
  type Built,
  type NetworkResult,
  type NetworkSimulation,
  run,
  type Simulation,
} from "../simulation/index.js";
import { describeFailure, runWithProgress } from "../sweep/index.js";
import { Hz, mV } from "../units/index.js";

/** A model as the command line offers it. */
interface ModelCommand {
  about: string;
  parameters: ParameterTable;
  /** Makes the simulation, for sweeps. */
  make: (parameters: object) => Simulation;
  /** Runs the model and says what to print: names with unit suffixes and plain values. */
  simulate: (parameters: object, options: SimulateOptions) => Promise<Report>;
}

/** What a simulation prints: the parameters, those of them left out excepted, and the results. */
interface Report {
  parameters: Record<string, unknown>;
  results: Record<string, unknown>;
}

const spikeTimes = (result: NetworkResult): number[][] =>
  result.spikeTrains("neurons").map(({ seconds: times }) => Array.from(times));

/** The parameters that a network simulation itself holds. */
const common = ({ duration, dt, seed }: NetworkSimulation): Record<string, unknown> => ({
  seed,
  duration,
  dt,
});

/** The models that can be simulated by name. */
export const MODELS: Readonly<Record<string, ModelCommand>> = {
  nto1: {
    about: "one AdEx neuron with N Poisson inputs",
    parameters: NTO1_PARAMETERS,
    make: nto1,
    simulate: async (parameters) => {
      const simulation = nto1(parameters);
      const result = await run(simulation);
      return {
        parameters: simulation.parameters as unknown as Record<string, unknown>,
        results: {
          output_rate_Hz: result.firingRate.in(Hz),
          median_Vm_mV: median(ceilSpikes(result)).in(mV),
          spike_times_s: Array.from(result.spikes.seconds),
        },
      };
    },
  },
  "adex-network": {
    about: "noisy AdEx neurons, sparsely connected",
    parameters: ADEX_NETWORK_PARAMETERS,
    make: adexNetwork,
    simulate: async (parameters) => {
      const simulation = adexNetwork(parameters);
      const result = await run(simulation);
      const { we, wi } = Object.assign({}, ...simulation.synapses.map((item) => item.parameters));
      return {
        parameters: {
          N: simulation.populations[0].N,
          ...common(simulation),
          stream: simulation.stream,
          we,
          wi,
          ...parameters,
        },
        results: {
          excitatory_synapses: result.connectionsOf("excitatory").sources.length,
          inhibitory_synapses: result.connectionsOf("inhibitory").sources.length,
          spike_count: result.spikeCount(),
          spike_times_s: spikeTimes(result),
        },
      };
    },
  },
  "izhikevich-ring": {
    about: "three Izhikevich neurons in a ring",
    parameters: IZHIKEVICH_RING_PARAMETERS,
    make: izhikevichRing,
    simulate: async (parameters) => {
      const simulation = izhikevichRing(parameters);
      const result = await run(simulation);
      const indices = ringSpikeIndices(result);
      const dt = simulation.dt.value;
      return {
        parameters: { duration: simulation.duration, dt: simulation.dt, ...parameters },
        results: {
          spike_steps: indices,
          spike_times_s: indices.map((train) => train.map((index) => index * dt)),
        },
      };
    },
  },
  "dpi-layer": {
    about: "silicon neurons (DPI) that receive 0, 1, 2, ... spikes a second",
    parameters: DPI_LAYER_PARAMETERS,
    make: (parameters) => dpiLayer(parameters),
    simulate: async (parameters, { mismatch }) => {
      const simulation = dpiLayer(parameters, mismatch ? await readMismatch(mismatch) : {});
      const result = await run(simulation);
      return {
        parameters: { N: simulation.populations[0].N, ...common(simulation), ...parameters },
        results: { counts: spikeCountsOf(result), spike_times_s: spikeTimes(result) },
      };
    },
  },
  "plastic-network": {
    about: "integrate-and-fire or ignore-and-fire neurons with plastic synapses",
    parameters: PLASTIC_NETWORK_PARAMETERS,
    make: plasticNetwork,
    simulate: simulatePlasticNetwork,
  },
};

/** Runs the plastic network and says how long it took, how much memory, and what came out. */
async function simulatePlasticNetwork(parameters: object): Promise<Report> {
  const simulation = plasticNetwork(parameters);
  let built: Built | undefined;
  let started = 0;
  const result = await runWithProgress(simulation, {
    onBuilt: (how) => {
      built = how;
      started = performance.now();
    },
  });
  const simulated = (performance.now() - started) / 1000;
  return {
    parameters: {
      N: simulation.populations.reduce((sum, { N }) => sum + N, 0),
      neuron_model: "iaf_psc_alpha",
      ...common(simulation),
      ...parameters,
    },
    results: {
      threads: built?.threads,
      compile_time_s: built?.compileTime,
      build_time_s: built?.buildTime,
      sim_time_s: simulated,
      ...plasticMeasures(result),
      peak_memory_MB: process.resourceUsage().maxRSS / 1024,
    },
  };
}

/** Reads mismatch from a JSON file: {"Itau_mem": [200 numbers], ...}. */
async function readMismatch(file: string): Promise<Mismatch> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`invalid mismatch file: ${file} cannot be read (${error.code})`);
  });
  const refuse = (why: string): never => {
    throw new UserError(
      `invalid mismatch file: ${file}; ${why}expected JSON like {"Itau_mem": [0.1, -0.05, ...]}`,
    );
  };
  let mismatch: unknown;
  try {
    mismatch = JSON.parse(text);
  } catch {
    return refuse("");
  }
  if (typeof mismatch !== "object" || mismatch === null || Array.isArray(mismatch))
    return refuse(`it holds ${shown(mismatch)}; `);
  for (const [name, values] of Object.entries(mismatch)) {
    if (!Array.isArray(values)) return refuse(`${name} is ${shown(values)}; `);
    const odd = values.findIndex((value) => typeof value !== "number");
    if (odd >= 0) return refuse(`${name}[${odd}] is ${shown(values[odd])}; `);
  }
  return mismatch as Mismatch;
}

/** Options of `spikebook simulate`. */
export interface SimulateOptions {
  /** Settings like "we=15pS". */
  set?: readonly string[];
  seed?: string;
  duration?: string;
  /** A JSON file with the mismatch of each bias, for dpi-layer. */
  mismatch?: string;
  json?: boolean;
}

/** A model of the command line by its name. @throws UserError for an unknown one. */
export function modelNamed(name: string): ModelCommand {
  if (Object.hasOwn(MODELS, name)) return MODELS[name];
  const names = Object.keys(MODELS);
  throw new UserError(
    `unknown model: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
  );
}

/** The parameters that settings like "we=15pS", a seed and a duration give. */
export function parametersFrom(
  name: string,
  { set = [], seed, duration }: Pick<SimulateOptions, "set" | "seed" | "duration">,
): Record<string, unknown> {
  const settings = set.map((setting) => splitSetting(setting));
  if (seed !== undefined) settings.push(["seed", seed]);
  if (duration !== undefined) settings.push(["duration", duration]);
  const parameters: Record<string, unknown> = {};
  for (const [parameter, text] of settings) {
    if (Object.hasOwn(parameters, parameter))
      throw new UserError(`invalid settings: ${parameter} is given twice`);
    parameters[parameter] = parseParameter(name, modelNamed(name).parameters, parameter, text);
  }
  return parameters;
}

/** Runs a model from the command line; returns what to print. @throws UserError for bad input. */
export async function simulate(name: string, options: SimulateOptions): Promise<string> {
  const model = modelNamed(name);
  const parameters = parametersFrom(name, options);
  if (options.mismatch !== undefined && name !== "dpi-layer")
    throw new UserError(`invalid option: --mismatch; ${name} has no mismatch, only dpi-layer has`);
  const report = await model.simulate(parameters, options).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`invalid simulation: ${describeFailure(error)}`);
  });
  const suffixed = Object.fromEntries(
    Object.entries(report.parameters).map(([parameter, value]) =>
      suffixedParameter(parameter, model.parameters[parameter], value),
    ),
  );
  return options.json
    ? JSON.stringify({ model: name, ...suffixed, ...report.results })
    : summary(name, report, Object.keys(parameters));
}

/** A setting as name and value. @throws UserError for text that is none. */
export function splitSetting(setting: string, example = "we=15pS"): [string, string] {
  const at = setting.indexOf("=");
  if (at < 1)
    throw new UserError(`invalid setting: "${setting}"; expected name=value like ${example}`);
  return [setting.slice(0, at).trim(), setting.slice(at + 1).trim()];
}

/** A few lines to read: the usual parameters, those that were set, and the results. */
function summary(name: string, { parameters, results }: Report, set: readonly string[]): string {
  const shown = [...new Set(["N", "seed", "stream", "duration", "we", ...set])].filter(
    (p) => p in parameters,
  );
  const lines = [
    `${name}: ${MODELS[name].about}`,
    ...shown.map((parameter) => `  ${parameter} = ${parameters[parameter]}`),
    "",
    ...Object.entries(results).map(([result, value]) => `  ${result}: ${shorten(value)}`),
  ];
  return lines.join("\n");
}

function shorten(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (Array.isArray(value[0])) return `${value.length} lists, ${value.flat().length} values`;
  const shown = value.length > 8 ? [...value.slice(0, 6), "..."] : value;
  return `${value.length} values: ${shown.join(", ")}`;
}
