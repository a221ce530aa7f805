import {
  type Assignment,
  binary,
  type Expression,
  INTERNAL,
  name,
  renameNames,
} from "../../equations/index.js";
import {
  type CheckedPathway,
  type CheckedSynapses,
  ELAPSED,
  eventName,
  type Synapses,
  synapsesIn,
} from "../../network/index.js";
import { beginningOf } from "../beginnings.js";
import type { ProgramContext } from "../context.js";
import { delayField, domainOf, FIELDS, purposeOf, resolved, synapsesDomain } from "../names.js";
import type { Statement } from "../program.js";
import { stepsOfAction } from "./actions.js";
import { heldWhile } from "./held.js";
import { addPlasticity } from "./plasticity.js";
import { asSets, type NeuronFacts } from "./population.js";
import { addPropagators } from "./propagators.js";
import { synapseTimedPass } from "./timed.js";
import { type TraceForm, traceForm } from "./traceForm.js";

/** The traces that event-driven variables of synapses come to, where they are no more than that. */
export function traceFormOf({ simulation, domains }: ProgramContext, synapses: Synapses): Form {
  const isSource = domains.some(
    ({ kind, name: own }) => kind === "source" && own === domainOf(synapses.from),
  );
  return traceForm(synapsesIn(simulation, synapses), !isSource);
}

/** Undefined where variables are more than traces. */
export type Form = TraceForm | undefined;

