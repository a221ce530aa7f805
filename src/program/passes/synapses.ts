import { type Assignment, type Expression, INTERNAL, name, where } from "../../equations/index.js";
import {
  type CheckedSynapses,
  checkedSynapses,
  type Population,
  type Synapses,
} from "../../network/index.js";
import { beginningOf } from "../beginnings.js";
import type { ProgramContext } from "../context.js";
import { FIELDS, purposeOf, resolved, synapsesDomain } from "../names.js";
import type { Statement } from "../program.js";
import { addPlasticity } from "./plasticity.js";
import { asSets, type TargetFacts } from "./population.js";

/** The fields of synapses: their values in the order in which they are drawn, then their delay. */
export function synapseFieldsPass(
  context: ProgramContext,
  synapses: Synapses,
  target: Population,
): void {
  const { name: label, from, to, connection } = synapses;
  const { parameters, plasticity, delay, texts } = checkedSynapses(synapses, target);
  const domain = synapsesDomain(label);
  context.domains.push({
    kind: "synapses",
    name: domain,
    label,
    source: from.of,
    target: to.of,
    from,
    to,
    connection,
    texts,
  });
  for (const [text, { values, dimension }] of parameters)
    context.addField({
      domain,
      name: text,
      shared: values.kind === "shared",
      begins: beginningOf(values, purposeOf.synapses(label, text)),
      dimension,
    });
  for (const [text, { values, dimension }] of plasticity?.variables ?? [])
    context.addField({
      domain,
      name: text,
      shared: false,
      begins: beginningOf(values, purposeOf.synapses(label, text)),
      dimension,
      isState: true,
    });
  for (const [text, value] of plasticity?.constants ?? [])
    context.addField({ domain, name: text, shared: true, begins: { kind: "value", value } });
  context.addField({
    domain,
    name: FIELDS.delay,
    shared: delay.kind === "shared",
    begins: {
      kind: "steps",
      of: beginningOf(delay, purposeOf.synapses(label, "delay")),
      more: 0,
    },
  });
}

/** What synapses do at spikes of their source, and those that are plastic at spikes of their target. */
export function deliveryPass(
  context: ProgramContext,
  synapses: Synapses,
  target: Population,
  facts: TargetFacts,
  fromSource: boolean,
): void {
  const checked = checkedSynapses(synapses, target);
  const statements = delivery(checked, facts, fromSource);
  const domain = synapsesDomain(synapses.name);
  const { plasticity } = checked;
  context.addBlock(fromSource ? "delivery of inputs" : "delivery", {
    name: `delivery of ${synapses.name}`,
    domain,
    when: { kind: "source spike" },
    statements: plasticity ? addPlasticity(context, domain, plasticity, statements) : statements,
    fastPowers: plasticity?.fastPowers,
  });
}

/** Variables of the target that are sums over its synapses: made before the target's update. */
export function sumsPass(context: ProgramContext, synapses: Synapses, target: Population): void {
  for (const { target: variable, expression, before } of checkedSynapses(synapses, target).sums)
    context.addBlock("sums", {
      name: `${resolved(variable).name} of ${target.name} by ${synapses.name}`,
      domain: synapsesDomain(synapses.name),
      when: { kind: "step", every: 1 },
      statements: [...asSets(before), { kind: "sum", target: variable, expression }],
    });
}

/** The statements of a synapse on its target; what is held stays while the target rests. */
function delivery(
  { statements }: CheckedSynapses,
  { held, resting, restingBefore }: TargetFacts,
  fromSource: boolean,
): Statement[] {
  const isHeld = ({ target }: Assignment): boolean => held.has(resolved(target).name);
  const truth = fromSource ? restingBefore?.resting : resting;
  if (!truth || !statements.some(isHeld)) return asSets(statements);
  const flag = name(INTERNAL.resting);
  const unlessHeld = (item: Assignment): Expression =>
    isHeld(item) ? where(flag, name(item.target), item.expression) : item.expression;
  return [
    ...asSets(fromSource ? (restingBefore?.statements ?? []) : []),
    { kind: "set", target: INTERNAL.resting, expression: truth },
    ...asSets(statements.map((item) => ({ ...item, expression: unlessHeld(item) }))),
  ];
}
