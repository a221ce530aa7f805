import { checkOptions, requireRecord, showAs, shown, UserError } from "../../base/index.js";
import {
  type Assignment,
  callsIn,
  checkStatements,
  checkValueText,
  copyOfValues,
  type Declarations,
  dimensionOfValues,
  type Expression,
  inOrderOfReading,
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
  type StatementRules,
  substitute,
  type Unavailable,
  type Values,
  withSubexpressions,
} from "../../equations/index.js";
import type { Drawn } from "../../random/index.js";
import {
  DIMENSIONLESS,
  NAMED_DIMENSIONS,
  type Quantity,
  type QuantityArray,
  unitNamed,
} from "../../units/index.js";
import { type Connection, checkConnection, textsOf } from "../connections/index.js";
import { requireName } from "../names.js";
import { checkedPopulation, type Population } from "../population.js";
import { ownerOf, type Slice, type Spiking, sideOf } from "../slice.js";
import { pairScope } from "./pairScope.js";
import {
  type CheckedPlasticity,
  checkPlasticity,
  copyOfPlasticity,
  type Plasticity,
} from "./plasticity.js";

/** From a spike to its effect: one for all synapses, one for each, drawn, or text: "1*ms + 0.1*ms*abs(i - j)". */
export type Delay =
  | Quantity<"time">
  | QuantityArray<"time">
  | readonly Quantity<"time">[]
  | Drawn<"time">
  | string;

/** Synapses between two slices. */
export interface Synapses {
  readonly name: string;
  readonly from: Slice;
  readonly to: Slice;
  readonly connection: Connection;
  /** Statements on variables of the target: "ge += we". */
  readonly onPre: string;
  /** Variables of the target that are sums over its synapses, in each step. */
  readonly summed?: Readonly<Record<string, string>>;
  /** Values that the statements read, constant, per synapse or drawn. */
  readonly parameters: Readonly<Record<string, Values>>;
  /** From a spike to its effect; none by default. */
  readonly delay?: Delay;
  /** How the synapses change; its variables can be read by `onPre`. */
  readonly plasticity?: Plasticity;
}

/** What synapses are made of; populations stand for all their neurons. */
export interface SynapsesOptions {
  from: Spiking | Slice;
  to: Population | Slice;
  connection: Connection;
  /**
   * Statements on the target's variables at each spike of the source. A name means, in this order:
   * a parameter or plastic variable of the synapses; a variable, subexpression or parameter of the
   * target (also with `_post` behind it); `t` and `dt`; a unit. What the target's subexpressions
   * read are names of the target, whatever the synapses call theirs. With `_pre` behind it, a name is
   * that of a variable, subexpression or parameter of the source, as it is when the synapse acts. May be left
   * out where there are sums.
   */
  onPre?: string;
  /**
   * Continuous coupling: a variable of the target (declared, with a unit, without an equation) is in each
   * step the sum of an expression over the target's synapses, made before its update:
   * `{ I_gap: "g*(v_pre - v_post)" }`. It is 0 where a neuron has no such synapse.
   */
  summed?: Readonly<Record<string, string>>;
  parameters?: Readonly<Record<string, Values>>;
  delay?: Delay;
  plasticity?: Plasticity;
}

const OPTIONS = [
  "from",
  "to",
  "connection",
  "onPre",
  "summed",
  "parameters",
  "delay",
  "plasticity",
] as const;

/**
 * Describes synapses between two populations or slices of them. Rule, statements and values are
 * checked at once; what is given is copied.
 * @throws UserError that shows the text and the place, or names the value and what was expected.
 */
export function synapses(name: string, options: SynapsesOptions): Synapses {
  requireName(name, "synapses");
  checkOptions("synapses", options ?? null, OPTIONS);
  const { summed, parameters = {}, delay, plasticity } = options;
  const onPre = options.onPre ?? (summed === undefined ? undefined : "");
  const [from, to] = [sideOf(`from of ${name}`, options.from), sideOf(`to of ${name}`, options.to)];
  if (typeof onPre !== "string")
    throw new UserError(
      `invalid onPre of ${name}: ${shown(onPre)}; expected statements like "v += w"`,
    );
  requireRecord(`parameters of ${name}`, parameters, "{ w: mV(1) }");
  const made: Synapses = {
    name,
    from,
    to,
    connection: checkConnection(options.connection, { from, to }),
    onPre,
    ...(summed !== undefined && { summed: copyOfSums(name, summed) }),
    parameters: Object.freeze(
      Object.fromEntries(
        Object.entries(parameters).map(([text, value]) => [text, copyOfValues(text, value)]),
      ),
    ),
    ...(delay !== undefined && { delay: copyOfValues("delay", delay as Values) as Delay }),
    ...(plasticity !== undefined && { plasticity: copyOfPlasticity(name, plasticity) }),
  };
  const target = ownerOf(to);
  if (target) checkedSynapses(made, requireTarget(name, target), ownerOf(from));
  const side = ({ of, start, end }: Slice): string => `${of}[${start}:${end}]`;
  return showAs(
    made,
    () => `synapses ${name}: ${side(from)} to ${side(to)}, ${made.connection.rule}: ${onPre}`,
  );
}

