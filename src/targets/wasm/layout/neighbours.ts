import type { DomainName } from "../../../program/index.js";
import type { Part } from "./part.js";

/**
 * Populations whose arrays stand side by side in memory, in this order, so that one index tells all their
 * neurons apart: see Bundle.
 */
export class Neighbours {
  constructor(readonly populations: readonly DomainName[]) {}

  /** Where the array of a population begins in a part, in elements behind the first one's; 0 of any other. */
  beginIn(part: Part, population: DomainName): number {
    const place = this.populations.indexOf(population);
    return place < 0 ? 0 : sum(this.populations.slice(0, place), part);
  }

  /** Where all arrays in a part end. */
  endIn(part: Part): number {
    return sum(this.populations, part);
  }
}

function sum(populations: readonly DomainName[], { ranges }: Part): number {
  return populations.reduce((total, name) => {
    const { first, end } = ranges.get(name) ?? { first: 0, end: 0 };
    // vectors of two begin with an even element
    return total + 2 * Math.ceil((end - first) / 2);
  }, 0);
}
