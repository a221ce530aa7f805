import { didYouMean, ownValue, requireRecord, seeManual, shown, UserError } from "../base/index.js";
import { combineDimensions, type Dimension, NAMED_DIMENSIONS } from "../units/index.js";
import { type Action, type ActionTimes, timesOf } from "./actions.js";
import { Declarations, type ParameterValue } from "./declarations.js";
import { type Expression, namesIn } from "./expressions/expression.js";
import type { ModelText } from "./modelText.js";
import type { Assignment } from "./statements.js";
import type { StoredAs } from "./stored.js";
import {
  orderSubexpressions,
  readsOf,
  type Subexpression,
  withSubexpressions,
} from "./subexpressions.js";
import { parseEquations } from "./text/parse.js";
import { NO_NOISE, refuseUnavailable } from "./unavailable.js";
import { lowerValues, type PlainValues } from "./values/values.js";

/** A state variable. */
export interface StateVariable {
  name: string;
  dimension: Dimension;
  /** Its derivative; undefined for what only statements change. */
  derivative?: Expression;
  /** Whether it stands still while the neuron is refractory. */
  unlessRefractory: boolean;
  stored: StoredAs;
  /** Whether it is the same for all neurons. */
  isShared: boolean;
}

/** How long a neuron is refractory: times in seconds, or as long as a condition holds. */
export type CheckedRefractory =
  | { readonly kind: "time"; readonly values: PlainValues }
  | { readonly kind: "condition"; readonly condition: Expression };

/** Statements, and when they are carried out. */
export interface CheckedAction {
  readonly when: ActionTimes;
  readonly statements: readonly Assignment[];
}

/** An event beside the spike. */
export interface CheckedEvent {
  readonly name: string;
  readonly condition: Expression;
  /** What it does to the neuron itself. */
  readonly statements: readonly Assignment[];
}

/** A model after its names and units were checked. Expressions are on SI numbers. */
export interface CheckedModel {
  readonly states: readonly StateVariable[];
  /** In an order in which each reads only those before it. */
  readonly subexpressions: readonly Subexpression[];
  /** Values from outside: the same for all neurons, one for each, or drawn. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Statements of a map; temporaries among their targets. */
  readonly update: readonly Assignment[];
  /** What is computed at the beginning of each step and stays over it, in order. */
  readonly overStep: readonly Assignment[];
  readonly threshold?: Expression;
  readonly reset: readonly Assignment[];
  readonly actions: readonly CheckedAction[];
  readonly events: readonly CheckedEvent[];
  readonly refractory?: CheckedRefractory;
  /** Names that some text of the model reads. */
  readonly read: ReadonlySet<string>;
  /** The declared names, for the texts of synapses. */
  readonly declarations: Declarations;
}

/** What integration has to know of a model: neurons', or that of synapses' equations. */
export type IntegrableModel = Omit<CheckedModel, "declarations">;

/**
 * Parses a model and checks names and units over all its texts, before any code is made.
 * @param count the number of neurons, where it is known: that of values given for each
 * @throws UserError that shows the text, the place, and what was expected.
 */
export function checkModel(model: ModelText, count?: number): CheckedModel {
  const text = model.equations;
  if (typeof text !== "string")
    throw new UserError(
      `invalid equations: ${shown(text)}; expected text like "dv/dt = -v/tau : volt"`,
    );
  const equations = parseEquations(text);
  const declared = new Declarations(text, equations, model.parameters ?? {}, count);
  const perSecond = NAMED_DIMENSIONS.rate.exponents;
  const states: StateVariable[] = [];
  const unordered: Subexpression[] = [];
  const keptOverStep = new Set<string>();
  const addState = (
    name: string,
    integrated: Pick<StateVariable, "derivative" | "unlessRefractory"> = {
      unlessRefractory: false,
    },
  ): void => {
    states.push({
      name,
      dimension: declared.dimensionOf(name),
      ...integrated,
      stored: declared.storedAs(name),
      isShared: declared.isShared(name),
    });
  };
  for (const equation of equations) {
    const { name } = equation;
    const dimension = declared.dimensionOf(name);
    if (equation.kind === "differential") {
      const rate = combineDimensions(dimension, perSecond, 1);
      addState(name, {
        derivative: declared.check(equation.expression, rate, `d${name}/dt`),
        unlessRefractory: equation.flags.includes("unless refractory"),
      });
    } else if (equation.kind === "subexpression") {
      unordered.push({
        target: name,
        expression: declared.subexpression(equation.expression, name),
        dimension,
      });
      if (!declared.isConstantOverStep(name)) continue;
      keptOverStep.add(name);
      addState(name);
    } else if (!declared.parameters.has(name)) addState(name);
  }
  const ordered = orderSubexpressions(unordered, equations, text);
  const subexpressions = Object.freeze(ordered.filter(({ target }) => !keptOverStep.has(target)));
  const overStep = withSubexpressions(
    ordered.filter(({ target }) => keptOverStep.has(target)),
    subexpressions,
  );
  const stateNames = states.map(({ name }) => name).filter((name) => !keptOverStep.has(name));
  const update = declared.statements(model.update ?? "", stateNames, "update");
  const threshold =
    model.threshold === undefined
      ? undefined
      : declared.expression(model.threshold, "truth", "the threshold", true);
  const reset = declared.statements(model.reset ?? "", stateNames, "spike");
  const actions = (model.actions ?? []).map((action) => ({
    when: timesOf(requireUnits(action, declared)),
    statements: declared.statements(action.statements, stateNames, "action"),
  }));
  const events = checkEvents(model, declared, stateNames);
  const refractory = checkRefractory(model, declared, count);
  const condition = refractory?.kind === "condition" ? [refractory.condition] : [];
  const texts: [string, readonly Expression[]][] = [
    ["what is (constant over dt)", overStep.map(({ expression }) => expression)],
    ["the update", update.map(({ expression }) => expression)],
    ["the threshold", threshold ? [threshold] : []],
    ["the reset", reset.map(({ expression }) => expression)],
    ["the refractory condition", condition],
    ["an event", events.map((event) => event.condition)],
    ["onEvent", events.flatMap((event) => event.statements.map((item) => item.expression))],
    ["an action", actions.flatMap((action) => action.statements.map((item) => item.expression))],
  ];
  for (const [what, expressions] of texts)
    refuseUnavailable(what, expressions, subexpressions, NO_NOISE);
  refuseNeedless(model, states, threshold);
  const all = [
    ...states.flatMap(({ derivative }) => (derivative ? [derivative] : [])),
    ...texts.flatMap(([, expressions]) => expressions),
  ];
  const reads = readsOf(subexpressions);
  return {
    states,
    subexpressions,
    parameters: declared.parameters,
    update,
    overStep,
    threshold,
    reset,
    actions,
    events,
    refractory,
    read: new Set([
      ...all.flatMap((expression) => [...reads(expression)]),
      ...subexpressions.flatMap(({ expression }) => [...namesIn(expression)]),
    ]),
    declarations: declared,
  };
}

