import { UserError } from "../../base/index.js";
import { compartmentsOf, type MorphologyData, type Where } from "../../morphology/index.js";
import type { Population } from "../population.js";
import type { Shape } from "./shape.js";

/** Neighbouring compartments, from the first one to before the end. */
export function neighbours(
  morphology: MorphologyData,
  where: Where | readonly Where[],
): { first: number; end: number } {
  const found = [...compartmentsOf(morphology, where)].sort((a, b) => a - b);
  const [first] = found;
  if (first === undefined)
    throw new UserError(
      "invalid place: an empty list; expected one like cell.dendrite.at(um(100)), or a section",
    );
  if (found.some((compartment, k) => compartment !== first + k))
    throw new UserError(
      `invalid places: compartments ${found.slice(0, 8).join(", ")}; expected compartments that follow each other, like a place, a stretch or a section`,
    );
  return { first, end: first + found.length };
}

/** The shape of a population. @throws UserError for one of point neurons. */
export function requireShape({ name, shape }: Population): Shape {
  if (!shape)
    throw new UserError(
      `invalid place: ${name} are point neurons, which have none; expected what compartments() returns`,
    );
  return shape;
}

/** The elements of all cells at places, in the order of the places. */
export function elementsAt(population: Population, where: Where | readonly Where[]): number[] {
  const { morphology, cells } = requireShape(population);
  return [...compartmentsOf(morphology, where)].flatMap((compartment) =>
    Array.from({ length: cells }, (_, cell) => compartment * cells + cell),
  );
}
