import { UserError } from "../../base/index.js";
import { type ModelText, parseEquations } from "../../equations/index.js";
import { RESISTIVITY } from "../../morphology/index.js";
import { lower } from "../../units/index.js";
import { type Shape, treeOf } from "./shape.js";

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
  const { cells, Ri } = shape;
  const { count } = treeOf(shape);
  if (cells * count !== N)
    throw new UserError(`invalid N: ${N}; expected ${cells * count}, ${count} for each cell`);
  lower("Ri", Ri, RESISTIVITY, { above: 0 });
}
