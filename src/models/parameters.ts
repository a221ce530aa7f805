import { didYouMean, requireRecord, requireWholeNumber, shown, UserError } from "../base/index.js";
import type { DimensionName } from "../units/index.js";
import {
  fromScale,
  lower,
  type Measure,
  ms,
  parseQuantity,
  Quantity,
  seconds,
} from "../units/index.js";

/** What a parameter may be; `about` is one line of help. */
export type Parameter =
  | {
      kind: "quantity";
      about: string;
      /** Unit in which it is shown and printed; text without a unit is refused. */
      unit: Measure;
      dimension: DimensionName;
      /** Bounds in SI base units, both inclusive; `least: Number.MIN_VALUE` means more than 0. */
      least?: number;
      most?: number;
    }
  | { kind: "wholeNumber"; about: string; least: number; most: number }
  | { kind: "number"; about: string; least: number; most: number }
  | { kind: "choice"; about: string; choices: readonly string[] }
  /** Plain data that on the command line stands in a JSON file. */
  | { kind: "data"; about: string };

/** The parameters of a model by name. */
export type ParameterTable<Names extends string = string> = Readonly<Record<Names, Parameter>>;

/**
 * Checks parameters a user gave against a model's table, before any work starts.
 * @returns the given ones, unchanged; those left out (undefined) are missing.
 * @throws UserError for an unknown name, a wrong dimension or a value out of bounds.
 */
export function checkParameters<T extends object>(
  model: string,
  table: ParameterTable,
  given: T,
): Partial<T> {
  requireRecord(`parameters of ${model}`, given, `{ ${Object.keys(table)[0]} }`);
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    checkParameter(name, parameterOf(model, table, name), value);
    checked[name] = value;
  }
  return checked as Partial<T>;
}

/**
 * Reads one parameter from text, as given on the command line: "15pS", "6500".
 * @throws UserError for an unknown name or text that does not fit.
 */
export function parseParameter(
  model: string,
  table: ParameterTable,
  name: string,
  text: string,
): unknown {
  const parameter = parameterOf(model, table, name);
  const value = readParameter(name, parameter, text);
  checkParameter(name, parameter, value);
  return value;
}

/** A parameter's name with its unit, and its plain number in that unit: ["we_pS", 15]. */
export function suffixedParameter(
  name: string,
  parameter: Parameter,
  value: unknown,
): [string, unknown] {
  if (parameter.kind !== "quantity" || !(value instanceof Quantity)) return [name, value];
  return [`${name}_${parameter.unit.symbol}`, fromScale(value.value, parameter.unit.scale)];
}

function parameterOf(model: string, table: ParameterTable, name: string): Parameter {
  if (Object.hasOwn(table, name)) return table[name];
  const names = Object.keys(table);
  throw new UserError(
    `unknown parameter of ${model}: ${name}; expected one of ${names.join(", ")}${didYouMean(name, names)}`,
  );
}

function readParameter(name: string, parameter: Parameter, text: string): unknown {
  switch (parameter.kind) {
    case "quantity":
      try {
        return parseQuantity(text);
      } catch (error) {
        if (error instanceof UserError) throw new UserError(`invalid ${name}: ${error.message}`);
        throw error;
      }
    case "choice":
      return text;
    default:
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : text;
  }
}

function checkParameter(name: string, parameter: Parameter, value: unknown): void {
  switch (parameter.kind) {
    case "quantity": {
      const number = lower(name, value, parameter.dimension);
      const { unit, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = parameter;
      if (number < least || number > most)
        throw new UserError(`invalid ${name}: ${value}; expected ${bounds(least, most, unit)}`);
      return;
    }
    case "wholeNumber":
      requireWholeNumber(name, value, parameter.least, parameter.most);
      return;
    case "number":
      if (typeof value !== "number" || !(value >= parameter.least && value <= parameter.most))
        throw new UserError(
          `invalid ${name}: ${shown(value)}; expected a number from ${parameter.least} to ${parameter.most}`,
        );
      return;
    case "choice":
      if (!parameter.choices.includes(value as string))
        throw new UserError(
          `invalid ${name}: ${typeof value === "string" ? value : shown(value)}; expected one of ${parameter.choices.join(", ")}`,
        );
      return;
    case "data":
      // checked by the model itself
      if (typeof value !== "object" || value === null)
        throw new UserError(`invalid ${name}: ${shown(value)}; expected an object`);
  }
}

function bounds(least: number, most: number, unit: Measure): string {
  const show = (number: number): string => `${fromScale(number, unit.scale)} ${unit.symbol}`;
  const lowest =
    least === Number.MIN_VALUE ? `more than 0 ${unit.symbol}` : `${show(least)} or more`;
  return most === Number.POSITIVE_INFINITY ? lowest : `${lowest}, and at most ${show(most)}`;
}

/** A parameter that every model has: how long is simulated. */
export const simulatedTime = (most: number): Parameter => ({
  kind: "quantity",
  unit: seconds,
  dimension: "time",
  least: Number.MIN_VALUE,
  most,
  about: "simulated time",
});

/** The time step. */
export const DT: Parameter = {
  kind: "quantity",
  unit: ms,
  dimension: "time",
  least: Number.MIN_VALUE,
  about: "time step",
};

/** The seed of the random stream. */
export const streamSeed = (about: string, most: number = Number.MAX_SAFE_INTEGER): Parameter => ({
  kind: "wholeNumber",
  least: 0,
  most,
  about,
});
