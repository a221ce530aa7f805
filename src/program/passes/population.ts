import {
  type Assignment,
  binary,
  type Expression,
  INTERNAL,
  name,
  not,
  number,
  readsOf,
  withSubexpressions,
} from "../../equations/index.js";
import { noisesOf } from "../../integrators/index.js";
import {
  type CheckedPopulation,
  checkedPopulation,
  eventName,
  ofSource,
  ofTarget,
  type Population,
  type Shape,
  synapsesIn,
} from "../../network/index.js";
import { beginningOf, NOTHING_YET } from "../beginnings.js";
import type { ProgramContext } from "../context.js";
import { domainOf, FIELDS, purposeOf } from "../names.js";
import type { Statement } from "../program.js";
import { stepsOfAction } from "./actions.js";
import { cablePass } from "./cable.js";
import { heldWhile } from "./held.js";
import { addPropagators } from "./propagators.js";
import { neverResting, type RefractoryParts, refractoryParts } from "./refractoriness.js";
import { timedPass } from "./timed.js";

/** What the synapses of a population have to know of it. */
export interface NeuronFacts {
  /** Variables that stand still while the neuron rests. */
  held: ReadonlySet<string>;
  /** The truth value by which a synapse knows that the neuron rests, undefined where it never does. */
  resting: Expression | undefined;
  /** The same before the population's update, with the subexpressions that it reads. */
  restingBefore: { statements: readonly Assignment[]; resting: Expression } | undefined;
}

export const asSets = (statements: readonly Assignment[]): Statement[] =>
  statements.map(({ target, expression }) => ({ kind: "set", target, expression }));

/**
 * A population: its parameters and variables as fields, one block that takes it a step further and
 * tells who spikes, one for what a spike changes at once, and one for resets.
 */
export function populationPass(context: ProgramContext, population: Population): NeuronFacts {
  const parts = checkedPopulation(population);
  const { checked, code } = parts;
  addFields(context, population, parts);
  timedPass(context, population);
  if (checked.overStep.length > 0)
    context.addBlock("constant over the step", {
      name: `constants over the step of ${population.name}`,
      domain: population.name,
      when: { kind: "step", every: 1 },
      statements: asSets(checked.overStep),
    });
  const refractory = refractoryParts(context, population, parts);
  const isHolding = refractory.resting !== undefined;
  const settled = (expression: Expression): Expression =>
    isHolding ? expression : neverResting(expression);
  const begin = withConditions(refractory, parts);
  const settledAll = (statements: readonly Assignment[]): Statement[] =>
    asSets(
      statements.map(({ target, expression }) => ({ target, expression: settled(expression) })),
    );
  const update: Statement[] = [
    ...(code.repeat
      ? [
          {
            kind: "repeat" as const,
            ...code.repeat,
            statements: settledAll(code.repeat.statements),
          },
        ]
      : []),
    ...settledAll(code.statements),
  ];
  const restingNow: Statement[] = refractory.resting
    ? [{ kind: "set", target: INTERNAL.resting, expression: refractory.resting }]
    : [];
  const draws = noisesOf(checked).includes("xi")
    ? { normal: purposeOf.noise(population.name) }
    : undefined;
  const cable = cablePass(context, population, parts);
  const emitted = threshold(population, parts, isHolding);
  context.addBlock("update", {
    name: `update of ${population.name}`,
    domain: population.name,
    when: { kind: "step", every: 1 },
    statements: [...begin, ...restingNow, ...update, ...(cable?.before ?? emitted)],
    draws,
  });
  if (cable) {
    context.addBlock("update", cable.block);
    if (emitted.length > 0)
      context.addBlock("update", {
        name: `threshold of ${population.name}`,
        domain: population.name,
        when: { kind: "step", every: 1 },
        statements: [...restingNow, ...emitted],
      });
  }
  addEvents(context, population, parts);
  addActions(context, population, parts, refractory);
  const atSpike: Statement[] = [...refractory.atSpike];
  if (needsLastSpike(context, population, parts)) {
    context.addField({
      domain: population.name,
      name: FIELDS.lastSpike,
      shared: false,
      begins: { kind: "value", value: NEVER },
    });
    atSpike.push({ kind: "set", target: FIELDS.lastSpike, expression: name("t") });
  }
  if (atSpike.length > 0)
    context.addBlock("spikes", {
      name: `spikes of ${population.name}`,
      domain: population.name,
      when: { kind: "spike" },
      statements: atSpike,
    });
  if (checked.reset.length > 0)
    context.addBlock("resets", {
      name: `reset of ${population.name}`,
      domain: population.name,
      when: { kind: "spike" },
      statements: asSets(withSubexpressions(checked.reset, checked.subexpressions)),
    });
  return factsFor(parts, refractory);
}

/** The time of the last spike of a neuron that has not spiked, as in Brian 2. */
const NEVER = -1e4;

