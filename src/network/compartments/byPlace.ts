import { checkOptions, requireWholeNumber, shown, UserError } from "../../base/index.js";
import {
  compartmentsOf,
  compartmentTree,
  type Morphology,
  requireMorphology,
  type Where,
} from "../../morphology/index.js";
import {
  describeDimension,
  dimensionOfValue,
  lower,
  lowerAll,
  type Quantity,
  QuantityArray,
  sameDimension,
} from "../../units/index.js";
import { forCells, MOST_ELEMENTS } from "./shape.js";

/** What {@link byPlace} may be told. */
export interface ByPlaceOptions {
  /** How many cells the population has; 1 by default. */
  cells?: number;
}

/** One value for places, or one for each of their compartments. */
export type PlacedValue<D extends string> = Quantity<D> | QuantityArray<D>;

/**
 * Values of compartments that differ from place to place: one everywhere, and others at some places,
 * later ones over earlier ones. For parameters and initial values of `compartments()`.
 *
 * ```ts
 * const cell = soma({ diameter: um(30) }).with({
 *   dendrite: cylinder({ diameter: um(1), length: um(300), n: 60 }),
 * });
 * compartments("neuron", {
 *   morphology: cell,
 *   equations: "Im = gL*(EL - v) : amp/metre**2\nI : amp (point current)",
 *   Cm: parseQuantity("1 uF/cm^2"),
 *   Ri: parseQuantity("150 ohm cm"),
 *   parameters: {
 *     gL: parseQuantity("0.1 mS/cm^2"),
 *     EL: mV(-65),
 *     I: byPlace(cell, nA(0), [[cell.dendrite.at(um(50)), nA(0.1)]]),
 *   },
 * })
 * ```
 *
 * @param places pairs of a place, stretch or section (with its own compartments; `section.subtree` for all
 *   that hangs on it) and a value, or one value for each of its compartments
 * @returns a value for each compartment, in the order of `compartments()`
 * @throws UserError for places in another morphology, and for values of another unit.
 */
export function byPlace<D extends string>(
  morphology: Morphology,
  everywhere: Quantity<D>,
  places: readonly (readonly [Where | readonly Where[], PlacedValue<D>])[],
  options: ByPlaceOptions = {},
): QuantityArray<D> {
  requireMorphology(morphology);
  checkOptions("byPlace", options, ["cells"]);
  const { cells = 1 } = options;
  const dimension = dimensionOfValue("value of byPlace", everywhere);
  const data = morphology.toJSON();
  const { count } = compartmentTree(data);
  requireWholeNumber("cells", cells, 1, Math.floor(MOST_ELEMENTS / count));
  const values = new Float64Array(count).fill(lower("value of byPlace", everywhere, dimension));
  if (!Array.isArray(places))
    throw new UserError(
      `invalid places: ${shown(places)}; expected pairs like [[cell.axon, nA(1)]]`,
    );
  for (const pair of places) {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw new UserError(
        `invalid place and value: ${shown(pair)}; expected a pair like [cell.axon, nA(1)]`,
      );
    const [where, value] = pair;
    const found = compartmentsOf(data, where);
    if (found.length === 0)
      throw new UserError(
        "invalid place of byPlace: an empty list; expected one like cell.dendrite.at(um(100)), or a section",
      );
    const own = dimensionOfValue("value of byPlace", value);
    if (!sameDimension(own, dimension))
      throw new UserError(
        `invalid value of byPlace: ${shown(value)}; expected ${describeDimension(dimension)}, as everywhere else`,
      );
    const many = value instanceof QuantityArray;
    const numbers = many
      ? lowerAll("values of byPlace", value, dimension, { count: found.length })
      : undefined;
    const one = many ? 0 : lower("value of byPlace", value, dimension);
    found.forEach((compartment, k) => {
      values[compartment] = numbers ? numbers[k] : one;
    });
  }
  return new QuantityArray(forCells(values, cells), dimension) as QuantityArray<D>;
}
