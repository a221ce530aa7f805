import { checkOptions, requireRecord, shown, UserError } from "../../base/index.js";
import {
  type Assignment,
  type CheckedAction,
  checkStatements,
  checkValueText,
  dimensionOfValues,
  type Expression,
  type Formula,
  inOrderOfReading,
  isFormula,
  isNoise,
  lowerValues,
  NO_NOISE,
  name as nameOf,
  namesIn,
  type ParameterValue,
  type PlainValues,
  readsOf,
  refuseUnavailable,
  renameNames,
  reservedName,
  type StatementRules,
  type Subexpression,
  timesOf,
  type ValueScope,
  type Values,
  withSubexpressions,
} from "../../equations/index.js";
import type { AbstractCode } from "../../integrators/index.js";
import type { Dimension } from "../../units/index.js";
import { checkConnection } from "../connections/index.js";
import { requireKnown, requireName } from "../names.js";
import { checkedPopulation, type Population } from "../population.js";
import type { Spiking } from "../slice.js";
import { OPTIONS, type Synapses } from "./description.js";
import {
  checkSynapseEquations,
  type DeclaredEquations,
  integrateSynapses,
  parseSynapseEquations,
  refuseNeedlessMethod,
} from "./equations.js";
import { solveBetweenSpikes } from "./eventDriven.js";
import { pairScope } from "./pairScope.js";
import { delaysOf, isDelay, type Pathway, pathwaysOf } from "./pathways.js";
import { type CheckedPlasticity, checkPlasticity } from "./plasticity.js";
import { AT_SYNAPSES, ofSource, ofTarget, rulesOf, sourceName, targetName } from "./rules.js";
import { ruleTexts } from "./ruleTexts.js";

/** What synapses do at the spikes of one side. */
export interface CheckedPathway extends Pathway {
  /** Own names are plain; those of the neurons have `@post` and `@pre` behind them. */
  readonly statements: readonly Assignment[];
  /** In s. */
  readonly delay: PlainValues;
}

/** A variable of synapses, and how it begins; 0 where nothing was said. */
export interface SynapseState {
  readonly dimension: Dimension;
  readonly begins: PlainValues;
}

/** Synapses with their texts checked. */
export interface CheckedSynapses {
  pathways: readonly CheckedPathway[];
  /** Values that the statements read. */
  parameters: ReadonlyMap<string, ParameterValue>;
  /** Variables of their equations. */
  states: ReadonlyMap<string, SynapseState>;
  /** What takes clock-driven equations a step further, with the subexpressions that it reads. */
  dynamics: AbstractCode | undefined;
  /** What brings event-driven variables up to a spike: none where there are no such variables. */
  sinceLastSpike: readonly Assignment[];
  plasticity?: CheckedPlasticity;
  /** What can be recorded, and the subexpressions among it or read by it. */
  recordable: ReadonlyMap<string, Dimension>;
  subexpressions: readonly Subexpression[];
  /** Variables that are known at spikes only. */
  onlyAtSpikes: ReadonlySet<string>;
  /** Names of the neurons that texts read or change: `x@pre`, `x@post`. */
  uses: ReadonlySet<string>;
  /** Names of the neurons that texts change. */
  changes: ReadonlySet<string>;
  actions: readonly CheckedAction[];
  /** What is summed up in each step, with the subexpressions that it reads. */
  sums: readonly { target: string; expression: Expression; before: readonly Assignment[] }[];
  /** Names of both sides that values and the rule read before the first step. */
  readsBefore: ReadonlySet<string>;
  /** The texts of the connection rule. */
  texts: ReadonlyMap<string, Expression>;
}

const known = new WeakMap<
  Synapses,
  { source: Spiking | undefined; target: Population; checked: CheckedSynapses }
>();

/** Synapses checked against the models on both sides; done once for each such value. */
export function checkedSynapses(
  given: Synapses,
  target: Population,
  source: Spiking | undefined,
): CheckedSynapses {
  const found = known.get(given);
  if (found?.target === target && found.source === source) return found.checked;
  const checked = new SynapseCheck(given, source, target).checked();
  known.set(given, { source, target, checked });
  return checked;
}

