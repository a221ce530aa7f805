import { checkOptions, requireRecord, shown, UserError } from "../../../base/index.js";
import {
  type Assignment,
  type CheckedAction,
  checkStatements,
  type Expression,
  isNoise,
  NO_NOISE,
  name as nameOf,
  namesIn,
  type ParameterValue,
  type PlainValues,
  readsOf,
  refuseUnavailable,
  type StatementRules,
  type Subexpression,
  type Timed,
  timesOf,
  type ValueType,
  withSubexpressions,
} from "../../../equations/index.js";
import type { AbstractCode } from "../../../integrators/index.js";
import type { Dimension } from "../../../units/index.js";
import { checkConnection } from "../../connections/index.js";
import { requireName } from "../../names.js";
import { OPTIONS, type Synapses } from "../description.js";
import {
  checkSynapseEquations,
  type DeclaredEquations,
  integrateSynapses,
  refuseNeedlessMethod,
} from "../equations/equations.js";
import { solveBetweenSpikes } from "../equations/eventDriven.js";
import { AT_SYNAPSES, rulesOf } from "../names/rules.js";
import { ruleTexts } from "../names/ruleTexts.js";
import { checkPathwayEvents } from "../pathways/events.js";
import { delaysOf, isDelay, type Pathway, pathwaysOf } from "../pathways/pathways.js";
import { type CheckedPlasticity, checkPlasticity } from "../plasticity.js";
import {
  modelOf,
  refuseSpikes,
  type Side,
  type SideModel,
  showNames,
  sideIn,
  subexpressionsOn,
} from "../sides/sides.js";
import { type SynapseState, SynapseValues } from "../synapseValues.js";

/** What synapses do at the spikes of one side. */
export interface CheckedPathway extends Pathway {
  /** Own names are plain; those of the neurons have `@post` and `@pre` behind them. */
  readonly statements: readonly Assignment[];
  /** In s. */
  readonly delay: PlainValues;
}

/** Synapses with their texts checked. */
export interface CheckedSynapses {
  pathways: readonly CheckedPathway[];
  /** Values that the statements read. */
  parameters: ReadonlyMap<string, ParameterValue>;
  /** Values over time that the texts read. */
  timed: ReadonlyMap<string, Timed>;
  /** Variables of their equations. */
  states: ReadonlyMap<string, SynapseState>;
  /** What takes clock-driven equations a step further, with the subexpressions that it reads. */
  dynamics: AbstractCode | undefined;
  /** What brings event-driven variables up to a spike: none where there are no such variables. */
  sinceLastSpike: readonly Assignment[];
  /** Event-driven variables that only decay, dx/dt = b x, with their b. */
  decays: ReadonlyMap<string, Expression>;
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
  /** What is computed at the beginning of each step and stays over it. */
  overStep: readonly Assignment[];
  /** What is summed up in each step, with the subexpressions that it reads. */
  sums: readonly { target: string; expression: Expression; before: readonly Assignment[] }[];
  /** Names of both sides that values and the rule read before the first step. */
  readsBefore: ReadonlySet<string>;
  /** The texts of the connection rule. */
  texts: ReadonlyMap<string, Expression>;
}

const known = new WeakMap<
  Synapses,
  { source: Side | undefined; target: Side; checked: CheckedSynapses }
>();

/** Synapses checked against the models on both sides; done once for each such value. */
export function checkedSynapses(
  given: Synapses,
  target: Side,
  source: Side | undefined,
): CheckedSynapses {
  const found = known.get(given);
  if (found?.target === target && found.source === source) return found.checked;
  const checked = new SynapseCheck(given, source, target).checked();
  known.set(given, { source, target, checked });
  return checked;
}

/** The synapses of a network, checked against its populations. */
export const synapsesIn = (
  network: Parameters<typeof sideIn>[0],
  synapses: Synapses,
): CheckedSynapses =>
  checkedSynapses(synapses, sideIn(network, synapses.to) as Side, sideIn(network, synapses.from));

/** The check of one kind of synapses. */
class SynapseCheck {
  private readonly values: SynapseValues;
  private readonly uses = new Set<string>();
  private readonly changes = new Set<string>();

