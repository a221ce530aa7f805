import { requireRecord, shown, UserError } from "../base/index.js";
import {
  DIMENSIONLESS,
  type Dimension,
  describeDimension,
  parseUnit,
  sameDimension,
  unitNamed,
} from "../units/index.js";
import { blaming } from "./blame.js";
import { DRAWN, requireType, type Scope, type ValueType } from "./dimensions.js";
import { callsIn, type Expression, namesIn, number, substitute } from "./expressions/expression.js";
import { FUNCTION_NAMES } from "./functions/index.js";
import { BUILT_IN, CONSTANTS, INTERNAL, isNoise, reservedName } from "./names.js";
import { type Assignment, checkStatements } from "./statements.js";
import { requireWhole, STORED_TYPES, type StoredAs, storedTruth, truthOf } from "./stored.js";
import { type ParsedEquation, parseExpression, refuseDoubtfulSlashes } from "./text/parse.js";
import { textError } from "./text/textError.js";
import { type Formula, isFormula, withFormulas } from "./values/formula.js";
import { isTimed, type Timed, withTimed } from "./values/timed.js";
import { dimensionOfValues, lowerValues, type PlainValues, type Values } from "./values/values.js";
import { checkValueText, inOrderOfReading, type ValueScope } from "./values/valueText.js";

/** Flags that may stand behind a unit. */
const FLAGS = ["unless refractory", "constant", "constant over dt", "shared", "point current"];

/** Names that mean the same for all neurons. */
const SHARED = ["t", "dt", "N", ...CONSTANTS.keys()];

const NOT_AT_SPIKES =
  "it is declared (shared): the spike of one neuron would change it for all; expected the update";

/** A parameter's value as plain numbers, and their dimension. */
export interface ParameterValue {
  readonly dimension: Dimension;
  readonly values: PlainValues;
  /** Of synapses: how it is kept, where that is not as a real number. */
  readonly stored?: StoredAs;
}

/** The names that a model declares, for the texts of others. */
export interface DeclaredNames {
  has(name: string): boolean;
  typeOf(name: string): ValueType | undefined;
  isBoolean(name: string): boolean;
  isInteger(name: string): boolean;
  isShared(name: string): boolean;
  readonly names: readonly string[];
  readonly formulas: ReadonlyMap<string, Formula>;
  readonly timed: ReadonlyMap<string, Timed>;
}

/** Where the type of a name stands: all noises are alike. */
const typeName = (name: string): string => (isNoise(name) ? "xi" : name);

/**
 * The names of one model: those that its equations declare and those that get their values from
 * outside, with their dimensions.
 */
