import { UserError } from "../base/index.js";
import {
  combineDimensions,
  DIMENSIONLESS,
  type Dimension,
  dimensionPower,
  NAMED_DIMENSIONS,
  parseUnit,
  Quantity,
  QuantityArray,
  sameDimension,
  unitNamed,
} from "../units/index.js";
import { requireType, type Scope, typeOf, type ValueType } from "./dimensions.js";
import { type Expression, namesIn, number, substitute } from "./expression.js";
import { FUNCTIONS } from "./functions.js";
import {
  type ParsedEquation,
  type ParsedStatement,
  parseEquations,
  parseExpression,
  parseStatements,
  textError,
} from "./parse.js";
import { NO_NOISE, refuseUnavailable } from "./unavailable.js";

/** A value for a parameter: one for all neurons, or one for each. */
export type ParameterValue = number | Quantity | QuantityArray | Float64Array | readonly number[];

/** A neuron model as users write it. All texts are parsed and checked, never evaluated. */
export interface ModelText {
  /** Differential equations, subexpressions and parameters, one a line, each with its unit. */
  equations: string;
  /** Statements that take the state from one step to the next, for models that are maps. */
  update?: string;
  /** Condition for a spike: "V > Vs". */
  threshold?: string;
  /** Statements carried out at a spike: "V = Vr; w += b". */
  reset?: string;
  /** How long a neuron cannot spike after a spike. */
  refractory?: Quantity<"time">;
  /** Values for names that the texts use and the equations do not define. */
  parameters?: Readonly<Record<string, ParameterValue>>;
}

/** A statement on SI numbers: `target = expression`. */
export interface Assignment {
  target: string;
  expression: Expression;
}

/** A state variable. */
export interface StateVariable {
  name: string;
  dimension: Dimension;
  /** Its derivative; undefined for what only statements change. */
  derivative?: Expression;
  /** Whether it stands still while the neuron is refractory. */
  unlessRefractory: boolean;
}

/** A model after its names and units were checked. Expressions are on SI numbers. */
export interface CheckedModel {
  states: StateVariable[];
  /** In an order in which each reads only those before it. */
  subexpressions: (Assignment & { dimension: Dimension })[];
  /** Values that are the same for all neurons, as SI numbers. */
  constants: Map<string, { value: number; dimension: Dimension }>;
  /** Values per neuron, as SI numbers. */
  perNeuron: Map<string, { values: Float64Array; dimension: Dimension }>;
  /** Statements of a map; temporaries among their targets. */
  update: Assignment[];
  threshold?: Expression;
  reset: Assignment[];
  /** In seconds; 0 for none. */
  refractory: number;
}

/** Names that mean the same in every model. */
export const BUILT_IN: Readonly<Record<string, ValueType>> = {
  t: NAMED_DIMENSIONS.time.exponents,
  dt: NAMED_DIMENSIONS.time.exponents,
  i: DIMENSIONLESS,
  N: DIMENSIONLESS,
  pi: DIMENSIONLESS,
  xi: dimensionPower(NAMED_DIMENSIONS.time.exponents, -0.5),
};

const FLAGS = ["unless refractory", "constant", "shared"];

/**
 * Parses a model and checks names and units over all its texts, before any code is made.
 * @throws UserError that shows the text, the place, and what was expected.
 */
