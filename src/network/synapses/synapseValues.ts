import { requireRecord, shown, UserError } from "../../base/index.js";
import {
  checkValueText,
  dimensionOfValues,
  type Formula,
  inOrderOfReading,
  isFormula,
  lowerValues,
  type ParameterValue,
  type PlainValues,
  reservedName,
  type ValueScope,
  type Values,
} from "../../equations/index.js";
import type { Dimension } from "../../units/index.js";
import { requireKnown, requireName } from "../names.js";
import { checkedPopulation, type Population } from "../population.js";
import type { Spiking } from "../slice.js";
import type { Synapses } from "./description.js";
import { type DeclaredEquations, parseSynapseEquations } from "./equations.js";
import { pairScope } from "./pairScope.js";
import type { CheckedPlasticity } from "./plasticity.js";

/** A variable of synapses, and how it begins; 0 where nothing was said. */
export interface SynapseState {
  readonly dimension: Dimension;
  readonly begins: PlainValues;
}

/** The values that synapses are given: parameters, formulas, beginnings of variables. */
export class SynapseValues {
  readonly parameters = new Map<string, ParameterValue>();
  readonly formulas = new Map<string, Formula>();
  /** How many synapses there are, where that is known before they are made. */
  readonly count: number | undefined;
  /** What texts of values may read. */
  readonly scope: ValueScope;

  constructor(
    private readonly given: Synapses,
    source: Spiking | undefined,
    private readonly target: Population,
  ) {
    const { connection, from } = given;
    this.count =
      connection.rule === "list"
        ? connection.sources.length
        : connection.rule === "oneToOne"
          ? from.end - from.start
          : undefined;
    for (const [text, value] of Object.entries(given.parameters ?? {}))
      if (isFormula(value)) this.formulas.set(text, value);
    this.scope = pairScope(this.parameters, source, target, "pair", this.formulas);
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
    }
    const isText = ([, value]: [string, Values]): boolean => typeof value === "string";
    for (const [text, value] of written.filter(
      (item) => !isText(item) && !this.formulas.has(item[0]),
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

  private refuseTargetState(text: string): void {
    const { states } = checkedPopulation(this.target).checked;
    if (states.some((state) => state.name === text))
      throw new UserError(
        `invalid parameter of ${this.given.name}: ${text}; the target has such a variable`,
      );
  }

  /** What a value that was given is. */
  readValue(text: string, value: Values): ParameterValue {
    const what = `${text} of ${this.given.name}`;
    if (typeof value === "string") {
      const { expression, dimension } = checkValueText(what, value, this.scope);
      return { dimension, values: { kind: "expression", expression } };
    }
    const dimension = dimensionOfValues(what, value);
    return { dimension, values: lowerValues(what, value, dimension, { count: this.count }) };
  }

  /** The names that the synapses' equations declare. */
  declare(plasticity: CheckedPlasticity | undefined): DeclaredEquations | undefined {
    const { equations, name } = this.given;
    if (equations === undefined) return undefined;
    if (typeof equations !== "string")
      throw new UserError(
        `invalid equations of ${name}: ${shown(equations)}; expected text like "dg/dt = -g/tau : siemens"`,
      );
    const { states } = checkedPopulation(this.target).checked;
    const declared = parseSynapseEquations(equations, (text) => {
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
      });
    }
    return declared;
  }

  /** The variables that the equations declare, and how they begin. */
  readStates(declared: DeclaredEquations | undefined): Map<string, SynapseState> {
    const { name, initial = {} } = this.given;
    requireRecord(`initial of ${name}`, initial, '{ w: "0.5*rand()" }');
    const states = new Map<string, SynapseState>();
    for (const { name: text, kind } of declared?.equations ?? []) {
      if (kind === "subexpression" || this.parameters.has(text)) continue;
      const dimension = declared?.dimensions.get(text) as Dimension;
      const begins: PlainValues = Object.hasOwn(initial, text)
        ? lowerValues(`initial ${text} of ${name}`, initial[text], dimension, {
            count: this.count,
            scope: this.scope,
          })
        : { kind: "shared", value: 0 };
      states.set(text, { dimension, begins });
    }
    for (const text of Object.keys(initial))
      requireKnown(`variable of ${name}`, text, [...states.keys()]);
    return states;
  }
}