export class Declarations implements DeclaredNames {
  /** Values given from outside, by name. */
  readonly parameters = new Map<string, ParameterValue>();
  /** Values over time, by name. */
  readonly timed = new Map<string, Timed>();
  /** Functions of the user's own, by name. */
  readonly formulas = new Map<string, Formula>();
  /** Names of currents into compartments as a whole. */
  readonly pointCurrents = new Set<string>();
  private readonly types = new Map<string, ValueType>(BUILT_IN);
  private readonly constantNames = new Set<string>();
  private readonly integers = new Set<string>();
  /** Names of one value for all neurons. */
  private readonly shared = new Set<string>(SHARED);
  /** Those that the equations declare so. */
  private readonly declaredShared = new Set<string>();
  /** Subexpressions. */
  private readonly computed = new Set<string>();
  /** Those of them that are computed once in each step. */
  private readonly overStep = new Set<string>();

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
      if (isFormula(value)) this.giveFormula(name, value);
    for (const [name, value] of Object.entries(parameters))
      if (this.formulas.has(name)) continue;
      else if (typeof value === "string") texts.set(name, value);
      else if (isTimed(value)) this.giveTimed(name, value);
      else this.give(name, value);
    for (const [name, value] of inOrderOfReading(texts, undefined, this.prepared))
      this.give(name, value);
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
    const type = this.types.get(name);
    return type === "truth" ? DIMENSIONLESS : (type as Dimension);
  }

  /** How a declared variable is kept. */
  storedAs(name: string): StoredAs {
    if (this.integers.has(name)) return "integer";
    return this.isBoolean(name) ? "boolean" : "real";
  }

  /** Whether a name is one of a whole number in each neuron. */
  isInteger(name: string): boolean {
    return this.integers.has(name) || name === "i" || name === "N";
  }

  /** Whether a name is a variable that is kept as 0 or 1. */
  isBoolean(name: string): boolean {
    return this.types.get(name) === "truth" && !CONSTANTS.has(name);
  }

  /** Whether a name is declared to be the same for all neurons. */
  isShared(name: string): boolean {
    return this.declaredShared.has(name);
  }

  /** Whether a name is computed at the beginning of each step, and keeps its value over it. */
  isConstantOverStep(name: string): boolean {
    return this.overStep.has(name);
  }

  /** Checks what a declared name stands for in each step, and lowers it. */
  subexpression(given: Expression, name: string): Expression {
    const draws = this.isConstantOverStep(name);
    const lowered = this.check(given, this.types.get(name) as ValueType, name, { draws });
    if (this.integers.has(name))
      requireWhole(name, given, this.text, (text) => this.isInteger(text));
    if (this.isShared(name)) this.requireShared(name, given, this.text);
    return this.isBoolean(name) ? storedTruth(lowered) : lowered;
  }

  /** Requires what is given to a shared name to be the same for all neurons. */
  private requireShared(name: string, expression: Expression, text: string): void {
    const own = [...namesIn(expression)].find(
      (other) =>
        !this.shared.has(other) && (this.types.has(other) || unitNamed(other) === undefined),
    );
    const drawn = [...callsIn(expression)].find((callee) => DRAWN.includes(callee));
    const odd = own ?? drawn;
    if (odd !== undefined)
      throw textError(
        `invalid value of ${name}: it is declared (shared), and ${odd} differs from neuron to neuron`,
        text,
        expression,
      );
  }

  /** Names of the model, for suggestions. */
  get names(): string[] {
    return [...this.types.keys(), ...this.formulas.keys(), ...FUNCTION_NAMES];
  }

  /** Checks an expression of a text and replaces units by numbers. */
  check(
    given: Expression,
    expected: ValueType,
    what: string,
    { text = this.text, draws = false }: { text?: string; draws?: boolean } = {},
  ): Expression {
    const expression = withTimed(this.prepared(given, text), this.timed, text);
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

  /**
   * Statements on the given state variables.
   * @param moment those at the spike of one neuron change nothing that all share
   */
  statements(
    text: string,
    targets: readonly string[],
    moment: "update" | "action" | "spike",
  ): Assignment[] {
    const isAtSpikes = moment === "spike";
    return checkStatements(text, {
      typeOf: (name) => this.typeOf(name),
      names: () => this.names,
      targets: targets.filter(
        (name) => !this.constantNames.has(name) && !(isAtSpikes && this.isShared(name)),
      ),
      whyNot: (name) => {
        if (this.constantNames.has(name)) return "it is declared (constant)";
        if (this.overStep.has(name))
          return "it is what its equation says at the beginning of each step";
        return this.isShared(name) && isAtSpikes ? NOT_AT_SPIKES : undefined;
      },
      isInteger: (name) => this.isInteger(name),
      requireValue: (name, expression) => {
        if (this.isShared(name)) this.requireShared(name, expression, text);
      },
      temporaries: moment === "update" ? true : "used",
      draws: true,
      prepared: (expression) => withTimed(this.prepared(expression, text), this.timed, text),
      lowered: (expression, isLocal) => this.lowered(expression, isLocal),
    });
  }

  /** The expression on SI numbers: units, and pi, become numbers. */
  lowered(expression: Expression, isLocal: (name: string) => boolean = () => false): Expression {
    return substitute(expression, (name) => {
      if (isLocal(name)) return undefined;
      if (this.has(name)) return this.isBoolean(name) ? truthOf(name) : CONSTANTS.get(name);
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
    if (flags.includes("point current")) this.pointCurrents.add(name);
    if (flags.includes("shared") && kind === "differential")
      throw fault(
        `invalid flag: "shared" goes with parameters and subexpressions only; each neuron integrates its own equations`,
      );
    if (flags.includes("shared"))
      for (const set of [this.shared, this.declaredShared]) set.add(name);
    if (flags.includes("constant over dt") && kind !== "subexpression")
      throw fault(
        `invalid flag: "constant over dt" goes with subexpressions only: ${name} = ... : ${unit} (constant over dt)`,
      );
    if (flags.includes("constant over dt")) this.overStep.add(name);
    if (kind === "subexpression") this.computed.add(name);
    if (STORED_TYPES.some((type) => type === unit)) {
      if (kind === "differential")
        throw fault(
          `invalid type: ${unit}; ${name} has a derivative: expected a unit like "volt" or "1"`,
        );
      this.types.set(name, unit === "boolean" ? "truth" : DIMENSIONLESS);
      if (unit === "integer") this.integers.add(name);
      return;
    }
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
    const stored = this.storedAs(name);
    const given = typeof value === "string" ? this.valueText(name, value) : undefined;
    const dimension =
      given?.dimension ?? (stored === "boolean" ? DIMENSIONLESS : dimensionOfValues(name, value));
    const declared = this.types.has(name) ? this.dimensionOf(name) : undefined;
    if (declared !== undefined && !sameDimension(declared, dimension))
      throw new UserError(
        `invalid ${name}: ${shown(value)}; its unit is not the one declared in the equations: expected ${describeDimension(declared)}, got ${describeDimension(dimension)}`,
      );
    const values: PlainValues = given
      ? { kind: "expression", expression: given.expression }
      : lowerValues(name, value, dimension, { count: this.count, stored });
    if (this.isShared(name) && values.kind !== "shared")
      throw new UserError(
        `invalid ${name}: ${shown(value)}; it is declared (shared): expected one value for all neurons`,
      );
    if (values.kind === "shared") this.shared.add(name);
    if (stored !== "boolean") this.types.set(name, dimension);
    this.parameters.set(name, { dimension, values });
  }

  /** An expression in which formulas are written out. */
  private readonly prepared = (expression: Expression, text: string): Expression =>
    withFormulas(expression, this.formulas, text);

  private giveFormula(name: string, value: Formula): void {
    if (!/^[a-zA-Z]\w*$/.test(name))
      throw new UserError(
        `invalid parameter: ${shown(name)}; expected a name that a text can have: a letter, then letters, digits and "_"`,
      );
    const reserved = reservedName(name);
    if (reserved) throw new UserError(`invalid parameter: ${name}; ${reserved}`);
    if (this.types.has(name))
      throw new UserError(
        `invalid parameter: ${name}; the equations declare it, and a formula is called as ${name}(${value.arguments.join(", ")})`,
      );
    this.formulas.set(name, value);
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

  private valueText(name: string, text: string): { expression: Expression; dimension: Dimension } {
    const declared = this.types.get(name);
    return checkValueText(name, text, this.valueScope(), declared, this.storedAs(name));
  }

  /**
   * What the texts of values may read: parameters, the index, and variables as they begin.
   * @param subexpressions those that may be read too, where they are known
   */
  valueScope(subexpressions?: readonly Assignment[]): ValueScope {
    return {
      typeOf: (name) => this.typeOf(name),
      names: () => this.names,
      isInteger: (name) => this.isInteger(name),
      prepared: this.prepared,
      lowered: (expression) => this.lowered(expression),
      subexpressions,
      unavailable: Object.fromEntries(
        [...(subexpressions ? this.overStep : this.computed)].map((name) => [
          name,
          "it is computed in each step",
        ]),
      ),
    };
  }
}
