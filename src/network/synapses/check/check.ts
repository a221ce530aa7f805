import { checkOptions, requireRecord, shown } from "../../../base/index.js";
import {
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
  type ValueType,
} from "../../../equations/index.js";
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
import { rulesOf } from "../names/rules.js";
import { ruleTexts } from "../names/ruleTexts.js";
import { checkPathwayEvents } from "../pathways/events.js";
import { delaysOf, isDelay, pathwaysOf } from "../pathways/pathways.js";
import { type CheckedPlasticity, checkPlasticity } from "../plasticity.js";
import {
  modelOf,
  refuseSpikes,
  type Side,
  type SideModel,
  sideIn,
  subexpressionsOn,
} from "../sides/sides.js";
import { type SynapseState, SynapseValues } from "../synapseValues.js";
import type { CheckedSynapses } from "./checkedSynapses.js";
import { showToOthers } from "./shown.js";
import { SynapseTexts } from "./texts.js";

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
  const checked = check(given, source, target);
  known.set(given, { source, target, checked });
  return checked;
}

/** The synapses of a network, checked against its populations. */
export const synapsesIn = (
  network: Parameters<typeof sideIn>[0],
  synapses: Synapses,
): CheckedSynapses =>
  checkedSynapses(synapses, sideIn(network, synapses.to) as Side, sideIn(network, synapses.from));

/** What the parts of a check go by. */
interface Known {
  given: Synapses;
  values: SynapseValues;
  pre: SideModel | undefined;
  post: SideModel;
}

function check(given: Synapses, source: Side | undefined, target: Side): CheckedSynapses {
  const values = new SynapseValues(given, source, target);
  const { name, connection, from, to, plasticity: plastic } = given;
  checkOptions(`synapses ${shown(name)}`, given, ["name", ...OPTIONS]);
  requireName(name, "synapses");
  requireRecord(`parameters of ${name}`, given.parameters, "{ w: mV(1) }");
  checkConnection(connection, { from, to });
  const { parameters, formulas } = values;
  values.readParameters();
  const written = pathwaysOf(given);
  refuseSpikes(given, written);
  checkPathwayEvents(given, written, { source, target });
  const delays = delaysOf(given, written, values.count, values.scope);
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
  const around = { given, values, pre: modelOf(source), post: modelOf(target) as SideModel };
  const rules = rulesFor(around, declared, states, plasticity);
  const equations = declared && checkSynapseEquations(name, declared, rules);
  const { clockDriven = [], eventDriven = [], subexpressions: own = [] } = equations ?? {};
  const subexpressions = [
    ...subexpressionsOn("post", around.post),
    ...(around.pre ? subexpressionsOn("pre", around.pre) : []),
    ...own,
  ];
  for (const { derivative } of clockDriven) {
    const across = [...namesIn(derivative)].filter((text) => text.includes("@")).map(nameOf);
    refuseUnavailable(`equations of ${name}`, across, subexpressions, NO_NOISE);
  }
  refuseNeedlessMethod(name, given.method, clockDriven);
  const onlyAtSpikes = new Map([
    ...eventDriven.map((item) => [item.name, "is (event-driven)"] as const),
    ...[...(plasticity?.variables.keys() ?? [])].map((text) => [text, "is plastic"] as const),
  ]);
  const reads = readsOf(subexpressions);
  const needed = new Set(clockDriven.flatMap(({ derivative }) => [...reads(derivative)]));
  const dynamics = integrateSynapses(clockDriven, given.method ?? "euler", {
    subexpressions: subexpressions.filter((item) => needed.has(item.target)),
    parameters,
  });
  const texts = new SynapseTexts(given, rules, subexpressions, onlyAtSpikes);
  texts.noteStep(dynamics?.statements ?? []);
  const between = solveBetweenSpikes(name, eventDriven, subexpressions, (text) =>
    isConstant(around, text),
  );
  const actions = texts.actions(given.actions ?? []);
  texts.refuseBetweenSpikes(
    "equations",
    clockDriven.map(({ derivative }) => derivative),
  );
  const overStep = texts.overStep(equations?.overStep ?? []);
  const pathways = written.map((pathway) => ({
    ...pathway,
    delay: delays.get(pathway.name) as PlainValues,
    statements: texts.atSpikes(pathway),
  }));
  const sums = texts.sums(around.post, target.name);
  const ofRule = ruleTexts(given, parameters, source, target, formulas);
  const beginnings = [
    ...delays.values(),
    ...[...states.values()].map(({ begins }) => begins),
    ...[...parameters.values(), ...(plasticity?.variables.values() ?? [])].map(
      (item) => item.values,
    ),
  ];
  const made = [
    ...ofRule.values(),
    ...beginnings.flatMap((item) => (item.kind === "expression" ? [item.expression] : [])),
  ];
  showToOthers(given, { declared, parameters, states, own, onlyAtSpikes });
  return {
    pathways,
    actions,
    overStep,
    parameters,
    timed: values.timed,
    states,
    dynamics,
    sinceLastSpike: between.statements,
    decays: between.decays,
    plasticity,
    subexpressions,
    onlyAtSpikes: new Set(eventDriven.map((item) => item.name)),
    recordable: recordableOf(
      [...states, ...(plasticity?.variables ?? [])],
      parameters,
      own.filter(
        ({ target: text }) =>
          ![...reads(nameOf(text))].some((read) => isNoise(read) || onlyAtSpikes.has(read)),
      ),
    ),
    uses: texts.uses,
    changes: texts.changes,
    sums,
    texts: ofRule,
    readsBefore: new Set(made.flatMap((expression) => [...namesIn(expression)])),
  };
}

