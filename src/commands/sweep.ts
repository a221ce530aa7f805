import { didYouMean, UserError } from "../base/index.js";
import { MEASURES, modelNamed, parseParameter } from "../models/index.js";
import { type Executor, grid, inProcess, slurm, sweep, workers } from "../sweep/index.js";
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
  const model = modelNamed(name);
  const fixed = await parametersFrom(name, options);
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
    grid: grid(axes),
    simulation: (point: Record<string, unknown>) => model.make({ ...fixed, ...point }),
    measures,
    executor: executorOf(options),
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
  if (!(last >= first && last - first < LONGEST_RANGE))
    throw new UserError(`invalid range: ${text.trim()}; expected first..last, ascending`);
  return Array.from({ length: last - first + 1 }, (_, k) => String(first + k));
}

function executorOf(options: SweepCommandOptions): Executor {
  const { executor, threads, array, partition, time, memory, sbatch } = options;
  switch (executor) {
    case "in-process":
      return inProcess();
    case "workers":
      return workers(threads === undefined ? {} : { threads: wholeNumber("threads", threads) });
    case "slurm":
      return slurm({
        array: wholeNumber("array", array ?? "1"),
        partition,
        time,
        memory,
        options: sbatch,
        ...(threads === undefined ? {} : { cpusPerTask: wholeNumber("threads", threads) }),
      });
    default: {
      const names = ["in-process", "workers", "slurm"];
      throw new UserError(
        `unknown executor: ${executor}; expected one of ${names.join(", ")}${didYouMean(executor, names)}`,
      );
    }
  }
}

/** Text as a number; what is no whole number is refused where it is used. */
const wholeNumber = (name: string, text: string): number => {
  if (!/^\d+$/.test(text)) throw new UserError(`invalid ${name}: ${text}; expected a whole number`);
  return Number(text);
};

/** The named measures, for help. */
export const MEASURE_NAMES: readonly string[] = Object.keys(MEASURES);
