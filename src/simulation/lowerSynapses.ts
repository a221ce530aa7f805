import { UserError } from "../base/index.js";
import type { PathwayPlan, PlasticityPlan } from "../compiler/index.js";
import {
  type Assignment,
  type CheckedModel,
  ModelChecker,
  NO_NOISE,
  type ParameterValue,
  refuseUnavailable,
  type Unavailable,
} from "../equations/index.js";
import { inlined } from "../integrators/index.js";
import { lower, Quantity } from "../units/index.js";
import { requireName } from "./names.js";
import { likeOf, type Plasticity, type Population, type Synapses, type Values } from "./network.js";

/** Synapses with their statements checked; values are drawn when the network is built. */
export interface LoweredSynapses {
  synapses: Synapses;
  constants: Map<string, number>;
  /** Values that differ from synapse to synapse: those given so, and those that change. */
  perSynapse: Map<string, Values>;
  /** Time constants of the traces in s. */
  preTraces: Map<string, number>;
  postTraces: Map<string, number>;
}

/** Names that have no value at a synapse. */
const AT_SYNAPSES: Unavailable = {
  ...NO_NOISE,
  i: "a synapse has two neurons, so that it is not clear whose index that is; give a parameter per synapse",
  N: "a synapse has two sides, so that it is not clear whose number that is; give a parameter",
};

/** What changes at spikes is evaluated when it is needed, which may be later. */
const IN_PLASTICITY: Unavailable = { ...AT_SYNAPSES, t: "plasticity knows time by its traces" };

/** Checks synapses against the model of their target. @throws UserError showing what is wrong. */
export function lowerSynapses(
  synapses: Synapses,
  population: Population,
  checked: CheckedModel,
  { from, source, to }: { from: number; source: number; to: number },
): { plan: PathwayPlan; lowered: LoweredSynapses } {
  const { name, onPre, connection, delay, plasticity } = synapses;
  // the statements are checked as those of a model with the target's states and the synapses' values
  const states = new Set(checked.states.map((state) => state.name));
  const own: [string, Values][] = [
    ...Object.entries(synapses.parameters),
    ...Object.entries(plasticity?.variables ?? {}),
  ];
  const parameters: Record<string, ParameterValue> = { ...population.model.parameters };
  const seen = new Set<string>();
  for (const [text, values] of own) {
    if (states.has(text))
      throw new UserError(`invalid parameter of ${name}: ${text}; the target has such a variable`);
    if (seen.has(text))
      throw new UserError(`invalid variable of ${name}: ${text}; it is a parameter too`);
    seen.add(text);
    parameters[text] = likeOf(values);
  }
  const checker = ModelChecker.of(population.model.equations, parameters);
  const statements: Assignment[] = checker
    .statements(onPre, states, false)
    .map((item) => ({ ...item, expression: inlined(item.expression, checked) }));
  refuse(`onPre of ${name}`, statements, AT_SYNAPSES);
  const constants = new Map<string, number>();
  const perSynapse = new Map<string, Values>();
  for (const [text, values] of own) {
    if (Object.hasOwn(plasticity?.variables ?? {}, text)) perSynapse.set(text, values);
    else if (typeof values === "number") constants.set(text, values);
    else if (values instanceof Quantity) constants.set(text, values.value);
    else perSynapse.set(text, values);
  }
  const plastic = plasticity && lowerPlasticity(name, plasticity, own, constants);
  const tracesOf = (traces: Plasticity["preTraces"]): Map<string, number> =>
    new Map(
      Object.entries(traces ?? {}).map(([trace, tau]) => {
        const seconds = lower(`time constant of ${trace}`, tau, "time");
        if (!(seconds > 0))
          throw new UserError(`invalid time constant of ${trace}: ${tau}; expected more than 0 s`);
        return [trace, seconds];
      }),
    );
  const delayed = isDelayed(delay);
  return {
    plan: {
      name,
      from: source >= 0 ? source : from,
      fromSource: source >= 0,
      to,
      delayed,
      statements,
      constants: [...constants.keys()],
      perSynapse: [...perSynapse.keys()],
      oneToOne: connection.rule === "oneToOne" && perSynapse.size === 0 && isShared(delay),
      plasticity: plastic,
    },
    lowered: {
      synapses,
      constants,
      perSynapse,
      preTraces: tracesOf(plasticity?.preTraces),
      postTraces: tracesOf(plasticity?.postTraces),
    },
  };
}

/** Checks the statements of plasticity, and adds its constants to those of the synapses. */
function lowerPlasticity(
  name: string,
  plasticity: Plasticity,
  own: readonly [string, Values][],
  constants: Map<string, number>,
): PlasticityPlan {
  const { variables, preTraces = {}, postTraces = {}, parameters = {}, powers } = plasticity;
  const known: Record<string, ParameterValue> = Object.fromEntries(
    own.map(([text, values]) => [text, likeOf(values)]),
  );
  for (const text of Object.keys(variables)) requireName(text, "variable");
  const add = (text: string, value: number | Quantity): void => {
    requireName(text, "plasticity");
    if (Object.hasOwn(known, text))
      throw new UserError(`invalid name in the plasticity of ${name}: ${text}; it is used twice`);
    known[text] = value;
  };
  for (const [text, value] of Object.entries(parameters)) {
    add(text, value);
    constants.set(text, typeof value === "number" ? value : value.value);
  }
  for (const trace of [...Object.keys(preTraces), ...Object.keys(postTraces)]) add(trace, 0);
  if (powers !== undefined && powers !== "accurate" && powers !== "fast")
    throw new UserError(`invalid powers of ${name}: ${powers}; expected accurate or fast`);
  const checker = ModelChecker.of("", known);
  const targets = new Set(Object.keys(variables));
  if (targets.size === 0)
    throw new UserError(`invalid plasticity of ${name}: no variables; expected one or more`);
  const lowered = (what: "onPre" | "onPost"): Assignment[] => {
    const statements = checker.statements(plasticity[what] ?? "", targets, false);
    refuse(`${what} of the plasticity of ${name}`, statements, IN_PLASTICITY);
    return statements;
  };
  return {
    variables: [...targets],
    preTraces: Object.keys(preTraces),
    postTraces: Object.keys(postTraces),
    onPre: lowered("onPre"),
    onPost: lowered("onPost"),
    fastPowers: powers === "fast",
  };
}

const refuse = (what: string, statements: readonly Assignment[], unavailable: Unavailable): void =>
  refuseUnavailable(
    what,
    statements.map(({ expression }) => expression),
    [],
    unavailable,
  );

const isShared = (values: Values | undefined): boolean =>
  values === undefined || typeof values === "number" || values instanceof Quantity;

/** Whether spikes wait before they act: any delay but a constant 0. */
export function isDelayed(delay: Values | undefined): boolean {
  if (delay === undefined) return false;
  return delay instanceof Quantity ? delay.value !== 0 : delay !== 0;
}