/** Refuses units of an action's values that the model has other names for. */
function requireUnits(action: Action, declared: Declarations): Action {
  const taken =
    action.kind === "each step" ? action.units.find((unit) => declared.has(unit)) : undefined;
  if (taken !== undefined)
    throw new UserError(
      `invalid action: the model has a name ${taken}, which is a unit of the input's values; expected them as text`,
    );
  return action;
}

function checkEvents(
  { events = {}, onEvent = {} }: ModelText,
  declared: Declarations,
  states: readonly string[],
): CheckedEvent[] {
  requireRecord("events", events, '{ burst: "w > 5*mV" }');
  requireRecord("onEvent", onEvent, '{ burst: "w = 0*mV" }');
  const names = Object.keys(events);
  const odd = Object.keys(onEvent).find((name) => !names.includes(name));
  if (odd !== undefined)
    throw new UserError(
      `unknown event in onEvent: ${odd}; expected ${names.length > 0 ? `one of ${names.join(", ")}` : "events: { ... } to say when it happens"}${didYouMean(odd, names)}`,
    );
  return Object.entries(events).map(([name, condition]) => {
    const statements = ownValue(onEvent, name) ?? "";
    if (!/^[A-Za-z]\w{0,99}$/.test(name) || name === "spike")
      throw new UserError(
        `invalid event: ${shown(name)}; expected a word of letters and digits, other than "spike", which is the threshold's`,
      );
    for (const [what, text] of [
      ["event", condition],
      ["onEvent", statements],
    ])
      if (typeof text !== "string")
        throw new UserError(
          `invalid ${what} ${name}: ${shown(text)}; expected text like ${what === "event" ? '"w > 5*mV"' : '"w = 0*mV"'}`,
        );
    return {
      name,
      condition: declared.expression(condition, "truth", `the event ${name}`, true),
      statements: declared.statements(statements, states, "spike"),
    };
  });
}

function checkRefractory(
  { refractory }: ModelText,
  declared: Declarations,
  count: number | undefined,
): CheckedRefractory | undefined {
  if (refractory === undefined) return undefined;
  if (typeof refractory === "string")
    return {
      kind: "condition",
      condition: declared.expression(refractory, "truth", "the refractory condition"),
    };
  const values = lowerValues("refractory", refractory, NAMED_DIMENSIONS.time.exponents, {
    count,
    least: 0,
  });
  return { kind: "time", values };
}

/** Refuses what would never have an effect. */
function refuseNeedless(
  { reset, refractory }: ModelText,
  states: readonly StateVariable[],
  threshold: Expression | undefined,
): void {
  const held = states.find(({ unlessRefractory }) => unlessRefractory);
  if (held && threshold !== undefined && refractory === undefined)
    throw new UserError(
      `invalid flag: ${held.name} is held "unless refractory"; expected a refractory time or condition${seeManual("refractoriness")}`,
    );
  if (threshold !== undefined) return;
  if (reset !== undefined && reset.trim() !== "")
    throw new UserError(
      `invalid reset: ${shown(reset)}; there is no threshold, so that no neuron spikes`,
    );
  if (refractory !== undefined)
    throw new UserError(
      `invalid refractory: ${shown(refractory)}; there is no threshold, so that no neuron spikes`,
    );
  if (held)
    throw new UserError(
      `invalid flag: ${held.name} is held "unless refractory"; there is no threshold, so that no neuron is ever refractory`,
    );
}
