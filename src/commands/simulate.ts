import { readFile } from "node:fs/promises";
import { shown, UserError } from "../base/index.js";
import {
  type ModelEntry,
  modelNamed,
  type Parameter,
  parseParameter,
  type RunFacts,
  suffixedParameter,
} from "../models/index.js";
import { type Built, run } from "../run/index.js";
import { runWithProgress } from "../sweep/index.js";

/** Options of `spikebook simulate`. */
export interface SimulateOptions {
  /** Settings like "we=15pS". */
  set?: readonly string[];
  seed?: string;
  duration?: string;
  /** A JSON file with the mismatch of each bias: `--set mismatch=file` says the same. */
  mismatch?: string;
  json?: boolean;
}

/** The parameters that settings like "we=15pS", a seed and a duration give. */
export async function parametersFrom(
  name: string,
  { set = [], seed, duration }: Pick<SimulateOptions, "set" | "seed" | "duration">,
): Promise<Record<string, unknown>> {
  const settings = set.map((setting) => splitSetting(setting));
  if (seed !== undefined) settings.push(["seed", seed]);
  if (duration !== undefined) settings.push(["duration", duration]);
  const table = modelNamed(name).parameters;
  const parameters: Record<string, unknown> = {};
  for (const [parameter, text] of settings) {
    if (Object.hasOwn(parameters, parameter))
      throw new UserError(`invalid settings: ${parameter} is given twice`);
    const isData = (table[parameter] as Parameter | undefined)?.kind === "data";
    parameters[parameter] = isData
      ? await readData(parameter, text)
      : parseParameter(name, table, parameter, text);
  }
  return parameters;
}

/** Reads a parameter's data from a JSON file: lists of numbers by name. */
async function readData(parameter: string, file: string): Promise<object> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`invalid ${parameter} file: ${file} cannot be read (${error.code})`);
  });
  const refuse = (why: string): never => {
    throw new UserError(
      `invalid ${parameter} file: ${file}; ${why}expected JSON like {"name": [0.1, -0.05, ...]}`,
    );
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return refuse("");
  }
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return refuse(`it holds ${shown(data)}; `);
  for (const [name, values] of Object.entries(data)) {
    if (!Array.isArray(values)) return refuse(`${name} is ${shown(values)}; `);
    const odd = values.findIndex((value) => typeof value !== "number");
    if (odd >= 0) return refuse(`${name}[${odd}] is ${shown(values[odd])}; `);
  }
  return data;
}

/** Runs a model from the command line; returns what to print. @throws UserError for bad input. */
export async function simulate(name: string, options: SimulateOptions): Promise<string> {
  const model = modelNamed(name);
  const parameters = await parametersFrom(name, withMismatch(name, model, options));
  const simulation = model.make(parameters);
  let built: Built = { threads: 1, compileTime: 0, buildTime: 0 };
  let started = performance.now();
  // where nobody watches a bar, there is none
  const simulated = process.stderr.isTTY ? runWithProgress : run;
  const result = await simulated(simulation, {
    onBuilt: (how) => {
      built = how;
      started = performance.now();
    },
  });
  const facts: RunFacts = {
    threads: built.threads,
    compile_time_s: built.compileTime,
    build_time_s: built.buildTime,
    sim_time_s: (performance.now() - started) / 1000,
    peak_memory_MB: process.resourceUsage().maxRSS / 1024,
  };
  const all = { ...simulation.parameters };
  const results = model.report(result, facts);
  if (!options.json) return summary(name, model, all, results, Object.keys(parameters));
  const suffixed = Object.entries(all).map(([parameter, value]) =>
    suffixedParameter(parameter, model.parameters[parameter], value),
  );
  return JSON.stringify({ model: name, ...Object.fromEntries(suffixed), ...results });
}

/** `--mismatch file` as the setting that it stands for. */
function withMismatch(
  name: string,
  { parameters }: ModelEntry,
  { mismatch, ...options }: SimulateOptions,
): SimulateOptions {
  if (mismatch === undefined) return options;
  if (!Object.hasOwn(parameters, "mismatch"))
    throw new UserError(`invalid option: --mismatch; ${name} has no mismatch`);
  return { ...options, set: [...(options.set ?? []), `mismatch=${mismatch}`] };
}

/** A setting as name and value. @throws UserError for text that is none. */
export function splitSetting(setting: string, example = "we=15pS"): [string, string] {
  const at = setting.indexOf("=");
  if (at < 1)
    throw new UserError(`invalid setting: ${shown(setting)}; expected name=value like ${example}`);
  return [setting.slice(0, at).trim(), setting.slice(at + 1).trim()];
}

/** A few lines to read: the usual parameters, those that were set, and the results. */
function summary(
  name: string,
  { about }: ModelEntry,
  parameters: Readonly<Record<string, unknown>>,
  results: Readonly<Record<string, unknown>>,
  set: readonly string[],
): string {
  const told = [...new Set(["N", "scale", "seed", "stream", "duration", "we", ...set])].filter(
    (parameter) => parameter in parameters,
  );
  const lines = [
    `${name}: ${about}`,
    ...told.map((parameter) => `  ${parameter} = ${parameters[parameter]}`),
    "",
    ...Object.entries(results).map(([result, value]) => `  ${result}: ${shorten(value)}`),
  ];
  return lines.join("\n");
}

function shorten(value: unknown): string {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.entries(value)
      .map(([name, part]) => `${name} ${typeof part === "number" ? +part.toPrecision(4) : part}`)
      .join(", ");
  if (!Array.isArray(value)) return String(value);
  if (Array.isArray(value[0])) return `${value.length} lists, ${value.flat().length} values`;
  const short = value.length > 8 ? [...value.slice(0, 6), "..."] : value;
  return `${value.length} values: ${short.join(", ")}`;
}