/** The fields of synapses: their values in the order in which they are drawn, then their delays. */
export function synapseFieldsPass(context: ProgramContext, synapses: Synapses, form: Form): void {
  const { name: label, from, to, connection, precision } = synapses;
  const checked = synapsesIn(context.simulation, synapses);
  const { parameters, plasticity, states, texts } = checked;
  const domain = synapsesDomain(label);
  context.domains.push({
    kind: "synapses",
    name: domain,
    label,
    source: domainOf(from),
    target: domainOf(to),
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
      ...(precision === "single" && values.kind !== "shared" && { isSingle: true }),
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
  addDelays(context, label, checked);
  for (const { name: text, side, tau } of form?.traces ?? [])
    context.traces.push({ domain, name: text, side, tau });
  for (const [text, { begins, dimension }] of states)
    if (!form?.traces.some((trace) => trace.name === text))
      context.addField({
        domain,
        name: text,
        shared: false,
        begins: beginningOf(begins, purposeOf.synapses(label, text)),
        dimension,
        isState: true,
      });
  addDynamics(context, domain, checked);
  if (checked.sinceLastSpike.length > 0 && !form)
    context.addField({
      domain,
      name: FIELDS.lastEvent,
      shared: false,
      begins: { kind: "value", value: 0 },
    });
}

/** The pathway whose delay synapses are in order of: the first one at spikes of the source. */
const firstOf = ({ pathways }: CheckedSynapses): CheckedPathway | undefined =>
  pathways.find(({ side }) => side === "source");

function addDelays(context: ProgramContext, label: string, checked: CheckedSynapses): void {
  const first = firstOf(checked);
  const none = { kind: "shared", value: 0 } as const;
  const delays = [
    { field: FIELDS.delay, values: first?.delay ?? none, purpose: "delay" },
    ...checked.pathways
      .filter((pathway) => pathway !== first)
      .map(({ name: own, delay }) => ({
        field: delayField(own, false),
        values: delay,
        purpose: `delay ${own}`,
      })),
  ];
  for (const { field, values, purpose } of delays)
    context.addField({
      domain: synapsesDomain(label),
      name: field,
      shared: values.kind === "shared",
      begins: {
        kind: "steps",
        of: beginningOf(values, purposeOf.synapses(label, purpose)),
        more: 0,
      },
    });
}

/** Clock-driven equations: carried out after the neurons' own. */
function addDynamics(
  context: ProgramContext,
  domain: string,
  { dynamics, parameters }: CheckedSynapses,
): void {
  if (!dynamics) return;
  addPropagators(context, domain, dynamics.propagators, parameters);
  context.addBlock("update of synapses", {
    name: `update of ${domain}`,
    domain,
    when: { kind: "step", every: 1 },
    statements: asSets(dynamics.statements),
  });
}

/** What synapses have to know of the neurons on both sides. */
export interface Sides {
  target: NeuronFacts;
  /** Undefined for sources that are no neurons to the program. */
  source: NeuronFacts | undefined;
}

/** What synapses do at spikes of their source, and at spikes of their target. */
export function pathwaysPass(
  context: ProgramContext,
  synapses: Synapses,
  sides: Sides,
  form: Form,
): void {
  const checked = synapsesIn(context.simulation, synapses);
  const { plasticity, pathways, sinceLastSpike } = checked;
  const domain = synapsesDomain(synapses.name);
  const first = firstOf(checked);
  const begin = form ? [] : upToNow(sinceLastSpike);
  for (const pathway of pathways) {
    const { side, name: own } = pathway;
    const spiking = domainOf(side === "source" ? synapses.from : synapses.to);
    const event = pathway.event && { event: eventName(spiking, pathway.event) };
    const isFirst = pathway === first;
    const isEarly = side === "source" && !sides.source;
    const written = form?.statements.get(pathway) ?? pathway.statements;
    const acts = [...begin, ...unlessHeld(written, sides, isEarly)];
    const statements =
      isFirst && plasticity ? addPlasticity(context, domain, plasticity, acts) : acts;
    if (statements.length === begin.length) continue;
    const isAlone = own === "pre" || own === "post";
    const delay = delayField(own, isFirst);
    const fastPowers = isFirst ? plasticity?.fastPowers : undefined;
    if (side === "source")
      context.addBlock(isEarly ? "delivery of inputs" : "delivery", {
        name: `delivery of ${synapses.name}${isAlone ? "" : ` by ${own}`}`,
        domain,
        when: { kind: "source spike", delay, ...event },
        statements,
        fastPowers,
      });
    else
      context.addBlock("spikes of targets", {
        name: `${synapses.name} at spikes of their target${isAlone ? "" : `: ${own}`}`,
        domain,
        // without a delay of their own, spikes of the target are at the synapse at once
        when: form
          ? { kind: "target spike", delay: FIELDS.delay, times: 0 }
          : { kind: "target spike", delay, times: 1, ...event },
        statements,
      });
  }
}

/** What all synapses do every so often, at given times, and at the beginning of each step. */
export function synapseActionsPass(
  context: ProgramContext,
  synapses: Synapses,
  sides: Sides,
): void {
  const { actions, overStep } = synapsesIn(context.simulation, synapses);
  synapseTimedPass(context, synapses);
  if (overStep.length > 0)
    context.addBlock("constant over the step", {
      name: `constants over the step of synapses ${synapses.name}`,
      domain: synapsesDomain(synapses.name),
      when: { kind: "step", every: 1 },
      statements: asSets(overStep),
    });
  for (const [k, { when, statements }] of actions.entries())
    context.addBlock("actions", {
      name: `action ${k + 1} of synapses ${synapses.name}`,
      domain: synapsesDomain(synapses.name),
      when: stepsOfAction(context, synapses.name, when),
      statements: unlessHeld(statements, sides, true),
    });
}

/** Brings event-driven variables up to the time of a spike. */
function upToNow(sinceLastSpike: readonly Assignment[]): Statement[] {
  if (sinceLastSpike.length === 0) return [];
  const last = name(FIELDS.lastEvent);
  return [
    { kind: "set", target: ELAPSED, expression: binary("-", name("t"), last) },
    ...asSets(sinceLastSpike),
    { kind: "set", target: FIELDS.lastEvent, expression: name("t") },
  ];
}

/** Variables of the target that are sums over its synapses: made before the target's update. */
export function sumsPass(context: ProgramContext, synapses: Synapses): void {
  const { sums } = synapsesIn(context.simulation, synapses);
  for (const { target: variable, expression, before } of sums)
    context.addBlock("sums", {
      name: `${resolved(variable).name} of ${synapses.to.of} by ${synapses.name}`,
      domain: synapsesDomain(synapses.name),
      when: { kind: "step", every: 1 },
      statements: [...asSets(before), { kind: "sum", target: variable, expression }],
    });
}

/** The statements of a synapse on the neurons' variables; what is held stays while they rest. */
function unlessHeld(
  statements: readonly Assignment[],
  { target, source }: Sides,
  isEarly: boolean,
): Statement[] {
  const neurons = [
    { mark: "post", side: "target", facts: target },
    { mark: "pre", side: "source", facts: source },
  ] as const;
  const begin: Statement[] = [];
  let held = statements;
  for (const { mark, side, facts } of neurons) {
    const isHeld = (text: string): boolean => {
      const { name: bare, side: of } = resolved(text);
      return of === side && facts?.held.has(bare) === true;
    };
    const truth = isEarly ? facts?.restingBefore?.resting : facts?.resting;
    if (!truth || !statements.some((item) => isHeld(item.target))) continue;
    const across = (expression: Expression): Expression =>
      renameNames(expression, (text) =>
        text === "t" || text === "dt" ? undefined : `${text}@${mark}`,
      );
    const flag = `${INTERNAL.resting}@${mark}`;
    const before = isEarly ? (facts?.restingBefore?.statements ?? []) : [];
    begin.push(
      ...asSets(
        before.map((item) => ({
          target: `${item.target}@${mark}`,
          expression: across(item.expression),
        })),
      ),
      { kind: "set", target: flag, expression: across(truth) },
    );
    held = heldWhile(flag, held, isHeld);
  }
  return [...begin, ...asSets(held)];
}
