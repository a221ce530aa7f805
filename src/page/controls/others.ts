import {
  checkOptions,
  checkTruth,
  requireWholeNumber,
  shown,
  UserError,
} from "../../base/index.js";
import { requireControlName, requireLabel, requireOneOf, settled } from "./control.js";

/** Options of controls that have nothing to say but their label. */
export interface ControlOptions {
  /** What stands before it; by default its name. */
  label?: string;
}

/** Options of {@link text}. */
export interface TextOptions extends ControlOptions {
  /** Lines that are seen at once; by default as many as the text has. */
  rows?: number;
}

/**
 * One of several values, chosen from a menu on the notebook's page. In a notebook it is the one given.
 * @param choices the values there are: texts, numbers, quantities
 * @throws UserError for a value that is not among them.
 * @example
 * ```ts
 * const method = choice("method", "euler", ["euler", "rk4"]);
 * ```
 */
export function choice<const T>(
  name: string,
  value: NoInfer<T>,
  choices: readonly T[],
  options: ControlOptions = {},
): T {
  requireControlName("choice", name);
  checkOptions("choice", options, ["label"]);
  if (!Array.isArray(choices) || choices.length === 0)
    throw new UserError(`invalid choices of ${name}: ${shown(choices)}; expected a list`);
  const names = choices.map(String);
  const twice = names.find((text, k) => names.indexOf(text) !== k);
  if (twice !== undefined)
    throw new UserError(`invalid choices of ${name}: ${twice} twice; expected each once`);
  const start = requireOneOf(`value of choice ${name}`, value, choices);
  return settled({
    name,
    label: requireLabel(options.label, name),
    form: { kind: "choice", choices: names },
    start,
    valueAt: (position) => choices[position as number] as T,
    textAt: (position) => names[position as number],
  });
}

/**
 * True or false, ticked on the notebook's page. In a notebook it is the value given.
 * @example
 * ```ts
 * const noisy = checkbox("noisy", true);
 * ```
 */
export function checkbox(name: string, value: boolean, options: ControlOptions = {}): boolean {
  requireControlName("checkbox", name);
  checkOptions("checkbox", options, ["label"]);
  return settled({
    name,
    label: requireLabel(options.label, name),
    form: { kind: "checkbox" },
    start: checkTruth(`value of checkbox ${name}`, value),
    valueAt: (position) => position as boolean,
    textAt: (position) => (position ? "yes" : "no"),
  });
}

/**
 * Text that readers of the notebook's page can write anew: a model's equations, for one. In a
 * notebook it is the text given.
 * @example
 * ```ts
 * const equations = text("equations", "dv/dt = -v/tau : volt");
 * ```
 */
export function text(name: string, value: string, options: TextOptions = {}): string {
  requireControlName("text", name);
  checkOptions("text", options, ["label", "rows"]);
  if (typeof value !== "string")
    throw new UserError(`invalid value of text ${name}: ${shown(value)}; expected text`);
  const { rows = value.split("\n").length } = options;
  requireWholeNumber(`rows of text ${name}`, rows, 1, 100);
  return settled({
    name,
    label: requireLabel(options.label, name),
    form: { kind: "text", rows },
    start: value,
    valueAt: (position) => position as string,
    textAt: (position) => position as string,
  });
}

/** Seeds are whole numbers below this. */
const MOST_SEEDS = 2 ** 32;

/**
 * A seed of random streams. The notebook's page has a button "Again" beside it, which takes the next seed.
 * In a notebook it is the seed given.
 * @example
 * ```ts
 * const chance = seed("seed", 1);
 * ```
 */
export function seed(name: string, value: number, options: ControlOptions = {}): number {
  requireControlName("seed", name);
  checkOptions("seed", options, ["label"]);
  return settled({
    name,
    label: requireLabel(options.label, name),
    form: { kind: "seed" },
    start: requireWholeNumber(`value of seed ${name}`, value, 0, MOST_SEEDS - 1),
    valueAt: (position) => position as number,
    textAt: String,
  });
}
