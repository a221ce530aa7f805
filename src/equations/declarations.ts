import { requireRecord, shown, UserError } from "../base/index.js";
import {
  type Dimension,
  describeDimension,
  parseUnit,
  sameDimension,
  unitNamed,
} from "../units/index.js";
import { blaming } from "./blame.js";
import { requireType, type Scope, type ValueType } from "./dimensions.js";
import { type Expression, mapOperands, number, substitute } from "./expressions/expression.js";
import { FUNCTION_NAMES } from "./functions/index.js";
import { BUILT_IN, INTERNAL, isNoise, reservedName } from "./names.js";
import { type Assignment, checkStatements, type StatementRules } from "./statements.js";
import { type ParsedEquation, parseExpression, refuseDoubtfulSlashes } from "./text/parse.js";
import { textError } from "./text/textError.js";
import { isTimed, type Timed } from "./values/timed.js";
import { dimensionOfValues, lowerValues, type PlainValues, type Values } from "./values/values.js";
import { checkValueText, inOrderOfReading, type ValueScope } from "./values/valueText.js";

/** Flags that may stand behind a unit. */
const FLAGS = ["unless refractory", "constant"];

/** A parameter's value as plain numbers, and their dimension. */
export interface ParameterValue {
  readonly dimension: Dimension;
  readonly values: PlainValues;
}

/** Where the type of a name stands: all noises are alike. */
const typeName = (name: string): string => (isNoise(name) ? "xi" : name);

/**
 * The names of one model: those that its equations declare and those that get their values from
 * outside, with their dimensions.
 */
export class Declarations {
  /** Values given from outside, by name. */
  readonly parameters = new Map<string, ParameterValue>();
  /** Values over time, by name. */
  readonly timed = new Map<string, Timed>();
  private readonly types = new Map<string, ValueType>(BUILT_IN);
  private readonly constantNames = new Set<string>();
  /** Subexpressions. */
  private readonly computed = new Set<string>();

  constructor(
    private readonly text: string,
    equations: readonly ParsedEquation[],
    parameters: Readonly<Record<string, Values>>,
    private readonly count: number | undefined,
  ) {
    requireRecord("parameters", parameters, "{ tau: ms(10) }");
    for (const equation of equations) this.declare(equation);
    const texts = new Map<string, string>();
    for (const [name, value] of Object.entries(parameters))
      if (typeof value === "string") texts.set(name, value);
      else if (isTimed(value)) this.giveTimed(name, value);
      else this.give(name, value);
    for (const [name, value] of inOrderOfReading(texts)) this.give(name, value);
    for (const { name, kind } of equations)
      if (kind !== "parameter" && this.parameters.has(name))
        throw new UserError(`invalid parameter: ${name}; the equations define it already`);
  }

  has(name: string): boolean {
    return this.types.has(typeName(name));
  }

  typeOf(name: string): ValueType | undefined {
    return this.types.get(typeName(name)) ?? unitNamed(name)?.dimension;
  }

  dimensionOf(name: string): Dimension {
    return this.types.get(name) as Dimension;
  }

  /** Names of the model, for suggestions. */
  get names(): string[] {
    return [...this.types.keys(), ...FUNCTION_NAMES];
  }

  /** Checks an expression of a text and replaces units by numbers. */
  check(
    given: Expression,
    expected: ValueType,
    what: string,
    { text = this.text, draws = false }: { text?: string; draws?: boolean } = {},
  ): Expression {
    const expression = this.withTimed(given, text);
    const scope = { ...this.scope(text), draws };
    try {
      requireType(expression, expected, what, scope);
    } catch (error) {
      throw blaming(error, expression, expected, this.parameters, scope);
    }
    return this.lowered(expression);
  }

  /** Parses and checks a text that is one expression. */
  expression(text: string, expected: ValueType, what: string, draws = false): Expression {
    const lowered = this.check(parseExpression(text), expected, what, { text, draws });
    refuseDoubtfulSlashes(text, (name) => this.typeOf(name) !== undefined);
    return lowered;
  }

  /** Statements on the given state variables. */
  statements(
    text: string,
    targets: readonly string[],
    temporaries: StatementRules["temporaries"],
  ): Assignment[] {
    return checkStatements(text, {
      typeOf: (name) => this.typeOf(name),
      names: () => this.names,
      targets: targets.filter((name) => !this.constantNames.has(name)),
      whyNot: (name) => (this.constantNames.has(name) ? "it is declared (constant)" : undefined),
      temporaries,
      draws: true,
      prepared: (expression) => this.withTimed(expression, text),
      lowered: (expression, isLocal) => this.lowered(expression, isLocal),
    });
  }

  /** The expression on SI numbers: units, and pi, become numbers. */
  lowered(expression: Expression, isLocal: (name: string) => boolean = () => false): Expression {
    return substitute(expression, (name) => {
      if (this.has(name) || isLocal(name)) return name === "pi" ? number(Math.PI) : undefined;
      const unit = unitNamed(name);
      return unit && number(unit.scale);
    });
  }

