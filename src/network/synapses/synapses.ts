import { checkOptions, requireRecord, showAs, shown, UserError } from "../../base/index.js";
import { copyOfValues, type Values } from "../../equations/index.js";
import { checkConnection } from "../connections/index.js";
import { requireName } from "../names.js";
import type { Population } from "../population.js";
import { ownerOf, type Slice, type Spiking, sideOf } from "../slice.js";
import { checkedSynapses } from "./checkedSynapses.js";
import { type Delay, OPTIONS, type Synapses, type SynapsesOptions } from "./description.js";
import { copyOfPlasticity } from "./plasticity.js";

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
