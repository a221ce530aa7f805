import { host } from "../base/index.js";
import { namesIn, type PlainValues } from "../equations/index.js";
import { isOfCable } from "./compartments/cable.js";
import { checkedPopulation, type Population } from "./population.js";
import type { NetworkSimulation } from "./simulation.js";
import { synapsesIn } from "./synapses/check/check.js";

/** Warns of what no text uses: most of the time a name was misspelt. */
export function warnOfUnused(simulation: NetworkSimulation): void {
  for (const population of simulation.populations) {
    const used = usedNames(simulation, population);
    const { checked, initial } = checkedPopulation(population);
    const { name, shape } = population;
    for (const parameter of checked.parameters.keys())
      if (!used.read.has(parameter) && !(shape && isOfCable(parameter)))
        warnOnce(`no text of ${name} uses its parameter ${parameter}`, population);
    for (const state of checked.states)
      if (
        state.derivative === undefined &&
        !initial.has(state.name) &&
        !used.assigned.has(state.name)
      )
        warnOnce(
          `${state.name} of ${name} gets no value: it stays 0; give it as a parameter or an initial value`,
          population,
        );
  }
}

/** Names of a population that some text or recording reads, and those that some text assigns. */
function usedNames(
  simulation: NetworkSimulation,
  population: Population,
): { read: Set<string>; assigned: Set<string> } {
  const { synapses, record } = simulation;
  const { checked, initial } = checkedPopulation(population);
  const read = new Set(checked.read);
  const acting = [...checked.actions, ...checked.events].flatMap(({ statements }) => statements);
  const assigned = new Set(
    [...checked.update, ...checked.overStep, ...checked.reset, ...acting].map(
      ({ target }) => target,
    ),
  );
  // what the cable equation reads and changes
  for (const point of checked.declarations.pointCurrents) read.add(point);
  if (population.shape) assigned.add("v");
  for (const { of, variable } of record) if (of === population.name) read.add(variable);
  const { parameters } = checked;
  for (const { values } of parameters.values()) addNames(values, read);
  for (const values of initial.values()) addNames(values, read);
  for (const item of synapses) {
    const { uses, changes, readsBefore } = synapsesIn(simulation, item);
    for (const [side, mark] of [
      [item.from, "@pre"],
      [item.to, "@post"],
    ] as const) {
      if (side.synapses || side.of !== population.name) continue;
      const own = (names: ReadonlySet<string>): string[] =>
        [...names].flatMap((text) => (text.endsWith(mark) ? [text.slice(0, -mark.length)] : []));
      for (const text of [...own(readsBefore), ...own(uses)]) read.add(text);
      for (const text of own(changes)) assigned.add(text);
    }
  }
  return { read, assigned };
}

/** Adds the names that the text of a value reads. */
function addNames(values: PlainValues, names: Set<string>): void {
  if (values.kind === "expression") for (const text of namesIn(values.expression)) names.add(text);
}

const told = new WeakMap<object, Set<string>>();

/** Warns once for each population, however many networks it is part of. */
function warnOnce(message: string, population: Population): void {
  const messages = told.get(population) ?? new Set();
  if (messages.has(message)) return;
  messages.add(message);
  told.set(population, messages);
  host.warn(message);
}
