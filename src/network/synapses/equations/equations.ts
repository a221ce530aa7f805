import { ownValue, seeManual, shown, UserError } from "../../../base/index.js";
import {
  type IntegrableModel,
  orderSubexpressions,
  type ParsedEquation,
  refuseUnavailable,
  requireType,
  requireWhole,
  reservedName,
  STORED_TYPES,
  type StatementRules,
  type StoredAs,
  type Subexpression,
  storedTruth,
  textError,
} from "../../../equations/index.js";
import { type AbstractCode, integrate } from "../../../integrators/index.js";
import {
  combineDimensions,
  DIMENSIONLESS,
  type Dimension,
  NAMED_DIMENSIONS,
  parseUnit,
} from "../../../units/index.js";
import { AT_SYNAPSES } from "../names/rules.js";

/** Flags that may stand behind the unit of a synapse's equation. */
const FLAGS = ["clock-driven", "event-driven", "constant", "constant over dt"];

/** With what each flag goes, where that is not differential equations. */
const GOES_WITH: Readonly<Record<string, readonly [kind: ParsedEquation["kind"], what: string]>> = {
  constant: ["parameter", "parameters"],
  "constant over dt": ["subexpression", "subexpressions"],
};

/** The equations of synapses: which names they declare, and as what. */
export interface DeclaredEquations {
  readonly text: string;
  readonly equations: readonly ParsedEquation[];
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** How variables are kept that are no real numbers. */
  readonly stored: ReadonlyMap<string, StoredAs>;
  /** Names that statements may not change, with the reason. */
  readonly constant: ReadonlyMap<string, string>;
}

/**
 * Finds out what the equations of synapses declare.
 * @param equations those of the text, parsed
 * @param taken why a name cannot be declared, where it cannot
 * @throws UserError that shows the text and the place.
 */
export function declareEquations(
  text: string,
  equations: readonly ParsedEquation[],
  taken: (name: string) => string | undefined,
): DeclaredEquations {
  const dimensions = new Map<string, Dimension>();
  const stored = new Map<string, StoredAs>();
  const constant = new Map<string, string>();
  for (const { name, unit, flags, kind, start, end } of equations) {
    const fault = (message: string): UserError => textError(message, text, { start, end });
    const reserved =
      reservedName(name) ?? (name === "j" ? "it is the index of the target" : taken(name));
    if (reserved) throw fault(`invalid name: ${name}; ${reserved}`);
    if (dimensions.has(name)) throw fault(`invalid name: ${name}; it is defined twice`);
    const odd = flags.find((flag) => !FLAGS.includes(flag));
    if (odd) throw fault(`unknown flag: ${odd}; expected one of ${FLAGS.join(", ")}`);
    if (flags.length > 1) throw fault(`invalid flags: ${flags.join(", ")}; expected one of them`);
    const [flag] = flags;
    const [right, what] =
      flag === undefined
        ? []
        : (ownValue(GOES_WITH, flag) ?? (["differential", "differential equations"] as const));
    if (right !== undefined && kind !== right)
      throw fault(`invalid flag: "${flag}" goes with ${what} only`);
    if (flag === "constant") constant.set(name, "it is declared (constant)");
    if (flag === "constant over dt")
      constant.set(name, "it is what its equation says at the beginning of each step");
    const type = STORED_TYPES.find((own) => own === unit);
    if (type !== undefined) {
      if (kind === "differential")
        throw fault(
          `invalid type: ${unit}; ${name} has a derivative: expected a unit like "siemens" or "1"`,
        );
      stored.set(name, type);
      dimensions.set(name, DIMENSIONLESS);
      continue;
    }
    try {
      dimensions.set(name, parseUnit(unit).dimension);
    } catch (error) {
      throw fault((error as Error).message);
    }
  }
  return { text, equations, dimensions, stored, constant };
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
  /** Those that are computed at the beginning of each step and stay over it, in order. */
  readonly overStep: readonly Subexpression[];
}

/** Checks the right sides of equations. @throws UserError that shows the text and the place. */
export function checkSynapseEquations(
  what: string,
  { text, equations, dimensions, stored }: DeclaredEquations,
  rules: StatementRules,
): CheckedEquations {
  const scope = { text, typeOf: rules.typeOf, names: rules.names };
  const keptOverStep = new Set<string>();
  const clockDriven: SynapseDerivative[] = [];
  const eventDriven: SynapseDerivative[] = [];
  const unordered: Subexpression[] = [];
  for (const equation of equations) {
    if (equation.kind === "parameter") continue;
    const { name, kind, flags } = equation;
    const expression = rules.prepared?.(equation.expression, text) ?? equation.expression;
    const dimension = dimensions.get(name) as Dimension;
    const isRate = kind === "differential";
    const kept = stored.get(name);
    const expected = isRate
      ? combineDimensions(dimension, NAMED_DIMENSIONS.rate.exponents, 1)
      : kept === "boolean"
        ? "truth"
        : dimension;
    const draws = flags.includes("constant over dt");
    if (draws) keptOverStep.add(name);
    requireType(expression, expected, isRate ? `d${name}/dt` : name, { ...scope, draws });
    if (kept === "integer")
      requireWhole(name, expression, text, (other) => rules.isInteger?.(other) ?? false);
    const given = rules.lowered(expression, () => false);
    const lowered = kept === "boolean" ? storedTruth(given) : given;
    const { N } = AT_SYNAPSES;
    // noise goes into clock-driven equations, as that of neurons does
    const isNoisy = isRate && !flags.includes("event-driven");
    refuseUnavailable(`equations of ${what}`, [lowered], [], isNoisy ? { N } : AT_SYNAPSES);
    if (!isRate) unordered.push({ target: name, expression: lowered, dimension });
    else if (flags.includes("event-driven"))
      eventDriven.push({ name, dimension, derivative: lowered });
    else clockDriven.push({ name, dimension, derivative: lowered });
  }
  const ordered = orderSubexpressions(unordered, equations, text);
  const isKept = ({ target }: Subexpression): boolean => keptOverStep.has(target);
  return {
    clockDriven,
    eventDriven,
    subexpressions: Object.freeze(ordered.filter((item) => !isKept(item))),
    overStep: ordered.filter(isKept),
  };
}

/**
 * The statements that take clock-driven equations a step further.
 * @param around what the method has to know of the synapses: parameters, subexpressions of all kinds
 */
export function integrateSynapses(
  clockDriven: readonly SynapseDerivative[],
  method: string,
  around: Pick<IntegrableModel, "subexpressions" | "parameters">,
): AbstractCode | undefined {
  if (clockDriven.length === 0) return undefined;
  const model: IntegrableModel = {
    ...around,
    states: clockDriven.map((item) => ({
      ...item,
      unlessRefractory: false,
      stored: "real",
      isShared: false,
    })),
    update: [],
    overStep: [],
    reset: [],
    actions: [],
    events: [],
    read: new Set(),
  };
  const code = integrate(model, method);
  if (!code.repeat) return code;
  throw new UserError(
    `invalid method: ${method}; it takes steps of its own, which single neurons can: expected rk4 or another${seeManual("integrators")}`,
  );
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
