import { host, shown, UserError } from "../base/index.js";
import { printCode } from "../integrators/index.js";
import { checkedPopulation, isSpiking, type Population } from "../network/index.js";

/**
 * What a population's method makes of its equations: statements, one a line, for one step. `program`
 * shows the whole step.
 * @throws UserError for what is no population.
 * @example
 * ```ts
 * abstractCode(neurons)
 * ```
 */
export function abstractCode(population: Population, dt?: unknown): string {
  if (!isSpiking(population) || population.kind !== "population")
    throw new UserError(
      `invalid population: ${shown(population)}; expected what population() returns`,
    );
  if (dt !== undefined) host.warn("abstractCode takes no dt any more: it is a name in the code");
  return printCode(checkedPopulation(population as Population).code);
}
