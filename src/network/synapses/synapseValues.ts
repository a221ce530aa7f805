import { requireRecord, shown, UserError } from "../../base/index.js";
import {
  checkValueText,
  dimensionOfValues,
  type Formula,
  inOrderOfReading,
  isFormula,
  isTimed,
  lowerValues,
  type ParameterValue,
  type ParsedEquation,
  type PlainValues,
  parseEquations,
  reservedName,
  STORED_TYPES,
  type StoredAs,
  type Timed,
  type ValueScope,
  type Values,
} from "../../equations/index.js";
import { DIMENSIONLESS, type Dimension } from "../../units/index.js";
import type { Connection } from "../connections/index.js";
import { requireKnown, requireName } from "../names.js";
import type { Slice } from "../slice.js";
import { isSynapses, type Synapses } from "./description.js";
import { type DeclaredEquations, declareEquations } from "./equations/equations.js";
import { pairScope } from "./names/pairScope.js";
import type { CheckedPlasticity } from "./plasticity.js";
import { modelOf, type Side, type SideModel } from "./sides/sides.js";

/** A variable of synapses, and how it begins; 0 where nothing was said. */
export interface SynapseState {
  readonly dimension: Dimension;
  readonly stored: StoredAs;
  readonly begins: PlainValues;
}

/** The values that synapses are given: parameters, formulas, beginnings of variables. */
export class SynapseValues {
  readonly parameters = new Map<string, ParameterValue>();
  readonly formulas = new Map<string, Formula>();
  /** Values over time, the same for all synapses. */
  readonly timed = new Map<string, Timed>();
  private readonly equations: readonly ParsedEquation[];
  /** How the names are kept that the equations declare as no real numbers. */
  private readonly stored: ReadonlyMap<string, StoredAs>;
  /** How many synapses there are, where that is known before they are made. */
  readonly count: number | undefined;
  /** What texts of values may read. */
  readonly scope: ValueScope;

  constructor(
    private readonly given: Synapses,
    source: Side | undefined,
    private readonly target: Side,
  ) {
    const { connection, equations, from } = given;
    this.count = countOf(connection, from);
    for (const [text, value] of Object.entries(given.parameters ?? {}))
      if (isFormula(value)) this.formulas.set(text, value);
      else if (isTimed(value)) this.timed.set(text, value);
    // what is no text is refused later, by a message of its own
    this.equations = typeof equations === "string" ? parseEquations(equations) : [];
    this.stored = storedNames(this.equations);
    if (connection.rule === "several" && connection.index !== undefined)
      this.giveIndex(connection.index);
    this.scope = pairScope(this.parameters, source, target, "pair", this.formulas);
  }

  /** The name by which texts read which of its pair's a synapse is. */
  private giveIndex(index: string): void {
    const { name, parameters = {} } = this.given;
    const taken =
      reservedName(index) ??
      (index === "j" ? "it is the index of the target" : undefined) ??
      (Object.hasOwn(parameters, index) ? "the synapses have such a parameter" : undefined) ??
      (this.equations.some((equation) => equation.name === index)
        ? "the synapses' equations declare it"
        : undefined);
    if (taken) throw new UserError(`invalid index of ${name}: ${index}; ${taken}`);
    this.refuseTargetState(index);
    this.parameters.set(index, {
      dimension: DIMENSIONLESS,
      values: { kind: "places" },
      stored: "integer",
    });
  }

  /** Reads all parameters, those given as texts in an order in which each reads only those before it. */
  readParameters(): void {
    const { name, parameters } = this.given;
    const written = Object.entries(parameters);
    for (const [text] of written) {
      requireName(text, "parameter");
      const reserved =
        reservedName(text) ?? (text === "j" ? "it is the index of the target" : undefined);
      if (reserved) throw new UserError(`invalid parameter of ${name}: ${text}; ${reserved}`);
      this.refuseTargetState(text);
      this.requireTimed(text);
    }
    const isText = ([, value]: [string, Values]): boolean => typeof value === "string";
    for (const [text, value] of written.filter(
      (item) => !isText(item) && !this.formulas.has(item[0]) && !this.timed.has(item[0]),
    ))
      this.parameters.set(text, this.readValue(text, value));
    const texts = new Map(written.filter(isText) as [string, string][]);
    for (const [text, value] of inOrderOfReading(
      texts,
      (own) => `${own} of ${name}`,
      this.scope.prepared,
    ))
      this.parameters.set(text, this.readValue(text, value));
    for (const text of Object.keys(this.given.plasticity?.variables ?? {}))
      this.refuseTargetState(text);
  }

