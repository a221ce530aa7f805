import { shown, UserError } from "../../base/index.js";
import {
  type CheckedModel,
  orderSubexpressions,
  type ParsedEquation,
  parseEquations,
  refuseUnavailable,
  requireType,
  reservedName,
  type StatementRules,
  type Subexpression,
  textError,
} from "../../equations/index.js";
import { type AbstractCode, integrate } from "../../integrators/index.js";
import {
  combineDimensions,
  type Dimension,
  NAMED_DIMENSIONS,
  parseUnit,
} from "../../units/index.js";
import { AT_SYNAPSES } from "./rules.js";

/** Flags that may stand behind the unit of a synapse's equation. */
const FLAGS = ["clock-driven", "event-driven"];

/** The equations of synapses, parsed: which names they declare, and as what. */
export interface DeclaredEquations {
  readonly text: string;
  readonly equations: readonly ParsedEquation[];
  readonly dimensions: ReadonlyMap<string, Dimension>;
}

/**
 * Parses the equations of synapses.
 * @param taken why a name cannot be declared, where it cannot
 * @throws UserError that shows the text and the place.
 */
export function parseSynapseEquations(
  text: string,
  taken: (name: string) => string | undefined,
): DeclaredEquations {
  const equations = parseEquations(text);
  const dimensions = new Map<string, Dimension>();
  for (const { name, unit, flags, kind, start, end } of equations) {
    const fault = (message: string): UserError => textError(message, text, { start, end });
    const reserved =
      reservedName(name) ?? (name === "j" ? "it is the index of the target" : taken(name));
    if (reserved) throw fault(`invalid name: ${name}; ${reserved}`);
    if (dimensions.has(name)) throw fault(`invalid name: ${name}; it is defined twice`);
    const odd = flags.find((flag) => !FLAGS.includes(flag));
    if (odd) throw fault(`unknown flag: ${odd}; expected one of ${FLAGS.join(", ")}`);
    if (flags.length > 0 && kind !== "differential")
      throw fault(`invalid flag: "${flags[0]}" goes with differential equations only`);
    if (flags.length > 1) throw fault(`invalid flags: ${flags.join(", ")}; expected one of them`);
    try {
      dimensions.set(name, parseUnit(unit).dimension);
    } catch (error) {
      throw fault((error as Error).message);
    }
  }
  return { text, equations, dimensions };
}

/** A differential equation on SI numbers. */
export interface SynapseDerivative {
  name: string;
  dimension: Dimension;
  derivative: Subexpression["expression"];
}

/** The equations of synapses after their names and units were checked. */
export interface CheckedEquations {
  readonly clockDriven: readonly SynapseDerivative[];
  readonly eventDriven: readonly SynapseDerivative[];
  /** Of their own, each reads only those before it. */
  readonly subexpressions: readonly Subexpression[];
}

/** Checks the right sides of equations. @throws UserError that shows the text and the place. */
export function checkSynapseEquations(
  what: string,
  { text, equations, dimensions }: DeclaredEquations,
  rules: StatementRules,
): CheckedEquations {
  const scope = { text, typeOf: rules.typeOf, names: rules.names };
  const clockDriven: SynapseDerivative[] = [];
  const eventDriven: SynapseDerivative[] = [];
  const unordered: Subexpression[] = [];
  for (const equation of equations) {
    if (equation.kind === "parameter") continue;
    const { name, kind, flags } = equation;
    const expression = rules.prepared?.(equation.expression, text) ?? equation.expression;
    const dimension = dimensions.get(name) as Dimension;
    const isRate = kind === "differential";
    const expected = isRate
      ? combineDimensions(dimension, NAMED_DIMENSIONS.rate.exponents, 1)
      : dimension;
    requireType(expression, expected, isRate ? `d${name}/dt` : name, scope);
    const lowered = rules.lowered(expression, () => false);
    const { N } = AT_SYNAPSES;
    // noise goes into clock-driven equations, as that of neurons does
    const isNoisy = isRate && !flags.includes("event-driven");
    refuseUnavailable(`equations of ${what}`, [lowered], [], isNoisy ? { N } : AT_SYNAPSES);
    if (!isRate) unordered.push({ target: name, expression: lowered, dimension });
    else if (flags.includes("event-driven"))
      eventDriven.push({ name, dimension, derivative: lowered });
    else clockDriven.push({ name, dimension, derivative: lowered });
  }
  const subexpressions = orderSubexpressions(unordered, equations, text);
  return { clockDriven, eventDriven, subexpressions };
}

/**
 * The statements that take clock-driven equations a step further.
 * @param around what the method has to know of the synapses: parameters, subexpressions of all kinds
 */
export function integrateSynapses(
  clockDriven: readonly SynapseDerivative[],
  method: string,
  around: Pick<CheckedModel, "subexpressions" | "parameters" | "declarations">,
): AbstractCode | undefined {
  if (clockDriven.length === 0) return undefined;
  const model: CheckedModel = {
    ...around,
    states: clockDriven.map((item) => ({
      ...item,
      unlessRefractory: false,
      stored: "real",
      isShared: false,
    })),
    update: [],
    reset: [],
    actions: [],
    events: [],
    read: new Set(),
  };
  return integrate(model, method);
}

/** Refuses a method where nothing is integrated. */
export function refuseNeedlessMethod(
  name: string,
  method: unknown,
  clockDriven: readonly SynapseDerivative[],
): void {
  if (method === undefined || clockDriven.length > 0) return;
  throw new UserError(
    `invalid method of ${name}: ${shown(method)}; the synapses have no clock-driven equations, so that nothing is integrated`,
  );
}
