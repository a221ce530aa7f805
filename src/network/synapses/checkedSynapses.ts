import { checkOptions, requireRecord, shown, UserError } from "../../base/index.js";
import {
  type Assignment,
  callsIn,
  checkStatements,
  checkValueText,
  dimensionOfValues,
  type Expression,
  type Formula,
  inOrderOfReading,
  isFormula,
  isShared,
  lowerValues,
  NO_NOISE,
  namesIn,
  number,
  type ParameterValue,
  type PlainValues,
  readsOf,
  refuseUnavailable,
  renameNames,
  reservedName,
  substitute,
  type Values,
  withSubexpressions,
} from "../../equations/index.js";
import { DIMENSIONLESS, NAMED_DIMENSIONS } from "../../units/index.js";
import { checkConnection, textsOf } from "../connections/index.js";
import { requireName } from "../names.js";
import { checkedPopulation, type Population } from "../population.js";
import type { Spiking } from "../slice.js";
import { OPTIONS, type Synapses } from "./description.js";
import { pairScope } from "./pairScope.js";
import { type CheckedPlasticity, checkPlasticity } from "./plasticity.js";
import { AT_SYNAPSES, ofSource, ofTarget, rulesOf, sourceName, targetName } from "./rules.js";

/** Synapses with their texts checked. Names of the target have `@post` behind them. */
export interface CheckedSynapses {
  statements: readonly Assignment[];
  /** Values that the statements read. */
  parameters: ReadonlyMap<string, ParameterValue>;
  /** In s. */
  delay: PlainValues;
  plasticity?: CheckedPlasticity;
  /** Names of the target that are read or changed. */
  uses: ReadonlySet<string>;
  /** What is summed up in each step, with the subexpressions that it reads. */
  sums: readonly { target: string; expression: Expression; before: readonly Assignment[] }[];
  /** Names of both sides that values and the rule read before the first step: `x@pre`, `x@post`. */
  readsBefore: ReadonlySet<string>;
  /** The texts of the connection rule. */
  texts: ReadonlyMap<string, Expression>;
}

const known = new WeakMap<
  Synapses,
  { source: Spiking | undefined; target: Population; checked: CheckedSynapses }
>();

/**
 * Synapses checked against the models on both sides; done once for each such value.
 * @param source may be left out where they were checked before
 */
export function checkedSynapses(
  given: Synapses,
  target: Population,
  source?: Spiking,
): CheckedSynapses {
  const found = known.get(given);
  if (found?.target === target && (source === undefined || found.source === source))
    return found.checked;
  const checked = check(given, source, target);
  known.set(given, { source, target, checked });
  return checked;
}

