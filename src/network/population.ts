import {
  checkOptions,
  digestOf,
  isRecord,
  requireRecord,
  requireWholeNumber,
  seeManual,
  showAs,
  shown,
  UserError,
} from "../base/index.js";
import {
  type CheckedModel,
  checkModel,
  copyOfActions,
  copyOfValues,
  lowerValues,
  type ModelText,
  namesIn,
  type PlainValues,
  type Refractory,
  type StateVariable,
  type Values,
} from "../equations/index.js";
import { type AbstractCode, integrate } from "../integrators/index.js";
import { lower } from "../units/index.js";
import { checkCm, checkShape, withCable } from "./compartments/cable.js";
import { type Membrane, membraneOf } from "./compartments/membrane.js";
import { MOST_ELEMENTS, type Shape } from "./compartments/shape.js";
import { requireKnown, requireName } from "./names.js";

/** A population of neurons of one model. */
export interface Population {
  /** What kind of value this is. */
  readonly kind: "population";
  /** By which synapses, recordings and results know it. */
  readonly name: string;
  /** The number of neurons. */
  readonly N: number;
  /** Its equations, threshold, reset and parameters, as given. */
  readonly model: ModelText;
  /** Integration method; "euler" by default. */
  readonly method: string;
  /** Of a method that keeps its error below one: relative. */
  readonly tolerance?: number;
  /** Initial values of state variables; 0 where nothing is said. */
  readonly initial: Readonly<Record<string, Values>>;
  /** Of cells with a shape: its elements are their compartments. */
  readonly shape?: Shape;
}

/** What a population is made of. */
export interface PopulationOptions extends ModelText {
  /** The number of neurons. */
  N: number;
  /** How the equations are integrated: euler (by default), heun, milstein, rk2, rk4, rkf45, exponential_euler, exact. */
  method?: string;
  /**
   * Of rkf45: how large the error of one of its own steps may be, relative to a variable and what it changes in a
   * time step; 1e-6 by default.
   */
  tolerance?: number;
  /** Initial values of state variables: one for all, one for each, or drawn; 0 where nothing is said. */
  initial?: Readonly<Record<string, Values>>;
}

/** The options that a model is given by. */
export const MODEL_OPTIONS = [
  "equations",
  "update",
  "threshold",
  "reset",
  "refractory",
  "events",
  "onEvent",
  "actions",
  "parameters",
] as const;

/** What a population has. */
const MEMBERS = ["kind", "name", "N", "model", "method", "tolerance", "initial", "shape"] as const;

/**
 * Describes a population of neurons. Its equations, threshold and reset are checked at once:
 * names, units, and whether the method fits. What is given is copied: changing an array afterwards
 * changes nothing.
 * @throws UserError that shows the text and the place, or names the value and what was expected.
 * @example
 * ```ts
 * population("neurons", {
 *   N: 100,
 *   equations: `dv/dt = (El - v + I)/tau : volt (unless refractory)
 *               I : volt`, // a value of each neuron
 *   threshold: "v > Vt", reset: "v = Vr", refractory: ms(2), method: "exact",
 *   parameters: { El: mV(-70), Vt: mV(-50), Vr: mV(-60), tau: ms(20) },
 *   initial: { v: mV(-70), I: "25*mV*rand()" },
 * })
 * ```
 */
export function population(name: string, options: PopulationOptions): Population {
  requireName(name, "population");
  checkOptions("population", options ?? null, [
    "N",
    ...MODEL_OPTIONS,
    "method",
    "tolerance",
    "initial",
  ]);
  return makePopulation(name, options);
}