function copyOfSums(name: string, given: unknown): Readonly<Record<string, string>> {
  requireRecord(`summed of ${name}`, given, '{ I: "g*(v_pre - v_post)" }');
  const texts = Object.entries(given as Record<string, unknown>);
  const odd = texts.find(([, text]) => typeof text !== "string");
  if (texts.length === 0 || odd)
    throw new UserError(
      `invalid summed of ${name}: ${shown(odd ? odd[1] : given)}; expected texts like { I: "g*(v_pre - v_post)" }`,
    );
  return Object.freeze(Object.fromEntries(texts) as Record<string, string>);
}

/** The population that synapses act on. @throws UserError for a source, which has no state. */
export function requireTarget(name: string, target: Spiking): Population {
  if (target.kind !== "population")
    throw new UserError(`invalid target of ${name}: ${target.name} has no state`);
  return target as Population;
}

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

/** How a name of the target is called in the statements of synapses. */
export const ofTarget = (name: string): string => `${name}@post`;

/** How a name of the source is called there. */
const ofSource = (name: string): string => `${name}@pre`;

/** Names that have no value at a synapse. */
const AT_SYNAPSES: Unavailable = {
  ...NO_NOISE,
  i: "a synapse has two neurons, so that it is not clear whose index that is; give a parameter per synapse",
  N: "a synapse has two sides, so that it is not clear whose number that is; give a parameter",
};

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
  const scope = pairScope(parameters, source, target);
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
  for (const [text, value] of written.filter((item) => !isText(item)))
    parameters.set(text, readValue(text, value));
  const texts = new Map(written.filter(isText) as [string, string][]);
  for (const [text, value] of inOrderOfReading(texts, (text) => `${text} of ${name}`))
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
    given.plasticity && checkPlasticity(name, given.plasticity, parameters, isDelayed, readValue);
  const own = new Map([...parameters, ...(plasticity?.variables ?? [])]);
  const sourceModel =
    source && "model" in source ? checkedPopulation(source as Population).checked : undefined;
  const rules = rulesOf(own, states, checked.declarations, sourceModel?.declarations);
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
  const ruleTextsChecked = ruleTexts(given, parameters, source, target);
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
): Map<string, Expression> {
  const checked = new Map<string, Expression>();
  for (const [option, given] of Object.entries(textsOf(connection))) {
    if (given === undefined) continue;
    const { text, gives, reads } = given;
    // a rule connects before its synapses have values: only what all of them share is known
    const shared = new Map([...parameters].filter(([, { values }]) => isShared(values)));
    const scope = pairScope(shared, source, target, reads);
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

/** Names of the model that mean the same for both sides. */
const COMMON = ["t", "dt", "xi"];

/** How a name in the target's own texts is called at a synapse. */
const targetName = (text: string): string | undefined =>
  COMMON.includes(text) ? undefined : ofTarget(text);

/** How a name in the source's own texts is called at a synapse. */
const sourceName = (text: string): string | undefined =>
  COMMON.includes(text) ? undefined : ofSource(text);

/** What the statements of synapses may read and change, and what its names mean. */
function rulesOf(
  own: ReadonlyMap<string, ParameterValue>,
  states: readonly string[],
  declared: Declarations,
  pre: Declarations | undefined,
): StatementRules {
  /** The bare name of the source's value that a text means. */
  const meantPre = (text: string): string | undefined => {
    if (own.has(text)) return undefined;
    const bare = /^(.+)_pre$/.exec(text)?.[1];
    const isOne = bare !== undefined && pre?.has(bare) && !COMMON.includes(bare);
    return isOne && bare !== "pi" && !Object.hasOwn(AT_SYNAPSES, bare) ? bare : undefined;
  };
  /** The target's name that a text means, with or without `_post`. */
  const meant = (text: string): string | undefined => {
    if (own.has(text)) return undefined;
    if (declared.has(text)) return text;
    const bare = /^(.+)_post$/.exec(text)?.[1];
    return bare !== undefined && declared.has(bare) ? bare : undefined;
  };
  const typeOf = (text: string) => {
    const mine = own.get(text);
    if (mine) return mine.dimension;
    const of = meant(text);
    if (of !== undefined) return declared.typeOf(of);
    const from = meantPre(text);
    return from === undefined ? unitNamed(text)?.dimension : pre?.typeOf(from);
  };
  const resolve = (text: string): string | undefined => {
    const of = meant(text);
    const from = of === undefined ? meantPre(text) : undefined;
    if (from !== undefined) return ofSource(from);
    if (of === undefined || of === "pi" || Object.hasOwn(AT_SYNAPSES, of)) return undefined;
    return targetName(of);
  };
  return {
    typeOf,
    names: () => [
      ...own.keys(),
      ...declared.names,
      ...[...(pre?.names ?? [])].flatMap((text) =>
        meantPre(`${text}_pre`) ? [`${text}_pre`] : [],
      ),
    ],
    targets: [...states, ...states.map((state) => `${state}_post`)],
    whyNot: (text) => {
      if (own.has(text))
        return "expected a state variable of the target: plastic variables change in the plasticity";
      const bare = /^(.+)_pre$/.exec(text)?.[1];
      return bare === undefined
        ? undefined
        : "the source's variables cannot be changed by its synapses";
    },
    temporaries: false,
    lowered: (expression) =>
      declared.lowered(renameNames(expression, resolve), (text) => own.has(text)),
    renamed: (text) => ofTarget(meant(text) as string),
  };
}