export function checkModel(model: ModelText): CheckedModel {
  const text = model.equations;
  const equations = parseEquations(text);
  const checker = new ModelChecker(text, equations, model.parameters ?? {});
  const perSecond = NAMED_DIMENSIONS.rate.exponents;

  const states: StateVariable[] = [];
  const subexpressions: CheckedModel["subexpressions"] = [];
  for (const equation of equations) {
    const dimension = checker.dimensionOf(equation.name);
    if (equation.kind === "differential") {
      const rate = combineDimensions(dimension, perSecond, 1);
      const what = `d${equation.name}/dt`;
      states.push({
        name: equation.name,
        dimension,
        derivative: checker.check(equation.expression, rate, what),
        unlessRefractory: equation.flags.includes("unless refractory"),
      });
    } else if (equation.kind === "subexpression") {
      const expression = checker.check(equation.expression, dimension, equation.name);
      subexpressions.push({ target: equation.name, expression, dimension });
    } else if (!checker.hasValue(equation.name))
      states.push({ name: equation.name, dimension, unlessRefractory: false });
  }
  const stateNames = new Set(states.map(({ name }) => name));
  const update = checker.statements(model.update ?? "", stateNames, true);
  const threshold = model.threshold === undefined ? undefined : checker.condition(model.threshold);
  const reset = checker.statements(model.reset ?? "", stateNames, false);
  const ordered = inOrder(subexpressions, equations, text);
  const refuse = (what: string, expressions: readonly Expression[]): void =>
    refuseUnavailable(what, expressions, ordered, NO_NOISE);
  refuse(
    "the update",
    update.map(({ expression }) => expression),
  );
  refuse("the threshold", threshold ? [threshold] : []);
  refuse(
    "the reset",
    reset.map(({ expression }) => expression),
  );
  return {
    states,
    subexpressions: ordered,
    constants: checker.constants,
    perNeuron: checker.perNeuron,
    update,
    threshold,
    reset,
    refractory: model.refractory?.value ?? 0,
  };
}

/** Knows the names of one model, their dimensions and values. */
export class ModelChecker {
  readonly constants: CheckedModel["constants"] = new Map();
  readonly perNeuron: CheckedModel["perNeuron"] = new Map();
  private readonly types = new Map<string, ValueType>(Object.entries(BUILT_IN));

  constructor(
    private readonly text: string,
    equations: readonly ParsedEquation[],
    parameters: Readonly<Record<string, ParameterValue>>,
  ) {
    for (const equation of equations) this.declare(equation);
    for (const [name, value] of Object.entries(parameters)) this.give(name, value);
    for (const { name, kind } of equations)
      if (kind !== "parameter" && this.hasValue(name))
        throw new UserError(`invalid parameter: ${name}; the equations define it already`);
  }

  /** The names of some equations together with further values: for the statements of synapses. */
  static of(text: string, parameters: Readonly<Record<string, ParameterValue>>): ModelChecker {
    return new ModelChecker(text, parseEquations(text), parameters);
  }

  hasValue(name: string): boolean {
    return this.constants.has(name) || this.perNeuron.has(name);
  }

  dimensionOf(name: string): Dimension {
    return this.types.get(name) as Dimension;
  }

  /** Checks an expression of the equations' text and replaces units by numbers. */
  check(expression: Expression, expected: ValueType, what: string, text = this.text): Expression {
    const scope = this.scope(text);
    requireType(expression, expected, what, scope);
    return this.lowered(expression);
  }

  /** A condition like "V > Vs". */
  condition(text: string): Expression {
    return this.check(parseExpression(text), "truth", "the threshold", text);
  }

  /** Statements on the given targets; a map's statements may also define temporaries. */
  statements(text: string, targets: ReadonlySet<string>, temporaries: boolean): Assignment[] {
    const local = new Map<string, ValueType>();
    return parseStatements(text).map((statement) => {
      const { name, operator, expression } = statement;
      const scope = this.scope(text, local);
      const isState = targets.has(name);
      if (
        !isState &&
        !(temporaries && operator === "=" && !this.types.has(name)) &&
        !local.has(name)
      )
        throw textError(
          this.types.has(name)
            ? `invalid target: ${name}; expected a state variable: ${[...targets].join(", ")}`
            : `unknown target: ${name}; expected a state variable: ${[...targets].join(", ")}`,
          text,
          statement,
        );
      if (!isState && !local.has(name)) {
        local.set(name, dimensionOfTemporary(expression, scope));
        return { target: name, expression: this.lowered(expression, local) };
      }
      const whole = combined(statement);
      requireType(whole, scope.typeOf(name) as ValueType, name, scope);
      return { target: name, expression: this.lowered(whole, local) };
    });
  }