/** A population as {@link population} makes it, or one of compartments. */
export function makePopulation(
  name: string,
  { N, method = "euler", tolerance, initial = {}, ...given }: PopulationOptions,
  shape?: Shape,
): Population {
  requireWholeNumber("N", N, 1, MOST_ELEMENTS);
  const model = copyOfModel(given);
  requireRecord("initial", initial, "{ v: mV(-65) }");
  const copied = Object.fromEntries(
    Object.entries(initial).map(([variable, value]) => [
      variable,
      copyOfValues(`initial ${variable}`, value),
    ]),
  );
  const made: Population = {
    kind: "population",
    name,
    N,
    model,
    method,
    ...(tolerance !== undefined && { tolerance }),
    initial: Object.freeze(copied),
    ...(shape && { shape }),
  };
  const { checked } = checkedPopulation(made);
  const states = checked.states.map((state) => state.name);
  return showAs(
    made,
    () => `population ${name}: ${countOf(made)} of ${states.join(", ")} (${method})`,
  );
}

function copyOfModel(given: ModelText): ModelText {
  const model: Record<string, unknown> = {};
  for (const option of MODEL_OPTIONS) {
    const value = given[option];
    if (value === undefined) continue;
    model[option] = value;
  }
  if (given.refractory !== undefined && typeof given.refractory !== "string")
    model.refractory = copyOfValues("refractory", given.refractory as Values) as Refractory;
  for (const option of ["events", "onEvent"] as const)
    if (isRecord(given[option])) model[option] = Object.freeze({ ...given[option] });
  if (given.actions !== undefined) model.actions = copyOfActions("a population", given.actions);
  const { parameters } = given;
  if (isRecord(parameters))
    model.parameters = Object.freeze(
      Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, copyOfValues(name, value)]),
      ),
    );
  for (const option of ["update", "threshold", "reset"] as const)
    if (model[option] !== undefined && typeof model[option] !== "string")
      throw new UserError(
        `invalid ${option}: ${shown(model[option])}; expected text like "${EXAMPLES[option]}"`,
      );
  return Object.freeze(model) as unknown as ModelText;
}

/** Smaller errors drown in those of rounding. */
const LEAST_TOLERANCE = 1e-13;

const EXAMPLES = { update: "x = x + 1", threshold: "v > 20*mV", reset: "v = 0*mV" } as const;

function countOf({ N, shape }: Population): string {
  if (!shape) return `${N} ${N === 1 ? "neuron" : "neurons"}`;
  const { cells } = shape;
  return `${cells} ${cells === 1 ? "cell" : "cells"} of ${N / cells} compartments,`;
}

/** A population after all its checks. */
export interface CheckedPopulation {
  checked: CheckedModel;
  code: AbstractCode;
  /** Initial values of those states that have been given some. */
  initial: ReadonlyMap<string, PlainValues>;
  /** Of compartments. */
  membrane: Membrane | undefined;
}

const known = new WeakMap<Population, CheckedPopulation>();

/** Populations checked last, by digest: a sweep makes equal ones again and again. */
const checkedLast = new Map<string, CheckedPopulation>();

const MOST_REMEMBERED = 100;

/** Largest population that is remembered by what it is. */
const LARGEST_REMEMBERED = 10_000;

/**
 * A population with its model checked and its equations integrated; done once for each value.
 * @throws UserError as {@link population} does: a value that was put together by hand is checked too.
 */
export function checkedPopulation(given: Population): CheckedPopulation {
  let found = known.get(given);
  if (!found) {
    checkOptions(`population ${shown(given.name)}`, given, MEMBERS);
    requireName(given.name, "population");
    requireWholeNumber("N", given.N, 1, MOST_ELEMENTS);
    found = given.N <= LARGEST_REMEMBERED ? remembered(given) : check(given);
    known.set(given, found);
  }
  return found;
}

function remembered(given: Population): CheckedPopulation {
  const { N, model, method, tolerance, initial, shape } = given;
  const digest = digestOf({ N, model, method, tolerance, initial, shape });
  let found = checkedLast.get(digest);
  if (!found) {
    found = check(given);
    if (checkedLast.size >= MOST_REMEMBERED) checkedLast.clear();
    checkedLast.set(digest, found);
  }
  return found;
}