function addFields(
  context: ProgramContext,
  population: Population,
  { checked, code, initial }: CheckedPopulation,
): void {
  const domain = population.name;
  for (const [parameter, { values, dimension }] of checked.parameters)
    context.addField({
      domain,
      name: parameter,
      shared: values.kind === "shared",
      begins: beginningOf(values, purposeOf.neurons(domain, parameter)),
      dimension,
    });
  addPropagators(context, domain, code.propagators, checked.parameters);
  for (const { name: state, dimension } of checked.states) {
    const values = initial.get(state);
    context.addField({
      domain,
      name: state,
      shared: false,
      begins: values ? beginningOf(values, purposeOf.neurons(domain, state)) : NOTHING_YET,
      dimension,
      isState: true,
    });
  }
}

/** Events beside the spike: who has them, and what they do to the neuron itself. */
function addEvents(
  context: ProgramContext,
  { name: domain }: Population,
  { checked }: CheckedPopulation,
): void {
  for (const { name: own, condition, statements } of checked.events) {
    const event = eventName(domain, own);
    context.addBlock("update", {
      name: `${own} of ${domain}`,
      domain,
      when: { kind: "step", every: 1 },
      statements: [
        ...asSets(withSubexpressions([], checked.subexpressions, [condition])),
        { kind: "emit", condition, event },
      ],
    });
    if (statements.length > 0)
      context.addBlock("resets", {
        name: `${domain} at ${own}`,
        domain,
        when: { kind: "spike", event },
        statements: asSets(withSubexpressions(statements, checked.subexpressions)),
      });
  }
}

/** What is done every so often, or at given times; what is held stays while the neuron rests. */
function addActions(
  context: ProgramContext,
  { name: domain }: Population,
  { checked }: CheckedPopulation,
  { restingBefore }: RefractoryParts,
): void {
  const isHeld = (text: string): boolean =>
    checked.states.some((state) => state.name === text && state.unlessRefractory);
  for (const [k, { when, statements }] of checked.actions.entries()) {
    const holds = restingBefore !== undefined && statements.some(({ target }) => isHeld(target));
    const resting = { target: INTERNAL.resting, expression: restingBefore ?? number(0) };
    const guarded = holds ? heldWhile(INTERNAL.resting, statements, isHeld) : statements;
    context.addBlock("actions", {
      name: `action ${k + 1} of ${domain}`,
      domain,
      when: stepsOfAction(context, domain, when),
      statements: asSets(
        withSubexpressions([...(holds ? [resting] : []), ...guarded], checked.subexpressions),
      ),
    });
  }
}

/** The beginning of the update, with the subexpressions that a refractory condition reads. */
function withConditions({ begin }: RefractoryParts, { checked }: CheckedPopulation): Statement[] {
  const assignments = begin.flatMap((item) =>
    item.kind === "set" ? [{ target: item.target, expression: item.expression }] : [],
  );
  return asSets(withSubexpressions(assignments, checked.subexpressions));
}

/** Who spikes: those over threshold that do not rest; of compartments those where the threshold is. */
function threshold(
  { shape }: Population,
  { checked }: CheckedPopulation,
  isHolding: boolean,
): Statement[] {
  if (!checked.threshold) return [];
  const awake = isHolding
    ? binary("and", checked.threshold, not(name(INTERNAL.resting)))
    : checked.threshold;
  const condition = shape?.spikesAt ? binary("and", isAt(shape, shape.spikesAt), awake) : awake;
  return [
    ...asSets(withSubexpressions([], checked.subexpressions, [checked.threshold])),
    { kind: "emit", condition },
  ];
}

/** Whether an element is one of neighbouring compartments. */
const isAt = ({ cells }: Shape, { first, end }: { first: number; end: number }): Expression =>
  binary(
    "and",
    binary(">=", name("i"), number(first * cells)),
    binary("<", name("i"), number(end * cells)),
  );

/** Whether somebody asks for the time of the last spike: a text of the population, or its synapses. */
function needsLastSpike(
  { simulation }: ProgramContext,
  { name: population }: Population,
  { checked }: CheckedPopulation,
): boolean {
  return (
    checked.read.has(FIELDS.lastSpike) ||
    simulation.synapses.some((item) => {
      const { uses } = synapsesIn(simulation, item);
      return (
        (domainOf(item.to) === population && uses.has(ofTarget(FIELDS.lastSpike))) ||
        (domainOf(item.from) === population && uses.has(ofSource(FIELDS.lastSpike)))
      );
    })
  );
}

function factsFor({ checked }: CheckedPopulation, refractory: RefractoryParts): NeuronFacts {
  const held = new Set(
    checked.states.filter((state) => state.unlessRefractory).map((state) => state.name),
  );
  const { resting, restingBefore } = refractory;
  if (!resting || !restingBefore) return { held, resting: undefined, restingBefore: undefined };
  const reads = readsOf(checked.subexpressions)(restingBefore);
  const statements = checked.subexpressions.filter(({ target }) => reads.has(target));
  return { held, resting, restingBefore: { statements, resting: restingBefore } };
}