function check(given: Synapses, source: Spiking | undefined, target: Population): CheckedSynapses {
  checkOptions(`synapses ${shown(given.name)}`, given, ["name", ...OPTIONS]);
  const { name, connection, from, to } = given;
  requireName(name, "synapses");
  requireRecord(`parameters of ${name}`, given.parameters, "{ w: mV(1) }");
  checkConnection(connection, { from, to });
  // how many there are is known before they are made only for some rules
  const count =
    connection.rule === "list"
      ? connection.sources.length
      : connection.rule === "oneToOne"
        ? from.end - from.start
        : undefined;
  const parameters = new Map<string, ParameterValue>();
  const formulas = new Map<string, Formula>();
  for (const [text, value] of Object.entries(given.parameters))
    if (isFormula(value)) formulas.set(text, value);
  const scope = pairScope(parameters, source, target, "pair", formulas);
  const readValue = (text: string, value: Values): ParameterValue => {
    const what = `${text} of ${name}`;
    if (typeof value === "string") {
      const { expression, dimension } = checkValueText(what, value, scope);
      return { dimension, values: { kind: "expression", expression } };
    }
    const dimension = dimensionOfValues(what, value);
    return { dimension, values: lowerValues(what, value, dimension, { count }) };
  };
  const written = Object.entries(given.parameters);
  for (const [text] of written) {
    requireName(text, "parameter");
    const reserved =
      reservedName(text) ?? (text === "j" ? "it is the index of the target" : undefined);
    if (reserved) throw new UserError(`invalid parameter of ${name}: ${text}; ${reserved}`);
  }
  const isText = ([, value]: [string, Values]): boolean => typeof value === "string";
  for (const [text, value] of written.filter((item) => !isText(item) && !formulas.has(item[0])))
    parameters.set(text, readValue(text, value));
  const texts = new Map(written.filter(isText) as [string, string][]);
  for (const [text, value] of inOrderOfReading(
    texts,
    (text) => `${text} of ${name}`,
    scope.prepared,
  ))
    parameters.set(text, readValue(text, value));
  const delay: PlainValues =
    given.delay === undefined
      ? { kind: "shared", value: 0 }
      : lowerValues(`delay of ${name}`, given.delay, NAMED_DIMENSIONS.time.exponents, {
          count,
          scope,
          least: 0,
        });
  const isDelayed = !(isShared(delay) && delay.value === 0);
  const { checked } = checkedPopulation(target);
  const states = checked.states.map((state) => state.name);
  const refuseStates = (text: string): void => {
    if (states.includes(text))
      throw new UserError(`invalid parameter of ${name}: ${text}; the target has such a variable`);
  };
  for (const text of parameters.keys()) refuseStates(text);
  for (const text of Object.keys(given.plasticity?.variables ?? {})) refuseStates(text);
  const plasticity =
    given.plasticity &&
    checkPlasticity(name, given.plasticity, parameters, isDelayed, readValue, formulas);
  const own = new Map([...parameters, ...(plasticity?.variables ?? [])]);
  const sourceModel =
    source && "model" in source ? checkedPopulation(source as Population).checked : undefined;
  const rules = rulesOf(own, states, checked.declarations, sourceModel?.declarations, formulas);
  const statementsWritten = checkStatements(given.onPre, rules);
  const subexpressions = [
    ...checked.subexpressions.map(({ target: text, expression }) => ({
      target: ofTarget(text),
      expression: renameNames(expression, targetName),
    })),
    ...(sourceModel?.subexpressions ?? []).map(({ target: text, expression }) => ({
      target: ofSource(text),
      expression: renameNames(expression, sourceName),
    })),
  ];
  refuseUnavailable(
    `onPre of ${name}`,
    statementsWritten.map(({ expression }) => expression),
    [],
    AT_SYNAPSES,
  );
  const reads = readsOf(subexpressions);
  refuseUnavailable(
    `onPre of ${name}`,
    statementsWritten.map(({ expression }) => expression),
    subexpressions,
    { xi: NO_NOISE.xi },
  );
  const statements = withSubexpressions(statementsWritten, subexpressions);
  const uses = new Set<string>();
  for (const { target: changed, expression } of statementsWritten)
    for (const text of [changed, ...reads(expression)])
      if (text.endsWith("@post")) uses.add(text.slice(0, -"@post".length));
  const sums = Object.entries(given.summed ?? {}).map(([variable, text]) => {
    const state = checked.states.find((item) => item.name === variable);
    if (!state || state.derivative)
      throw new UserError(
        `invalid summed of ${name}: ${variable}; expected a variable of ${target.name} that is declared without an equation, like "${variable} : 1"`,
      );
    const [assignment] = checkStatements(`${variable} = ${text}`, rules);
    const { expression } = assignment;
    refuseUnavailable(`summed of ${name}`, [expression], [], AT_SYNAPSES);
    refuseUnavailable(`summed of ${name}`, [expression], subexpressions, { xi: NO_NOISE.xi });
    for (const plastic of plasticity?.variables.keys() ?? [])
      if (reads(expression).has(plastic))
        throw new UserError(
          `invalid summed of ${name}: it reads ${plastic}, which plasticity changes when spikes ask for it; expected a parameter`,
        );
    const before = withSubexpressions([], subexpressions, [expression]);
    for (const used of reads(expression))
      if (used.endsWith("@post")) uses.add(used.slice(0, -"@post".length));
    return { target: assignment.target, expression, before };
  });
  const ruleTextsChecked = ruleTexts(given, parameters, source, target, formulas);
  const made = [
    ...ruleTextsChecked.values(),
    ...[delay, ...[...own.values()].map(({ values }) => values)].flatMap((values) =>
      values.kind === "expression" ? [values.expression] : [],
    ),
  ];
  return {
    statements,
    parameters,
    delay,
    plasticity,
    uses,
    sums,
    texts: ruleTextsChecked,
    readsBefore: new Set(made.flatMap((expression) => [...namesIn(expression)])),
  };
}

/** The texts of a connection rule, checked. */
function ruleTexts(
  { name, connection }: Synapses,
  parameters: ReadonlyMap<string, ParameterValue>,
  source: Spiking | undefined,
  target: Population,
  formulas: ReadonlyMap<string, Formula>,
): Map<string, Expression> {
  const checked = new Map<string, Expression>();
  for (const [option, given] of Object.entries(textsOf(connection))) {
    if (given === undefined) continue;
    const { text, gives, reads } = given;
    // a rule connects before its synapses have values: only what all of them share is known
    const shared = new Map([...parameters].filter(([, { values }]) => isShared(values)));
    const scope = pairScope(shared, source, target, reads, formulas);
    const expected = gives === "truth" ? "truth" : DIMENSIONLESS;
    const what = `${option} of ${name}`;
    const { expression } = checkValueText(what, text, scope, expected);
    if (["rand", "randn"].some((draw) => callsIn(expression).has(draw)))
      throw new UserError(
        `invalid ${what}: ${text}; expected no rand(): give a probability, or a rule that draws`,
      );
    checked.set(
      option,
      substitute(expression, (own) => {
        const values = shared.get(own)?.values;
        return values && isShared(values) ? number(values.value) : undefined;
      }),
    );
  }
  return checked;
}