function check({ N, model, method, tolerance, initial, shape }: Population): CheckedPopulation {
  checkOptions("a population's model", model ?? null, MODEL_OPTIONS);
  requireRecord("initial", initial, "{ v: mV(-65) }");
  if (shape !== undefined) checkShape(shape, N);
  const checked = checkModel(shape ? withCable(model) : model, N);
  if (shape) checkCm(checked.parameters);
  const membrane = shape && membraneOf(checked);
  const [point] = checked.declarations.pointCurrents;
  if (!shape && point !== undefined)
    throw new UserError(
      `invalid flag: ${point} is a (point current), which goes with compartments() only`,
    );
  const states = new Map(checked.states.map((state) => [state.name, state]));
  const values = new Map<string, PlainValues>();
  for (const [variable, given] of Object.entries(initial)) {
    requireKnown("state variable", variable, [...states.keys()]);
    const { dimension, stored, isShared } = states.get(variable) as StateVariable;
    if (checked.declarations.isConstantOverStep(variable))
      throw new UserError(
        `invalid initial ${variable}: ${shown(given)}; it is what its equation says at the beginning of each step`,
      );
    values.set(
      variable,
      lowerValues(`initial ${variable}`, given, dimension, {
        count: N,
        scope: checked.declarations.valueScope(checked.subexpressions),
        stored,
      }),
    );
    if (isShared && values.get(variable)?.kind !== "shared")
      throw new UserError(
        `invalid initial ${variable}: ${shown(given)}; it is declared (shared): expected one value for all neurons`,
      );
  }
  refuseCircles(values, initial);
  refuseMisspelt(checked, values);
  if (tolerance !== undefined)
    lower("tolerance", tolerance, "dimensionless", { least: LEAST_TOLERANCE, most: 0.1 });
  const code = integrate(checked, method, tolerance);
  if (shape && code.repeat)
    throw new UserError(
      `invalid method: ${method}; it takes steps of its own, and the cable equation of compartments takes the network's; expected rk4, exponential_euler or another${seeManual("integrators")}`,
    );
  return { checked, code, initial: values, membrane };
}

/** Refuses initial values that read themselves, through each other or through subexpressions. */
function refuseCircles(
  values: ReadonlyMap<string, PlainValues>,
  initial: Readonly<Record<string, Values>>,
): void {
  const reads = (variable: string): string[] => {
    const begins = values.get(variable);
    return begins?.kind === "expression" ? [...namesIn(begins.expression)] : [];
  };
  for (const variable of values.keys()) {
    const seen = new Set<string>();
    const open = reads(variable);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === variable)
        throw new UserError(
          `invalid initial ${variable}: ${shown(initial[variable])}; it reads itself, through what it stands for`,
        );
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...reads(next));
    }
  }
}

/**
 * Refuses a parameter that no text of the model reads where the equations declare a name that
 * differs in case or underscores only and gets no value: `{ Tau }` for `tau`.
 */
function refuseMisspelt(
  { parameters, states, read, update, overStep, reset, actions, events }: CheckedModel,
  initial: ReadonlyMap<string, unknown>,
): void {
  const plain = (text: string): string => text.toLowerCase().replaceAll("_", "");
  const acting = [...actions, ...events].flatMap(({ statements }) => statements);
  const assigned = new Set(
    [...update, ...overStep, ...reset, ...acting].map(({ target }) => target),
  );
  const open = states
    .filter(({ name, derivative }) => !derivative && !initial.has(name) && !assigned.has(name))
    .map(({ name }) => name);
  for (const name of parameters.keys()) {
    if (read.has(name)) continue;
    const meant = open.find((text) => plain(text) === plain(name));
    if (meant !== undefined)
      throw new UserError(
        `unknown parameter: ${name}; no equation reads it, and ${meant} gets no value; did you mean "${meant}"?`,
      );
  }
}