  private declare({ name, unit, flags, kind, start, end }: ParsedEquation): void {
    const fault = (message: string): UserError => textError(message, this.text, { start, end });
    if (name in BUILT_IN || Object.hasOwn(FUNCTIONS, name))
      throw fault(`invalid name: ${name}; it has a meaning of its own in every model`);
    if (this.types.has(name)) throw fault(`invalid name: ${name}; it is defined twice`);
    const odd = flags.find((flag) => !FLAGS.includes(flag));
    if (odd) throw fault(`unknown flag: ${odd}; expected one of ${FLAGS.join(", ")}`);
    if (flags.includes("unless refractory") && kind !== "differential")
      throw fault(`invalid flag: "unless refractory" goes with differential equations only`);
    try {
      this.types.set(name, parseUnit(unit).dimension);
    } catch (error) {
      throw fault((error as Error).message);
    }
  }

  private give(name: string, value: ParameterValue): void {
    if (name in BUILT_IN)
      throw new UserError(`invalid parameter: ${name}; it has a meaning of its own`);
    const dimension =
      value instanceof Quantity || value instanceof QuantityArray ? value.dimension : DIMENSIONLESS;
    const declared = this.types.get(name);
    if (declared !== undefined && !sameDimension(declared as Dimension, dimension))
      throw new UserError(
        `invalid ${name}: ${value}; its unit is not the one declared in the equations`,
      );
    this.types.set(name, dimension);
    if (typeof value === "number" || value instanceof Quantity) {
      const plain = typeof value === "number" ? value : value.value;
      if (!Number.isFinite(plain))
        throw new UserError(`invalid ${name}: ${value}; expected a finite value`);
      this.constants.set(name, { value: plain, dimension });
      return;
    }
    const values = value instanceof QuantityArray ? value.values : Float64Array.from(value ?? []);
    if (values.length === 0 || !values.every(Number.isFinite))
      throw new UserError(
        `invalid ${name}: ${value}; expected finite numbers, one for each neuron`,
      );
    this.perNeuron.set(name, { values, dimension });
  }

  private scope(text: string, local?: ReadonlyMap<string, ValueType>): Scope {
    return {
      text,
      typeOf: (name) => local?.get(name) ?? this.types.get(name) ?? unitNamed(name)?.dimension,
      names: () => [...this.types.keys(), ...(local?.keys() ?? []), ...Object.keys(FUNCTIONS)],
    };
  }

  /** The expression on SI numbers: units, and pi, become numbers. */
  private lowered(expression: Expression, local?: ReadonlyMap<string, ValueType>): Expression {
    return substitute(expression, (name) => {
      if (name === "pi") return number(Math.PI);
      const unit = this.types.has(name) || local?.has(name) ? undefined : unitNamed(name);
      return unit && number(unit.scale);
    });
  }
}

/** The dimension of a new temporary. */
function dimensionOfTemporary(expression: Expression, scope: Scope): ValueType {
  const type = typeOf(expression, scope);
  return type === "zero" ? DIMENSIONLESS : type;
}

/** `w += b` as `w = w + b`. */
function combined({ name, operator, expression, start, end }: ParsedStatement): Expression {
  if (operator === "=") return expression;
  const target: Expression = { kind: "name", name, start, end: start + name.length };
  const sign = operator[0] as "+" | "-" | "*" | "/";
  return { kind: "binary", operator: sign, left: target, right: expression, start, end };
}

/** Subexpressions so ordered that each reads only those before it. */
function inOrder(
  subexpressions: CheckedModel["subexpressions"],
  equations: readonly ParsedEquation[],
  text: string,
): CheckedModel["subexpressions"] {
  const open = new Map(subexpressions.map((item) => [item.target, item]));
  const ordered: CheckedModel["subexpressions"] = [];
  while (open.size > 0) {
    const ready = [...open.values()].filter(
      ({ expression }) => ![...namesIn(expression)].some((name) => open.has(name)),
    );
    if (ready.length === 0) {
      const [target] = open.keys();
      const place = equations.find(({ name }) => name === target) as ParsedEquation;
      throw textError(`invalid subexpression: ${target} depends on itself`, text, place);
    }
    for (const item of ready) {
      open.delete(item.target);
      ordered.push(item);
    }
  }
  return ordered;
}