  private scope(text: string): Scope {
    return { text, typeOf: (name) => this.typeOf(name), names: () => this.names };
  }

  private declare({ name, unit, flags, kind, start, end }: ParsedEquation): void {
    const fault = (message: string): UserError => textError(message, this.text, { start, end });
    const reserved = reservedName(name);
    if (reserved) throw fault(`invalid name: ${name}; ${reserved}`);
    if (this.types.has(name)) throw fault(`invalid name: ${name}; it is defined twice`);
    const odd = flags.find((flag) => !FLAGS.includes(flag));
    if (odd) throw fault(`unknown flag: ${odd}; expected one of ${FLAGS.join(", ")}`);
    if (flags.includes("unless refractory") && kind !== "differential")
      throw fault(`invalid flag: "unless refractory" goes with differential equations only`);
    if (flags.includes("constant") && kind !== "parameter")
      throw fault(`invalid flag: "constant" goes with parameters only`);
    if (flags.includes("constant")) this.constantNames.add(name);
    if (kind === "subexpression") this.computed.add(name);
    try {
      this.types.set(name, parseUnit(unit).dimension);
    } catch (error) {
      throw fault((error as Error).message);
    }
  }

  private give(name: string, value: Values): void {
    if (!/^[a-zA-Z]\w*$/.test(name))
      throw new UserError(
        `invalid parameter: ${shown(name)}; expected a name that a text can have: a letter, then letters, digits and "_"`,
      );
    const reserved = reservedName(name);
    if (reserved) throw new UserError(`invalid parameter: ${name}; ${reserved}`);
    const given = typeof value === "string" ? this.valueText(name, value) : undefined;
    const dimension = given?.dimension ?? dimensionOfValues(name, value);
    const declared = this.types.get(name) as Dimension | undefined;
    if (declared !== undefined && !sameDimension(declared, dimension))
      throw new UserError(
        `invalid ${name}: ${shown(value)}; its unit is not the one declared in the equations: expected ${describeDimension(declared)}, got ${describeDimension(dimension)}`,
      );
    this.types.set(name, dimension);
    this.parameters.set(name, {
      dimension,
      values: given
        ? { kind: "expression", expression: given.expression }
        : lowerValues(name, value, dimension, { count: this.count }),
    });
  }

  private giveTimed(name: string, value: Timed): void {
    const reserved = reservedName(name);
    if (reserved) throw new UserError(`invalid parameter: ${name}; ${reserved}`);
    if (this.types.has(name))
      throw new UserError(
        `invalid parameter: ${name}; the equations declare it, and values over time are read as ${name}(t)`,
      );
    if (value.columns > 1 && this.count !== undefined && value.columns !== this.count)
      throw new UserError(
        `invalid ${name}: ${value.columns} values in a row; expected ${this.count}, one for each neuron`,
      );
    this.timed.set(name, value);
    this.types.set(INTERNAL.timed(name), value.dimension);
  }

  /** An expression in which values over time are names: `stimulus(t)`. */
  private withTimed(expression: Expression, text: string): Expression {
    if (this.timed.size === 0) return expression;
    const inside = mapOperands(expression, (operand) => this.withTimed(operand, text));
    const value = inside.kind === "call" ? this.timed.get(inside.name) : undefined;
    if (inside.kind === "name" && this.timed.has(inside.name))
      throw textError(
        `invalid name: ${inside.name} is a function of time; expected ${inside.name}(t)`,
        text,
        inside,
      );
    if (inside.kind !== "call" || !value) return inside;
    const names = inside.arguments.map((argument) =>
      argument.kind === "name" ? argument.name : "",
    );
    const expected = value.columns > 1 ? "t, i" : "t";
    const written = names.join(", ");
    // a table of one column is that of one neuron, too
    if (written !== expected && !(value.columns === 1 && written === "t, i"))
      throw textError(
        `invalid arguments of ${inside.name}: expected ${inside.name}(${expected})`,
        text,
        inside,
      );
    const { start, end } = inside;
    return { kind: "name", name: INTERNAL.timed(inside.name), start, end };
  }

  private valueText(name: string, text: string): { expression: Expression; dimension: Dimension } {
    const declared = this.types.get(name) as Dimension | undefined;
    return checkValueText(name, text, this.valueScope(), declared);
  }

  /** What the texts of values may read: parameters, the index, and variables as they begin. */
  valueScope(): ValueScope {
    return {
      typeOf: (name) => this.typeOf(name),
      names: () => this.names,
      lowered: (expression) => this.lowered(expression),
      unavailable: Object.fromEntries(
        [...this.computed].map((name) => [name, "it is computed in each step"]),
      ),
    };
  }
}
