import { INTERNAL } from "../../equations/index.js";
import { checkedPopulation, type Population } from "../../network/index.js";
import type { ProgramContext } from "../context.js";

/** Values over time: a field for each, which gets its values before anything else in a step. */
export function timedPass(context: ProgramContext, population: Population): void {
  const { name: domain } = population;
  const { timed } = checkedPopulation(population).checked.declarations;
  for (const [name, { values, columns, dt }] of timed) {
    const field = INTERNAL.timed(name);
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
}