  constructor(
    private readonly given: Synapses,
    private readonly source: Side | undefined,
    private readonly target: Side,
  ) {
    this.values = new SynapseValues(given, source, target);
  }

  checked(): CheckedSynapses {
    const { given, source, target } = this;
    const { name, connection, from, to } = given;
    checkOptions(`synapses ${shown(name)}`, given, ["name", ...OPTIONS]);
    requireName(name, "synapses");
    requireRecord(`parameters of ${name}`, given.parameters, "{ w: mV(1) }");
    checkConnection(connection, { from, to });
    const { values } = this;
    const { parameters, formulas } = values;
    values.readParameters();
    const written = pathwaysOf(given);
    refuseSpikes(given, written);
    checkPathwayEvents(given, written, { source, target });
    const delays = delaysOf(given, written, values.count, values.scope);
    const { plasticity: plastic } = given;
    const plasticity =
      plastic &&
      checkPlasticity(
        name,
        plastic,
        parameters,
        // plasticity goes by the first pathway at spikes of the source
        isDelay(delays.get(written.find(({ side }) => side === "source")?.name ?? "")),
        (text, value) => values.readValue(text, value),
        formulas,
      );
    const declared = values.declare(plasticity);
    const states = values.readStates(declared);
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
        parameters,
      });
    for (const { expression } of dynamics?.statements ?? []) this.note(expression, subexpressions);
    const eventDriven = own?.eventDriven ?? [];
    const between = solveBetweenSpikes(name, eventDriven, subexpressions, (text) =>
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
    const overStep = (own?.overStep ?? []).map(({ target: text, expression }) => ({
      target: text,
      expression,
    }));
    const kept = overStep.map(({ expression }) => expression);
    this.read(`equations of ${name}`, kept, subexpressions);
    this.refuseBetweenSpikes(
      "equations",
      kept.map((derivative) => ({ derivative })),
      subexpressions,
      onlyAtSpikes,
    );
    const pathways = written.map((pathway) => ({
      ...pathway,
      delay: delays.get(pathway.name) as PlainValues,
      statements: this.statements(pathway, rules, subexpressions),
    }));
    const sums = this.sums(rules, subexpressions, onlyAtSpikes);
    const texts = ruleTexts(given, parameters, source, target, formulas);
    const beginnings = [
      ...delays.values(),
      ...[...states.values()].map(({ begins }) => begins),
      ...[...parameters.values(), ...(plasticity?.variables.values() ?? [])].map(
        (item) => item.values,
      ),
    ];
    const made = [
      ...texts.values(),
      ...beginnings.flatMap((item) => (item.kind === "expression" ? [item.expression] : [])),
    ];
    this.show({ declared, states, own: own?.subexpressions ?? [], onlyAtSpikes });
    return {
      pathways,
      actions: checkedActions,
      overStep: withSubexpressions(overStep, subexpressions),
      parameters,
      timed: values.timed,
      states,
      dynamics,
      sinceLastSpike: between.statements,
      decays: between.decays,
      plasticity,
      subexpressions,
      onlyAtSpikes: new Set(eventDriven.map((item) => item.name)),
      recordable: new Map([
        ...[...states, ...(plasticity?.variables ?? [])].map(
          ([text, { dimension }]) => [text, dimension] as const,
        ),
        ...[...parameters].flatMap(([text, { values: own, dimension }]) =>
          own.kind === "shared" ? [] : [[text, dimension] as const],
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

  /** What other synapses may read and change of these. */
  private show({
    declared,
    states,
    own,
    onlyAtSpikes,
  }: {
    declared: DeclaredEquations | undefined;
    states: ReadonlyMap<string, SynapseState>;
    own: readonly Subexpression[];
    onlyAtSpikes: ReadonlyMap<string, string>;
  }): void {
    const { parameters } = this.values;
    const types = new Map<string, ValueType>();
    const integers = new Set<string>();
    const add = (text: string, dimension: Dimension, stored: string | undefined): void => {
      types.set(text, stored === "boolean" ? "truth" : dimension);
      if (stored === "integer") integers.add(text);
    };
    for (const [text, { dimension, stored }] of parameters) add(text, dimension, stored);
    const shown = [...states].filter(([text]) => !onlyAtSpikes.has(text));
    for (const [text, { dimension, stored }] of shown) add(text, dimension, stored);
    // those that read no neuron: names of two sides away there are not
    const reads = readsOf(own);
    const subexpressions = own.filter(({ expression }) =>
      [...reads(expression)].every(
        (text) => !text.includes("@") && !isNoise(text) && !onlyAtSpikes.has(text),
      ),
    );
    for (const { target, dimension } of subexpressions)
      add(target, dimension, declared?.stored.get(target));
    const derived = new Set(
      (declared?.equations ?? []).flatMap(({ kind, name }) =>
        kind === "differential" ? [name] : [],
      ),
    );
    showNames(this.given, {
      types,
      integers,
      states: shown
        .filter(([text]) => !declared?.constant.has(text))
        .map(([name]) => ({ name, ...(derived.has(name) && { derivative: true }) })),
      parameters: new Set(parameters.keys()),
      subexpressions,
    });
  }

  private rules(
    declared: DeclaredEquations | undefined,
    states: ReadonlyMap<string, SynapseState>,
    plasticity: CheckedPlasticity | undefined,
  ): StatementRules {
    const { target, given } = this;
    const own = new Map<string, ValueType>(declared?.dimensions);
    for (const [text, { dimension }] of [
      ...this.values.parameters,
      ...(plasticity?.variables ?? []),
    ])
      own.set(text, dimension);
    const stored = [...(declared?.stored ?? [])];
    for (const [text, type] of stored) if (type === "boolean") own.set(text, "truth");
    const integers = new Set(stored.flatMap(([text, type]) => (type === "integer" ? [text] : [])));
    const post = modelOf(target) as SideModel;
    const pre = this.sourceModel;
    return rulesOf({
      own,
      integers,
      changeable: new Set([...states.keys()].filter((text) => !declared?.constant.has(text))),
      target: post.declarations,
      targetStates: post.states.map((state) => state.name),
      source: pre?.declarations,
      sourceStates: (pre?.states ?? []).map((state) => state.name),
      from: given.from,
      to: given.to,
      formulas: this.values.formulas,
      timed: this.values.timed,
      label: given.name,
      whyNot: (text) => {
        if (plasticity?.variables.has(text)) return "plastic variables change in the plasticity";
        const constant = declared?.constant.get(text);
        if (constant !== undefined) return constant;
        return this.values.parameters.has(text)
          ? `it is a parameter, which stays as it is; expected a variable: declare it in the synapses' equations, and give its beginning as initial: { ${text}: ... }`
          : "it is what its equation says";
      },
    });
  }

  private get sourceModel() {
    return modelOf(this.source);
  }

  /** Those of both neurons, and the synapses' own. */
  private subexpressions(own: readonly Subexpression[]): Subexpression[] {
    const [post, pre] = [modelOf(this.target) as SideModel, this.sourceModel];
    return [
      ...subexpressionsOn("post", post),
      ...(pre ? subexpressionsOn("pre", pre) : []),
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
    this.read(what, expressions, subexpressions);
    for (const { target } of written) {
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

  /** Keeps what expressions of the user's read, and refuses what there is not at synapses. */
  private read(
    what: string,
    expressions: readonly Expression[],
    subexpressions: readonly Subexpression[],
  ): void {
    refuseUnavailable(what, expressions, [], AT_SYNAPSES);
    refuseUnavailable(what, expressions, subexpressions, { xi: NO_NOISE.xi });
    for (const expression of expressions) this.note(expression, subexpressions);
  }

  private sums(
    rules: StatementRules,
    subexpressions: readonly Subexpression[],
    onlyAtSpikes: ReadonlyMap<string, string>,
  ): CheckedSynapses["sums"] {
    const { name, summed = {} } = this.given;
    const { states } = modelOf(this.target) as SideModel;
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
      this.read(`summed of ${name}`, [expression], subexpressions);
      this.refuseBetweenSpikes(
        "summed",
        [{ derivative: expression }],
        subexpressions,
        onlyAtSpikes,
      );
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
    if (text === "dt" || this.values.parameters.has(text)) return true;
    const [bare, mark] = text.split("@");
    if (mark === undefined) return false;
    if (bare === "i") return true;
    const model = mark === "post" ? modelOf(this.target) : this.sourceModel;
    return model?.parameters.has(bare) ?? false;
  }
}