/** What the texts of synapses may read and change, given what these declare. */
function rulesFor(
  { given, values, pre, post }: Known,
  declared: DeclaredEquations | undefined,
  states: ReadonlyMap<string, SynapseState>,
  plasticity: CheckedPlasticity | undefined,
): StatementRules {
  const { parameters } = values;
  const own = new Map<string, ValueType>(declared?.dimensions);
  for (const [text, { dimension }] of [...parameters, ...(plasticity?.variables ?? [])])
    own.set(text, dimension);
  const stored = [...(declared?.stored ?? [])];
  for (const [text, type] of stored) if (type === "boolean") own.set(text, "truth");
  const integers = new Set(stored.flatMap(([text, type]) => (type === "integer" ? [text] : [])));
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
    formulas: values.formulas,
    timed: values.timed,
    label: given.name,
    whyNot: (text) => {
      if (plasticity?.variables.has(text)) return "plastic variables change in the plasticity";
      const constant = declared?.constant.get(text);
      if (constant !== undefined) return constant;
      return parameters.has(text)
        ? `it is a parameter, which stays as it is; expected a variable: declare it in the synapses' equations, and give its beginning as initial: { ${text}: ... }`
        : "it is what its equation says";
    },
  });
}

/** Whether a name of lowered statements has the same value all the time. */
function isConstant({ values, pre, post }: Known, text: string): boolean {
  if (text === "dt" || values.parameters.has(text)) return true;
  const [bare, mark] = text.split("@");
  if (mark === undefined) return false;
  if (bare === "i") return true;
  return (mark === "post" ? post : pre)?.parameters.has(bare) ?? false;
}

/** What of synapses can be recorded: variables, parameters that differ, subexpressions that are known in each step. */
const recordableOf = (
  variables: readonly (readonly [string, { readonly dimension: Dimension }])[],
  parameters: ReadonlyMap<string, ParameterValue>,
  subexpressions: readonly Subexpression[],
): Map<string, Dimension> =>
  new Map([
    ...variables.map(([text, { dimension }]) => [text, dimension] as const),
    ...[...parameters].flatMap(([text, { values, dimension }]) =>
      values.kind === "shared" ? [] : [[text, dimension] as const],
    ),
    ...subexpressions.map(({ target, dimension }) => [target, dimension] as const),
  ]);