/** The synapses of a network, checked against its populations. */
export const synapsesIn = (
  { populations, sources }: { populations: readonly Population[]; sources: readonly Spiking[] },
  synapses: Synapses,
): CheckedSynapses =>
  checkedSynapses(
    synapses,
    populations.find(({ name }) => name === synapses.to.of) as Population,
    [...populations, ...sources].find(({ name }) => name === synapses.from.of),
  );

/** The check of one kind of synapses. */
class SynapseCheck {
  private readonly parameters = new Map<string, ParameterValue>();
  private readonly formulas = new Map<string, Formula>();
  private readonly count: number | undefined;
  private readonly scope: ValueScope;
  private readonly uses = new Set<string>();
  private readonly changes = new Set<string>();

  constructor(
    private readonly given: Synapses,
    private readonly source: Spiking | undefined,
    private readonly target: Population,
  ) {
    const { connection, from } = given;
    // how many there are is known before they are made only for some rules
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

  checked(): CheckedSynapses {
    const { given, source, target } = this;
    const { name, connection, from, to } = given;
    checkOptions(`synapses ${shown(name)}`, given, ["name", ...OPTIONS]);
    requireName(name, "synapses");
    requireRecord(`parameters of ${name}`, given.parameters, "{ w: mV(1) }");
    checkConnection(connection, { from, to });
    this.readParameters();
    const written = pathwaysOf(given);
    const delays = delaysOf(given, written, this.count, this.scope);
    const { plasticity: plastic } = given;
    const plasticity =
      plastic &&
      checkPlasticity(
        name,
        plastic,
        this.parameters,
        [...delays.values()].some(isDelay),
        (text, value) => this.readValue(text, value),
        this.formulas,
      );
    const declared = this.declare(plasticity);
    const states = this.readStates(declared);
    const rules = this.rules(declared, states, plasticity);
    const own = declared && checkSynapseEquations(name, declared, rules);
    const subexpressions = this.subexpressions(own?.subexpressions ?? []);
    for (const { derivative } of own?.clockDriven ?? []) {
      const across = [...namesIn(derivative)].filter((text) => text.includes("@")).map(nameOf);
      refuseUnavailable(`equations of ${name}`, across, subexpressions, NO_NOISE);
    }
    refuseNeedlessMethod(name, given.method, own?.clockDriven ?? []);
    const reads = readsOf(subexpressions);
    const needed = new Set((own?.clockDriven ?? []).flatMap((item) => [...reads(item.derivative)]));
    const dynamics =
      own &&
      integrateSynapses(own.clockDriven, given.method ?? "euler", {
        subexpressions: subexpressions.filter((item) => needed.has(item.target)),
        parameters: this.parameters,
        declarations: checkedPopulation(target).checked.declarations,
      });
    for (const { expression } of dynamics?.statements ?? []) this.note(expression, subexpressions);
    const eventDriven = own?.eventDriven ?? [];
    const sinceLastSpike = solveBetweenSpikes(name, eventDriven, subexpressions, (text) =>
      this.isConstant(text),
    );
    const onlyAtSpikes = new Map([
      ...eventDriven.map((item) => [item.name, "is (event-driven)"] as const),
      ...[...(plasticity?.variables.keys() ?? [])].map((text) => [text, "is plastic"] as const),
    ]);
    const checkedActions = (given.actions ?? []).map((action) => ({
      when: timesOf(action),
      statements: this.statementsOf("an action", action.statements, rules, subexpressions),
    }));
    for (const { statements } of checkedActions)
      this.refuseBetweenSpikes(
        "actions",
        statements.map(({ expression }) => ({ derivative: expression })),
        subexpressions,
        onlyAtSpikes,
      );
    this.refuseBetweenSpikes("equations", own?.clockDriven ?? [], subexpressions, onlyAtSpikes);
    const pathways = written.map((pathway) => ({
      ...pathway,
      delay: delays.get(pathway.name) as PlainValues,
      statements: this.statements(pathway, rules, subexpressions),
    }));
    const sums = this.sums(rules, subexpressions, onlyAtSpikes);
    const texts = ruleTexts(given, this.parameters, source, target, this.formulas);
    const values = [
      ...delays.values(),
      ...[...states.values()].map(({ begins }) => begins),
      ...[...this.parameters.values(), ...(plasticity?.variables.values() ?? [])].map(
        (item) => item.values,
      ),
    ];
    const made = [
      ...texts.values(),
      ...values.flatMap((item) => (item.kind === "expression" ? [item.expression] : [])),
    ];
    return {
      pathways,
      actions: checkedActions,
      parameters: this.parameters,
      states,
      dynamics,
      sinceLastSpike,
      plasticity,
      subexpressions,
      onlyAtSpikes: new Set(eventDriven.map((item) => item.name)),
      recordable: new Map([
        ...[...states, ...(plasticity?.variables ?? [])].map(
          ([text, { dimension }]) => [text, dimension] as const,
        ),
        ...[...this.parameters].flatMap(([text, { values: given, dimension }]) =>
          given.kind === "shared" ? [] : [[text, dimension] as const],
        ),
        ...(own?.subexpressions ?? []).flatMap(({ target: text, dimension }) =>
          [...reads(nameOf(text))].some((read) => isNoise(read) || onlyAtSpikes.has(read))
            ? []
            : [[text, dimension] as const],
        ),
      ]),
      uses: this.uses,
      changes: this.changes,
      sums,
      texts,
      readsBefore: new Set(made.flatMap((expression) => [...namesIn(expression)])),
    };
  }

  private readParameters(): void {
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

  private readValue(text: string, value: Values): ParameterValue {
    const what = `${text} of ${this.given.name}`;
    if (typeof value === "string") {
      const { expression, dimension } = checkValueText(what, value, this.scope);
      return { dimension, values: { kind: "expression", expression } };
    }
    const dimension = dimensionOfValues(what, value);
    return { dimension, values: lowerValues(what, value, dimension, { count: this.count }) };
  }

  /** The names that the synapses' equations declare. */
  private declare(plasticity: CheckedPlasticity | undefined): DeclaredEquations | undefined {
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

  private readStates(declared: DeclaredEquations | undefined): Map<string, SynapseState> {
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

  private rules(
    declared: DeclaredEquations | undefined,
    states: ReadonlyMap<string, SynapseState>,
    plasticity: CheckedPlasticity | undefined,
  ): StatementRules {
    const { target, given } = this;
    const own = new Map<string, Dimension>(declared?.dimensions);
    for (const [text, { dimension }] of [...this.parameters, ...(plasticity?.variables ?? [])])
      own.set(text, dimension);
    const post = checkedPopulation(target).checked;
    const pre = this.sourceModel;
    return rulesOf({
      own,
      changeable: new Set(states.keys()),
      target: post.declarations,
      targetStates: post.states.map((state) => state.name),
      source: pre?.declarations,
      sourceStates: (pre?.states ?? []).map((state) => state.name),
      from: given.from,
      to: given.to,
      formulas: this.formulas,
      whyNot: (text) => {
        if (plasticity?.variables.has(text)) return "plastic variables change in the plasticity";
        return this.parameters.has(text)
          ? `it is a parameter, which stays as it is; expected a variable: declare it in the synapses' equations, and give its beginning as initial: { ${text}: ... }`
          : "it is what its equation says";
      },
    });
  }

  private get sourceModel() {
    const { source } = this;
    return source && "model" in source
      ? checkedPopulation(source as Population).checked
      : undefined;
  }

  /** Those of both neurons, and the synapses' own. */
  private subexpressions(own: readonly Subexpression[]): Subexpression[] {
    const { subexpressions } = checkedPopulation(this.target).checked;
    return [
      ...subexpressions.map((item) => ({
        ...item,
        target: ofTarget(item.target),
        expression: renameNames(item.expression, targetName),
      })),
      ...(this.sourceModel?.subexpressions ?? []).map((item) => ({
        ...item,
        target: ofSource(item.target),
        expression: renameNames(item.expression, sourceName),
      })),
      ...own,
    ];
  }

  /** The statements of a pathway, with the subexpressions that they read. */
  private statements(
    { name: pathway, side, text }: Pathway,
    rules: StatementRules,
    subexpressions: readonly Subexpression[],
  ): Assignment[] {
    const alone = side === "source" ? "pre" : "post";
    const option = side === "source" ? "onPre" : "onPost";
    const what = pathway === alone ? option : `${option}.${pathway}`;
    return this.statementsOf(what, text, rules, subexpressions);
  }

  private statementsOf(
    option: string,
    text: string,
    rules: StatementRules,
    subexpressions: readonly Subexpression[],
  ): Assignment[] {
    const what = `${option} of ${this.given.name}`;
    const written = checkStatements(text, rules);
    const expressions = written.map(({ expression }) => expression);
    refuseUnavailable(what, expressions, [], AT_SYNAPSES);
    refuseUnavailable(what, expressions, subexpressions, { xi: NO_NOISE.xi });
    for (const { target, expression } of written) {
      this.note(expression, subexpressions);
      if (!target.includes("@")) continue;
      this.uses.add(target);
      this.changes.add(target);
    }
    return withSubexpressions(written, subexpressions);
  }

  /** Keeps which names of the neurons are read. */
  private note(expression: Expression, subexpressions: readonly Assignment[]): void {
    for (const text of readsOf(subexpressions)(expression))
      if (text.includes("@")) this.uses.add(text);
  }

  private sums(
    rules: StatementRules,
    subexpressions: readonly Subexpression[],
    onlyAtSpikes: ReadonlyMap<string, string>,
  ): CheckedSynapses["sums"] {
    const { name, summed = {} } = this.given;
    const { states } = checkedPopulation(this.target).checked;
    return Object.entries(summed).map(([variable, text]) => {
      const state = states.find((item) => item.name === variable);
      if (!state || state.derivative)
        throw new UserError(
          `invalid summed of ${name}: ${variable}; expected a variable of ${this.target.name} that is declared without an equation, like "${variable} : 1"`,
        );
      const [{ target, expression }] = checkStatements(`${variable} = ${text}`, {
        ...rules,
        targets: [variable],
      });
      refuseUnavailable(`summed of ${name}`, [expression], [], AT_SYNAPSES);
      refuseUnavailable(`summed of ${name}`, [expression], subexpressions, { xi: NO_NOISE.xi });
      this.refuseBetweenSpikes(
        "summed",
        [{ derivative: expression }],
        subexpressions,
        onlyAtSpikes,
      );
      this.note(expression, subexpressions);
      this.changes.add(target);
      return { target, expression, before: withSubexpressions([], subexpressions, [expression]) };
    });
  }

  /** Refuses to read in every step what is known at spikes only. */
  private refuseBetweenSpikes(
    what: string,
    expressions: readonly { derivative: Expression }[],
    subexpressions: readonly Subexpression[],
    onlyAtSpikes: ReadonlyMap<string, string>,
  ): void {
    const reads = readsOf(subexpressions);
    for (const { derivative } of expressions)
      for (const text of reads(derivative)) {
        const why = onlyAtSpikes.get(text);
        if (why)
          throw new UserError(
            `invalid ${what} of ${this.given.name}: ${text} is read in every step, and ${text} ${why}: it is known at spikes only; expected a variable that is declared in equations, clock-driven or without an equation`,
          );
      }
  }

  /** Whether a name of lowered statements has the same value all the time. */
  private isConstant(text: string): boolean {
    if (text === "dt" || this.parameters.has(text)) return true;
    const [bare, mark] = text.split("@");
    if (mark === undefined) return false;
    if (bare === "i") return true;
    const model = mark === "post" ? checkedPopulation(this.target).checked : this.sourceModel;
    return model?.parameters.has(bare) ?? false;
  }
}