  /** Values over time are the same for all synapses, and are read as functions of t. */
  private requireTimed(text: string): void {
    const value = this.timed.get(text);
    if (!value) return;
    if (isSynapses(this.target))
      throw new UserError(
        `invalid ${text} of ${this.given.name}: values over time; the synapses are onto synapses, ${this.target.name}: expected the values there`,
      );
    if (value.columns > 1)
      throw new UserError(
        `invalid ${text} of ${this.given.name}: ${value.columns} values in a row; expected one for all synapses: values of each neuron are a parameter of the population, read there in a subexpression`,
      );
    if (this.equations.some((equation) => equation.name === text))
      throw new UserError(
        `invalid parameter of ${this.given.name}: ${text}; the equations declare it, and values over time are read as ${text}(t)`,
      );
  }

  private refuseTargetState(text: string): void {
    const { states } = modelOf(this.target) as SideModel;
    if (states.some((state) => state.name === text))
      throw new UserError(
        `invalid parameter of ${this.given.name}: ${text}; the target has such a variable`,
      );
  }

  /** What a value that was given is. */
  readValue(text: string, value: Values): ParameterValue {
    const what = `${text} of ${this.given.name}`;
    const stored = this.stored.get(text);
    if (typeof value === "string") {
      const type = stored === "boolean" ? "truth" : stored && DIMENSIONLESS;
      const { expression, dimension } = checkValueText(what, value, this.scope, type, stored);
      return { dimension, values: { kind: "expression", expression }, stored };
    }
    const dimension = stored ? DIMENSIONLESS : dimensionOfValues(what, value);
    const { count } = this;
    return { dimension, values: lowerValues(what, value, dimension, { count, stored }), stored };
  }

  /** The names that the synapses' equations declare. */
  declare(plasticity: CheckedPlasticity | undefined): DeclaredEquations | undefined {
    const { equations, name } = this.given;
    if (equations === undefined) return undefined;
    if (typeof equations !== "string")
      throw new UserError(
        `invalid equations of ${name}: ${shown(equations)}; expected text like "dg/dt = -g/tau : siemens"`,
      );
    const { states } = modelOf(this.target) as SideModel;
    const declared = declareEquations(equations, this.equations, (text) => {
      if (states.some((state) => state.name === text)) return "the target has such a variable";
      return plasticity?.variables.has(text) || plasticity?.constants.has(text)
        ? "the plasticity has it already"
        : undefined;
    });
    for (const { name: text, kind } of declared.equations) {
      const parameter = this.parameters.get(text);
      if (!parameter) continue;
      if (kind !== "parameter")
        throw new UserError(
          `invalid parameter of ${name}: ${text}; the equations define it already`,
        );
      const value = this.given.parameters[text];
      lowerValues(`${text} of ${name}`, value, declared.dimensions.get(text) as Dimension, {
        count: this.count,
        scope: this.scope,
        stored: this.stored.get(text),
      });
    }
    return declared;
  }

  /** The variables that the equations declare, and how they begin. */
  readStates(declared: DeclaredEquations | undefined): Map<string, SynapseState> {
    const { name, initial = {} } = this.given;
    requireRecord(`initial of ${name}`, initial, '{ w: "0.5*rand()" }');
    const states = new Map<string, SynapseState>();
    for (const { name: text, kind, flags } of declared?.equations ?? []) {
      const isOverStep = flags.includes("constant over dt");
      if ((kind === "subexpression" && !isOverStep) || this.parameters.has(text)) continue;
      const dimension = declared?.dimensions.get(text) as Dimension;
      const stored = this.stored.get(text) ?? "real";
      if (isOverStep && Object.hasOwn(initial, text))
        throw new UserError(
          `invalid initial ${text} of ${name}: ${shown(initial[text])}; it is what its equation says at the beginning of each step`,
        );
      const begins: PlainValues = Object.hasOwn(initial, text)
        ? lowerValues(`initial ${text} of ${name}`, initial[text], dimension, {
            count: this.count,
            scope: this.scope,
            stored,
          })
        : { kind: "shared", value: 0 };
      states.set(text, { dimension, stored, begins });
    }
    for (const text of Object.keys(initial))
      requireKnown(`variable of ${name}`, text, [...states.keys()]);
    return states;
  }
}

/** The names that equations declare as boolean or integer: their values are read before all else. */
function storedNames(equations: readonly ParsedEquation[]): Map<string, StoredAs> {
  const found = new Map<string, StoredAs>();
  for (const { name, unit } of equations) {
    const stored = STORED_TYPES.find((type) => type === unit);
    if (stored) found.set(name, stored);
  }
  return found;
}

/** How many synapses a rule makes whose values can be given one by one. */
function countOf(connection: Connection, from: Slice): number | undefined {
  switch (connection.rule) {
    case "list":
      return connection.sources.length;
    case "oneToOne":
      if (from.synapses) return undefined;
      return from.end - from.start;
    case "several": {
      const pairs = countOf(connection.of, from);
      return typeof connection.n === "number" && pairs !== undefined
        ? connection.n * pairs
        : undefined;
    }
    default:
      return undefined;
  }
}
