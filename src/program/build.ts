import { showAs, shown, UserError } from "../base/index.js";
import {
  checkedNetwork,
  checkedPopulation,
  eventName,
  isSpiking,
  type NetworkSimulation,
  network,
  type Population,
  type Slice,
} from "../network/index.js";
import { seconds } from "../units/index.js";
import { ProgramContext } from "./context.js";
import { settleTraces } from "./passes/eagerTraces.js";
import { monitorPass } from "./passes/monitors.js";
import { type NeuronFacts, populationPass } from "./passes/population.js";
import { settleMeans } from "./passes/sharedMeans.js";
import {
  pathwaysPass,
  sumsPass,
  synapseActionsPass,
  synapseFieldsPass,
  traceFormOf,
} from "./passes/synapses.js";
import { printProgram } from "./print.js";
import type { Program } from "./program.js";
import { checkedSource, kindOf } from "./sources/index.js";

/**
 * The step program of a network: all that one step does, as data that prints itself. What a run carries
 * out is this, made faster.
 *
 * ```ts
 * program(network({ populations: [neurons], duration: seconds(1) }))
 * ```
 *
 * @param model a network, or a population by itself
 */
export function program(model: NetworkSimulation | Population): Program {
  const made = buildProgram(asNetwork(model));
  return showAs({ ...made }, () => printProgram(made));
}

/** A network as it is; a population by itself as a network. @throws UserError for anything else. */
export function asNetwork(model: NetworkSimulation | Population): NetworkSimulation {
  if (isSpiking(model) && model.kind === "population")
    return network({ populations: [model as Population], duration: seconds(1) });
  if ((model as NetworkSimulation)?.model === "network")
    return checkedNetwork(model as NetworkSimulation);
  throw new UserError(
    `invalid model: ${shown(model)}; expected what population() or network() returns`,
  );
}

/** Synapses never rest. */
const OF_SYNAPSES: NeuronFacts = { held: new Set(), resting: undefined, restingBefore: undefined };

/**
 * The step program of a network: everything that one step does, as data. Each feature is a pass of
 * its own that adds fields and blocks.
 * @param firstStep the step that a run begins with: sources that know their spikes beforehand do up
 *   to the end of the run
 */
export function buildProgram(simulation: NetworkSimulation, firstStep = 0): Program {
  const context = new ProgramContext(simulation);
  const until = firstStep * context.dt + simulation.duration.value;
  const { populations, synapses, record, stream, seed } = simulation;
  const sources = simulation.sources.map(checkedSource);
  for (const source of sources)
    context.domains.push(kindOf(source).domain(source, simulation, until));
  const forms = synapses.map((item) => traceFormOf(context, item));
  for (const [k, item] of synapses.entries()) synapseFieldsPass(context, item, forms[k]);
  for (const population of populations) {
    const { name, N } = population;
    context.domains.push({ kind: "population", name, size: N });
    for (const event of checkedPopulation(population).checked.events)
      context.domains.push({
        kind: "population",
        name: eventName(name, event.name),
        size: N,
        eventOf: name,
      });
  }
  const facts = new Map<string, NeuronFacts>();
  for (const source of sources) {
    const own = kindOf(source).pass(context, source);
    if (own) facts.set(source.name, own);
  }
  for (const population of populations) {
    checkedPopulation(population);
    facts.set(population.name, populationPass(context, population));
  }
  const factsOf = (side: Slice): NeuronFacts | undefined =>
    side.synapses ? OF_SYNAPSES : facts.get(side.of);
  for (const [k, item] of synapses.entries()) {
    const sides = {
      target: factsOf(item.to) as NeuronFacts,
      source: factsOf(item.from),
    };
    pathwaysPass(context, item, sides, forms[k]);
    synapseActionsPass(context, item, sides);
  }
  for (const item of synapses) sumsPass(context, item);
  for (const recording of record) monitorPass(context, recording);
  const { statistics = [], stopWhen, recordSpikes } = simulation;
  for (const { variable, ...rest } of statistics)
    if (variable !== undefined) monitorPass(context, { ...rest, variable }, "statistics");
  const counted = statistics.flatMap(({ of, variable }) => (variable === undefined ? [of] : []));
  const made = settleTraces({
    dt: context.dt,
    stream,
    seed,
    clock: simulation.clock,
    domains: context.domains,
    fields: context.fields,
    traces: context.traces,
    blocks: context.blocks,
    monitors: context.monitors,
    timed: context.timed,
    trees: context.trees,
    // also those that are only counted
    recordsSpikes: [...new Set([...recordSpikes, ...counted, ...(stopWhen ? [stopWhen.of] : [])])],
    recordAt: simulation.recordAt,
  });
  return settleMeans(made);
}
