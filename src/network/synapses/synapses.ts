import {
  checkChoice,
  checkOptions,
  requireRecord,
  showAs,
  shown,
  UserError,
} from "../../base/index.js";
import { copyOfActions, copyOfValues, type Values } from "../../equations/index.js";
import { checkConnection } from "../connections/index.js";
import { requireName } from "../names.js";
import type { Population } from "../population.js";
import { ownerOf, type Slice } from "../slice.js";
import { checkedSynapses } from "./check/check.js";
import {
  type Delay,
  type Delays,
  isSynapses,
  OPTIONS,
  PRECISIONS,
  type Synapses,
  type SynapsesOptions,
} from "./description.js";
import { areByPathway, copyOfTexts, pathwaysOf } from "./pathways/pathways.js";
import { copyOfPlasticity } from "./plasticity.js";
import { sideOf, synapsesOf } from "./sides/asSide.js";
import { isKnown, type Side } from "./sides/sides.js";

/**
 * Describes synapses between two populations or slices of them. Rule, statements and values are
 * checked at once; what is given is copied.
 * @throws UserError that shows the text and the place, or names the value and what was expected.
 * @example
 * ```ts
 * synapses("inhibition", {
 *   from: slice(neurons, 80), to: neurons,
 *   connection: { rule: "probability", probability: 0.1, autapses: false },
 *   onPre: "v -= w", parameters: { w: uniform(mV(0.5), mV(1)) }, delay: ms(1.5),
 * })
 * ```
 */
export function synapses(name: string, options: SynapsesOptions): Synapses {
  requireName(name, "synapses");
  checkOptions("synapses", options ?? null, OPTIONS);
  const {
    equations,
    method,
    initial,
    onPost,
    events,
    summed,
    actions,
    parameters = {},
    delay,
    plasticity,
  } = options;
  const isMore = [equations, onPost, summed, actions].some((option) => option !== undefined);
  const onPre = options.onPre ?? (isMore ? "" : undefined);
  const [from, to] = [sideOf(`from of ${name}`, options.from), sideOf(`to of ${name}`, options.to)];
  requireRecord(`parameters of ${name}`, parameters, "{ w: mV(1) }");
  if (initial !== undefined) requireRecord(`initial of ${name}`, initial, "{ w: 0.5 }");
  if (method !== undefined && typeof method !== "string")
    throw new UserError(`invalid method of ${name}: ${shown(method)}; expected text like "euler"`);
  const made: Synapses = {
    name,
    from,
    to,
    connection: checkConnection(options.connection, { from, to }),
    ...(equations !== undefined && { equations }),
    ...(method !== undefined && { method }),
    ...(initial !== undefined && { initial: copyOfAll(initial) }),
    onPre: copyOfTexts(`onPre of ${name}`, onPre, "v += w"),
    ...(onPost !== undefined && {
      onPost: copyOfTexts(`onPost of ${name}`, onPost, "w += 0.01"),
    }),
    ...(events !== undefined && { events: copyOfEvents(name, events) }),
    ...(summed !== undefined && { summed: copyOfSums(name, summed) }),
    ...(actions !== undefined && { actions: copyOfActions(name, actions) }),
    parameters: copyOfAll(parameters),
    ...(delay !== undefined && { delay: copyOfDelays(delay) }),
    ...(plasticity !== undefined && { plasticity: copyOfPlasticity(name, plasticity) }),
    ...(options.precision !== undefined && {
      precision: checkChoice(`precision of ${name}`, options.precision, PRECISIONS),
    }),
  };
  const [source, target] = [ownerOf(from) ?? synapsesOf(from), ownerOf(to) ?? synapsesOf(to)];
  if (target) requireTarget(name, target);
  if (isKnown(source) && isKnown(target)) checkedSynapses(made, target as Side, source);
  const texts = pathwaysOf(made).filter(({ text }) => text !== "");
  const side = ({ of, start, end, synapses: isAll }: Slice): string =>
    isAll ? `synapses ${of}` : `${of}[${start}:${end}]`;
  return showAs(
    made,
    () =>
      `synapses ${name}: ${side(from)} to ${side(to)}, ${made.connection.rule}: ${texts.map(({ text }) => text).join(" | ")}`,
  );
}

const copyOfAll = (values: Readonly<Record<string, Values>>): Readonly<Record<string, Values>> =>
  Object.freeze(
    Object.fromEntries(
      Object.entries(values).map(([text, value]) => [text, copyOfValues(text, value)]),
    ),
  );

const copyOfDelays = (delay: Delays): Delays =>
  areByPathway(delay)
    ? (copyOfAll(delay as Readonly<Record<string, Values>>) as Readonly<Record<string, Delay>>)
    : (copyOfValues("delay", delay as Values) as Delay);

function copyOfEvents(name: string, given: unknown): Readonly<Record<string, string>> {
  requireRecord(`events of ${name}`, given, '{ pre: "burst" }');
  return Object.freeze({ ...(given as Record<string, string>) });
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

/** The population, or other synapses, that synapses act on. @throws UserError for a source, which has no state. */
export function requireTarget(name: string, target: Side): Population | Synapses {
  if (isSynapses(target)) return target;
  if (target.kind !== "population")
    throw new UserError(`invalid target of ${name}: ${target.name} has no state`);
  return target as Population;
}
