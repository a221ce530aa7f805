import { didYouMean, UserError } from "../base/index.js";
import { requireWritable } from "../cache/index.js";
import { MEASURES, modelNamed, parseParameter } from "../models/index.js";
import { type Executor, inProcess, slurm, sweep, workers } from "../sweep/index.js";
import { saveCSV, toCSV } from "../tables/index.js";
import { parametersFrom, splitSetting } from "./simulate.js";

/** Options of `spikebook sweep`. */
export interface SweepCommandOptions {
  /** Values of parameters like "we=0pS,2.5pS" and "seed=0..9". */
  vary?: readonly string[];
  set?: readonly string[];
  seed?: string;
  duration?: string;
  /** Names of measures, separated by commas. */
  measures: string;
  executor: string;
  threads?: string;
  /** Tasks of a Slurm array, its partition, time limit and memory; further options of sbatch. */
  array?: string;
  partition?: string;
  time?: string;
  memory?: string;
  sbatch?: readonly string[];
  /** Where to write the table; by default it is printed. */
  out?: string;
}

/** Most values of one range: more than anybody wants to type by mistake. */
const LONGEST_RANGE = 1e6;

/** Sweeps a model from the command line; returns what to print. @throws UserError for bad input. */
export async function sweepCommand(name: string, options: SweepCommandOptions): Promise<string> {
  if (options.out !== undefined) requireWritable(options.out);
  const model = modelNamed(name);
  const fixed = await parametersFrom(name, options);
  const executor = executorOf(options);
  const axes: Record<string, unknown[]> = {};
  for (const setting of options.vary ?? []) {
    const [parameter, text] = splitSetting(setting, "we=0pS,15pS or seed=0..9");
    if (Object.hasOwn(axes, parameter) || Object.hasOwn(fixed, parameter))
      throw new UserError(`invalid settings: ${parameter} is given twice`);
    axes[parameter] = text
      .split(",")
      .flatMap(valuesOf)
      .map((value) => parseParameter(name, model.parameters, parameter, value));
  }
  if (Object.keys(axes).length === 0)
    throw new UserError("missing values: expected --vary, like --vary we=0pS,15pS");
  const measures = options.measures.split(",").map((measure) => measure.trim());
  const table = await sweep({
    grid: axes,
    simulation: (point: Record<string, unknown>) => model.make({ ...fixed, ...point }),
    measures,
    executor,
  });
  if (options.out === undefined) return toCSV(table).trimEnd();
  await saveCSV(table, options.out);
  return `${table.shape[0]} rows written to ${options.out}`;
}

/** "0..9" as the whole numbers from 0 to 9; anything else as it is. */
function valuesOf(text: string): string[] {
  const match = /^\s*(-?\d+)\.\.(-?\d+)\s*$/.exec(text);
  if (!match) return [text.trim()];
  const [first, last] = [Number(match[1]), Number(match[2])];
  const isExact = Number.isSafeInteger(first) && Number.isSafeInteger(last);
  if (!isExact || !(last >= first && last - first < LONGEST_RANGE))
    throw new UserError(
      `invalid range: ${text.trim()}; expected first..last, ascending, at most ${LONGEST_RANGE} values`,
    );
  return Array.from({ length: last - first + 1 }, (_, k) => String(first + k));
}

/** The options that only some executors have. */
const OWN_OPTIONS: Readonly<Record<string, readonly (keyof SweepCommandOptions)[]>> = {
  "in-process": [],
  workers: ["threads"],
  slurm: ["threads", "array", "partition", "time", "memory", "sbatch"],
};

function executorOf(options: SweepCommandOptions): Executor {
  const { executor: name, threads, array, partition, time, memory, sbatch } = options;
  const names = Object.keys(OWN_OPTIONS);
  if (!names.includes(name))
    throw new UserError(
      `unknown executor: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
    );
  for (const option of OWN_OPTIONS.slurm)
    if (options[option] !== undefined && !OWN_OPTIONS[name].includes(option)) {
      const having = names.filter((other) => OWN_OPTIONS[other].includes(option));
      throw new UserError(
        `invalid option: --${option}; the executor ${name} has none, expected --executor ${having.join(" or ")}`,
      );
    }
  if (name === "in-process") return inProcess();
  const cores = threads === undefined ? undefined : wholeNumber("threads", threads);
  if (name === "workers") return workers(cores === undefined ? {} : { threads: cores });
  return slurm({
    array: wholeNumber("array", array ?? "1"),
    partition,
    time,
    memory,
    options: sbatch,
    ...(cores === undefined ? {} : { cpusPerTask: cores }),
  });
}

/** Text as a number; what is no whole number is refused where it is used. */
const wholeNumber = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new UserError(`invalid ${name}: ${text}; expected a whole number`);
  return Number(text);
};

/** The named measures, for help. */
export const MEASURE_NAMES: readonly string[] = Object.keys(MEASURES);
