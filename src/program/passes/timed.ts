import { INTERNAL, type Timed } from "../../equations/index.js";
import {
  checkedPopulation,
  type Population,
  type Synapses,
  synapsesIn,
  timedAt,
} from "../../network/index.js";
import type { ProgramContext } from "../context.js";
import { domainOf } from "../names.js";

/** Values over time: a field for each, which gets its values before anything else in a step. */
export function timedPass(context: ProgramContext, population: Population): void {
  const { timed } = checkedPopulation(population).checked.declarations;
  for (const [name, values] of timed)
    addTimed(context, population.name, name, INTERNAL.timed(name), values);
}

/** Values over time that all synapses share: their targets have them. */
export function synapseTimedPass(context: ProgramContext, synapses: Synapses): void {
  for (const [name, values] of synapsesIn(context.simulation, synapses).timed)
    addTimed(context, domainOf(synapses.to), name, timedAt(synapses.name, name), values);
}

function addTimed(
  context: ProgramContext,
  domain: string,
  name: string,
  field: string,
  { values, columns, dt }: Timed,
): void {
  const table = context.timed.push({ of: domain, name, values, columns, dt }) - 1;
  context.addField({
    domain,
    name: field,
    shared: false,
    begins: { kind: "value", value: values[0] },
  });
  context.addBlock("values over time", {
    name: `${name}(t) of ${domain}`,
    domain,
    when: { kind: "step", every: 1 },
    statements: [{ kind: "timed", target: field, table }],
  });
}
