import { checkOptions, isRecord, requireWholeNumber, shown, UserError } from "../../base/index.js";
import { type ModelText, type ParameterValue, parseEquations } from "../../equations/index.js";
import { compartmentTree, RESISTIVITY } from "../../morphology/index.js";
import { isDrawn } from "../../random/index.js";
import {
  combineDimensions,
  dimensionOfValue,
  isManyValues,
  lower,
  lowerAll,
  NAMED_DIMENSIONS,
  Quantity,
  QuantityArray,
  sameDimension,
} from "../../units/index.js";
import { MOST_ELEMENTS, type Shape } from "./shape.js";

/** What the equations of compartments have beside the user's own: the voltage, and the geometry. */
const DECLARED = {
  v: "volt",
  Cm: "farad/metre**2",
  area: "metre**2",
  length: "metre",
  diameter: "metre",
  distance: "metre",
} as const;

/** Their names. */
export const CABLE_NAMES = Object.keys(DECLARED);

/** Coordinates of compartments' middles, where the morphology has them. */
export const COORDINATES = ["x", "y", "z"] as const;

/** Whether a parameter is one that compartments() gives. */
export const isOfCable = (parameter: string): boolean =>
  [...CABLE_NAMES, ...COORDINATES].includes(parameter);

/** The names that a text declares; none where it cannot be read, which the model's check tells. */
export function declaredIn(equations: unknown): string[] {
  if (typeof equations !== "string") return [];
  return parseEquations(equations).map(({ name }) => name);
}

/** A model of compartments with the names declared that it has beside its own. */
export function withCable(model: ModelText): ModelText {
  // what is no text the model's check tells
  if (typeof model.equations !== "string") return model;
  const taken = declaredIn(model.equations).find((name) => CABLE_NAMES.includes(name));
  if (taken === "v")
    throw new UserError(
      `invalid equations: they declare v, the voltage, whose equation is that of the cable: expected "Im = ... : amp/metre**2" only`,
    );
  if (taken !== undefined)
    throw new UserError(
      `invalid equations: they declare ${taken}, which compartments have by themselves; expected another name`,
    );
  const lines = Object.entries(DECLARED).map(([name, unit]) => `${name} : ${unit}`);
  return { ...model, equations: [model.equations, ...lines].join("\n") };
}

/** Checks a shape that may have been put together by hand. */
export function checkShape(shape: Shape, N: number): void {
  checkOptions("the shape of a population", shape ?? null, [
    "morphology",
    "cells",
    "Ri",
    "spikesAt",
  ]);
  const { cells, Ri, morphology, spikesAt } = shape;
  requireWholeNumber("cells", cells, 1, MOST_ELEMENTS);
  checkRi(Ri);
  const count = compartmentCountOf(morphology);
  if (cells * count !== N)
    throw new UserError(`invalid N: ${N}; expected ${cells * count}, ${count} for each cell`);
  if (spikesAt === undefined) return;
  checkOptions("the place of a threshold", spikesAt, ["first", "end"]);
  requireWholeNumber("first compartment of the threshold", spikesAt.first, 0, count - 1);
  requireWholeNumber("end of the threshold", spikesAt.end, spikesAt.first + 1, count);
}

/** How many compartments a morphology has that may be anything. */
function compartmentCountOf(morphology: unknown): number {
  const parts = (morphology as Shape["morphology"] | undefined)?.sections;
  const kinds = ["soma", "cylinder", "section"];
  const isRight =
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every(
      (part: unknown) =>
        isRecord(part) && isRecord(part.shape) && kinds.includes(part.shape.kind as string),
    );
  if (!isRight)
    throw new UserError(
      `invalid morphology: ${shown(morphology)}; expected that of what soma(...), cylinder(...), section(...) or readSWC(...) makes`,
    );
  return compartmentTree(morphology as Shape["morphology"]).count;
}

/** Checks the resistivity. */
export function checkRi(Ri: unknown): void {
  if (Ri === undefined)
    throw new UserError(
      'missing Ri: the resistivity of what is inside; expected a value like parseQuantity("150 ohm cm")',
    );
  if (!(Ri instanceof Quantity) || !sameDimension(Ri.dimension, RESISTIVITY))
    throw new UserError(
      `invalid Ri: ${shown(Ri)}; expected a resistivity like parseQuantity("150 ohm cm")`,
    );
  lower("Ri", Ri, RESISTIVITY, { above: 0 });
}

/** F/m^2 */
const CAPACITANCE = combineDimensions(
  NAMED_DIMENSIONS.capacitance.exponents,
  [2, 0, 0, 0, 0, 0, 0],
  -1,
);

/** Requires the capacitance of a checked model to be more than 0, where it is known before the run. */
export function checkCm(parameters: ReadonlyMap<string, ParameterValue>): void {
  const given = parameters.get("Cm")?.values;
  if (given?.kind === "shared")
    lower("Cm", new Quantity(given.value, CAPACITANCE), CAPACITANCE, { above: 0 });
  if (given?.kind === "each")
    lowerAll("Cm", new QuantityArray(given.values, CAPACITANCE), CAPACITANCE, { above: 0 });
}

/** Refuses what is no capacitance per area, in words that say what it is. */
export function requireCm(Cm: unknown): void {
  if (Cm === undefined)
    throw new UserError(
      'missing Cm: the capacitance of the membrane; expected a value like parseQuantity("1 uF/cm^2")',
    );
  if (typeof Cm === "string" || isDrawn(Cm)) return;
  const isRight = isManyOrOne(Cm) && sameDimension(dimensionOfValue("Cm", Cm), CAPACITANCE);
  if (!isRight)
    throw new UserError(
      `invalid Cm: ${shown(Cm)}; expected a capacitance per area like parseQuantity("1 uF/cm^2")`,
    );
}

const isManyOrOne = (value: unknown): boolean => value instanceof Quantity || isManyValues(value);
