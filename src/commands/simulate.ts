import {
  NTO1_PARAMETERS,
  nto1,
  type ParameterTable,
  parseParameter,
  suffixedParameter,
} from "../models/index.js";
import { ceilSpikes, median } from "../signals/index.js";
import { run } from "../simulation/index.js";
import { didYouMean, Hz, mV, UserError } from "../units/index.js";

/** A model as the command line offers it. */
interface ModelCommand {
  about: string;
  parameters: ParameterTable;
  /** Runs the model and says what to print: names with unit suffixes and plain values. */
  simulate: (parameters: object) => Promise<Report>;
}

/** What a simulation prints. */
interface Report {
  parameters: Record<string, unknown>;
  results: Record<string, unknown>;
}

/** The models that can be simulated by name. */
export const MODELS: Readonly<Record<string, ModelCommand>> = {
  nto1: {
    about: "one AdEx neuron with N Poisson inputs",
    parameters: NTO1_PARAMETERS,
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
};

/** Options of `spikebook simulate`. */
export interface SimulateOptions {
  /** Settings like "we=15pS". */
  set?: readonly string[];
  seed?: string;
  duration?: string;
  json?: boolean;
}

/** Runs a model from the command line; returns what to print. @throws UserError for bad input. */
export async function simulate(name: string, options: SimulateOptions): Promise<string> {
  if (!Object.hasOwn(MODELS, name)) {
    const names = Object.keys(MODELS);
    throw new UserError(
      `unknown model: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
    );
  }
  const model = MODELS[name];
  const settings = (options.set ?? []).map(splitSetting);
  if (options.seed !== undefined) settings.push(["seed", options.seed]);
  if (options.duration !== undefined) settings.push(["duration", options.duration]);
  const parameters: Record<string, unknown> = {};
  for (const [parameter, text] of settings) {
    if (Object.hasOwn(parameters, parameter))
      throw new UserError(`invalid settings: ${parameter} is given twice`);
    parameters[parameter] = parseParameter(name, model.parameters, parameter, text);
  }
  const report = await model.simulate(parameters);
  const suffixed = Object.fromEntries(
    Object.entries(report.parameters).map(([parameter, value]) =>
      suffixedParameter(parameter, model.parameters[parameter], value),
    ),
  );
  return options.json
    ? JSON.stringify({ model: name, ...suffixed, ...report.results })
    : summary(name, report, Object.keys(parameters));
}

function splitSetting(setting: string): [string, string] {
  const at = setting.indexOf("=");
  if (at < 1)
    throw new UserError(`invalid setting: "${setting}"; expected name=value like we=15pS`);
  return [setting.slice(0, at).trim(), setting.slice(at + 1).trim()];
}

/** A few lines to read: the usual parameters, those that were set, and the results. */
function summary(name: string, { parameters, results }: Report, set: readonly string[]): string {
  const shown = [...new Set(["N", "seed", "duration", "we", ...set])].filter(
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
  const shown = value.length > 8 ? [...value.slice(0, 6), "..."] : value;
  return `${value.length} values: ${shown.join(", ")}`;
}
