import { checkOptions, requireRecord, requireWholeNumber, UserError } from "../../base/index.js";
import type { ModelText, Values } from "../../equations/index.js";
import { type Morphology, requireMorphology, type Where } from "../../morphology/index.js";
import { type Quantity, QuantityArray } from "../../units/index.js";
import { requireName } from "../names.js";
import {
  MODEL_OPTIONS,
  makePopulation,
  type Population,
  type PopulationOptions,
} from "../population.js";
import { CABLE_NAMES, COORDINATES, checkRi, declaredIn, requireCm } from "./cable.js";
import { neighbours } from "./elements.js";
import { forCells, MOST_ELEMENTS, type Shape, treeOf } from "./shape.js";

/** What a population of cells with a shape is made of. */
export interface CompartmentsOptions extends Omit<PopulationOptions, "N"> {
  /** The shape that all cells have. */
  morphology: Morphology;
  /** How many cells; 1 by default. */
  cells?: number;
  /** The capacitance of the membrane per area: one value, one for each compartment, or text. */
  Cm: Values;
  /** The resistivity of what is inside: `parseQuantity("150 ohm cm")`. */
  Ri: Quantity;
  /** Where the threshold is: a place of one compartment or more. In all compartments, where nothing is said. */
  at?: Where | readonly Where[];
}

const OPTIONS = ["morphology", "cells", "Cm", "Ri", "at", ...MODEL_OPTIONS, "method", "initial"];

/**
 * Describes a population of cells with a shape. Each compartment of each cell is an element with its
 * own variables. The voltage `v` obeys the cable equation
 *
 *     Cm dv/dt = Im + (point currents)/area + (what flows along the neuron)/area
 *
 * which is solved implicitly in each step, on the whole tree (backward Euler with the membrane's currents
 * linear in v for the step; Hines 1984; Brian 2 does the same); all other equations take their step before, with
 * v as it is. Of the equations, `Im` is the current into the cell through its membrane, per area; what
 * has the flag `(point current)` is a current into a compartment as a whole.
 *
 * Texts may read `v`, `Cm`, `area`, `length`, `diameter`, `distance` (from the root along the neuron) and, where
 * the morphology has them, `x`, `y` and `z`. Compartment c of cell k is element c*cells + k, which is `i`.
 *
 * ```ts
 * const cell = soma({ diameter: um(30) }).with({
 *   dendrite: cylinder({ diameter: um(1), length: um(300), n: 60 }),
 * });
 * const neuron = compartments("neuron", {
 *   morphology: cell,
 *   equations: `Im = gL*(EL - v) : amp/metre**2
 *               I : amp (point current)`,
 *   Cm: parseQuantity("1 uF/cm^2"), Ri: parseQuantity("150 ohm cm"),
 *   parameters: {
 *     gL: parseQuantity("0.1 mS/cm^2"), EL: mV(-65),
 *     I: byPlace(cell, nA(0), [[cell.dendrite.at(um(200)), nA(0.05)]]),
 *   },
 *   initial: { v: mV(-65) },
 * });
 * network({
 *   populations: [neuron],
 *   record: [{ of: "neuron", variable: "v", at: [cell.dendrite.at(um(200)), cell] }],
 *   duration: ms(50),
 * })
 * ```
 *
 * With a `threshold`, an element spikes; `at` says where it is looked for. Synapses come from and go to
 * places: `to: slice(neuron, cell.dendrite.at(um(100)))`. All compartments of a cell are computed by one thread.
 * @returns a population of as many elements as there are compartments in all cells
 * @throws UserError that shows the text and the place, or names the value and what was expected.
 */
export function compartments(name: string, options: CompartmentsOptions): Population {
  requireName(name, "population");
  checkOptions("compartments", options ?? null, OPTIONS);
  const { morphology, cells = 1, Cm, Ri, at, parameters = {}, ...rest } = options;
  requireMorphology(morphology);
  requireWholeNumber("cells", cells, 1, MOST_ELEMENTS);
  requireCm(Cm);
  checkRi(Ri);
  requireRecord("parameters", parameters, "{ EL: mV(-65) }");
  const data = morphology.toJSON();
  const spikesAt = at === undefined ? undefined : neighbours(data, at);
  if (spikesAt && options.threshold === undefined)
    throw new UserError("invalid at: it says where the threshold is, and there is no threshold");
  const shape: Shape = Object.freeze({
    morphology: data,
    cells,
    Ri,
    ...(spikesAt && { spikesAt: Object.freeze(spikesAt) }),
  });
  refuseGeometry(parameters);
  const { count } = treeOf(shape);
  if (count * cells > MOST_ELEMENTS)
    throw new UserError(
      `invalid cells: ${cells}, of ${count} compartments each; expected at most ${MOST_ELEMENTS} compartments together`,
    );
  const own = {
    Cm,
    ...geometryOf(shape, [...declaredIn(rest.equations), ...Object.keys(parameters)]),
  };
  return makePopulation(
    name,
    { ...rest, N: count * cells, parameters: { ...parameters, ...own } },
    shape,
  );
}

/** Refuses parameters that have the names of what the shape gives. */
function refuseGeometry(parameters: ModelText["parameters"]): void {
  const taken = Object.keys(parameters ?? {}).find((name) => CABLE_NAMES.includes(name));
  if (taken !== undefined)
    throw new UserError(
      `invalid parameter: ${taken}; ${taken === "Cm" ? "it is an option of its own" : "compartments have it by themselves"}`,
    );
}

const METRE = [1, 0, 0, 0, 0, 0, 0] as const;

/** The geometry of all elements; coordinates where there are some and nobody else has their names. */
function geometryOf(shape: Shape, taken: readonly string[]): Record<string, QuantityArray> {
  const tree = treeOf(shape);
  const { cells } = shape;
  const each = (values: Float64Array, power: number): QuantityArray =>
    new QuantityArray(
      forCells(values, cells),
      METRE.map((exponent) => exponent * power),
    );
  const { area, length, diameter, distance } = tree;
  const isPlaced = !tree.x.some(Number.isNaN);
  const free = COORDINATES.filter((name) => isPlaced && !taken.includes(name));
  return {
    area: each(area, 2),
    length: each(length, 1),
    diameter: each(diameter, 1),
    distance: each(distance, 1),
    ...Object.fromEntries(free.map((name) => [name, each(tree[name], 1)])),
  };
}
